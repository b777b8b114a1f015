"""The journal of a run: each case's result in a file of its own, so that a run that was stopped goes on where it stood.

A file a case, not one database: workers on other machines write to it over whatever file system they share, and a writer
that is killed leaves the others' entries alone. Entries are not forced to the disk one by one; one that a power failure
spoilt cannot be read, and its case is done again.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from docforge.casework.batch.jobs import Job
from docforge.casework.batch.shelf import Shelf
from docforge.casework.batch.summary import CaseSummary
from docforge.core.files import TEMPORARY

_DIGITS = 32
_FOLDER = ".docforge"
_SEALS = "whole"
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case. ``key``: by which inputs, empty where it is to be done again in any case.

    ``files``: what was written, relative to the case's folder, each with its SHA-256. ``papers``: what ``extract`` read, as the
    JSON of its contract; ``fields`` and ``notes``: the same as rows of its sheets. ``seconds``: what it took; 0 in the journal, so
    that two runs leave the same bytes. ``kept``: nothing was done because nothing had changed.
    """

    case: str
    key: str
    exit_status: int
    summary: CaseSummary
    files: tuple[tuple[str, str], ...] = ()
    papers: str = ""
    fields: tuple[tuple[str, ...], ...] = ()
    notes: tuple[tuple[str, ...], ...] = ()
    seconds: float = 0.0
    kept: bool = False


@cache
def _adapter() -> TypeAdapter[Outcome]:
    return TypeAdapter(Outcome)


def journal_at(out: str, jobs: Iterable[Job]) -> str:
    """Where the journal of a run lies: beside its results, else in the cache of this user, apart for each place of papers.

    What lies in the cache for long is removed.
    """
    if out:
        return f"{out}/{_FOLDER}"
    parents = sorted({job.place.rpartition("/")[0] for job in jobs})
    folder = user_cache_path("docforge") / "journal" / hashlib.sha256("\0".join(parents).encode()).hexdigest()[:_DIGITS]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what was read of people's papers is for this user alone
    for path in folder.parent.glob("*/*/*"):
        if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
            path.unlink(missing_ok=True)
    return str(folder)


class Journal:
    """The entries on a shelf, one file a case by its name."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, job: Job) -> Outcome | None:
        """The entry of a case, None where there is none that can be read."""
        try:
            return _adapter().validate_json(self.raw(job))
        except ValidationError:
            return None

    def raw(self, job: Job) -> bytes:
        """The entry of a case as it lies there, empty where there is none."""
        return self._shelf.read(_entry(job)) or b""

    def write(self, job: Job, outcome: Outcome) -> None:
        """Keep the outcome, whole or not at all."""
        self._shelf.write(_entry(job), _adapter().dump_json(outcome))

    def begin(self, chunk: Sequence[Job], job: Job) -> None:
        """Say at which case of the chunk its worker is, so that one that dies is known to have died on this one.

        One file a chunk, written over: a file system such as ext4 does not use again for minutes what a deleted file leaves, and
        looks past more and more of it for each new file.
        """
        self._shelf.mark(_mark(chunk), _digest(job))

    def end(self, chunk: Sequence[Job]) -> None:
        """Say that no worker is at the chunk."""
        self._shelf.remove(_mark(chunk))

    def begun(self, chunk: Sequence[Job]) -> Job | None:
        """The case of the chunk that a worker is at, or died on."""
        found = self._shelf.read(_mark(chunk))
        return next((job for job in chunk if _digest(job) == found), None)

    def forget(self, jobs: Iterable[Job]) -> None:
        """Remove the entries of the cases."""
        for job in jobs:
            self._shelf.remove(_entry(job))

    def sweep(self) -> None:
        """Remove what a run that was killed left unfinished."""
        self._shelf.sweep([*(f"{number:02x}" for number in range(256)), _SEALS])

    def seal(self, name: str, seal: str) -> None:
        """Keep by what a thing that was made of the whole run is known again."""
        self._shelf.write(f"{_SEALS}/{name}", seal.encode())

    def has_seal(self, name: str, seal: str) -> bool:
        """Whether just this was kept of it."""
        return self._shelf.read(f"{_SEALS}/{name}") == seal.encode()

    def outcomes(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """The outcomes in the order of the jobs, one after another from the disk; those without an entry left out."""
        return (outcome for job in jobs if (outcome := self.read(job)))


def _entry(job: Job) -> str:
    name = _digest(job).decode()
    return f"{name[:2]}/{name[2:]}.json"


def _digest(job: Job) -> bytes:
    return hashlib.sha256(job.name.encode()).hexdigest()[:_DIGITS].encode()


def _mark(chunk: Sequence[Job]) -> str:
    shard, _, name = _entry(chunk[0]).partition("/")
    return f"{shard}/{TEMPORARY}begun-{name}"
