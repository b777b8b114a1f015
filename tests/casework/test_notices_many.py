"""Thousands of notices: the same bytes on any number of cores, a sample of them read back, none published where one may not be."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from docforge.casework import notices_delivery, notices_many
from docforge.casework.notices import Order
from docforge.casework.notices_delivery import to_folder
from docforge.casework.notices_drafts import Draft, MadeNotice, Publication
from docforge.casework.notices_makers import drafts
from docforge.casework.notices_many import EVERY, ReadBack, made_many, read_back
from docforge.core.errors import DocforgeError
from docforge.core.files import TEMPORARY
from docforge.policy.loader import load_policy
from tests.conftest import ROOT

ON = date(2025, 12, 1)
MADE = notices_many.made
TEMPLATE = str(ROOT / "templates/yining/notices/supplement.docx")


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    rows = (f"第{number}号公司,高企,缺少营业执照,附件1,请补充\n第{number}号公司,,缺少证书,附件1,请补充" for number in range(25))
    path = tmp_path / "补正.csv"
    path.write_text("\n".join(["申报单位,类别,内容,依据,方法", *rows]), encoding="utf-8")
    return path


def due(listing: Path) -> list[Draft]:
    return drafts("supplement", Order(load_policy("yining"), listing, ON))


def test_two_processes_make_the_same_bytes_in_the_same_order(listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices_many, "HANDED_OVER", 2)
    own = due(listing)
    every = [True] * len(own)
    assert list(made_many(own, every, jobs=2)) == list(made_many(own, every, jobs=1))


def test_what_goes_wrong_in_another_process_is_told_as_here(listing: Path) -> None:
    own = due(listing)
    lacking = [*own[:-1], replace(own[-1], values={})]
    told = []
    for jobs in (1, 2):
        with pytest.raises(DocforgeError) as caught:
            list(made_many(lacking, [False] * len(own), jobs))
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_what_a_process_died_over_is_made_here(listing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = due(listing)
    monkeypatch.setattr(notices_many, "_made", _dying)
    notices = list(made_many(own, [False] * len(own), jobs=2))
    assert [notice.name for notice in notices] == [draft.name for draft in own]


def _dying(work: Sequence[tuple[Draft, bool]]) -> list[MadeNotice]:
    if multiprocessing.parent_process():
        os._exit(9)
    return [MADE(draft, verified=verified) for draft, verified in work]


def test_none_is_given_where_one_may_not_be_published() -> None:
    first = Draft("a", TEMPLATE, {}, (), publication=Publication((), None))
    with pytest.raises(DocforgeError):
        made_many([first], [True])


@given(st.lists(st.sampled_from("abc"), max_size=200))
def test_a_sample_has_the_first_of_each_template_and_one_of_so_many(templates: list[str]) -> None:
    own = [Draft(str(number), template, {}, ()) for number, template in enumerate(templates)]
    chosen = read_back(own, ReadBack.SAMPLE)
    assert all(chosen[templates.index(template)] for template in set(templates))
    assert all(any(chosen[at : at + EVERY]) for at in range(max(0, len(own) - EVERY + 1)))
    assert all(read_back(own, ReadBack.ALL))
    assert not any(read_back(own, ReadBack.NONE))
    assert all(read_back(own)) == (len(own) <= EVERY)


@pytest.mark.parametrize(
    ("asked", "count", "told"), [((), 2, "共 2 份"), (("--verify", "none"), 0, "没有一份"), (("--verify", "全部"), 25, "")]
)
def test_the_command_says_what_was_read_back(
    asked: tuple[str, ...],
    count: int,
    told: str,
    listing: Path,
    tmp_path: Path,
    docforge: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    def counted(draft: Draft, *, verified: bool = True) -> MadeNotice:
        seen.append(verified)
        return MADE(draft, verified=verified)

    monkeypatch.setattr(notices_delivery, "made", counted)
    result = docforge("notice", "supplement", "--policy", "yining", "--list", listing, "--out", tmp_path / "out", *asked)
    assert result.exit_code == 0, result.output
    assert ("打开核对" in result.output) == bool(told)
    assert told in result.output
    assert sum(seen) == count


def test_files_and_zip_hold_the_same_on_any_number_of_cores(listing: Path, tmp_path: Path, docforge: Callable[..., Result]) -> None:
    ask: list[Any] = ["notice", "supplement", "--policy", "yining", "--list", listing, "--on", "2025-12-01"]
    for jobs in (1, 2):
        assert docforge(*ask, "--jobs", jobs, "--zip", tmp_path / f"{jobs}.zip").exit_code == 0
        assert docforge(*ask, "--jobs", jobs, "--out", tmp_path / str(jobs)).exit_code == 0
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert len(inside) == 25
    for jobs in (1, 2):
        assert {path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()} == inside


def test_what_a_process_died_over_is_written_here(listing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = due(listing)
    whole, _ = to_folder(tmp_path / "whole", own, [False] * len(own), 1)
    monkeypatch.setattr(notices_delivery, "_written", _dying_over_files)
    again, logs = to_folder(tmp_path / "again", own, [False] * len(own), 2)
    assert [path.name for path in again] == [path.name for path in whole]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in whole]
    assert logs == []


WRITTEN = notices_delivery._written


def _dying_over_files(work: Sequence[tuple[Draft, bool, Path]]) -> list[Path]:
    written = WRITTEN(work)
    if multiprocessing.parent_process():
        os._exit(9)
    return written


def test_of_public_notices_none_is_written_where_one_may_not_be(tmp_path: Path, listing: Path) -> None:
    good = due(listing)[0]
    bad = replace(good, name="b", values={}, publication=Publication((), None))
    for jobs in (1, 2):
        with pytest.raises(DocforgeError):
            to_folder(tmp_path / "out", [good, bad], [False, False], jobs)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("way", ["--out", "--zip"])
def test_a_run_that_is_killed_leaves_only_whole_files(way: str, jobs: int, tmp_path: Path) -> None:
    rows = (f"第{number}号公司,高企,缺少营业执照,附件1,请补充" for number in range(2000))
    listing = tmp_path / "补正.csv"
    listing.write_text("\n".join(["申报单位,类别,内容,依据,方法", *rows]), encoding="utf-8")
    out, run = tmp_path / "out" / ("notices" if way == "--out" else "notices.zip"), "from docforge.faces.cli import main; main()"
    asked = ["notice", "supplement", "--policy", "yining", "--list", str(listing), "--on", "2025-12-01", "--jobs", str(jobs)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.Popen([sys.executable, "-c", run, *asked, way, str(out)], env=environment, start_new_session=True)
    while not (list(tmp_path.glob("out/**/.docforge-*")) or killed.poll() is not None):
        time.sleep(0.005)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    left = [path for path in tmp_path.glob("out/**/*") if path.is_file() and not path.name.startswith(TEMPORARY)]
    assert all(zipfile.ZipFile(path).testzip() is None for path in left)
    assert way == "--out" or left == []
    with pytest.raises(ProcessLookupError):
        while True:  # its processes end with it
            os.killpg(killed.pid, 0)
            time.sleep(0.01)
