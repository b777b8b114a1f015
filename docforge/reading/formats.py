"""Which kinds of file can be read, and what to say of those that cannot."""

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.reading import sniff

_UNSUPPORTED = {
    "application/vnd.rar": ("RAR 压缩包", "请解压后重新打包为 .zip"),
    "application/x-7z-compressed": ("7z 压缩包", "请解压后重新打包为 .zip"),
}
_LEGACY = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"), ("PowerPoint Document", ".ppt"))
_JUNK_NAMES = {"thumbs.db", ".ds_store", "desktop.ini"}


def is_junk(name: str) -> bool:
    """Whether the name is one that systems and editors leave behind: ``~$申请表.docx``, ``Thumbs.db``, ``__MACOSX/…``."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    return last in _JUNK_NAMES or last.startswith(("~$", "._", ".docforge-")) or last.endswith(".lnk") or "__MACOSX/" in name


def refusal(content: bytes, kind: str) -> DocforgeError | None:
    """Why a file of this media type cannot be read (empty: unknown), None when it can."""
    if not kind:
        return DocforgeError(codes.FORMAT_UNKNOWN)
    if kind == sniff.OLE:
        return DocforgeError(codes.FORMAT_LEGACY_WORD, format=_legacy_format(content))
    if kind in _UNSUPPORTED:
        name, advice = _UNSUPPORTED[kind]
        return DocforgeError(codes.FORMAT_UNSUPPORTED, format=name, advice=advice)
    return None


def _legacy_format(content: bytes) -> str:
    for stream, suffix in _LEGACY:
        if stream.encode("utf-16-le") in content:
            return suffix
    return ".doc/.wps"
