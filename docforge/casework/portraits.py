"""The picture of a person that lies among the papers, taken up again by its file to stand in the form."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from docforge.core.errors import DocforgeError
from docforge.core.model import Record
from docforge.reading import archive, sniff
from docforge.reading.limits import DEFAULT_LIMITS

KIND = "portrait_photo"
"""The kind of paper that is nothing but a person's picture."""


def portrait(folder: Path | None, records: Sequence[Record]) -> bytes | None:
    """The file of the first portrait among the records, found by its content; None where there is none to be had.

    A picture lies in the folder itself or in a zip there; one on a page of a PDF is left for a person to place.
    """
    for record in records if folder else ():
        path = Path(folder or "") / record.source.name
        content = path.read_bytes() if path.is_file() else b""
        found = _within(content, record.source.sha256, DEFAULT_LIMITS.archive_depth)
        if found and sniff.media_type(found) in sniff.PICTURES:
            return found
    return None


def _within(content: bytes, digest: str, depth: int) -> bytes | None:
    """The bytes with this SHA-256: the content itself, or a file in the zip that it is."""
    if sha256(content).hexdigest() == digest:
        return content
    if sniff.media_type(content) != sniff.ZIP or not depth:
        return None
    try:
        members = [data for _, data in archive.unpack(content, DEFAULT_LIMITS) if isinstance(data, bytes)]
    except DocforgeError:
        return None
    return next((found for data in members if (found := _within(data, digest, depth - 1))), None)
