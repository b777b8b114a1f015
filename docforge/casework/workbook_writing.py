"""Writing the sheets that people get as .xlsx. One of the modules that import openpyxl."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from docforge.casework.workbook_model import Form, Place, Rule, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD, _INPUT, _QUIET = (PatternFill("solid", fgColor=colour) for colour in ("DDE6F0", "FFFBE6", "F2F2F2"))
_THIN = Side("thin", color="B7C2CE")
_RULED = Border(_THIN, _THIN, _THIN, _THIN)
_CHOICES = "选项"
_FIRST_DAY = "1"  # of Excel's calendar
_MOST_PROMPT, _NOTE_WIDTH, _NOTE_LINE = 255, 300, 22
_LINE, _ROW, _TALL, _HIGHEST = 14, 20, 110, 400
_NO_DAY = datetime(1980, 1, 1)  # the first day that a zip can name
_WIDE = 0x2000  # from here on a character takes twice the width


def written(forms: Sequence[Form]) -> bytes:
    """The sheets as an .xlsx, the same bytes whenever they are written."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    lists = _Lists()
    for form in forms:
        sheet: Worksheet = book.create_sheet(form.name)
        _fill(sheet, (form.heads, *form.rows))
        _style(sheet, form)
        for place in form.places:
            _ask(sheet, place, lists)
    lists.write(book)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    """The .xlsx without the hour of its making: the same sheets are the same bytes, whenever they are written."""
    book.properties.created = book.properties.modified = _NO_DAY
    made = io.BytesIO()
    ExcelWriter(book, _Undated(made, "w", ZIP_DEFLATED)).save()
    return made.getvalue()


class _Undated(ZipFile):
    """A package whose parts bear no time of writing."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """As ZipFile's, with the first day that the format knows."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        part = ZipInfo(name)
        part.compress_type = ZIP_DEFLATED
        super().writestr(part, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """As ZipFile's, without the file's own time."""
        self.writestr(arcname, Path(filename).read_bytes())


class _Lists:
    """The choices of all drop-downs, each list in a column of a hidden sheet: without bounds of length or commas."""

    def __init__(self) -> None:
        self._columns: list[tuple[str, ...]] = []

    def place(self, choices: tuple[str, ...]) -> str:
        """The range in which the choices stand."""
        if choices not in self._columns:
            self._columns.append(choices)
        letter = get_column_letter(self._columns.index(choices) + 1)
        return f"{quote_sheetname(_CHOICES)}!${letter}$1:${letter}${len(choices)}"

    def write(self, book: Workbook) -> None:
        """The hidden sheet, where there is a list at all."""
        if self._columns:
            sheet = book.create_sheet(_CHOICES)
            sheet.sheet_state = "hidden"
            for i, choices in enumerate(self._columns, start=1):
                for row, choice in enumerate(choices, start=1):
                    sheet.cell(row, i, choice)


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
    """The rows from the first on: none of their texts a formula or an error of Excel's, none with characters that it refuses."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str) and (value.startswith(_FORMULA) or cell.data_type == "e"):
                cell.data_type, cell.quotePrefix = "s", True


def _style(sheet: Worksheet, form: Form) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = _RULED if form.places else Border()
    for i, width in enumerate(form.widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    for i, note in (form.notes or {}).items():
        sheet.cell(1, i + 1).comment = _comment(note)
    sheet.freeze_panes = "A2"
    if form.places:
        _for_paper(sheet)
        _set_heights(sheet, form)


def _set_heights(sheet: Worksheet, form: Form) -> None:
    """Rows as high as their texts: LibreOffice does not fit them by itself. Long texts have room from the start."""
    tall = {row for place in form.places if place.rule and place.rule.tall for row in range(place.first, place.last + 1)}
    for at, row in enumerate((form.heads, *form.rows), start=1):
        lines = max(_lines(str(cell), width) for cell, width in zip(row, form.widths, strict=True))
        sheet.row_dimensions[at].height = min(max(lines * _LINE + 5, _TALL if at in tall else _ROW), _HIGHEST)


def _lines(text: str, width: int) -> int:
    """How many lines the text takes in a column so many half-width characters wide."""
    return sum(max(1, ceil(sum(2 if ord(char) > _WIDE else 1 for char in line) / (width - 1))) for line in text.split("\n"))


def _for_paper(sheet: Worksheet) -> None:
    """As wide as a page, its head on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _comment(text: str) -> Comment:
    lines = sum(1 + len(line) // _NOTE_LINE for line in text.splitlines())
    return Comment(text, "docforge", width=_NOTE_WIDTH, height=24 + 18 * lines)


def _ask(sheet: Worksheet, place: Place, lists: _Lists) -> None:
    """The cells marked as waiting, with their format and the check on entry; grey where nothing is to stand."""
    letter, rule = get_column_letter(place.column), place.rule
    for row in range(place.first, place.last + 1):
        cell = sheet.cell(row, place.column)
        cell.fill = _INPUT if rule else _QUIET
        if rule:
            cell.number_format = _format(rule, cell.value)
            side = "right" if rule.kind in ("whole", "decimal") else "left"
            cell.alignment = Alignment(side, "top", wrap_text=True)
    check = _check(rule, lists) if rule else None
    if check:
        check.add(f"{letter}{place.first}:{letter}{place.last}")
        sheet.add_data_validation(check)


def _format(rule: Rule, value: object) -> str:
    """Text cells keep what is typed to the letter; a day is shown as it is written."""
    if rule.kind in ("text", "list"):
        return "@"
    return "yyyy-mm-dd" if rule.kind == "date" and isinstance(value, date) else "General"


def _check(rule: Rule, lists: _Lists) -> DataValidation | None:
    made = DataValidation(allow_blank=True, errorStyle="stop" if rule.stop else "warning", errorTitle="请核对")
    made.prompt = made.error = rule.prompt[:_MOST_PROMPT]
    made.showErrorMessage, made.showInputMessage = True, bool(rule.prompt)
    if rule.kind == "list":
        made.type, made.formula1 = "list", lists.place(rule.choices)
    elif rule.kind in ("whole", "decimal"):
        made.type, made.operator, made.formula1 = rule.kind, "greaterThanOrEqual", f"{rule.least or Decimal(0):f}"
    elif rule.kind == "date":
        made.type, made.operator, made.formula1 = "date", "greaterThanOrEqual", _FIRST_DAY
    elif rule.longest:
        made.type, made.operator, made.formula1 = "textLength", "lessThanOrEqual", str(rule.longest)
    elif not rule.prompt:
        return None
    return made
