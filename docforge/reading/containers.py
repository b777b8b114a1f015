"""Files that hold files besides zip: tar (plain or compressed) and e-mail with attachments."""

import io
import tarfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from lzma import LZMAError

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.reading.archive import is_unsafe
from docforge.reading.formats import readable
from docforge.reading.limits import Limits

_MOST_EXTENSION = 1 << 20
_MOST_HEADER, _HEADERS = 65_536, 1 << 20
_BROKEN = (tarfile.TarError, OSError, EOFError, zlib.error, LZMAError, ValueError)


class _Entry(tarfile.TarInfo):
    """A header whose extension (a long name, PAX records) is bounded: tarfile reads it whole before anyone can look."""

    def _proc_member(self, package: tarfile.TarFile) -> tarfile.TarInfo:
        is_extension = self.type in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if is_extension and self.size > _MOST_EXTENSION:
            raise tarfile.ReadError("header extension too large")
        made: tarfile.TarInfo = super()._proc_member(package)  # type: ignore[misc]
        return made


def unpack_tar(content: bytes, limits: Limits) -> Iterator[tuple[str, bytes | DocforgeError]]:
    """Each regular file of the archive; links and devices are passed over, unpacking stops at the limit.

    Raises DocforgeError R141 when it is no tar archive.
    """
    try:
        package = tarfile.open(fileobj=io.BytesIO(content), tarinfo=_Entry, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - closed below, after its own errors are told apart
    except _BROKEN as error:
        raise DocforgeError(codes.ARCHIVE_BROKEN) from error
    with package:
        try:
            yield from _members(package, limits)
        except _BROKEN:
            yield "", DocforgeError(codes.ARCHIVE_BROKEN)


def _members(package: tarfile.TarFile, limits: Limits) -> Iterator[tuple[str, bytes | DocforgeError]]:
    """Every header counts against the limit of entries and every file against that of bytes; the first over it ends the reading."""
    left, count = limits.archive_bytes, 0
    while entry := package.next():
        package.members = []  # type: ignore[attr-defined]  # tarfile would keep every header it has seen
        left, count = left - entry.size, count + 1
        if count > limits.archive_entries or left < 0:
            yield entry.name, DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(limits.archive_bytes))
            return
        if not entry.isfile():
            continue
        name = readable(entry.name).replace("\\", "/")
        if is_unsafe(name):
            yield name.rsplit("/", 1)[-1], DocforgeError(codes.ARCHIVE_UNSAFE_NAME, name=name)
            continue
        stream = package.extractfile(entry)
        yield name, stream.read() if stream else b""


def unpack_mail(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The attachments and inline pictures of an e-mail, the body left out.

    Raises DocforgeError R141 when the message cannot be taken apart.
    """
    if any(len(line) > _MOST_HEADER for line in content[:_HEADERS].split(b"\n\n", 1)[0].splitlines()):
        raise DocforgeError(codes.ARCHIVE_BROKEN)
    try:
        message = message_from_bytes(content, policy=policy.default)
        for i, part in enumerate(message.walk(), start=1):
            if part.is_multipart() or part.get_content_maintype() == "text":
                continue
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield (part.get_filename() or f"附件{i}").replace("\\", "/").rsplit("/", 1)[-1], payload
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise DocforgeError(codes.ARCHIVE_BROKEN) from error
