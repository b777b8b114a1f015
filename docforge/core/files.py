"""Atomic writes: a file is either the old one or the whole new one, never half of it."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError

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


@contextmanager
def writing(path: Path, *, lasting: bool = True) -> Iterator[Path]:
    """A temporary file beside ``path`` to write to, renamed to it at the end of the ``with``. Parent folders are made.

    ``lasting`` False: not forced to the disk, for what can be made again; it survives the end of the program, not of the machine.
    Raises DocforgeError W604 when the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            if lasting:
                with temporary.open("rb+") as stream:
                    os.fsync(stream.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DocforgeError(codes.CANNOT_WRITE, f"{path}：{os_reason(error)}") from error


def write_atomic(path: Path, content: bytes, *, lasting: bool = True) -> Path:
    """Write to a temporary file beside ``path``, then rename, as ``writing`` does.

    Raises DocforgeError W604 when the place cannot be written.
    """
    with writing(path, lasting=lasting) as temporary:
        temporary.write_bytes(content)
    return path


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
