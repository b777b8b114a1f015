"""A run: chunks of cases to workers, a bounded number at a time, and what they give back as it comes."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait

from docforge.casework.batch.jobs import Job, chunks
from docforge.casework.batch.journal import Journal, Outcome
from docforge.casework.batch.shelf import fetched, shelf_at
from docforge.casework.batch.work import Work, key
from docforge.casework.batch.worker import Done, failed, run_chunk
from docforge.casework.batch.workers import Workers
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import finding

_SHARES = 8
"""Chunks a worker gets in the course of a run, at the least: the more, the less one waits for another at the end."""
_LONGEST_CHUNK = 10.0
"""Seconds of work in a chunk: a bound on what is told late."""
_DEATHS, _LOSSES = 2, 8
"""After so many deaths on it a case is put aside; after so many of workers that had it and had not begun it."""
_A_WHILE, _MOST_WHILES = 30.0, 20
"""Seconds between looks whether there is any worker at all, and so many looks in vain end the run."""

Chunk = tuple[Job, ...]
Run = Callable[[Work, Chunk], Done]


def run_batch(jobs: Sequence[Job], work: Work, workers: Workers, *, fresh: bool = False, run: Run = run_chunk) -> Iterator[Outcome]:
    """Do every case, and give each outcome as it comes. Afterwards ``Journal.outcomes`` has them in the order of the jobs.

    What the journal has of unchanged cases counts, unless ``fresh``. ``run`` is what workers run. Raises DocforgeError B905 when
    the cluster is lost; what was done until then is in the journal.
    """
    driver = _Driver(jobs, work, workers, run)
    driver.prepare(fresh=fresh)
    return driver.outcomes()


class _Driver:
    """Chunks waiting, the biggest first; chunks with workers; how many workers died on each case."""

    def __init__(self, jobs: Sequence[Job], work: Work, workers: Workers, run: Run) -> None:
        self._jobs, self._work, self._workers, self._run = jobs, work, workers, run
        self._journal = Journal(shelf_at(work.journal))
        self._deaths: Counter[Job] = Counter()
        self._losses: Counter[Job] = Counter()
        self._whiles_alone = 0
        self._waiting: deque[Chunk] = deque()
        self._away: dict[Future[Done], Chunk] = {}

    def prepare(self, *, fresh: bool) -> None:
        """Sweep up after a run that was killed; forget what it did where all is to be done anew."""
        self._journal.sweep()
        if self._work.out:
            shelf_at(self._work.out).sweep([".", *(job.name for job in self._jobs)])
        if fresh:
            self._journal.forget(self._jobs)
        self._waiting.extend(chunks(self._jobs, _SHARES * max(1, self._workers.slots()), _LONGEST_CHUNK))

    def outcomes(self) -> Iterator[Outcome]:
        """Until nothing waits and nothing is away."""
        try:
            while self._waiting or self._away:
                self._send()
                done, _ = wait(self._away, _A_WHILE, return_when=FIRST_COMPLETED)
                self._check_for_workers(is_still=not done)
                for future in done:
                    yield from self._received(future, self._away.pop(future))
        finally:
            for future in self._away:
                future.cancel()

    def _check_for_workers(self, *, is_still: bool) -> None:
        """Raise DocforgeError B905 where nothing came back for long and there is nobody from whom it could come."""
        self._whiles_alone = self._whiles_alone + 1 if is_still and not self._workers.slots() else 0
        if self._whiles_alone >= _MOST_WHILES:
            raise DocforgeError(codes.CLUSTER_UNREACHABLE, reason="没有一个工作进程")

    def _send(self) -> None:
        free = max(1, self._workers.slots()) - len(self._away)
        for _ in range(min(free, len(self._waiting))):
            chunk = self._waiting.popleft()
            self._away[self._workers.executor.submit(self._run, self._work, chunk)] = chunk

    def _received(self, future: Future[Done], chunk: Chunk) -> Iterator[Outcome]:
        try:
            yield from future.result().outcomes
        except self._workers.lost:
            yield from self._after_death(chunk)
        except CancelledError as error:
            raise DocforgeError(codes.CLUSTER_UNREACHABLE, reason="任务被取消") from error

    def _after_death(self, chunk: Chunk) -> Iterator[Outcome]:
        """The case on which the worker died waits for another try alone, or is put aside; the others wait together.

        Those of the chunk that were done are in the journal, and come back from there. A chunk of which nothing was begun only
        stood in line behind another's; where that goes on and on, workers die before they begin.
        """
        begun = self._journal.begun(chunk)
        self._journal.end(chunk)
        self._deaths.update([begun] if begun else [])
        self._losses.update([] if begun else chunk)
        hopeless = [job for job in chunk if self._deaths[job] >= _DEATHS or self._losses[job] >= _LOSSES]
        rest = tuple(job for job in chunk if job != begun and job not in hopeless)
        self._waiting.extend([(begun,)] if begun and begun not in hopeless else [])
        self._waiting.extend([rest] if rest else [])
        yield from map(self._put_aside, hopeless)

    def _put_aside(self, job: Job) -> Outcome:
        failure = finding(codes.CASE_QUARANTINED, job.name, seconds=f"{self._work.longest:g}")
        own_key = ""
        if self._deaths[job] >= _DEATHS:  # else it was never tried, and shall be the next time
            with fetched(job.place) as place:
                own_key = key(self._work, job, place if job.place else None)
        outcome = failed(job, failure, codes.CASE_QUARANTINED.exit_status, own_key)
        self._journal.write(job, outcome)
        return outcome
