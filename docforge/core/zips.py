"""Zips (PKWARE APPNOTE 6.3) written as joined pieces: each made by itself, wherever and whenever, its place found at the end."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
_UTF8_NAME = 0x800
_DAY = 0x21  # 1980-01-01, the first day that a zip can name: the same contents have the same bytes each time
_COMMON = struct.Struct("<HHHHHIIIHH")
_PLACE = struct.Struct("<HHHII")
_END = struct.Struct("<4sHHHHIIH")
_LONG_END = struct.Struct("<4sQHHIIQQQQ4sIQI")
_LONG_OFFSET = struct.Struct("<HHQ")
_FURTHEST, _MOST = (1 << 31) - 1, (1 << 16) - 1
"""Beyond these offsets, sizes and numbers of members the wider fields of Zip64 are used, as Python's own zips do."""
_SHORT, _LONG = 0xFFFF, 0xFFFFFFFF

Member = tuple[bytes, bytes, int]
"""What local header and directory say alike, the name, and how long header and body are together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One member ready to be written: ``body`` as it stands in the zip, ``method`` ``STORED`` or ``DEFLATED``."""

    name: str
    body: bytes
    size: int
    crc: int
    method: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Members one after another as they stand in a zip, wherever in it, and what its directory has to say of them."""

    blob: bytes
    members: Sequence[Member]


def joined(entries: Iterable[Entry]) -> Joined:
    """The entries behind their local headers."""
    pieces: list[bytes] = []
    members: list[Member] = []
    for entry in entries:
        name = entry.name.encode()
        flags = 0 if entry.name.isascii() else _UTF8_NAME
        common = _COMMON.pack(20, flags, entry.method, 0, _DAY, entry.crc, len(entry.body), entry.size, len(name), 0)
        pieces += (b"PK\3\4", common, name, entry.body)
        members.append((common, name, 30 + len(name) + len(entry.body)))
    return Joined(b"".join(pieces), members)


def stored(items: Iterable[tuple[str, bytes]]) -> Joined:
    """Contents by name as they are: documents and PDFs are compressed already."""
    return joined(Entry(name, content, len(content), zlib.crc32(content), STORED) for name, content in items)


def directory(members: Iterable[Member], at: int, mode: int = 0) -> bytes:
    """The records of members that stand one after another from ``at`` on; ``mode``: that of the files unpacked, of Unix."""
    records: list[bytes] = []
    for common, name, length in members:
        if at <= _FURTHEST:
            records += (b"PK\1\2\x14\3" if mode else b"PK\1\2\x14\0", common, _PLACE.pack(0, 0, 0, mode << 16, at), name)
        else:
            records += (b"PK\1\2\x2d\3" if mode else b"PK\1\2\x2d\0", b"\x2d\0", common[2:-2], b"\x0c\0")
            records += (_PLACE.pack(0, 0, 0, mode << 16, _LONG), name, _LONG_OFFSET.pack(1, 8, at))
        at += length
    return b"".join(records)


def ending(count: int, size: int, start: int) -> bytes:
    """What closes a zip whose directory has so many records, is ``size`` bytes long and stands at ``start``."""
    end = _END.pack(b"PK\5\6", 0, 0, *[min(count, _SHORT)] * 2, min(size, _LONG), min(start, _LONG), 0)
    if count <= _MOST and max(size, start) <= _FURTHEST:
        return end
    here = start + size
    return _LONG_END.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start, b"PK\6\7", 0, here, 1) + end
