"""Places that fsspec opens (s3://, sftp://, memory:// …), for workers on several machines. The one module that imports it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from fsspec.core import url_to_fs

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import TEMPORARY

_FAILURES = (OSError, ValueError, RuntimeError)


@contextmanager
def _told(place: str) -> Iterator[None]:
    """What a file system raises as an error of the catalogue."""
    try:
        yield
    except _FAILURES as error:
        raise DocforgeError(codes.STORAGE_FAILED, place, reason=f"{type(error).__name__} {error}".strip()) from error


class RemoteShelf:
    """A shelf at a URL. A file is sent under another name and renamed, so that it is there whole or not at all."""

    def __init__(self, url: str) -> None:
        self._url = url
        with _told(url):
            self._system, self._root = url_to_fs(url)

    def read(self, name: str) -> bytes | None:
        """As the contract."""
        try:
            content: bytes = self._system.cat_file(self._at(name))
        except FileNotFoundError:
            return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """As the contract."""
        with _told(self._url):
            _send(self._system, self._at(name), content)

    def remove(self, name: str) -> None:
        """As the contract."""
        with suppress(FileNotFoundError), _told(self._url):
            if self._system.exists(self._at(name)):
                self._system.rm_file(self._at(name))

    def has(self, name: str) -> bool:
        """As the contract."""
        with _told(self._url):
            return bool(self._system.exists(self._at(name)))

    def mark(self, name: str, content: bytes) -> None:
        """As the contract."""
        with _told(self._url):
            self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
            self._system.pipe_file(self._at(name), content)

    def sweep(self, folders: Iterable[str]) -> None:
        """As the contract; asked for all folders at once."""
        with _told(self._url):
            self._system.invalidate_cache()
            wanted = set(folders)
            for path in self._system.glob(f"{self._root}/*/{TEMPORARY}*"):
                if path.rpartition("/")[0].rpartition("/")[2] in wanted:
                    self._system.rm_file(path)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"


def _send(system: Any, path: str, content: bytes) -> None:
    parent, _, name = path.rpartition("/")
    temporary = f"{parent}/{TEMPORARY}{uuid4().hex}-{name}"
    system.makedirs(parent, exist_ok=True)
    system.pipe_file(temporary, content)
    system.mv(temporary, path)


@contextmanager
def fetched(url: str) -> Iterator[Path]:
    """A copy of the file or folder, gone afterwards. Raises DocforgeError B907, R101 where there is none."""
    with TemporaryDirectory(prefix="docforge-fetched-") as temporary:
        target = Path(temporary) / url.rstrip("/").rpartition("/")[2]
        with _told(url):
            system, path = url_to_fs(url)
            if not system.exists(path):
                raise DocforgeError(codes.FILE_NOT_FOUND, url)
            _copy(system, path, target)
        yield target


@contextmanager
def returned(url: str) -> Iterator[Path]:
    """A copy of the folder (empty where there is none), put back as it was left; not where an error ends the work on it."""
    with TemporaryDirectory(prefix="docforge-out-") as temporary:
        target = Path(temporary) / url.rstrip("/").rpartition("/")[2]
        with _told(url):
            system, path = url_to_fs(url)
            before = system.find(path) if system.exists(path) else []
            _copy(system, path, target)
        yield target
        with _told(url):
            files = {f"{path}/{file.relative_to(target).as_posix()}": file for file in target.rglob("*") if file.is_file()}
            for place, file in files.items():
                _send(system, place, file.read_bytes())
            for gone in set(before) - set(files):
                system.rm_file(gone)


def _copy(system: Any, path: str, target: Path) -> None:
    """Every file below ``path``, or the one file that it is."""
    for file in system.find(path) if system.exists(path) else ():
        own = target / file[len(path) :].lstrip("/") if file != path else target
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(system.cat_file(file))
    if not target.exists():
        target.mkdir()
