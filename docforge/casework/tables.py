"""Rows of people's files: Excel, CSV (UTF-8 or GB18030), YAML, JSON."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.text import squeeze

HEAD_ROWS = 10
"""A table's head stands in one of so many first rows."""
EXCEL = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: cell texts by column head, and where it stands."""

    cells: Mapping[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook as texts; ``broken`` are the places whose formula has no value, with the reason."""

    name: str
    grid: tuple[tuple[str, ...], ...]
    broken: Mapping[tuple[int, int], str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.broken and not any(cell.strip() for row in self.grid for cell in row)


def read_rows(path: Path, heads: Sequence[str]) -> list[TableRow]:
    """The rows of a table whose head holds one of ``heads`` at least.

    Raises DocforgeError U702 when the file cannot be read as a table, U701 when its head is not found.
    """
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml", ".json"):
        return _records(path)
    return rows_under(read_sheets(path)[0].grid if suffix in EXCEL else read_csv(path), heads, path)


def rows_under(grid: Sequence[Sequence[str]], heads: Sequence[str], path: Path) -> list[TableRow]:
    """The rows below the one in which one of the heads stands; raises DocforgeError U701 when there is none."""
    wanted = set(map(squeeze, heads))
    for i, row in enumerate(grid[:HEAD_ROWS]):
        names = [squeeze(cell) for cell in row]
        if wanted.intersection(names):
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


def read_csv(path: Path) -> list[list[str]]:
    """The cells of a CSV file in UTF-8 or GB18030; raises DocforgeError U702 when it is none."""
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
