"""The journal: what goes in comes out; what is spoilt is as if it were not there; what a killed run left is swept up."""

from pathlib import Path

import pytest

from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Journal, Outcome, journal_at
from docforge.casework.batch.shelf import LocalShelf
from docforge.casework.batch.summary import CaseSummary, Contact, Trace, TraceKind
from docforge.core import codes
from docforge.core.files import TEMPORARY
from docforge.core.model import Box, Evidence, finding
from tests.casework.batch.doubles import trivial

JOB = Job("某公司", "/材料/某公司")
WHERE = (Evidence("执照.jpg", 1, Box(1.5, 2, 3, 4), "原文"),)
SUMMARY = CaseSummary(
    "某公司",
    "某公司",
    None,
    contact=Contact("某某", "13999990001"),
    findings=(finding(codes.LOOK_ALIKE, "执照.jpg", evidence=WHERE, title="甲", label="乙"),),
    failure=finding(codes.CASE_FAILED, reason="x"),
    row=(("单位名称", "某公司"),),
    traces=(Trace(TraceKind.USCC, "91654002MAE48UGB3K", where="营业执照"),),
)


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    journal = Journal(LocalShelf(tmp_path))
    outcome = Outcome("某公司", "键", 1, SUMMARY, (("核对结果.html", "0" * 64),), '{"records": []}')
    journal.write(JOB, outcome)
    assert journal.read(JOB) == outcome


def test_a_spoilt_entry_is_none(tmp_path: Path) -> None:
    journal = Journal(LocalShelf(tmp_path))
    journal.write(JOB, trivial(JOB))
    (entry,) = tmp_path.rglob("*.json")
    for spoilt in (entry.read_bytes()[:-9], b"", b"\x00" * 400, b"[]"):
        entry.write_bytes(spoilt)
        assert journal.read(JOB) is None


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    journal = Journal(LocalShelf(tmp_path))
    journal.write(JOB, trivial(JOB))
    journal.begin([JOB], JOB)
    (entry,) = (path for path in tmp_path.rglob("*.json") if TEMPORARY not in path.name)
    journal.seal("表", "0")
    for folder in (entry.parent, tmp_path / "whole"):
        (folder / f"{TEMPORARY}half").write_bytes(b"{")
    journal.sweep()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {entry, tmp_path / "whole" / "表"}


def test_of_a_chunk_it_is_known_which_case_was_begun_last(tmp_path: Path) -> None:
    journal, chunk = Journal(LocalShelf(tmp_path)), [Job(name, "") for name in ("甲", "乙", "丙")]
    assert journal.begun(chunk) is None
    for job in chunk[:2]:
        journal.begin(chunk, job)
    assert journal.begun(chunk) == chunk[1]
    assert journal.begun(chunk[1:]) is None
    assert len(list(tmp_path.rglob("*begun*"))) == 1
    journal.end(chunk)
    assert journal.begun(chunk) is None


def test_the_journal_of_a_run_without_results_is_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = Path(journal_at("", [JOB]))
    assert place.stat().st_mode & 0o077 == 0
    assert place == Path(journal_at("", [Job("别的", "/材料/别的")]))
    assert place != Path(journal_at("", [Job("某公司", "/去年/某公司")]))
    assert journal_at("s3://桶/结果", [JOB]) == "s3://桶/结果/.docforge"
