"""The tables of a run are left as they stand while they are what would be written, and written anew when anything differs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from docforge.casework.batch.delivery import ACCEPTED, OVERVIEWS
from docforge.casework.batch.finished import Finished
from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Outcome
from docforge.checking.verdict import CaseStatus
from docforge.policy.loader import load_policy
from tests.casework.batch.builders import case, verdict
from tests.casework.batch.doubles import content, work_at

FILES = (*OVERVIEWS, ACCEPTED)


@pytest.fixture
def run(tmp_path: Path) -> Finished:
    """Two cases that are done, their papers beside the results."""
    jobs = [Job(name, str(tmp_path / "材料" / name)) for name in ("甲", "乙")]
    made = Finished(work_at(tmp_path / "out"), jobs, 0)
    for job in jobs:
        made.journal.write(job, Outcome(job.name, "键", 0, replace(case(job.name), papers=job.place)))
    return made


def written(run: Finished, out: Path) -> dict[str, int]:
    """When each file came to be."""
    assert run.write_tables(out, load_policy("yining")) == [out / name for name in FILES]
    return {name: (out / name).stat().st_mtime_ns for name in FILES}


def test_they_are_left_as_they_stand(run: Finished, tmp_path: Path) -> None:
    first = written(run, tmp_path / "out")
    assert written(run, tmp_path / "out") == first


def change_outcome(run: Finished, out: Path) -> Finished:
    summary = case("甲", made=verdict("甲公司", status=CaseStatus.NEEDS_REVIEW))
    run.journal.write(run.jobs[0], Outcome("甲", "另一键", 1, summary))
    return run


def spoil_file(run: Finished, out: Path) -> Finished:
    (out / ACCEPTED).write_bytes(b"typed over")
    return run


def remove_file(run: Finished, out: Path) -> Finished:
    (out / OVERVIEWS[0]).unlink()
    return run


CHANGES: list[Callable[[Finished, Path], Finished]] = [
    change_outcome,
    spoil_file,
    remove_file,
    lambda run, out: replace(run, jobs=[run.jobs[1], run.jobs[0]]),
    lambda run, out: replace(run, jobs=run.jobs[:1]),
    lambda run, out: replace(run, work=replace(run.work, stamp="another policy")),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_they_are_what_a_new_run_would_write(
    run: Finished, tmp_path: Path, change: Callable[[Finished, Path], Finished]
) -> None:
    out = tmp_path / "out"
    written(run, out)
    run = change(run, out)
    before = {name: (out / name).stat().st_mtime_ns for name in FILES if (out / name).exists()}
    assert written(run, out) != before
    written(run, tmp_path / "new")
    assert [(out / name).read_bytes() for name in FILES] == [(tmp_path / "new" / name).read_bytes() for name in FILES]


def test_elsewhere_the_links_are_others(run: Finished, tmp_path: Path) -> None:
    written(run, tmp_path / "out")
    inner = tmp_path / "out" / "深" / "处"
    inner.mkdir(parents=True)
    for name in FILES:
        (inner / name).write_bytes((tmp_path / "out" / name).read_bytes())
    written(run, inner)
    assert (inner / OVERVIEWS[1]).read_bytes() != (tmp_path / "out" / OVERVIEWS[1]).read_bytes()


def test_two_places_at_one_distance_hold_the_same(run: Finished, tmp_path: Path) -> None:
    written(run, tmp_path / "out")
    journal = content(tmp_path / "out" / ".docforge")
    written(run, tmp_path / "beside")
    assert content(tmp_path / "out" / ".docforge") == journal
