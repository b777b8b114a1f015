"""RAR archives through the system's libarchive. The one module that imports libarchive; that fails where there is none."""

from collections.abc import Iterator

import libarchive
from libarchive.exception import ArchiveError

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.reading.archive import is_unsafe
from docforge.reading.limits import Limits


def unpack_rar(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes | DocforgeError]]:
    """Each file of the archive with its content; unpacking stops at the limit.

    Raises DocforgeError R141 when broken, R145 when it is encrypted (libarchive opens no encrypted RAR).
    """
    left = limits.archive_bytes
    try:
        with libarchive.memory_reader(content) as package:
            for count, entry in enumerate(package, start=1):
                name = entry.pathname.replace("\\", "/")
                if count > limits.archive_entries:
                    raise DocforgeError(codes.ARCHIVE_TOO_MANY, count=count, limit=limits.archive_entries)
                if not entry.isfile:
                    continue
                if is_unsafe(name):
                    yield name.rsplit("/", 1)[-1], DocforgeError(codes.ARCHIVE_UNSAFE_NAME, name=name)
                    continue
                parts = []
                for block in entry.get_blocks():
                    parts.append(block)
                    left -= len(block)
                    if left < 0:
                        raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.archive_bytes))
                yield name, b"".join(parts)
    except ArchiveError as error:
        is_locked = "encrypt" in str(error).lower() or "passphrase" in str(error).lower()
        raise DocforgeError(codes.ARCHIVE_ENCRYPTED if is_locked else codes.ARCHIVE_BROKEN, name="RAR 压缩包") from error
