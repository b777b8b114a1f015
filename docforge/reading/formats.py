"""Formats that other programs of the machine open for docforge, and names that systems and editors leave behind."""

import os
from collections.abc import Iterable

from docforge.core import codes, office
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.reading.limits import Limits

_LEGACY = (("WordDocument", "doc", "docx"), ("Workbook", "xls", "xlsx"), ("Book", "xls", "xlsx"))
_LEGACY_SECONDS = 60.0
_ENCRYPTED_PACKAGE = "EncryptedPackage"
_JUNK_NAMES = {"thumbs.db", ".ds_store", "desktop.ini"}


def is_junk(name: str) -> bool:
    """Whether the name is one that systems and editors leave behind: ``~$申请表.docx``, ``Thumbs.db``, ``__MACOSX/…``."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    return last in _JUNK_NAMES or last.startswith(("~$", "._", ".docforge-")) or last.endswith(".lnk") or "__MACOSX/" in name


def readable(name: str) -> str:
    """A file name that can be written down: bytes that are no UTF-8 were written by a Chinese Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def modernised(content: bytes) -> bytes:
    """An OLE file (.doc, .wps, .xls) as .docx or .xlsx, by LibreOffice.

    Raises DocforgeError R104 where LibreOffice is not installed or cannot open it, R107 when it is encrypted.
    """
    if _has_stream(content, _ENCRYPTED_PACKAGE):
        raise DocforgeError(codes.OFFICE_ENCRYPTED)
    suffix, target = next(((old, new) for stream, old, new in _LEGACY if _has_stream(content, stream)), ("", ""))
    if not suffix:
        raise DocforgeError(codes.FORMAT_LEGACY_WORD, format=".doc/.wps/.ppt")
    try:
        return office.convert(content, suffix, target, _LEGACY_SECONDS)
    except DocforgeError as error:
        raise DocforgeError(codes.FORMAT_LEGACY_WORD, format=f".{suffix}") from error


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the OLE directory names the stream ([MS-CFB] 2.6.1: names are UTF-16)."""
    return name.encode("utf-16-le") in content


def unpack_rar(content: bytes, limits: Limits) -> Iterable[tuple[str, bytes | DocforgeError]]:
    """The files of a RAR archive; raises DocforgeError R105 where the system has no libarchive."""
    try:
        unpack = resolve("docforge.reading.rar:unpack_rar")
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise DocforgeError(
            codes.FORMAT_UNSUPPORTED, format="RAR 压缩包", advice="请解压后重新打包为 .zip，或安装 libarchive"
        ) from error
    members: Iterable[tuple[str, bytes | DocforgeError]] = unpack(content, limits)
    return members
