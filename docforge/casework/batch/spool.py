"""Rows kept on disk and given back in order, so that tables of any length need no memory."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -16000;
CREATE TABLE rows (id INTEGER PRIMARY KEY, shelf TEXT, place TEXT, data TEXT);
"""
_INDEX = "CREATE INDEX IF NOT EXISTS by_place ON rows (shelf, place, id)"


class Spool:
    """Rows by shelf, in the order of their place and then of their coming; gone at the end of the ``with``."""

    def __enter__(self) -> "Spool":
        self._folder = tempfile.TemporaryDirectory(prefix="docforge-")
        self._base = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3", isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, shelf: str, row: Any, place: str = "") -> None:
        """Keep a row of plain data."""
        data = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        self._base.execute("INSERT INTO rows (shelf, place, data) VALUES (?, ?, ?)", (shelf, place, data))

    def rows(self, shelf: str, most: int = -1) -> Iterator[Any]:
        """The rows of a shelf; of very many the first ``most``."""
        self._base.execute(_INDEX)
        query = "SELECT data FROM rows WHERE shelf = ? ORDER BY place, id LIMIT ?"
        for (data,) in self._base.execute(query, (shelf, most)):
            yield json.loads(data)

    def at(self, shelf: str, place: str) -> Iterator[Any]:
        """The rows of a shelf in one place."""
        self._base.execute(_INDEX)
        for (data,) in self._base.execute("SELECT data FROM rows WHERE shelf = ? AND place = ? ORDER BY id", (shelf, place)):
            yield json.loads(data)

    def count(self, shelf: str) -> int:
        """How many rows the shelf has."""
        self._base.execute(_INDEX)
        return int(self._base.execute("SELECT COUNT(*) FROM rows WHERE shelf = ?", (shelf,)).fetchone()[0])
