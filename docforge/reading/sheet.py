"""Excel sheets as papers: each sheet a page, each cell a line at its place on the grid. Wraps openpyxl for this room."""

import io
from collections.abc import Iterator
from datetime import date
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Line, Page
from docforge.reading.archive import open_office
from docforge.reading.limits import Limits

_WIDTH, _HEIGHT, _PAD = 120.0, 20.0, 3.0
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 20_000, 200, 100_000
_Placed = tuple[int, int, str]


def read_sheets(content: bytes, limits: Limits) -> Iterator[Page]:
    """A page for each sheet that holds anything, in points on a synthetic grid.

    Raises DocforgeError R132 when it is not a readable .xlsx, R133 when it holds too much,
    R143 when it unpacks to more than the limit.
    """
    open_office(content, limits).close()
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = list(_sheets(book))
        book.close()
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        EOFError,
    ) as error:
        raise DocforgeError(codes.SHEET_BROKEN) from error
    for number, placed in enumerate(sheets, start=1):
        if placed:
            yield _page(number, placed)


def _sheets(book: Workbook) -> Iterator[list[_Placed]]:
    """Row, column and text of the cells of each sheet that hold any; raises DocforgeError R133 when there are too many."""
    left = _MOST_CELLS
    for sheet in book.worksheets:
        placed: list[_Placed] = []
        for r, row in enumerate(sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)):
            placed += [(r, c, text) for c, cell in enumerate(row) if cell is not None and (text := _text(cell))]
            if len(placed) > left or (placed and placed[-1][0] >= _MOST_ROWS):
                raise DocforgeError(codes.SHEET_TOO_LARGE, rows=_MOST_ROWS, cells=_MOST_CELLS)
        left -= len(placed)
        yield placed


def _page(number: int, placed: list[_Placed]) -> Page:
    cells = [Box(c * _WIDTH, r * _HEIGHT, (c + 1) * _WIDTH, (r + 1) * _HEIGHT) for r, c, _ in placed]
    lines = [
        Line(text, Box(box.left + _PAD, box.top + _PAD, box.right - _PAD, box.bottom - _PAD), number)
        for (_, _, text), box in zip(placed, cells, strict=True)
    ]
    return Page(number, max(box.right for box in cells), max(box.bottom for box in cells), tuple(lines), tuple(cells), unit="pt")


def _text(cell: object) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell).strip()
