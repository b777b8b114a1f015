"""What kind of file the bytes are. The name's suffix is never asked."""

import io
import re
import zipfile

from docforge.core.model import WORD

PDF = "application/pdf"
ZIP = "application/zip"
OFD = "application/ofd"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIL = "message/rfc822"
TARS = ("application/x-tar", "application/gzip", "application/x-bzip2", "application/x-xz")
OLE = "application/x-ole-storage"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
PICTURES = ("image/jpeg", "image/png", "image/bmp", "image/tiff", "image/webp", "image/gif", "image/heic")

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"GIF8", "image/gif"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (257, b"ustar", "application/x-tar"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", XLSX),
    ("OFD.xml", OFD),
)
_PDF_HEADER_WITHIN = 1024
_MAIL_WITHIN = 8192
_MAIL_HEADER = re.compile(rb"^(?:MIME-Version|Message-ID|Received):", re.IGNORECASE | re.MULTILINE)


def media_type(content: bytes) -> str | None:
    """The media type by signature, None when it is none that is known."""
    for offset, signature, kind in _SIGNATURES:
        if content[offset : offset + len(signature)] == signature:
            return kind
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):  # before PDF: a package may begin with one that is not compressed
        return _zip_flavour(content)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    if _MAIL_HEADER.search(content[:_MAIL_WITHIN]) and b":" in content[:100].split(b"\n")[0]:
        return MAIL
    return None


def _zip_flavour(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ZIP
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), ZIP)
