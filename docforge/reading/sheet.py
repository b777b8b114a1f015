"""Excel sheets as papers: each sheet a page, each cell a line at its place on the grid. Wraps openpyxl for this room."""

import io
from collections.abc import Iterator
from datetime import date
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Line, Page
from docforge.reading.archive import open_zip
from docforge.reading.limits import Limits

_WIDTH, _HEIGHT, _PAD = 120.0, 20.0, 3.0
_MOST_ROWS, _MOST_COLUMNS = 20_000, 200


def read_sheets(content: bytes, limits: Limits) -> Iterator[Page]:
    """A page for each sheet that holds anything, in points on a synthetic grid.

    Raises DocforgeError R132 when it is not a readable .xlsx, R143 when it unpacks to more than the limit.
    """
    open_zip(content, limits).close()
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [
            [list(row) for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)]
            for sheet in book.worksheets
        ]
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
    for number, rows in enumerate(sheets, start=1):
        placed = [
            (r, c, _text(cell)) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is not None and _text(cell)
        ]
        if placed:
            yield _page(number, placed)


def _page(number: int, placed: list[tuple[int, int, str]]) -> Page:
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
