"""What OCR read, kept on disk by content and engine version, so that no picture is read twice."""

import json
import sqlite3
import time
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from docforge.core.model import Box, Line, Mark, MarkKind, Page, Via

_LIMIT_BYTES = 256 * 1024**2
_FORMAT = 5
"""Counted up when the way a page is put together from an engine's answers changes."""


def default_path() -> Path:
    """The cache file of this user."""
    return user_cache_path("docforge") / "ocr.sqlite3"


class PageCache:
    """Pages by key. A cache that cannot be opened or is damaged only costs time: every failure is a miss."""

    def __init__(self, path: Path | None = None, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._path = path or default_path()
        self._limit = limit_bytes

    def get(self, key: str) -> tuple[Page, ...] | None:
        """The pages kept under ``key``, None when there are none."""
        try:
            with closing(self._open()) as base:
                row = base.execute("SELECT pages FROM pages WHERE key = ?", (f"{_FORMAT}:{key}",)).fetchone()
                if row is None:
                    return None
                with base:
                    base.execute("UPDATE pages SET used = ? WHERE key = ?", (time.time(), f"{_FORMAT}:{key}"))
                return tuple(map(from_plain, json.loads(zlib.decompress(row[0]))))
        except (sqlite3.Error, OSError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, pages: Sequence[Page]) -> None:
        """Keep ``pages``; the least recently used go when the size limit is passed."""
        packed = zlib.compress(json.dumps([to_plain(page) for page in pages], ensure_ascii=False).encode())
        try:
            with closing(self._open()) as base, base:
                base.execute(
                    "INSERT OR REPLACE INTO pages (key, pages, size, used) VALUES (?, ?, ?, ?)",
                    (f"{_FORMAT}:{key}", packed, len(packed), time.time()),
                )
                (total,) = base.execute("SELECT sum(size) FROM pages").fetchone()
                if total > self._limit:
                    self._shrink(base, total)
        except (sqlite3.Error, OSError):
            return

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.touch(mode=0o600)  # what was read of people's papers is for this user alone
        base = sqlite3.connect(self._path, timeout=10)
        base.execute("CREATE TABLE IF NOT EXISTS pages (key TEXT PRIMARY KEY, pages BLOB, size INTEGER, used REAL)")
        return base

    def _shrink(self, base: sqlite3.Connection, total: int) -> None:
        for key, size in base.execute("SELECT key, size FROM pages ORDER BY used").fetchall():
            if total <= self._limit * 0.9:
                return
            base.execute("DELETE FROM pages WHERE key = ?", (key,))
            total -= size


def to_plain(page: Page) -> dict[str, Any]:
    """The page as plain data for JSON."""
    return {
        "page": [page.number, page.width, page.height, page.turn, page.skew, page.unit],
        "lines": [[line.text, *_corners(line.box), line.confidence, line.via.value, int(line.glanced)] for line in page.lines],
        "cells": [_corners(cell) for cell in page.cells],
        "marks": [[mark.kind.value, mark.page, mark.text, *(_corners(mark.box) if mark.box else ())] for mark in page.marks],
        "unread": page.unread,
        "look": page.look,
    }


def _corners(box: Box) -> Sequence[float]:
    return (box.left, box.top, box.right, box.bottom)


def from_plain(plain: dict[str, Any]) -> Page:
    """The page that ``to_plain`` made plain."""
    number, width, height, turn, skew, unit = plain["page"]
    lines = tuple(
        Line(text, Box(*box), number, confidence, Via(via), bool(glanced))
        for text, *box, confidence, via, glanced in plain["lines"]
    )
    cells = tuple(Box(*cell) for cell in plain["cells"])
    marks = tuple(Mark(MarkKind(kind), page, Box(*box) if box else None, text) for kind, page, text, *box in plain.get("marks", ()))
    unread, look = plain.get("unread", 0), plain.get("look", "")
    return Page(number, width, height, lines, cells, turn, skew, unit, marks, unread, look)
