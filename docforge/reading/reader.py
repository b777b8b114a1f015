"""Files → Documents. A file that cannot be read is a Document without pages and with a finding that says why."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.core.lazy import resolve
from docforge.core.model import WORD, Box, Document, Finding, Page, Source, finding, finding_of
from docforge.reading import archive, containers, formats, sniff, text_layer
from docforge.reading.cache import PageCache
from docforge.reading.engines import openvino
from docforge.reading.limits import DEFAULT_LIMITS, Limits
from docforge.reading.ocr import EngineSpec, GuardedEngine, Picture

_LEAST_STROKES, _MOST_STROKES = 8, 1500
_LEAST_RULES = 3
_SNAP = 3.0


@dataclass(frozen=True, slots=True)
class _File:
    source: Source
    content: bytes
    depth: int = 0


class Reader:
    """Reads files. One per process: it keeps the OCR engine, which is loaded when a page first needs it.

    ``pictures_read`` counts the pages that went through OCR, those served from the cache not among them.
    """

    def __init__(
        self, *, limits: Limits = DEFAULT_LIMITS, cache: PageCache | None = None, engine: EngineSpec | None = None
    ) -> None:
        """``cache`` None: nothing is kept on disk. ``engine`` None: OpenVINO."""
        self.limits = limits
        self.pictures_read = 0
        self._entries_left, self._bytes_left = limits.archive_entries, limits.archive_bytes
        self._cache = cache
        self._engine = GuardedEngine(engine or openvino(), limits.ocr_seconds)
        self._readers: dict[str, Callable[[_File], Iterable[Document]]] = {
            sniff.ZIP: lambda file: self._members(file, archive.unpack(file.content, limits)),
            sniff.MAIL: lambda file: self._members(file, containers.unpack_mail(file.content)),
            **dict.fromkeys(sniff.TARS, lambda file: self._members(file, containers.unpack_tar(file.content, limits))),
            sniff.PDF: self._pdf,
            sniff.OFD: self._ofd,
            sniff.XLSX: self._sheet,
            WORD: self._word,
        }

    def read_folder(self, folder: Path, leave_out: Sequence[str] = ()) -> Iterator[Document]:
        """Every file below the folder in order of name, those named in ``leave_out`` excepted; names are relative to it."""
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = readable(path.relative_to(folder).as_posix())
            if not formats.is_junk(name) and name not in leave_out:
                yield from self.read_path(path, name)

    def read_path(self, path: Path, name: str | None = None) -> Iterator[Document]:
        """The documents in one file: one, or as many as an archive or a Word file with pictures holds."""
        name = readable(name or path.name)
        try:
            content = self._content(path)
        except DocforgeError as error:
            yield _failed(Source(name, "", ""), error)
        else:
            yield from self.read_bytes(content, name)

    def read_bytes(self, content: bytes, name: str) -> Iterator[Document]:
        """The documents in these bytes. ``name`` is only shown, never trusted."""
        self._entries_left, self._bytes_left = self.limits.archive_entries, self.limits.archive_bytes
        yield from self._read(_File(_source(content, name, ""), content))

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
            if refusal := formats.refusal(file.content, kind):
                raise refusal
            yield from self._readers.get(kind, self._picture)(file)
        except DocforgeError as error:
            yield _failed(file.source, error)
        except Exception as error:  # parsers are foreign code fed with hostile bytes: whatever they raise is the file's failure
            yield _failed(file.source, DocforgeError(codes.FILE_UNPARSABLE, reason=type(error).__name__))

    def _members(self, file: _File, members: Iterable[tuple[str, bytes | DocforgeError]]) -> Iterator[Document]:
        if file.depth >= self.limits.archive_depth:
            raise DocforgeError(codes.ARCHIVE_TOO_DEEP, limit=self.limits.archive_depth)
        for name, content in members:
            self._entries_left -= 1
            self._bytes_left -= len(content) if isinstance(content, bytes) else 0
            if min(self._entries_left, self._bytes_left) < 0:
                raise DocforgeError(codes.ARCHIVE_TOO_LARGE, limit=human_size(self.limits.archive_bytes))
            if not formats.is_junk(name):
                yield from self._member(file, name, content)

    def _sheet(self, file: _File) -> Iterator[Document]:
        yield Document(file.source, tuple(resolve("docforge.reading.sheet:read_sheets")(file.content, self.limits)))

    def _word(self, file: _File) -> Iterator[Document]:
        page, pictures = resolve("docforge.reading.word:read_word")(file.content, self.limits)
        yield Document(file.source, (page,))
        for name, content in pictures:
            if sniff.media_type(content) in sniff.PICTURES:
                yield from self._member(file, name, content)

    def _member(self, file: _File, name: str, content: bytes | DocforgeError) -> Iterator[Document]:
        inside = f"{file.source.inside}/{name}" if file.source.inside else name
        if isinstance(content, DocforgeError):
            yield _failed(Source(file.source.name, "", "", inside), content)
        else:
            yield from self._read(_File(_source(content, file.source.name, inside), content, file.depth + 1))

    def _picture(self, file: _File) -> Iterator[Document]:
        decode = resolve("docforge.reading.raster:decode")
        pages = self._recognised(file, "*", lambda: decode(file.content, self.limits))
        yield Document(file.source, pages, tuple(_blank_pages(file.source, pages)))

    def _ofd(self, file: _File) -> Iterator[Document]:
        pages = []
        for seen in resolve("docforge.reading.ofd:Ofd")(file.content, self.limits).pages():
            page = Page(seen.number, seen.width, seen.height, seen.lines, unit="pt")
            if len(seen.horizontal) >= _LEAST_RULES and len(seen.vertical) >= _LEAST_RULES:
                cells = resolve("docforge.reading.tables:cells_from_lines")(list(seen.horizontal), list(seen.vertical), _SNAP)
                page = replace(page, cells=tuple(Box(*cell) for cell in cells))
            for i, (box, content) in enumerate(seen.pictures):
                if text_layer.picture_beside_text(page, [box]) and sniff.media_type(content) in sniff.PICTURES:
                    page = text_layer.merged(page, self._inset(file, f"{seen.number}/{i}", box, content))
            pages.append(page)
        yield Document(file.source, tuple(pages), tuple(_blank_pages(file.source, pages)))

    def _inset(self, file: _File, part: str, box: Box, content: bytes) -> Page:
        """What stands on a picture that is placed at ``box`` of a page, in the page's coordinates."""
        decode = resolve("docforge.reading.raster:decode")
        read = self._recognised(file, part, lambda: decode(content, self.limits))[0]
        return text_layer.placed(read, box, int(part.partition("/")[0]))

    def _pdf(self, file: _File) -> Iterator[Document]:
        pages, found, ruled = [], [], []
        stop = monotonic() + self.limits.file_seconds
        pdf = resolve("docforge.reading.pdf:Pdf")(file.content, self.limits)
        try:
            for number in range(1, pdf.count + 1):
                if monotonic() > stop:
                    found.append(finding(codes.READING_TIMEOUT, file.source.label, seconds=f"{self.limits.file_seconds:g}"))
                    break
                seen = pdf.page(number)
                page, notes = self._pdf_page(file, pdf, seen)
                pages.append(page)
                found.extend(notes)
                if _LEAST_STROKES <= seen.strokes <= _MOST_STROKES and not page.cells and not page.turn:
                    ruled.append(number)
        finally:
            pdf.close()
        if ruled:
            cells = resolve("docforge.reading.tables:pdf_cells")(file.content, ruled, stop)
            pages = [replace(page, cells=tuple(cells.get(page.number, page.cells))) for page in pages]
        yield Document(file.source, tuple(pages), (*found, *_blank_pages(file.source, pages)))

    def _pdf_page(self, file: _File, pdf: Any, seen: Any) -> tuple[Page, list[Finding]]:
        def rendered() -> Page:
            page = self._recognised(file, str(seen.number), lambda: [pdf.picture(seen.number, self.limits)])[0]
            sideways = (page.turn - seen.turn) % 180 != 0
            return replace(text_layer.in_points(page, (seen.height if sideways else seen.width) / page.width), number=seen.number)

        quality = text_layer.judge([line.text for line in seen.lines])
        if quality is text_layer.Quality.GOOD and not seen.hidden_text:
            page = Page(seen.number, seen.width, seen.height, seen.lines, turn=seen.turn, unit="pt")
            return (text_layer.merged(page, rendered()) if text_layer.picture_beside_text(page, seen.pictures) else page), []
        is_rubbish = quality is text_layer.Quality.RUBBISH
        notes = [finding(codes.TEXT_LAYER_UNUSABLE, file.source.label, page=seen.number)] if is_rubbish else []
        return rendered(), notes

    def _recognised(self, file: _File, part: str, pictures: Callable[[], Iterable[Picture]]) -> tuple[Page, ...]:
        """The pages read from the pictures, or kept from an earlier run; ``part`` tells pages of one file apart."""
        key = f"{file.source.sha256}:{part}:{self._engine.version}"
        if self._cache and (kept := self._cache.get(key)):
            return kept
        recognise = resolve("docforge.reading.page:recognise")
        pages = []
        for number, picture in enumerate(pictures(), start=1):
            pages.append(recognise(picture, self._engine, number if part == "*" else int(part.partition("/")[0])))
            self.pictures_read += 1
        if self._cache:
            self._cache.put(key, pages)
        return tuple(pages)


def _source(content: bytes, name: str, inside: str) -> Source:
    return Source(name, hashlib.sha256(content).hexdigest(), sniff.media_type(content) or "", inside)


def _failed(source: Source, error: DocforgeError) -> Document:
    return Document(source, (), (finding_of(error, source.label),))


def _blank_pages(source: Source, pages: Iterable[Page]) -> Iterator[Finding]:
    blank = [page.number for page in pages if not page.lines]
    if blank:
        yield finding(codes.PAGE_BLANK, source.label, page=ranges(blank))


def readable(name: str) -> str:
    """A file name that can be written down: bytes that are no UTF-8 were written by a Chinese Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as people write them: 2、5～9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs)
