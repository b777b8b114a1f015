"""The clerk's tables as a workbook, written row by row: filters, frozen heads, print set-up, links to papers and reports.

No text that was read or typed can become a formula: every text is written as a string, and one that a spreadsheet could take for
a formula on being edited carries the quote prefix.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from docforge.casework.batch.cells import Cell, Column, Overview, Section
from docforge.core.files import writing

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile(r'[%#?<>\[\]^`{}" ]')
_MOST_TEXT, _MOST_ROWS, _MOST_LINKS = 32_000, 1_000_000, 65_000
"""What Excel holds: characters in a cell, rows and links in a sheet, with room to spare; the links in all sheets together."""
_FONT = "宋体"
_TONES = {
    "met": ("#1E7B46", ""),
    "complete": ("#1E7B46", "#E4F3EA"),
    "missing": ("#B3312C", "#FBE3E1"),
    "invalid": ("#B3312C", "#FBE3E1"),
    "error": ("#B3312C", "#FBE3E1"),
    "failed": ("#B3312C", "#FBE3E1"),
    "incomplete": ("#B3312C", "#FBE3E1"),
    "doubtful": ("#8A5A00", "#FFF2D6"),
    "warning": ("#8A5A00", "#FFF2D6"),
    "needs_review": ("#8A5A00", "#FFF2D6"),
    "none": ("#8C96A3", ""),
    "info": ("#5B6675", ""),
    "total": ("#1F2733", "#E9EEF6"),
}
_LINE, _MOST_HEIGHT = 14, 300
_A4, _A3, _WIDE = 9, 8, 210
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
"""The same tables give the same bytes."""


def write_workbook(path: Path, overview: Overview) -> Path:
    """Write the tables as .xlsx, whole or not at all. Raises DocforgeError W604 when the place cannot be written."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with writing(path) as temporary:
        book = Workbook(str(temporary), options)
        book.set_properties({"title": overview.title, "created": _NO_DATE})
        formats = _Formats(book)
        for section in overview.sections:
            _write(book, formats, overview, section)
        book.close()
    return path


class _Links:
    """How many links the workbook may still have; the library keeps each in memory."""

    def __init__(self) -> None:
        self._left = _MOST_LINKS

    def take(self) -> bool:
        """Whether there may be one more; it is counted."""
        self._left -= 1
        return self._left >= 0


class _Formats:
    """The formats of cells, each made once, and the links still to be given."""

    def __init__(self, book: Workbook) -> None:
        self._book, self.links = book, _Links()
        self._made: dict[tuple[str, ...], Format] = {}

    def of(self, cell: Cell, column: Column) -> Format:
        """How the cell looks: its tone, a link underlined, a figure on the right, a mark in the middle."""
        quoted = "quoted" if cell.text.startswith(_FORMULA) else ""
        side = "right" if cell.figure is not None else "center" if column.width <= 12 or cell.tone else "left"
        kind = "#,##0.######" if cell.figure is not None else "@" if cell.text else "General"
        key = (cell.tone, "link" if cell.link else "", side, kind, quoted)
        if key not in self._made:
            self._made[key] = self._book.add_format(self._look(*key))
        return self._made[key]

    def _look(self, tone: str, link: str, side: str, kind: str, quoted: str) -> dict[str, object]:
        colour, ground = _TONES.get(tone, ("#1F4E8C" if link else "#1F2733", ""))
        look: dict[str, object] = {"font_name": _FONT, "font_size": 10, "font_color": colour, "align": side, "valign": "vcenter"}
        look |= {
            "text_wrap": True,
            "border": 1,
            "border_color": "#B7C2CE",
            "num_format": kind,
        }
        look |= {"bg_color": ground} if ground else {}
        look |= {"underline": 1} if link and not tone else {}
        look |= {"bold": True} if tone == "total" else {}
        return look | ({"quote_prefix": True} if quoted else {})

    @cached_property
    def head(self) -> Format:
        """The head of a column."""
        look = {"font_name": _FONT, "font_size": 10, "bold": True, "bg_color": "#DDE6F0", "border": 1, "border_color": "#8FA1B5"}
        return self._book.add_format(look | {"text_wrap": True, "align": "center", "valign": "vcenter"})


class _Sheet:
    """One sheet being written, from its head down."""

    def __init__(self, book: Workbook, formats: _Formats, overview: Overview, section: Section, name: str) -> None:
        self._formats, self._columns, self._links = formats, section.columns, formats.links
        self.sheet: Worksheet = book.add_worksheet(name)
        for i, column in enumerate(section.columns):
            self.sheet.set_column(i, i, column.width)
        self._for_paper(overview, section)
        lines = max(_lines(column.head, column.width) for column in section.columns)
        self.sheet.set_row(0, max(32, lines * _LINE + 8))
        for i, column in enumerate(section.columns):
            self.sheet.write_string(0, i, column.head, formats.head)
        self.rows = 0

    def _for_paper(self, overview: Overview, section: Section) -> None:
        """As wide as a page, the head on each, what is not in force said on each."""
        sheet = self.sheet
        fixed = next((i for i, column in enumerate(section.columns, start=1) if column.head == "申报单位"), 1)
        sheet.freeze_panes(1, fixed if fixed <= 2 else 1)
        sheet.set_landscape()
        sheet.set_paper(_A3 if sum(column.width for column in section.columns) > _WIDE else _A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
        sheet.set_header(f"&L&9{_plain(overview.title)}&C&14&B{_plain(section.name)}&R&9{_plain(overview.banner)}"[:255])
        sheet.set_footer(f"&L&9{_plain(section.note)}&R&9第 &P 页，共 &N 页"[:255])

    def add(self, cells: Sequence[Cell]) -> None:
        """Write the next row."""
        self.rows += 1
        lines = max((_lines(cell.text, column.width) for cell, column in zip(cells, self._columns, strict=True)), default=1)
        self.sheet.set_row(self.rows, min(lines * _LINE + 4, _MOST_HEIGHT))
        for i, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            self._cell(i, cell, self._formats.of(cell, column))
        # The library keeps the height of every row, though the row before this one is on the disk by now.
        self.sheet.row_info.pop(self.rows - 1, None)
        self.sheet.row_sizes.pop(self.rows - 1, None)

    def _cell(self, column: int, cell: Cell, look: Format) -> None:
        text = _REFUSED.sub("", cell.text)[:_MOST_TEXT]
        if cell.figure is not None:
            self.sheet.write_number(self.rows, column, cell.figure, look)
        elif cell.link and self._links.take():
            self.sheet.write_url(self.rows, column, _Link(_escaped(cell.link), text), look)
        elif text:
            self.sheet.write_string(self.rows, column, text, look)
        else:
            self.sheet.write_blank(self.rows, column, None, look)

    def finish(self, *, filtered: bool) -> None:
        """The filter over what was written."""
        if self.rows and filtered:
            self.sheet.autofilter(0, 0, self.rows, len(self._columns) - 1)


class _Link(Url):  # type: ignore[misc]  # the library has no types
    """A link to a file by its path with forward slashes: they work in Excel, WPS and LibreOffice; xlsxwriter's own do not."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"external:{path}")
        self._path, self.text = path, text

    def _target(self) -> str:
        return self._path


def _write(book: Workbook, formats: _Formats, overview: Overview, section: Section) -> None:
    """A section as a sheet, as several where it has more rows than a sheet holds."""
    own, number = _Sheet(book, formats, overview, section, section.name), 1
    for row in section.rows(-1):
        if own.rows == _MOST_ROWS:
            own.finish(filtered=True)
            number += 1
            own = _Sheet(book, formats, overview, section, f"{section.name}-{number}")
        own.add(row)
    own.finish(filtered=not section.total)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column so many half-width characters wide."""
    return sum(-(-sum(2 if ord(char) > 0x2000 else 1 for char in line) // max(width - 1, 1)) or 1 for line in text.split("\n"))


def _escaped(link: str) -> str:
    """A path as a link: what would end it or mean something in it written as %23."""
    return _SPECIAL.sub(lambda found: f"%{ord(found[0]):02X}", link)


def _plain(text: str) -> str:
    """Text in a header or footer, where & begins a command."""
    return text.replace("&", "&&")
