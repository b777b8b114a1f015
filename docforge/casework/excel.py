"""Sheets of Excel files. The module that reads what people typed with openpyxl; loaded when a file is one."""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from docforge.casework.cell_texts import Sheet, plain_text
from docforge.core import codes
from docforge.core.errors import DocforgeError


def read_sheets(path: Path) -> list[Sheet]:
    """Every visible sheet of an Excel file; a formula counts by the value that was last computed.

    Raises DocforgeError U702 when it is none.
    """
    try:
        with path.open("rb") as shown, path.open("rb") as written:
            values = load_workbook(shown, read_only=True, data_only=True)
            formulas = load_workbook(written, read_only=True)
            visible = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
            return [_sheet(sheet, formulas[sheet.title]) for sheet in visible or values.worksheets[:1]]
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="不是有效的 Excel 文件") from error


def _sheet(values: Any, formulas: Any) -> Sheet:
    grid, broken = [], {}
    for r, (row, own) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True)):
        grid.append(tuple(plain_text(cell.value) for cell in row))
        for c, (cell, formula) in enumerate(zip(row, own, strict=True)):
            if cell.value is None and formula.data_type == "f":
                broken[r, c] = "公式尚未计算，请在 Excel 中打开、保存后再试"
            elif cell.data_type == "e":
                broken[r, c] = f"公式有误（{cell.value}）"
    return Sheet(values.title, tuple(grid), broken)


def place(row: int, column: int) -> str:
    """A cell as Excel names it, counted from 0 here: B3."""
    return f"{get_column_letter(column + 1)}{row + 1}"
