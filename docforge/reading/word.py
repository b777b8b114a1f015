"""Word documents laid out on a synthetic page. The one module of this room that imports python-docx.

A .docx has no geometry before it is laid out, and extraction works on positions: so paragraphs are stacked, and each
table cell stands once at the place its grid columns give it. Units are points.
"""

import io
import math
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Line, Page
from docforge.reading.archive import open_zip
from docforge.reading.limits import Limits

_BROKEN = (
    OpcError,
    BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    AttributeError,
    TypeError,
    IndexError,
    SyntaxError,
    NotImplementedError,
)
_WRAPPERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml")}
_WIDTH = 460.0
_LINE = 20.0
_CHAR = 10.5
_WIDE_FROM = 0x2E80


def read_word(content: bytes, limits: Limits) -> tuple[Page, list[tuple[str, bytes]]]:
    """One page holding all text of the body, and the pictures in it as (name, bytes).

    Raises DocforgeError R131 when it is not a readable .docx, R143 when it unpacks to more than the limit.
    """
    open_zip(content, limits).close()
    try:
        document = docx.Document(io.BytesIO(content))
        sheet = _Sheet()
        sheet.blocks(document)
        pictures = list(_pictures(document))
    except _BROKEN as error:
        raise DocforgeError(codes.WORD_BROKEN) from error
    return Page(1, _WIDTH, max(sheet.y, _LINE), tuple(sheet.lines), tuple(sheet.cells), unit="pt"), pictures


def _pictures(document: WordDocument) -> Iterator[tuple[str, bytes]]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/image"):
            yield str(relation.target_part.partname).lstrip("/"), relation.target_part.blob


class _Sheet:
    """The synthetic page while it is being filled from the top."""

    def __init__(self) -> None:
        self.y = 0.0
        self.lines: list[Line] = []
        self.cells: list[Box] = []

    def blocks(self, document: WordDocument) -> None:
        for block in _children(document.element.body, "w:p", "w:tbl"):
            if block.tag == qn("w:tbl"):
                self.table(block)
            else:
                for text in _texts(block):
                    self.y = self.put(text, 0.0, self.y, _WIDTH)

    def put(self, text: str, left: float, top: float, right: float) -> float:
        """Put a text that may hold line breaks at (left, top), no wider than to ``right``; returns the y below it."""
        if text.strip():
            width = max(_width(part) for part in text.split("\n"))
            self.lines.append(Line(text.strip(), Box(left, top + 3, min(left + width, right), top + _LINE - 3), 1))
        return top + _LINE * _rows(text, right - left)

    def table(self, table: Any) -> None:
        columns = _columns(table)
        rows = [list(_row_cells(row)) for row in _children(table, "w:tr")]
        if not rows:
            return
        tops = self._row_tops(rows, columns)
        for i, cells in enumerate(rows):
            for first, last, cell in cells:
                if _continues_merge(cell):
                    continue
                bottom = tops[i + _rows_down(rows, i, first)]
                left, right = columns[min(first, len(columns) - 1)], columns[min(last, len(columns) - 1)]
                self.cells.append(Box(left, tops[i], right, bottom))
                self.put(_cell_text(cell), left + 2, tops[i], right - 2)
        self.y = tops[-1]

    def _row_tops(self, rows: list[list[tuple[int, int, Any]]], columns: list[float]) -> list[float]:
        """Tops of the rows and the bottom of the last; a merged cell's text stretches the last row it covers."""
        heights = [_LINE] * len(rows)
        for i, cells in enumerate(rows):
            for first, end, cell in cells:
                if _continues_merge(cell):
                    continue
                width = columns[min(end, len(columns) - 1)] - columns[min(first, len(columns) - 1)] - 4
                need = _LINE * _rows(_cell_text(cell), width)
                down = _rows_down(rows, i, first)
                last = i + down - 1
                heights[last] = max(heights[last], need - sum(heights[i:last]))
        tops = [self.y]
        for height in heights:
            tops.append(tops[-1] + height)
        return tops


def _text(paragraph: Any) -> str:
    """The paragraph's own text: not that of text boxes in it, nor a content control's prompt (单击此处输入)."""
    parts = []
    for node in paragraph.iter(*_CHARACTERS):
        if next(node.iterancestors(qn("w:p"))) is not paragraph or _is_prompt(node, paragraph):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:sym"):
            parts.append(_SYMBOLS.get(node.get(qn("w:char"), "").upper()[-2:], ""))
        elif node.getparent().tag == qn("w:r"):
            parts.append(" " if node.tag == qn("w:tab") else "-" if node.tag == qn("w:noBreakHyphen") else "\n")
    return "".join(parts)


_CHARACTERS = tuple(qn(name) for name in ("w:t", "w:tab", "w:br", "w:cr", "w:sym", "w:noBreakHyphen"))
_SYMBOLS = {"FE": "☑", "52": "☑", "FC": "√", "A8": "□", "6F": "□", "A3": "□"}
"""Boxes and ticks set in Wingdings and Wingdings 2, by the end of their code (F0FE or 00FE)."""


def _is_prompt(node: Any, within: Any) -> bool:
    for parent in node.iterancestors():
        if parent is within:
            return False
        if parent.tag == qn("w:sdt") and parent.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
            return True
    return False


def _texts(block: Any) -> Iterator[str]:
    """The texts of the paragraphs in a cell, or of a paragraph and its text boxes; a paragraph that only holds boxes is none,
    what is kept for old programs is left out."""
    for paragraph in block.iter(qn("w:p")):
        if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
            continue
        text = _text(paragraph)
        if text.strip() or next(paragraph.iter(qn("w:txbxContent")), None) is None:
            yield text


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _children(parent: Any, *names: str) -> Iterator[Any]:
    """Children with these names, those wrapped in content controls (``w:sdt``) and in insertions included."""
    tags = {qn(name) for name in names}
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, *names)


def _cell_text(cell: Any) -> str:
    """The cell's paragraphs, those of tables inside it too, one a line."""
    return "\n".join(_texts(cell))


def _width(text: str) -> float:
    return sum(_CHAR if ord(c) > _WIDE_FROM else _CHAR / 2 for c in text)


def _rows(text: str, width: float) -> int:
    """How many rows the text takes in this width."""
    return sum(max(1, math.ceil(_width(part) / max(width, _CHAR))) for part in text.split("\n"))


def _columns(table: Any) -> list[float]:
    """Left edges of the grid columns and the right edge of the last, in points."""
    edges = [0.0]
    for column in table.tblGrid.gridCol_lst:
        edges.append(edges[-1] + (column.w or 1000) / 12700)
    return edges


def _row_cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """(first grid column, one past the last, cell) of each cell written in the row."""
    at = row.grid_before
    for cell in _children(row, "w:tc"):
        yield at, at + cell.grid_span, cell
        at += cell.grid_span


def _continues_merge(cell: Any) -> bool:
    return bool(cell.vMerge == "continue")


def _rows_down(rows: list[list[tuple[int, int, Any]]], i: int, first: int) -> int:
    """How many rows the cell at row ``i``, grid column ``first`` covers."""
    down = 1
    while i + down < len(rows) and any(at == first and _continues_merge(cell) for at, _, cell in rows[i + down]):
        down += 1
    return down
