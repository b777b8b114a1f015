"""Atomic writes: a file is either the old one or the whole new one, never half of it."""

import errno
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.zips import Joined, directory, ending

_REASONS = {
    errno.ENOENT: "文件夹不存在",
    errno.EEXIST: "已有同名文件",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只读",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}


TEMPORARY = ".docforge-"
"""How the name of a file begins that is not whole yet; what is left of a run that was killed may be deleted."""


_SYNCING = 8
"""So many files go to the disk at a time: the journal of the file system takes them in one commit."""

_UNPLACED = 64
"""So many files at most lie beside their places until they are on the disk."""


@contextmanager
def writing(path: Path, *, lasting: bool = True) -> Iterator[Path]:
    """A temporary file beside ``path`` to write to, renamed to it at the end of the ``with``. Parent folders are made.

    ``lasting`` False: not forced to the disk, for what can be made again; it survives the end of the program, not of the machine.
    Raises DocforgeError W604 when the place cannot be written.
    """
    with _told(path):
        draft = _Draft(path)
        try:
            yield draft.temporary
            if lasting:
                draft.force()
            draft.place()
        except BaseException:
            draft.drop()
            raise
    if lasting:
        _sync_folder(path.parent)


def write_atomic(path: Path, content: bytes, *, lasting: bool = True) -> Path:
    """Write to a temporary file beside ``path``, then rename, as ``writing`` does.

    Raises DocforgeError W604 when the place cannot be written.
    """
    with writing(path, lasting=lasting) as temporary:
        temporary.write_bytes(content)
    return path


def write_many_atomic(items: Iterable[tuple[Path, bytes]]) -> list[Path]:
    """Write each content to its path as ``write_atomic`` does, many on their way to the disk at a time; the folders last.

    Each file by itself is the old one or the whole new one. Raises DocforgeError W604 at the first that cannot be written:
    those before it may stand, nothing temporary is left.
    """
    written: list[Path] = []
    waiting: deque[tuple[_Draft, Any]] = deque()
    with resolve("concurrent.futures:ThreadPoolExecutor")(_SYNCING) as pool:
        try:
            for path, content in items:
                with _told(path):
                    draft = _filled(path, content)
                waiting.append((draft, pool.submit(draft.force)))
                if len(waiting) == _UNPLACED:
                    written.append(_first_placed(waiting))
            while waiting:
                written.append(_first_placed(waiting))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            for draft, _ in waiting:
                draft.drop()
            raise
    for folder in dict.fromkeys(path.parent for path in written):
        _sync_folder(folder)
    return written


def write_zip_atomic(path: Path, parts: Iterable[Joined]) -> Path:
    """One zip of the parts, taken as they come.

    Raises DocforgeError W604 when the place cannot be written, ValueError when two members bear the same name.
    """
    records: list[bytes] = []
    names: set[bytes] = set()
    at = 0
    with writing(path) as temporary, temporary.open("wb") as stream:
        for part in parts:
            for _, name, _ in part.members:
                if name in names:
                    raise ValueError(f"two members named {name.decode()}")
                names.add(name)
            stream.write(part.blob)
            records.append(directory(part.members, at, mode=0o644))
            at += len(part.blob)
        whole = b"".join(records)
        stream.write(whole + ending(len(names), len(whole), at))
    return path


class _Draft:
    """A temporary file beside ``path``, open; ``place`` puts it there, ``drop`` leaves no trace of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        self.temporary = Path(name)

    def write(self, content: bytes) -> None:
        """Write the content, not yet forced to the disk."""
        with open(self._handle, "wb", closefd=False) as stream:
            stream.write(content)

    def force(self) -> None:
        """Force to the disk what was written."""
        os.fsync(self._handle)

    def place(self) -> None:
        """Rename onto the path."""
        self._close()
        self.temporary.chmod(0o644)
        self.temporary.replace(self.path)

    def drop(self) -> None:
        """Delete the temporary file."""
        self._close()
        self.temporary.unlink(missing_ok=True)

    def _close(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)


def _filled(path: Path, content: bytes) -> _Draft:
    draft = _Draft(path)
    try:
        draft.write(content)
    except BaseException:
        draft.drop()
        raise
    return draft


def _first_placed(waiting: "deque[tuple[_Draft, Any]]") -> Path:
    draft, synced = waiting[0]
    with _told(draft.path):
        synced.result()
        draft.place()
    waiting.popleft()
    return draft.path


def _sync_folder(folder: Path) -> None:
    """Force the names in the folder to the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DocforgeError(codes.CANNOT_WRITE, f"{path}：{os_reason(error)}") from error


def os_reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return _REASONS.get(error.errno or 0, "系统拒绝访问")


def human_size(count: float) -> str:
    """12.3 MB."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"
