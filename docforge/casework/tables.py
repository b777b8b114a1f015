"""Rows of people's files: Excel, CSV (UTF-8 or GB18030), YAML, JSON."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docforge.casework.cell_texts import plain_text
from docforge.casework.mappings import read_mapping
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.lazy import resolve
from docforge.core.text import decoded, squeeze

HEAD_ROWS = 10
"""A table's head stands in one of so many first rows."""
EXCEL = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: cell texts by column head, and where it stands."""

    cells: Mapping[str, str]
    where: str


def read_rows(path: Path, heads: Sequence[str]) -> list[TableRow]:
    """The rows of a table whose head holds one of ``heads`` at least.

    Raises DocforgeError U702 when the file cannot be read as a table, U701 when its head is not found.
    """
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml", ".json"):
        return _records(path)
    grid = resolve("docforge.casework.excel:read_sheets")(path)[0].grid if suffix in EXCEL else read_csv(path)
    return rows_under(grid, heads, path)


def rows_under(grid: Sequence[Sequence[str]], heads: Sequence[str], path: Path) -> list[TableRow]:
    """The rows below the one in which one of the heads stands; raises DocforgeError U701 when there is none."""
    wanted = set(map(squeeze, heads))
    for i, row in enumerate(grid[:HEAD_ROWS]):
        names = [squeeze(cell) for cell in row]
        if wanted.intersection(names):
            body, file = enumerate(grid[i + 1 :], start=i + 2), path.name
            rows = [
                TableRow({n: c.strip() for n, c in zip(names, cells, strict=False) if n}, f"{file} 第{at}行") for at, cells in body
            ]
            return [row for row in rows if any(row.cells.values())]
    raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"没有找到表头“{heads[0]}”")


def first(cells: Mapping[str, str], heads: Sequence[str]) -> str:
    """The first of the heads under which something stands; else empty."""
    for head in _squeezed(tuple(heads)):
        text = cells.get(head)
        if text and (text := text.strip()):
            return text
    return ""


@cache
def _squeezed(heads: tuple[str, ...]) -> tuple[str, ...]:
    """The heads as rows name them: asked for thousands of times, and always the same few."""
    return tuple(map(squeeze, heads))


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


def read_csv(path: Path) -> list[list[str]]:
    """The cells of a CSV file in UTF-8 or GB18030; raises DocforgeError U702 when it is none."""
    try:
        return list(csv.reader(io.StringIO(decoded(path.read_bytes()), newline="")))
    except OSError as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason=os_reason(error)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="编码既不是 UTF-8 也不是 GBK") from error
