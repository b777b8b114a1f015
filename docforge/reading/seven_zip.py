"""7z archives. The one module that imports py7zr."""

import io
import lzma
from collections.abc import Iterator, Sequence

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import BytesIOFactory

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.reading.archive import is_unsafe
from docforge.reading.limits import Limits

_BROKEN = (ArchiveError, lzma.LZMAError, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError)


def unpack_7z(content: bytes, limits: Limits, passwords: Sequence[str]) -> Iterator[tuple[str, bytes | DocforgeError]]:
    """Each file of the archive with its content.

    Raises DocforgeError R141 when broken, R143 when it would unpack to more than the limit, R145 when no password opens it.
    """
    for password in (None, *passwords):
        try:
            with py7zr.SevenZipFile(io.BytesIO(content), password=password) as package:
                if package.needs_password() and password is None:
                    continue
                yield from _members(package, limits)
                return
        except PasswordRequired:
            continue
        except UnsupportedCompressionMethodError as error:
            raise DocforgeError(codes.FORMAT_UNSUPPORTED, format="这种压缩方法的 7z 压缩包", advice="请重新打包为 .zip") from error
        except _BROKEN as error:
            if password is None:  # with a password it is the password that is wrong
                raise DocforgeError(codes.ARCHIVE_BROKEN) from error
    raise DocforgeError(codes.ARCHIVE_ENCRYPTED, name="7z 压缩包")


def _members(package: py7zr.SevenZipFile, limits: Limits) -> Iterator[tuple[str, bytes | DocforgeError]]:
    entries = [entry for entry in package.list() if not entry.is_directory]
    if len(entries) > limits.archive_entries:
        raise DocforgeError(codes.ARCHIVE_TOO_MANY, count=len(entries), limit=limits.archive_entries)
    if sum(entry.uncompressed for entry in entries) > limits.archive_bytes:
        raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.archive_bytes))
    factory = BytesIOFactory(limits.archive_bytes)
    safe = {entry.filename for entry in entries if not is_unsafe(entry.filename.replace("\\", "/"))}
    package.extract(targets=sorted(safe), factory=factory)
    for entry in entries:
        if entry.filename in safe:
            made = factory.products.get(entry.filename)
            yield entry.filename, made.read() if made else DocforgeError(codes.ARCHIVE_BROKEN)
        else:
            yield entry.filename.rsplit("/", 1)[-1], DocforgeError(codes.ARCHIVE_UNSAFE_NAME, name=entry.filename)
