"""Files → Documents. A file that cannot be read is a Document without pages and with a finding that says why."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.core.lazy import resolve
from docforge.core.model import WORD, Document, Place, Source, finding_of
from docforge.reading import archive, containers, formats, quality, sniff
from docforge.reading.cache import PageCache
from docforge.reading.engines import default
from docforge.reading.limits import DEFAULT_LIMITS, Limits
from docforge.reading.ocr import EngineSpec, GuardedEngine
from docforge.reading.ofd_document import read_ofd
from docforge.reading.pdf_document import PdfReader
from docforge.reading.recognition import Pictures, Recogniser
from docforge.reading.wanted import Wanted

_AHEAD = 4
"""Pictures begun before their turn, for each thread: a page that takes long must not leave the threads without work."""
Members = Iterable[tuple[str, bytes | DocforgeError]]


@dataclass(frozen=True, slots=True)
class _File:
    source: Source
    content: bytes
    depth: int = 0


class Reader:
    """Reads files. One per process: it keeps the OCR engine, which is loaded when a page first needs it."""

    def __init__(
        self,
        *,
        limits: Limits = DEFAULT_LIMITS,
        cache: PageCache | None = None,
        engine: EngineSpec | None = None,
        passwords: Sequence[str] = (),
        wanted: Wanted | None = None,
    ) -> None:
        """``cache`` None: nothing is kept on disk. ``engine`` None: the default one. ``passwords``: tried on encrypted files.

        ``wanted``: where on a page stands what will be taken from it; the rest is read at a glance. None: all is read with care.
        """
        self.limits = limits
        self._passwords = tuple(passwords)
        self._entries_left, self._bytes_left = limits.archive_entries, limits.archive_bytes
        self._recogniser = Recogniser(GuardedEngine(engine or default(), limits.ocr_seconds), cache, wanted)
        self._unpackers: dict[str, Callable[[bytes], Members]] = {
            sniff.ZIP: lambda content: archive.unpack(content, limits, self._passwords),
            **dict.fromkeys(sniff.TARS, lambda content: containers.unpack_tar(content, limits)),
            sniff.SEVEN_ZIP: lambda content: _unpack_7z(content, limits, self._passwords),
            sniff.RAR: lambda content: formats.unpack_rar(content, limits),
        }
        self._coming: deque[Path] = deque()
        self._begun = 0
        self._readers: dict[str, Callable[[_File], Iterable[Document]]] = {
            **dict.fromkeys(self._unpackers, self._archive),
            sniff.MAIL: lambda file: self._members(file, containers.unpack_mail(file.content)),
            sniff.OLE: self._legacy,
            sniff.PDF: self._pdf,
            sniff.OFD: lambda file: [read_ofd(file.source, file.content, self._recogniser, limits)],
            sniff.XLSX: self._sheet,
            WORD: self._word,
        }

    @property
    def pictures_read(self) -> int:
        """How many pages went through OCR, those served from the cache not among them."""
        return self._recogniser.pictures_read

    @property
    def engine_seconds(self) -> dict[str, float]:
        """Seconds spent in the OCR engine: "find" lines, "read" them."""
        return self._recogniser.engine_seconds

    def look_again(self, document: Document, places: Sequence[Place]) -> Document:
        """The document just read, with the codes that a second look at the places found."""
        return self._recogniser.look_again(document, places)

    def read_folder(self, folder: Path, leave_out: Sequence[str] = ()) -> Iterator[Document]:
        """Every file below the folder in order of name, those named in ``leave_out`` excepted; names are relative to it."""
        wanted = [(path, name) for path, name in self.files_in(folder) if name not in leave_out]
        self.expect([path for path, _ in wanted])
        for path, name in wanted:
            yield from self.read_path(path, name)

    def expect(self, paths: Sequence[Path]) -> None:
        """Files that will be read next, in this order: pictures among them are begun before it is their turn."""
        self._coming.extendleft(reversed(paths))
        self._begun = 0
        self._begin_coming()

    def files_in(self, folder: Path) -> list[tuple[Path, str]]:
        """Every file below the folder in order of name with its name relative to it; what systems leave behind left out."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        named = [(path, formats.readable(path.relative_to(folder).as_posix())) for path in files]
        return [(path, name) for path, name in named if not formats.is_junk(name)]

    def read_path(self, path: Path, name: str | None = None) -> Iterator[Document]:
        """The documents in one file: one, or as many as an archive or a Word file with pictures holds."""
        name = formats.readable(name or path.name)
        if path in self._coming:
            while self._coming.popleft() != path:
                self._begun -= 1
            self._begun -= 1
            self._begin_coming()
        try:
            content = self._content(path)
        except DocforgeError as error:
            yield _failed(Source(name, "", ""), error)
        else:
            yield from self.read_bytes(content, name)

    def read_bytes(self, content: bytes, name: str) -> Iterator[Document]:
        """The documents in these bytes. ``name`` is only shown, never trusted."""
        self._entries_left, self._bytes_left = self.limits.archive_entries, self.limits.archive_bytes
        self._recogniser.forget()
        source, is_empty = _source(content, name, ""), True
        for document in self._read(_File(source, content)):
            is_empty = False
            yield replace(document, findings=(*document.findings, *quality.doubts(document)))
            self._recogniser.forget()
        if is_empty:
            yield _failed(source, DocforgeError(codes.NOTHING_INSIDE))

    def unpack(self, path: Path) -> Iterator[tuple[str, bytes | DocforgeError]]:
        """The files in an archive as they are, with what system and editors leave behind left out; archives in it stay whole.

        Raises DocforgeError U710 when it is none, and as the formats do when it is broken or too large.
        """
        content = self._content(path)
        unpack = self._unpackers.get(sniff.media_type(content) or "")
        if unpack is None:
            raise DocforgeError(codes.NOT_SORTABLE, str(path))
        yield from ((name, member) for name, member in unpack(content) if not formats.is_junk(name))

    def _begin_coming(self) -> None:
        """Begin the next pictures, as many as keep the engine busy."""
        self._begun = max(0, self._begun)
        for path in islice(self._coming, self._begun, self._ahead):
            self._begun += 1
            with suppress(DocforgeError):  # told when it is the file's turn
                self._begin(self._content(path))

    @property
    def _ahead(self) -> int:
        """How many pictures to begin before it is their turn."""
        return _AHEAD * self._recogniser.at_once if self._recogniser.at_once > 1 else 0

    def _begin(self, content: bytes) -> None:
        if sniff.media_type(content) in sniff.PICTURES:
            self._recogniser.read_ahead(_source(content, "", ""), self._pictures(content))

    def _pictures(self, content: bytes) -> Pictures:
        decode = resolve("docforge.reading.raster:decode")
        return lambda: decode(content, self.limits)

    def _content(self, path: Path) -> bytes:
        try:
            if path.exists() and not path.is_file():
                raise DocforgeError(codes.NOT_A_FILE)
            size = path.stat().st_size
            if size > self.limits.file_bytes:
                raise DocforgeError(codes.FILE_TOO_LARGE, size=human_size(size), limit=human_size(self.limits.file_bytes))
            return path.read_bytes()
        except OSError as error:
            raise DocforgeError(codes.FILE_NOT_FOUND) from error

    def _read(self, file: _File) -> Iterator[Document]:
        kind = file.source.media_type
        try:
            if not file.content:
                raise DocforgeError(codes.FILE_EMPTY)
            if not kind:
                raise DocforgeError(codes.FORMAT_UNKNOWN)
            yield from self._readers.get(kind, self._picture)(file)
        except DocforgeError as error:
            yield _failed(file.source, error)
        except Exception as error:  # parsers are foreign code fed with hostile bytes: whatever they raise is the file's failure
            yield _failed(file.source, DocforgeError(codes.FILE_UNPARSABLE, reason=type(error).__name__))

    def _archive(self, file: _File) -> Iterator[Document]:
        yield from self._members(file, self._unpackers[file.source.media_type](file.content))

    def _members(self, file: _File, members: Members) -> Iterator[Document]:
        if file.depth >= self.limits.archive_depth:
            raise DocforgeError(codes.ARCHIVE_TOO_DEEP, limit=self.limits.archive_depth)
        for name, content in self._in_sight(self._within_limits(members)):
            if not formats.is_junk(name):
                yield from self._member(file, name, content)

    def _within_limits(self, members: Members) -> Members:
        for name, content in members:
            self._entries_left -= 1
            self._bytes_left -= len(content) if isinstance(content, bytes) else 0
            if min(self._entries_left, self._bytes_left) < 0:
                raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(self.limits.archive_bytes))
            yield name, content

    def _in_sight(self, members: Members) -> Members:
        """The members, pictures among the next of them begun before it is their turn."""
        coming: deque[tuple[str, bytes | DocforgeError]] = deque()
        try:
            for name, content in members:
                coming.append((name, content))
                if isinstance(content, bytes) and self._ahead:
                    self._begin(content)
                if len(coming) > self._ahead:
                    yield coming.popleft()
        except Exception:  # what came before the fault is read all the same
            yield from coming
            raise
        yield from coming

    def _sheet(self, file: _File) -> Iterator[Document]:
        pages = tuple(resolve("docforge.reading.sheet:read_sheets")(file.content, self.limits))
        if not pages:
            raise DocforgeError(codes.NOTHING_INSIDE)
        yield Document(file.source, pages)

    def _word(self, file: _File) -> Iterator[Document]:
        page, pictures = resolve("docforge.reading.word:read_word")(file.content, self.limits)
        yield Document(file.source, (page,))
        shown = ((name, content) for name, content in pictures if sniff.media_type(content) in sniff.PICTURES)
        for name, content in self._in_sight(shown):
            yield from self._member(file, name, content)

    def _member(self, file: _File, name: str, content: bytes | DocforgeError) -> Iterator[Document]:
        inside = f"{file.source.inside}/{name}" if file.source.inside else name
        if isinstance(content, DocforgeError):
            yield _failed(Source(file.source.name, "", "", inside), content)
        else:
            yield from self._read(_File(_source(content, file.source.name, inside), content, file.depth + 1))

    def _picture(self, file: _File) -> Iterator[Document]:
        yield Document(file.source, self._recogniser.all_pages(file.source, self._pictures(file.content)))

    def _pdf(self, file: _File) -> Iterator[Document]:
        pdf = PdfReader(file.source, file.content, self._recogniser, self.limits, self._passwords)
        document, attachments = pdf.read()
        yield document
        if attachments:
            yield from self._members(file, attachments)

    def _legacy(self, file: _File) -> Iterator[Document]:
        """A .doc, .wps or .xls as LibreOffice understands it, under its own name."""
        content = formats.modernised(file.content)
        kind = sniff.media_type(content) or ""
        yield from self._readers[kind](_File(replace(file.source, media_type=kind), content, file.depth))


def _unpack_7z(content: bytes, limits: Limits, passwords: Sequence[str]) -> Members:
    members: Members = resolve("docforge.reading.seven_zip:unpack_7z")(content, limits, passwords)
    return members


def _source(content: bytes, name: str, inside: str) -> Source:
    return Source(name, hashlib.sha256(content).hexdigest(), sniff.media_type(content) or "", inside)


def _failed(source: Source, error: DocforgeError) -> Document:
    return Document(source, (), (finding_of(error, source.label),))
