"""A run: everything is done once, what changed is done again, what dies is put aside."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster
from distributed.scheduler import KilledWorker

from docforge.casework.batch.dask_cluster import ClusterExecutor
from docforge.casework.batch.executors import open_executor
from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Journal, Outcome
from docforge.casework.batch.lanes import Lanes
from docforge.casework.batch.run import Run, run_batch
from docforge.casework.batch.shelf import shelf_at
from docforge.casework.batch.work import Verb, Work
from docforge.casework.batch.worker import Done, run_chunk
from docforge.casework.batch.workers import Where
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import TEMPORARY
from tests.casework.batch import doubles
from tests.casework.batch.doubles import content, jobs_of, small_cases, work_at

Ran = Callable[..., dict[str, Outcome]]


def _ran(where: Where) -> Iterator[Ran]:
    with open_executor(where) as workers:

        def ran(jobs: list[Job], work: Work, run: Run = run_chunk, *, fresh: bool = False) -> dict[str, Outcome]:
            return {outcome.case: outcome for outcome in run_batch(jobs, work, workers, run=run, fresh=fresh)}

        yield ran


@pytest.fixture(scope="module")
def ran() -> Iterator[Ran]:
    """Outcomes by case, by two processes of this machine."""
    yield from _ran(Where(jobs=2))


@pytest.fixture(scope="module")
def ran_by_dask() -> Iterator[Ran]:
    """The same by two Dask workers."""
    yield from _ran(Where(cluster=2))


def test_every_case_is_done_and_kept_in_order(tmp_path: Path, ran: Ran) -> None:
    jobs, work = jobs_of(small_cases(tmp_path / "in", 5)), work_at(tmp_path / "out")
    outcomes = ran(jobs, work)
    assert {outcome.exit_status for outcome in outcomes.values()} == {0}
    assert [o.case for o in Journal(shelf_at(work.journal)).outcomes(jobs)] == [job.name for job in jobs]
    summary = outcomes["件0000"].summary
    assert summary.verdict
    assert (summary.verdict.applicant, summary.uscc) == ("伊宁市天山雪莲云数据科技有限公司", "91654002MAE48UGB3K")
    assert summary.contact.person == "李思雨"
    assert "核对结果.html" in summary.files
    kept = Journal(shelf_at(work.journal)).read(jobs[0])
    assert kept
    assert kept.summary.traces
    assert replace(kept.summary, traces=()) == summary, "what comes back from the journal is what went in"


def test_only_what_changed_is_done_again(tmp_path: Path, ran: Ran) -> None:
    folders = small_cases(tmp_path / "in", 5)
    jobs, work = jobs_of(folders), work_at(tmp_path / "out")
    ran(jobs, work)
    before = content(tmp_path / "out")
    assert {o.case for o in ran(jobs, work).values() if not o.kept} == set()
    (folders[0] / "certificate.pdf").unlink()
    (tmp_path / "out/件0001/核对结果.html").write_text("改过", encoding="utf-8")
    (tmp_path / "out/件0002/核定表.xlsx").unlink()
    shutil.copy(folders[3] / "certificate.pdf", folders[3] / "Thumbs.db")
    half = [tmp_path / "out" / home / f"{TEMPORARY}half" for home in ("", "件0003")]
    for path in half:
        path.write_bytes(b"PK")
    again = ran(jobs, work)
    assert {o.case for o in again.values() if not o.kept} == {"件0000", "件0001", "件0002"}
    assert again["件0000"].exit_status == 1
    assert not any(path.exists() for path in half), "what a killed run left is swept up"
    after = content(tmp_path / "out")
    assert {name for name in before if "件0000" not in name and before[name] != after.get(name)} <= {_entry(work, jobs[0])}
    assert {o.case for o in ran(jobs, work, fresh=True).values() if o.kept} == set()


def _entry(work: Work, job: Job) -> str:
    (path,) = (p for p in Path(work.journal).rglob("*.json") if f'"case":"{job.name}"' in p.read_text(encoding="utf-8"))
    return path.relative_to(Path(work.journal).parent).as_posix()


@pytest.mark.parametrize("by", ["ran", "ran_by_dask"])
@pytest.mark.parametrize(("run", "longest"), [(doubles.dying, 600.0), (doubles.hanging, 4.0)])
def test_a_case_on_which_workers_die_is_put_aside_and_the_rest_is_done(
    tmp_path: Path, request: pytest.FixtureRequest, by: str, run: Run, longest: float
) -> None:
    ran: Ran = request.getfixturevalue(by)
    folders = small_cases(tmp_path / "in", 7)
    poison = folders[3].rename(folders[3].with_name("毒"))
    jobs, work = jobs_of([*folders[:3], poison, *folders[4:]]), work_at(tmp_path / "out", Verb.CHECK, longest)
    outcomes = ran(jobs, work, run)
    assert len(outcomes) == 7
    failure = outcomes.pop("毒").summary.failure
    assert failure
    assert failure.code == codes.CASE_QUARANTINED.id
    assert not any(outcome.summary.failure for outcome in outcomes.values())
    again = ran(jobs, work)
    assert all(outcome.kept for outcome in again.values()), "it is not tried again before its files change"
    assert again["毒"].exit_status == 3


def test_the_same_by_processes_and_by_dask(tmp_path: Path, ran: Ran, ran_by_dask: Ran) -> None:
    jobs = jobs_of(small_cases(tmp_path / "in", 4))
    ran(jobs, work_at(tmp_path / "a"))
    ran_by_dask(jobs, work_at(tmp_path / "b"))
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_a_case_that_fails_is_tried_again(tmp_path: Path, ran: Ran) -> None:
    jobs, work = jobs_of([tmp_path / "没有"]), work_at(tmp_path / "out")
    outcome = ran(jobs, work)["没有"]
    assert outcome.summary.failure
    assert (outcome.summary.failure.code, outcome.exit_status) == ("U705", 2)
    small_cases(tmp_path, 1)[0].rename(tmp_path / "没有")
    assert ran(jobs, work)["没有"].exit_status == 0


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docforge.casework.batch.dask_cluster._SECONDS", "1s")
    with pytest.raises(DocforgeError) as raised, open_executor(Where(scheduler="tcp://127.0.0.1:1")):
        pass
    assert raised.value.code is codes.CLUSTER_UNREACHABLE


def test_a_cluster_that_runs_already(tmp_path: Path) -> None:
    """Its workers may have several threads: a case at a time in each all the same."""
    jobs, work = jobs_of(small_cases(tmp_path / "in", 3)), work_at(tmp_path / "out")
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=":0", local_directory=str(tmp_path)) as cluster,
        open_executor(Where(scheduler=cluster.scheduler_address)) as workers,
    ):
        assert [outcome.exit_status for outcome in run_batch(jobs, work, workers)] == [0, 0, 0]


@pytest.mark.parametrize("where", [Where(scheduler="tcp://127.0.0.1:1"), Where(cluster=2)])
def test_without_dask_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, where: Where) -> None:
    monkeypatch.delitem(sys.modules, "docforge.casework.batch.dask_cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DocforgeError, match="B904") as raised, open_executor(where):
        pass
    assert raised.value.code.exit_status == 4


def lost(work: Work, jobs: Sequence[Job]) -> Done:
    """A worker that ends before it begins."""
    os._exit(9)


def test_workers_that_never_begin_do_not_keep_a_run_for_ever(tmp_path: Path, ran: Ran) -> None:
    jobs, work = jobs_of(small_cases(tmp_path / "in", 1)), work_at(tmp_path / "out")
    (outcome,) = ran(jobs, work, lost).values()
    assert outcome.summary.failure
    assert outcome.summary.failure.code == codes.CASE_QUARANTINED.id
    assert ran(jobs, work)["件0000"].exit_status == 0, "it was not the case"


def test_a_cluster_without_workers_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docforge.casework.batch.run._A_WHILE", 0.01)
    jobs, work = jobs_of(small_cases(tmp_path / "in", 1)), work_at(tmp_path / "out")
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", local_directory=str(tmp_path)) as cluster,
        open_executor(Where(scheduler=cluster.scheduler_address)) as workers,
        pytest.raises(DocforgeError, match="没有一个工作进程"),
    ):
        list(run_batch(jobs, work, workers))


def process_of(pictures: int) -> Done:
    """The process in place of the outcomes."""
    return Done((os.getpid(),), pictures)  # type: ignore[arg-type]


def test_a_process_is_replaced_after_so_many_pictures() -> None:
    with Lanes(1, pictures=10) as lanes:
        seen = [lanes.submit(process_of, count).result().outcomes[0] for count in (3, 9, 10, 3)]
    assert len(set(seen[:3])) == 1
    assert seen[3] != seen[0]


class LostWithItsWorker:
    """A cluster's future that seemed finished when its worker died; so did the one that was to do the work again."""

    def submit(self, *_: object, **__: object) -> "LostWithItsWorker":
        return self

    def add_done_callback(self, told: Callable[[object], None]) -> None:
        told(self)

    def result(self) -> None:
        raise KilledWorker("key", None, 0)  # type: ignore[arg-type]

    def cancel(self) -> None: ...


def test_a_result_that_is_lost_with_its_worker_is_a_death_and_no_waiting_for_ever() -> None:
    future = ClusterExecutor(LostWithItsWorker()).submit(os.getpid)  # type: ignore[arg-type]
    with pytest.raises(KilledWorker):
        future.result(timeout=0)
