"""A run that is over, and the tables over all its cases."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docforge.casework.batch.across import across
from docforge.casework.batch.delivery import ACCEPTED, OVERVIEWS, write_accepted, write_overview
from docforge.casework.batch.jobs import Job, is_url
from docforge.casework.batch.journal import Journal, Outcome
from docforge.casework.batch.shelf import shelf_at
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.batch.work import Work, file_stamp
from docforge.policy.loader import Pack


@dataclass(frozen=True)
class Finished:
    """Its outcomes can be read as often as wanted, in the order of the cases."""

    work: Work
    jobs: Sequence[Job]
    exit_status: int

    @property
    def journal(self) -> Journal:
        """Where its outcomes lie."""
        return Journal(shelf_at(self.work.journal))

    def outcomes(self) -> Iterator[Outcome]:
        """One after another from the journal."""
        return self.journal.outcomes(self.jobs)

    def summaries(self) -> Iterator[CaseSummary]:
        """What the run keeps of each case."""
        return (outcome.summary for outcome in self.outcomes())

    def write_overview(self, path: Path, pack: Pack) -> list[Path]:
        """Write the clerk's tables to one file, as ``delivery.write_overview`` does, unless they stand there."""
        return self._written([path], pack)

    def write_tables(self, out: Path, pack: Pack) -> list[Path]:
        """Write the clerk's tables as workbook and as page and the list of accepted cases into ``out``, unless they stand there.

        Raises DocforgeError W604 when the place cannot be written.
        """
        return self._written([out / name for name in OVERVIEWS], pack, out / ACCEPTED)

    def _written(self, tables: list[Path], pack: Pack, accepted: Path | None = None) -> list[Path]:
        root, files = tables[0].parent, [*tables, *([accepted] if accepted else [])]
        of, name = self._content(root), " ".join(path.name for path in files)
        if not self.journal.has_seal(name, _seal(of, files)):
            write_overview(tables, self.summaries(), pack, across(self.summaries()), root=root)
            if accepted:
                write_accepted(accepted, self.summaries())
            self.journal.seal(name, _seal(of, files))
        return files

    def _content(self, root: Path) -> str:
        """SHA-256 of what tables in the folder ``root`` are made of: the work, the outcomes, where the papers lie from there."""
        digest = hashlib.sha256(self.work.stamp.encode())
        for job in self.jobs:
            place = job.place if is_url(job.place) or not job.place else os.path.relpath(job.place, root)
            digest.update(f"\0{place}\0".encode())
            digest.update(self.journal.raw(job))
        return digest.hexdigest()


def _seal(of: str, files: Sequence[Path]) -> str:
    """SHA-256 of what the files are made of and of what they are."""
    return hashlib.sha256(" ".join([of, *map(file_stamp, files)]).encode()).hexdigest()
