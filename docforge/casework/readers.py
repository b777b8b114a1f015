"""Readers as a run wants them: with the user's cache or without, with passwords for encrypted files."""

from collections.abc import Sequence
from pathlib import Path

from docforge.casework.kinds import all_kinds
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Page
from docforge.core.text import decoded
from docforge.extraction.bearing import bearing
from docforge.reading.cache import PageCache
from docforge.reading.engines import default
from docforge.reading.reader import Reader as Reader


def reader(*, cache: bool = True, passwords: Sequence[str] = (), threads: int | None = None, thorough: bool = False) -> Reader:
    """A reader with the user's cache, or none; the passwords are tried on encrypted files, the engine may use ``threads``.

    ``thorough``: pages are read with care as a whole; needed where they are taken for another kind than they look like.
    """
    own = PageCache() if cache else None
    return Reader(cache=own, passwords=passwords, engine=default(threads), wanted=None if thorough else wanted)


def wanted(page: Page) -> list[Box]:
    """Where on the page stands what the known kinds take from it. What is no known kind's is read with care as a whole."""
    return bearing(page, all_kinds())


def passwords(path: Path) -> list[str]:
    """The passwords in a text file (UTF-8 or GB18030), one a line.

    Raises DocforgeError R101 when it cannot be read.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path)) from error
    return [line.strip() for line in text.splitlines() if line.strip()]
