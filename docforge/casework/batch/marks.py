"""The marks of all cases of a run in a temporary SQLite file, and which of them meet."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from docforge.casework.batch.summary import CaseSummary, Trace, TraceKind

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -32000;
CREATE TABLE cases (id INTEGER PRIMARY KEY, name TEXT, applicant TEXT, uscc TEXT, category TEXT, personal INTEGER);
CREATE TABLE marks (id INTEGER PRIMARY KEY, owner INTEGER, kind TEXT, value TEXT, shown TEXT, place TEXT, holder TEXT, more TEXT);
CREATE TABLE keys (key INTEGER, mark INTEGER);
CREATE TABLE met (key INTEGER, first INTEGER);
CREATE TABLE pairs (one INTEGER, other INTEGER);
CREATE VIEW marked AS SELECT m.id, c.name, c.applicant, c.uscc, c.category, c.personal, m.value, m.shown, m.place, m.holder, m.more
FROM marks m JOIN cases c ON c.id = m.owner;
"""
_INDEX = "CREATE INDEX by_key ON keys (key, mark)"
_MET = "INSERT INTO met SELECT key, MIN(mark) FROM keys GROUP BY key HAVING COUNT(*) > 1"
_SHARED = "SELECT key FROM met JOIN marks ON id = first WHERE kind = ? ORDER BY first, key"
_OF_KEY = "SELECT * FROM marked WHERE id IN (SELECT mark FROM keys WHERE key = ? ORDER BY mark LIMIT ?) ORDER BY id"
_OF_ID = "SELECT * FROM marked WHERE id = ?"
_PAIRS = "SELECT one, other, COUNT(*) FROM pairs GROUP BY one, other ORDER BY other, one"
_MOST = 1000
_APART = "\x1f"


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark with whose it is; the fields of its trace as in ``Trace``."""

    id: int
    case: str
    applicant: str
    uscc: str
    category: str
    personal: bool
    value: str
    shown: str
    where: str
    holder: str
    more: tuple[str, ...]


class Marks:
    """The file; gone at the end of the ``with``."""

    def __enter__(self) -> "Marks":
        self._folder = tempfile.TemporaryDirectory(prefix="docforge-")
        self._base = sqlite3.connect(Path(self._folder.name) / "marks.sqlite3", isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._cases = self._marks = 0
        self._is_complete = False
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, summary: CaseSummary) -> None:
        """Take the marks of one case in; all cases before the first question."""
        self._cases += 1
        applicant = summary.verdict.applicant if summary.verdict else ""
        row = (self._cases, summary.case, applicant, summary.uscc, summary.category_name, summary.personal)
        self._base.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)", row)
        texts: dict[str, int] = {}
        keys = []
        for trace in summary.traces:
            mark = texts.get(trace.where) if trace.kind is TraceKind.TEXT else None
            if mark is None:
                mark = self._mark(trace)
            if trace.kind is TraceKind.TEXT:
                texts[trace.where] = mark
            keys += [(_number(trace.kind, key), mark) for key in _keys(trace)]
        self._base.executemany("INSERT INTO keys VALUES (?, ?)", keys)

    def _mark(self, trace: Trace) -> int:
        self._marks += 1
        own = (
            self._marks,
            self._cases,
            trace.kind.value,
            trace.value,
            trace.shown,
            trace.where,
            trace.holder,
            _APART.join(trace.more),
        )
        self._base.execute("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", own)
        return self._marks

    def groups(self, kind: TraceKind, most: int = _MOST) -> Iterator[list[Marked]]:
        """Marks of one kind that meet, each group with those of at least two cases, of very many the first ``most``."""
        self._complete()
        for (key,) in self._base.execute(_SHARED, (kind.value,)):
            group = [_marked(row) for row in self._base.execute(_OF_KEY, (key, most))]
            if any(side.case != group[0].case for side in group):
                yield group

    def _complete(self) -> None:
        """Find what meets, once all cases are there."""
        if not self._is_complete:
            self._base.execute(_INDEX)
            self._base.execute(_MET)
            self._is_complete = True

    def add_pairs(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs of marks that met, by their ids."""
        self._base.executemany("INSERT INTO pairs VALUES (?, ?)", pairs)

    def pairs(self) -> Iterator[tuple[Marked, Marked, int]]:
        """Each pair added since the last call, with how many times the two met."""
        for one, other, count in self._base.execute(_PAIRS):
            yield self._by_id(one), self._by_id(other), count
        self._base.execute("DELETE FROM pairs")

    def _by_id(self, id: int) -> Marked:
        return _marked(self._base.execute(_OF_ID, (id,)).fetchone())


def _keys(trace: Trace) -> list[str]:
    """Under what a mark is found. A picture by the long numbers printed on it (certificates of one template look alike, and
    what tells them apart is what must agree anyway), by its whole look where it bears none."""
    if trace.kind is not TraceKind.PICTURE:
        return [trace.value]
    long = trace.more[2] if len(trace.more) > 2 else ""
    return long.split("-") if long else [trace.value]


def _number(kind: TraceKind, key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8, person=kind.value.encode()).digest(), signed=True)


def _marked(row: tuple[int, str, str, str, str, int, str, str, str, str, str]) -> Marked:
    id, case, applicant, uscc, category, personal, value, shown, where, holder, more = row
    return Marked(id, case, applicant, uscc, category, bool(personal), value, shown, where, holder, tuple(more.split(_APART)))
