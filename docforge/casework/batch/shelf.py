"""Where the files of a run lie: a folder of this machine, or a URL that fsspec can open."""

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol

from docforge.casework.batch.jobs import is_url
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import TEMPORARY, write_atomic
from docforge.core.lazy import resolve

_LOCK = "docforge.casework.batch.locking:alone"


class Shelf(Protocol):
    """Small files by name, relative to one place. Every method may raise DocforgeError W604 or B907."""

    def read(self, name: str) -> bytes | None:
        """The content, None where there is no such file."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Keep the content, whole or not at all."""
        ...

    def remove(self, name: str) -> None:
        """Remove the file, if it is there."""
        ...

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        ...

    def mark(self, name: str, content: bytes) -> None:
        """Write a few bytes, always as many, over what is there; nothing is lost where they are not whole."""
        ...

    def sweep(self, folders: Iterable[str]) -> None:
        """Remove what a run that was killed left in the folders: files whose names begin as those of files not whole."""
        ...


class LocalShelf:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """As the contract."""
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """As the contract; not forced to the disk, for it can be made again."""
        write_atomic(self._folder / name, content, lasting=False)

    def remove(self, name: str) -> None:
        """As the contract."""
        (self._folder / name).unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        """As the contract."""
        return (self._folder / name).exists()

    def mark(self, name: str, content: bytes) -> None:
        """As the contract."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # not truncated first: ext4 would send a file that is truncated and written again to the disk at once
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)

    def sweep(self, folders: Iterable[str]) -> None:
        """As the contract."""
        for folder in folders:
            with suppress(FileNotFoundError, NotADirectoryError):
                for entry in os.scandir(self._folder / folder):
                    if entry.name.startswith(TEMPORARY):
                        Path(entry.path).unlink(missing_ok=True)


def shelf_at(place: str) -> Shelf:
    """The shelf at a folder or URL. Raises DocforgeError B906 where what opens the URL is not installed."""
    if is_url(place):
        shelf: Shelf = _storage(place, "RemoteShelf")
        return shelf
    return LocalShelf(Path(place))


def fetched(place: str) -> AbstractContextManager[Path]:
    """The file or folder on this machine: itself, or a copy that is gone afterwards."""
    if is_url(place):
        copy: AbstractContextManager[Path] = _storage(place, "fetched")
        return copy
    return _itself(place)


def returned(place: str) -> AbstractContextManager[Path]:
    """The folder to write to: itself, or a copy that is put back where nothing went wrong."""
    if is_url(place):
        copy: AbstractContextManager[Path] = _storage(place, "returned")
        return copy
    return _itself(place)


def alone(place: str) -> AbstractContextManager[None]:
    """No other run works in the folder inside the ``with``; a URL is not held. Raises DocforgeError B908 where another one does."""
    held: AbstractContextManager[None] = nullcontext() if is_url(place) else resolve(_LOCK)(Path(place))
    return held


@contextmanager
def _itself(place: str) -> Iterator[Path]:
    yield Path(place)


def _storage(place: str, name: str) -> Any:
    try:
        return resolve(f"docforge.casework.batch.storage:{name}")(place)
    except ImportError as error:
        scheme = place.partition("://")[0]
        raise DocforgeError(codes.STORAGE_MISSING, place, scheme=scheme, reason=str(error)) from error
