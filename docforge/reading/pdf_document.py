"""A PDF → Document: the text layer where it can be believed, recognition where it cannot."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from docforge.core import codes
from docforge.core.lazy import resolve
from docforge.core.model import Box, Document, Finding, Mark, MarkKind, Page, Source, finding
from docforge.reading import text_layer
from docforge.reading.limits import Limits
from docforge.reading.nested import is_suspect, probe
from docforge.reading.recognition import Recogniser

_LEAST_STROKES, _MOST_STROKES = 8, 1500
_LEAST_CODE, _MOST_CODE, _SQUARE = 18.0, 220.0, 0.15


class PdfReader:
    """Reads the pages of one PDF."""

    def __init__(self, source: Source, content: bytes, recogniser: Recogniser, limits: Limits, passwords: Sequence[str]) -> None:
        self._source, self._content = source, content
        self._recogniser, self._limits, self._passwords = recogniser, limits, passwords

    def read(self) -> tuple[Document, list[tuple[str, bytes]]]:
        """The document, and the files that are embedded in it.

        Raises DocforgeError R111, R112, R113 as ``pdf.Pdf`` does.
        """
        begun, found = [], []
        if is_suspect(self._content):
            probe(self._content, self._passwords)
        label, stop = self._source.label, monotonic() + self._limits.file_seconds
        pdf = self._opened()
        try:
            for number in range(1, pdf.count + 1):
                if monotonic() > stop:
                    found.append(finding(codes.READING_TIMEOUT, label, seconds=f"{self._limits.file_seconds:g}"))
                    break
                seen = pdf.page(number)
                page, notes = self._begin(pdf, seen)
                begun.append((page, _LEAST_STROKES <= seen.strokes <= _MOST_STROKES))
                found.extend(notes)
            attachments, signed = self._attachments(pdf), pdf.signatures()
        finally:
            pdf.close()
        read = [(page(), is_ruled) for page, is_ruled in begun]
        ruled = [page.number for page, is_ruled in read if is_ruled and not page.cells and not page.turn]
        cells = self._cells(ruled, stop, pdf.password) if ruled else {}
        pages = [replace(page, cells=tuple(cells.get(page.number, page.cells))) for page, _ in read]
        if signed:
            found.append(finding(codes.PDF_SIGNED, label, count=len(signed), times="、".join(filter(None, signed)) or "未注明"))
            pages[0] = replace(pages[0], marks=(*pages[0].marks, *(Mark(MarkKind.SIGNATURE, 1, None, time) for time in signed)))
        return Document(self._source, tuple(pages), tuple(found)), attachments

    def _cells(self, numbers: list[int], stop: float, password: str | None) -> dict[int, list[Box]]:
        """The ruled cells; none where pdfplumber fails on a file whose text pdfium has read."""
        try:
            found: dict[int, list[Box]] = resolve("docforge.reading.tables:pdf_cells")(self._content, numbers, stop, password)
        except Exception:  # a foreign parser on a hostile file; the text is there, only its cells are lost
            return {}
        return found

    def _attachments(self, pdf: Any) -> list[tuple[str, bytes]]:
        """The embedded files, no more than the limit of an archive; what would be over it is refused where it is counted."""
        taken, size = [], 0
        for name, content in pdf.attachments():
            taken.append((name, content))
            size += len(content)
            if size > self._limits.archive_bytes:
                break
        return taken

    def _opened(self) -> Any:
        return resolve("docforge.reading.pdf:Pdf")(self._content, self._limits, self._passwords)

    def _begin(self, pdf: Any, seen: Any) -> tuple[Callable[[], Page], list[Finding]]:
        """What gives the page, which may still be being read, and what there is to say about its text layer."""
        quality = text_layer.judge([line.text for line in seen.lines])
        if quality is text_layer.Quality.GOOD and not seen.hidden_text:
            page = Page(seen.number, seen.width, seen.height, seen.lines, turn=seen.turn, unit="pt")
            if text_layer.picture_beside_text(page, seen.pictures):
                drawn = self._begin_recognition(seen)
                return lambda: text_layer.merged(page, drawn()), []
            marked = replace(page, marks=tuple(self._codes(pdf, seen)))
            return lambda: marked, []
        is_rubbish = quality is text_layer.Quality.RUBBISH
        notes = [finding(codes.TEXT_LAYER_UNUSABLE, self._source.label, page=seen.number)] if is_rubbish else []
        return self._begin_recognition(seen), notes

    def _begin_recognition(self, seen: Any) -> Callable[[], Page]:
        """What gives the page as recognition sees it, in points; upright as the text layer has it where there is one."""
        begun = self._recogniser.begin_page(self._source, seen.number, lambda: [self._picture(seen.number)])

        def in_points() -> Page:
            page = begun()
            is_sideways = (page.turn - seen.turn) % 180 != 0
            return text_layer.in_points(page, (seen.height if is_sideways else seen.width) / page.width)

        return in_points

    def _picture(self, number: int) -> Any:
        """The page as a picture; the file is opened anew, since a second look comes after it was closed."""
        pdf = self._opened()
        try:
            return pdf.picture(number, self._limits)
        finally:
            pdf.close()

    def _codes(self, pdf: Any, seen: Any) -> list[Mark]:
        """QR codes among the square pictures of a page of text."""
        square = [box for box in seen.pictures if _is_square(box)]
        if not square or seen.turn:
            return []
        picture = pdf.picture(seen.number, self._limits)
        scale = seen.width / picture.shape[1]
        found = resolve("docforge.reading.barcodes:codes_on")(picture)
        return [Mark(MarkKind.CODE, seen.number, box.scaled(scale), text) for box, text in found]


def _is_square(box: Box) -> bool:
    return _LEAST_CODE < box.width < _MOST_CODE and abs(box.width - box.height) < _SQUARE * box.width
