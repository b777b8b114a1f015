"""One run at a time in one place; one that was killed holds nobody up."""

import signal
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from docforge.casework.batch.shelf import alone
from docforge.core import codes
from docforge.core.errors import DocforgeError

HOLD = """
import sys, time
from docforge.casework.batch.shelf import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    time.sleep(1000)
"""


def test_a_second_run_is_told_and_one_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    place = tmp_path / "结果" / ".docforge"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(place)], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DocforgeError) as raised, alone(str(place)):
            pytest.fail("two at once")
        assert raised.value.code is codes.RUN_ELSEWHERE
        other.send_signal(signal.SIGKILL)
        other.wait()
        with alone(str(place)):
            assert (place / "lock").exists()
    with alone(str(place)):
        pass


def test_runs_in_other_places_go_on(tmp_path: Path) -> None:
    with alone(str(tmp_path / "a")), alone(str(tmp_path / "b")), alone("memory://a"), alone("memory://a"):
        pass


def test_a_place_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(DocforgeError, match="W604"), alone(str(tmp_path / "文件" / "结果")):
        pass


def test_where_nothing_can_be_held_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def acquire(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
    with alone(str(tmp_path)):
        pass
