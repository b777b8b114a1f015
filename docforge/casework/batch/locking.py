"""One run at a time in one place. The one module that imports filelock: system locks, gone with the process that held them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason

_NAME = "lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other run works in the folder inside the ``with``; it is made. On a file system without locks nothing is held.

    Raises DocforgeError B908 where another one does, W604 where the folder cannot be made.
    """
    lock = FileLock(folder / _NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DocforgeError(codes.RUN_ELSEWHERE, str(folder)) from error
    except OSError as error:
        raise DocforgeError(codes.CANNOT_WRITE, f"{folder}：{os_reason(error)}") from error
    except NotImplementedError:  # its word for such a file system
        pass
    try:
        yield
    finally:
        lock.release()
