"""Rows of people's files: Excel, CSV (UTF-8 or GB18030), YAML, JSON. The one module that imports openpyxl."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.text import squeeze

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD_ROWS = 10


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: cell texts by column head, and where it stands."""

    cells: Mapping[str, str]
    where: str


def read_rows(path: Path, heads: Sequence[str]) -> list[TableRow]:
    """The rows of a table whose head holds at least the first of ``heads``.

    Raises DocforgeError U702 when the file cannot be read as a table, U701 when its head is not found.
    """
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml", ".json"):
        return _records(path)
    grid = _sheet(path) if suffix in (".xlsx", ".xlsm") else _csv(path)
    for i, row in enumerate(grid[:_HEAD_ROWS]):
        names = [squeeze(cell) for cell in row]
        if squeeze(heads[0]) in names:
            body = enumerate(grid[i + 1 :], start=i + 2)
            rows = [
                TableRow({n: c.strip() for n, c in zip(names, cells, strict=False) if n}, f"{path.name} 第{at}行")
                for at, cells in body
            ]
            return [row for row in rows if any(row.cells.values())]
    raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"没有找到表头“{heads[0]}”")


def _records(path: Path) -> list[TableRow]:
    data = read_mapping(path)
    lists = (
        [data] if isinstance(data, list) else [v for v in data.values() if isinstance(v, list)] if isinstance(data, dict) else []
    )
    items = lists[0] if lists else []
    if not lists or not all(isinstance(item, dict) for item in items):
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="名单应为列表，每项为键值对")
    return [
        TableRow({squeeze(str(k)): plain_text(v) for k, v in item.items()}, f"{path.name} 第{i}项")
        for i, item in enumerate(items, start=1)
    ]


def read_mapping(path: Path) -> Any:
    """A YAML or JSON file; mappings from YAML remember their lines."""
    return _json(path) if path.suffix.lower() == ".json" else strict_yaml.parse(path, codes.DATA_INVALID)


def _json(path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        repeated = next((key for key in keys if keys.count(key) > 1), None)
        if repeated is not None:
            raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"重复的键“{repeated}”")
        return dict(pairs)

    try:
        return json.loads(strict_yaml.decoded(path.read_bytes()), object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        problem = f"第 {error.lineno} 行：JSON 写法有误，请检查引号、逗号和括号"
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="不能打开或编码不对") from error


def _sheet(path: Path) -> list[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return [[plain_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        finally:
            book.close()
    except (OSError, KeyError, ValueError, BadZipFile, InvalidFileException) as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="不是有效的 Excel 文件") from error


def _csv(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(strict_yaml.decoded(path.read_bytes()), newline="")))
    except OSError as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason=os_reason(error)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="编码既不是 UTF-8 也不是 GBK") from error


def plain_text(value: Any) -> str:
    """A cell as text: 10.0 is 10, a date is ISO, empty is ""."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.10g}"
    return str(value)


def workbook(sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]]) -> bytes:
    """An .xlsx of tables: name → (heads, rows, column widths). Text that a formula could start from is neutralised."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, (heads, rows, widths) in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in (heads, *rows):
            _append(sheet, row)
        _style(sheet, widths)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _append(sheet: Worksheet, row: Sequence[str]) -> None:
    """A row of texts: none of them a formula, none with characters that Excel refuses."""
    sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str) and cell.value.startswith(_FORMULA):
            cell.data_type, cell.quotePrefix = "s", True


def _style(sheet: Worksheet, widths: Sequence[int]) -> None:
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for i, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"
