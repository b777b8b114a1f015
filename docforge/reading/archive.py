"""Zip archives: names as the sender saw them, and nothing that leaves the archive or fills the disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from lzma import LZMAError
from pathlib import PurePosixPath

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.reading.limits import Limits

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_HEAD = 4096
DAMAGED = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error, LZMAError, RuntimeError)
"""What zipfile raises for a damaged or locked entry."""


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; without the UTF-8 flag Windows wrote it in GB18030, which zipfile shows as cp437.

    Separators are looked for after decoding: the second byte of a GB18030 character may be a backslash.
    """
    raw = getattr(entry, "orig_filename", entry.filename)
    if entry.flag_bits & _UTF8_NAME:
        return raw.replace("\\", "/")
    stored = raw.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return raw


def is_unsafe(name: str) -> bool:
    """Whether a name points outside the archive: ``../x``, ``/etc/x``, ``C:/x``, or holds a NUL."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\x00" in name or name[1:2] == ":"


def open_zip(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, checked against its own directory before anything is unpacked.

    Raises DocforgeError R141 when broken, R143 when it would unpack to more than the limit.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocforgeError(codes.ARCHIVE_BROKEN) from error
    if len(entries) > limits.archive_entries:
        raise DocforgeError(codes.ARCHIVE_TOO_MANY, count=len(entries), limit=limits.archive_entries)
    if sum(e.file_size for e in entries) > limits.archive_bytes or _largest_xml(entries) > limits.xml_bytes:
        raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.archive_bytes))
    return package


def open_office(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """An Office package, checked as ``open_zip`` does, and for what its readers do: they hold every part in memory, and parse
    XML whatever it is called.

    Raises DocforgeError R141 when broken, R143 when it, or one of its XML parts, would unpack to more than the limit.
    """
    package = open_zip(content, limits)
    entries = package.infolist()
    try:
        is_small = sum(entry.file_size for entry in entries) <= limits.file_bytes and not any(
            _is_xml(package, entry) for entry in entries if entry.file_size > limits.xml_bytes
        )
    except DAMAGED as error:
        raise DocforgeError(codes.ARCHIVE_BROKEN) from error
    if not is_small:
        raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.file_bytes))
    return package


def _is_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether the part begins as XML does: with a bracket after white space, in any encoding of XML 1.0 (appendix F)."""
    with package.open(entry) as stream:
        head = stream.read(_HEAD).replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    return not head or head.startswith(b"<")


def _largest_xml(entries: list[zipfile.ZipInfo]) -> int:
    """Size of the largest XML part: it is parsed into a tree many times as large."""
    return max((entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))), default=0)


def unpack(content: bytes, limits: Limits, passwords: Sequence[str] = ()) -> Iterator[tuple[str, bytes | DocforgeError]]:
    """Each file of the archive with its content, or the error that keeps it from being read.

    The sizes written in the directory are not believed: unpacking stops at the limit.
    """
    package = open_zip(content, limits)
    left = limits.archive_bytes
    with package:
        for entry in package.infolist():
            name = entry_name(entry)
            if not name:
                yield name, DocforgeError(codes.ARCHIVE_BROKEN)
                continue
            if name.endswith("/"):
                continue
            if is_unsafe(name):
                yield PurePosixPath(name).name or name, DocforgeError(codes.ARCHIVE_UNSAFE_NAME, name=name)
                continue
            if entry.flag_bits & _ENCRYPTED and not _unlocked(package, entry, passwords):
                yield name, DocforgeError(codes.ARCHIVE_ENCRYPTED, name=name)
                continue
            try:
                unpacked = read_entry(package, entry, left)
            except DAMAGED:
                yield name, DocforgeError(codes.ARCHIVE_BROKEN)
                continue
            if unpacked is None:
                yield name, DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.archive_bytes))
                return
            left -= len(unpacked)
            yield name, unpacked


def _unlocked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, passwords: Sequence[str]) -> bool:
    """Whether one of the passwords opens the entry; the archive goes on using it. Names the bytes of Windows and of others."""
    for password in (word.encode(encoding) for word in passwords for encoding in ("utf-8", "gb18030")):
        package.setpassword(password)
        try:
            with package.open(entry) as stream:
                stream.read(1)
        except DAMAGED:
            continue
        return True
    return False


def read_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes | None:
    """The entry's content, None when it is larger than ``left`` bytes. Raises what zipfile raises for a damaged entry."""
    parts, size = [], 0
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                return None
            parts.append(chunk)
    return b"".join(parts)
