"""PDF pages by pdfium: characters with boxes, or the page as a picture. The one module that imports pypdfium2.

pdfium is preferred to pdfminer and pypdf: these return Kangxi radicals for ideographs on PDFs printed by Chromium.
"""

import ctypes
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Line
from docforge.reading.glyphs import Glyph
from docforge.reading.glyphs import lines as lines_of
from docforge.reading.limits import Limits
from docforge.reading.ocr import Picture

_SOFT_HYPHEN = "\x02"  # what pdfium gives for a hyphen at the end of a line
_DPI = 200
_FINE = 1000.0
_INVISIBLE = 3
_NO_CHARACTER = 0xFFFD
_DEPTH = 4
_SEGMENTS = 5  # of a rectangle: one path may hold thousands of them
_WORD = re.compile(r"[^\s\x00\ufffe\uffff]+")
_LATIN, _WIDE, _NARROW = 0x2E7F, 1.25, 0.95
"""Characters beyond ``_LATIN`` are as wide as high; how much wider than that a run of them may be, spacing counted."""
_MOST_ATTACHMENTS = 200
_MOST_VALUE = 40_000
_TICKED = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What pdfium knows of one page, in points from the top left of the page as shown."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    turn: int
    strokes: int
    pictures: tuple[Box, ...]
    hidden_text: bool


class Pdf:
    """An open PDF. Pages are closed as soon as they are read: memory does not grow with their number."""

    def __init__(self, content: bytes, limits: Limits, passwords: Sequence[str] = ()) -> None:
        """Raises DocforgeError R111 when no password opens it, R112 when broken, R113 when it has too many pages."""
        self._document, self.password = _opened(content, passwords)
        self.count = len(self._document)
        if self.count > limits.pdf_pages:
            self.close()
            raise DocforgeError(codes.PDF_TOO_MANY_PAGES, pages=self.count, limit=limits.pdf_pages)
        if not self.count:
            raise DocforgeError(codes.PDF_BROKEN)
        self._has_forms = bool(self._document.get_formtype())
        if self._has_forms:
            self._document.init_forms()

    def close(self) -> None:
        """Free the document."""
        self._document.close()

    def page(self, number: int) -> PdfPage:
        """Lines of the text layer and what else lies on page ``number`` (1-based)."""
        try:
            with closing(self._document[number - 1]) as page, closing(page.get_textpage()) as text:
                width, height = page.get_size()
                to_shown = _affine(page, width, height)
                turn = _text_turn(text, to_shown)
                if turn in (90, 270):
                    width, height = height, width
                shown = _after_turn(to_shown, turn, width, height)
                strokes, pictures, hidden = _objects(page, shown)
                lines = [*_lines(text, shown, number), *self._form_values(page, shown, number)]
        except pdfium.PdfiumError as error:
            raise DocforgeError(codes.PDF_BROKEN) from error
        lines.sort(key=lambda line: (line.box.middle, line.box.left))
        return PdfPage(number, width, height, tuple(lines), turn, strokes, tuple(pictures), hidden)

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """The files embedded in the document, as mails and PDF portfolios carry them (ISO 32000-1, 7.11.4)."""
        for i in range(min(self._document.count_attachments(), _MOST_ATTACHMENTS)):
            name, content = "", b""
            try:
                attached = self._document.get_attachment(i)
                content = bytes(attached.get_data())
                name = attached.get_name()
            except (pdfium.PdfiumError, UnicodeDecodeError):  # the page's own text is there all the same
                pass
            yield name or f"附件{i + 1}", content

    def signatures(self) -> list[str]:
        """When each digital signature says that it was made, 20251103102030, empty where it does not say."""
        times = []
        for i in range(pdfium_c.FPDF_GetSignatureCount(self._document.raw)):
            signature = pdfium_c.FPDF_GetSignatureObject(self._document.raw, i)
            buffer = ctypes.create_string_buffer(64)
            pdfium_c.FPDFSignatureObj_GetTime(signature, buffer, 64)
            times.append("".join(c for c in buffer.value.decode("ascii", "replace") if c.isdigit())[:14])
        return times

    def _form_values(self, page: pdfium.PdfPage, shown: "Affine", number: int) -> Iterator[Line]:
        """The values of the AcroForm fields on the page, each a line in its field's place; a ticked box is ☑."""
        if not self._has_forms:
            return
        form, rect = self._document.formenv.raw, pdfium_c.FS_RECTF()
        for i in range(pdfium_c.FPDFPage_GetAnnotCount(page.raw)):
            annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, i)
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_WIDGET:
                text = _form_value(form, annotation)
                if text.strip() and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
                    yield Line(text, _place(shown, rect.left, rect.top, rect.right, rect.bottom), number)
            pdfium_c.FPDFPage_CloseAnnot(annotation)

    def picture(self, number: int, limits: Limits) -> Picture:
        """Page ``number`` rendered at 200 dpi, less where the page is huge."""
        with closing(self._document[number - 1]) as page:
            width, height = page.get_size()
            scale = min(_DPI / 72, math.sqrt(limits.picture_pixels / 4 / max(width * height, 1)))
            with closing(page.render(scale=scale, rev_byteorder=False, may_draw_forms=True)) as bitmap:
                return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)


def _opened(content: bytes, passwords: Sequence[str]) -> tuple[pdfium.PdfDocument, str | None]:
    """The document and the password that opened it."""
    is_locked = False
    for password in (None, *passwords):
        try:
            return pdfium.PdfDocument(io.BytesIO(content), password=password), password
        except pdfium.PdfiumError as error:
            is_locked = "password" in str(error).lower()
            if not is_locked:
                break
    raise DocforgeError(codes.PDF_ENCRYPTED if is_locked else codes.PDF_BROKEN)


def _form_value(form: Any, annotation: Any) -> str:
    if pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation) in _TICKED:
        return "☑" if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else ""
    size = pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    if not 2 < size < _MOST_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


Affine = tuple[float, float, float, float, float, float]


def _affine(page: pdfium.PdfPage, width: float, height: float) -> Affine:
    """From page space to points on the page as shown, /Rotate and the crop box applied."""
    whole = (0, 0, round(width * _FINE), round(height * _FINE), 0)

    def shown(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page.raw, *whole, x, y, dx, dy)
        return dx.value / _FINE, dy.value / _FINE

    (x0, y0), (x1, y1), (x2, y2) = shown(0, 0), shown(100, 0), shown(0, 100)
    return ((x1 - x0) / 100, (y1 - y0) / 100, (x2 - x0) / 100, (y2 - y0) / 100, x0, y0)


def _text_turn(text: pdfium.PdfTextPage, to_shown: Affine) -> int:
    """Clockwise quarter turn that makes most of the text read left to right."""
    count = pdfium_c.FPDFText_CountChars(text.raw)
    votes: Counter[int] = Counter()
    for i in range(0, count, max(1, count // 60)):
        angle = pdfium_c.FPDFText_GetCharAngle(text.raw, i)
        if angle < 0:
            continue
        x, y = math.cos(angle), math.sin(angle)
        dx, dy = to_shown[0] * x + to_shown[2] * y, to_shown[1] * x + to_shown[3] * y
        votes[round(math.degrees(math.atan2(dy, dx)) / 90) * 90 % 360] += 1
    direction = votes.most_common(1)[0][0] if votes else 0
    return -direction % 360


def _after_turn(to_shown: Affine, turn: int, width: float, height: float) -> Affine:
    a, b, c, d, e, f = to_shown
    if turn == 90:
        return (-b, a, -d, c, width - f, e)
    if turn == 180:
        return (-a, -b, -c, -d, width - e, height - f)
    if turn == 270:
        return (b, -a, d, -c, f, height - e)
    return to_shown


def _place(to_shown: Affine, left: float, top: float, right: float, bottom: float) -> Box:
    a, b, c, d, e, f = to_shown
    xs = (a * left + c * top + e, a * right + c * bottom + e)
    ys = (b * left + d * top + f, b * right + d * bottom + f)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _lines(text: pdfium.PdfTextPage, to_shown: Affine, number: int) -> list[Line]:
    """The lines of the text layer.

    pdfium gives all characters in one call and boxes one by one: so boxes are asked for at the ends of words only, as long
    as the words are as long as their characters; a page on which they are not is put together from every character.
    """
    chars = _characters(text)
    words = _words(text, chars, to_shown) if chars is not None and to_shown[1] == to_shown[2] == 0 else None
    return lines_of(_glyphs(text, to_shown) if words is None else words, number)


def _characters(text: pdfium.PdfTextPage) -> str | None:
    """All characters of the page; None where they do not stand at the places that pdfium counts them at."""
    count = pdfium_c.FPDFText_CountChars(text.raw)
    if count < 1:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text.raw, 0, count, buffer)
    found = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "replace")
    return found if len(found) == count else None


def _words(text: pdfium.PdfTextPage, chars: str, to_shown: Affine) -> list[Glyph] | None:
    """Runs without a space or break, each with the box from its first character to its last; None where one has a gap."""
    raw, words = text.raw, []
    first, last = pdfium_c.FS_RECTF(), pdfium_c.FS_RECTF()
    for found in _WORD.finditer(chars):
        start, end = found.start(), found.end() - 1
        if not pdfium_c.FPDFText_GetLooseCharBox(raw, start, first) or not pdfium_c.FPDFText_GetLooseCharBox(raw, end, last):
            return None
        left, right = _place(to_shown, *_sides(first)), _place(to_shown, *_sides(last))
        size, own = max(left.height, right.height), found[0].replace(_SOFT_HYPHEN, "-")
        width, most = right.right - left.left, sum(_WIDE if ord(c) > _LATIN else _NARROW for c in own) * size
        if width <= 0 or width > most or abs(left.middle - right.middle) > size / 2 or unicodedata.category(own[0]) == "Cc":
            return None
        words.append(Glyph(own, left.union(right)))
    return words


def _sides(rect: Any) -> tuple[float, float, float, float]:
    return rect.left, rect.top, rect.right, rect.bottom


def _glyphs(text: pdfium.PdfTextPage, to_shown: Affine) -> Iterator[Glyph]:
    raw, rect = text.raw, pdfium_c.FS_RECTF()
    for i in range(pdfium_c.FPDFText_CountChars(raw)):
        char = chr(pdfium_c.FPDFText_GetUnicode(raw, i) or _NO_CHARACTER)
        char = chr(_NO_CHARACTER) if unicodedata.category(char) == "Cs" else char
        char = "-" if char == _SOFT_HYPHEN else char
        if unicodedata.category(char) == "Cc" or not pdfium_c.FPDFText_GetLooseCharBox(raw, i, rect):
            continue
        yield Glyph(char, _place(to_shown, rect.left, rect.top, rect.right, rect.bottom))


def _objects(page: pdfium.PdfPage, to_shown: Affine) -> tuple[int, list[Box], bool]:
    """Number of drawn paths, boxes of the pictures, and whether the text is an invisible layer over a scan."""
    strokes, shown, hidden = 0, 0, 0
    pictures: list[Box] = []
    sides = [ctypes.c_float() for _ in range(4)]
    for item in _drawn(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject, _DEPTH):
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            strokes += max(1, pdfium_c.FPDFPath_CountSegments(item) // _SEGMENTS)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and pdfium_c.FPDFPageObj_GetBounds(item, *sides):
            left, bottom, right, top = (side.value for side in sides)
            pictures.append(_place(to_shown, left, top, right, bottom))
        elif kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            is_hidden = pdfium_c.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
            hidden, shown = hidden + is_hidden, shown + (not is_hidden)
    return strokes, pictures, hidden > shown


def _drawn(owner: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    """The page's objects, those of form XObjects among them down to ``depth``."""
    for i in range(count(owner)):
        item = get(owner, i)
        yield item
        if depth and pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_FORM:
            yield from _drawn(item, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject, depth - 1)
