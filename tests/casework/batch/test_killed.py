"""A run that is killed twenty times ends with the same files, byte for byte, as one that nobody disturbed."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from docforge.core.files import TEMPORARY
from tests.casework.batch.doubles import content, small_cases
from tests.conftest import ROOT

CASES, KILLS = 60, 20
RUN = "from docforge.faces.cli import main; main()"


def started(folders: list[Path], out: Path) -> subprocess.Popen[bytes]:
    options = ("--policy", "yining", "--category", "高新技术企业", "--on", "2025-11-20", "--jobs", "2", "--out", str(out))
    command = [sys.executable, "-c", RUN, "process", *map(str, folders), *options]
    return subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def whole(folder: Path) -> dict[str, bytes]:
    """The files that bear their own name."""
    return {name: kept for name, kept in content(folder).items() if TEMPORARY not in name} if folder.is_dir() else {}


def entries(out: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (out / ".docforge").rglob("*.json") if TEMPORARY not in path.name}


def wait_for_work(run: subprocess.Popen[bytes], out: Path, count: int) -> None:
    """Until so many more cases are finished, or the run is over."""
    wanted = len(entries(out)) + count
    while run.poll() is None and len(entries(out)) < wanted:
        time.sleep(0.01)


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    folders, chance = small_cases(tmp_path / "in", CASES), random.Random(6)  # noqa: S311 - the hours of the kills
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    assert started(folders, undisturbed).wait() == 0
    expected = whole(undisturbed)
    finished: dict[Path, int] = {}
    counts = []
    for _ in range(KILLS):
        run = started(folders, out)
        wait_for_work(run, out, chance.randrange(3))
        time.sleep(chance.uniform(0, 0.05))
        run.send_signal(signal.SIGKILL)
        run.wait()
        time.sleep(0.05)  # its workers end with it
        left = whole(out)
        assert {name: expected.get(name) for name in left} == left, "a file is whole or not there"
        kept = entries(out)
        assert finished.items() <= kept.items(), "no finished case was lost or done again"
        finished = kept
        counts.append(len(kept))
    assert started(folders, out).wait() == 0
    assert finished.items() <= entries(out).items()
    assert content(out) == content(undisturbed)
    assert len({count for count in counts if 0 < count < CASES}) >= 5, f"the kills fell into the work: {counts}"
