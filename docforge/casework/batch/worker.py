"""What a worker does: its chunk of cases one after another, each result in the journal before the next case is begun."""

import faulthandler
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

from docforge.casework.batch.doing import Task, Tools, do, tools
from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Journal, Outcome
from docforge.casework.batch.places import unpacked
from docforge.casework.batch.shelf import fetched, shelf_at
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.batch.work import Verb, Work, is_untouched, key, stamps
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Finding, finding, finding_of

_one_at_a_time = Lock()
"""A reader is not to be shared by threads; a cluster may start its workers with several."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker gives back for a chunk. ``pictures``: how many its process has read so far, by which it is replaced.

    The outcomes come without what is only looked at in the end, marks and rows: it is most of them, and it is in the journal.
    """

    outcomes: tuple[Outcome, ...]
    pictures: int = 0


def run_chunk(work: Work, jobs: Sequence[Job]) -> Done:
    """Do the cases, those that are done already and unchanged excepted. What goes wrong with one is its outcome.

    A case that takes longer than ``work.longest`` ends the process, and so looks like one that crashed it.
    """
    with _one_at_a_time:
        own, journal = _tools(work), Journal(shelf_at(work.journal))
        outcomes = []
        for job in jobs:
            journal.begin(jobs, job)
            outcome = _case(work, job, own, journal)
            outcomes.append(replace(outcome, fields=(), notes=(), summary=replace(outcome.summary, traces=())))
        journal.end(jobs)
        return Done(tuple(outcomes), own.reader.pictures_read)


@lru_cache(maxsize=1)
def _tools(work: Work) -> Tools:
    return tools(work)


def _case(work: Work, job: Job, own: Tools, journal: Journal) -> Outcome:
    start = monotonic()
    with _bounded(work.longest):
        outcome = _attempted(work, job, own, journal)
    if not outcome.kept:
        journal.write(job, outcome)
    return replace(outcome, seconds=monotonic() - start)


def _attempted(work: Work, job: Job, own: Tools, journal: Journal) -> Outcome:
    """The outcome, that of an earlier run where nothing has changed since; a failure is to be tried again in any case."""
    try:
        with fetched(job.place) as place:
            return _kept_or_done(work, job, place if job.place else None, own, journal)
    except DocforgeError as error:
        return failed(job, finding_of(error, job.name), error.code.exit_status)
    except Exception as error:  # whatever goes wrong with one case, the others are done
        reason = f"{type(error).__name__}: {error}"
        return failed(job, finding(codes.CASE_FAILED, job.name, reason=reason), codes.CASE_FAILED.exit_status)


def _kept_or_done(work: Work, job: Job, place: Path | None, own: Tools, journal: Journal) -> Outcome:
    own_key, out = key(work, job, place), shelf_at(work.out)
    kept = journal.read(job)
    if kept and kept.key == own_key and is_untouched(out, job.name, kept.files):
        return replace(kept, kept=True)
    if place is None or work.verb is Verb.EXTRACT:  # an archive is read as it is, its members named within it
        outcome = do(Task(work, job, place, (), own))
    else:
        with unpacked(place, work.passwords) as (folder, findings):
            outcome = do(Task(work, job, folder, findings, own))
    return replace(outcome, key=own_key, files=stamps(out, job.name, outcome.summary.files))


def failed(job: Job, failure: Finding, exit_status: int, own_key: str = "") -> Outcome:
    """The outcome of a case that has no result; with its key where another attempt would end the same."""
    return Outcome(job.name, own_key, exit_status, CaseSummary(job.name, job.name, None, failure=failure))


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """End the process when the time is over, by a watchdog that no library can hold up, whatever it is doing."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
