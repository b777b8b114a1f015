"""The ledger as tables: an Excel workbook with a sheet of awards and one of bars, or one of the two as CSV."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from docforge.casework.cell_texts import Sheet
from docforge.casework.excel import place, read_sheets
from docforge.casework.ledger_entries import Award, Bar, Entry, allowed
from docforge.casework.tables import EXCEL, HEAD_ROWS, TableRow, read_csv
from docforge.casework.workbooks import workbook
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.money import wan
from docforge.core.text import nearest, squeeze

AWARDS_SHEET, BARS_SHEET = "资助台账", "限制名单"
_USCC = Award.LABELS["uscc"]
_WIDTHS = {_USCC: 22, "申报单位": 32, "平台或机构名称": 32, "限制原因": 32, "依据": 28, "备注": 28, "文号": 22, "证书编号": 20}
_IGNORED = ("序号",)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:00:00(?::00)?)?|(\d{4})(\d{2})(\d{2})"
)
_SUM = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(万元|万|元)?")


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """What a file holds."""

    awards: tuple[Award, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    holds: type[Entry]
    rows: Sequence[TableRow]
    where: str


def to_workbook(awards: Iterable[Award], bars: Iterable[Bar]) -> bytes:
    """An .xlsx with both sheets; without entries it is the blank to fill in."""
    return workbook({AWARDS_SHEET: _table(Award, awards), BARS_SHEET: _table(Bar, bars)})


def read_ledger(path: Path) -> LedgerRows:
    """The awards and bars in a file.

    Raises DocforgeError L807 with every wrong cell, by row and column; U702 when it cannot be read.
    """
    problems: list[str] = []
    found: list[Entry] = []
    for sheet in _sheets(path, problems):
        problems += _unknown_heads(sheet)
        for row in filter(_is_filled, sheet.rows):
            entry, wrong = _entry(sheet.holds, row)
            problems += wrong
            found += [entry] if entry else []
    if problems:
        raise DocforgeError(codes.LEDGER_ROWS_INVALID, str(path), count=len(problems), problems="\n" + "\n".join(problems))
    return LedgerRows(tuple(e for e in found if isinstance(e, Award)), tuple(e for e in found if isinstance(e, Bar)))


def shown(value: object) -> str:
    """A field as it stands in a table: sums in 万元, dates as 2025-11-20."""
    if value is None:
        return ""
    return wan(value) if isinstance(value, Decimal) else str(value)


def _table(holds: type[Entry], entries: Iterable[Entry]) -> tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]:
    heads = list(holds.LABELS.values())
    rows = [[shown(getattr(entry, name)) for name in holds.LABELS] for entry in entries]
    return heads, rows, [_WIDTHS.get(head, 14) for head in heads]


def _sheets(path: Path, problems: list[str]) -> Iterator[_Sheet]:
    """The lists in a file, each known by its heads, whatever its name; a sheet that is neither is a problem."""
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    is_book = path.suffix.lower() in EXCEL
    for sheet in read_sheets(path) if is_book else [Sheet("", tuple(map(tuple, read_csv(path))), {})]:
        where = f"{path.name} {sheet.name}".rstrip()
        if any(squeeze(_USCC) in map(squeeze, row) for row in sheet.grid[:HEAD_ROWS]):
            yield _list(sheet, where, problems)
        elif not sheet.is_blank:
            problems.append(f"{where}：没有找到表头“{_USCC}”，请补上表头" + ("，或删除这张工作表" if is_book else ""))


def _list(sheet: Sheet, where: str, problems: list[str]) -> _Sheet:
    grid = [[cell.strip() for cell in row] for row in sheet.grid]
    at = next(i for i, row in enumerate(grid) if squeeze(_USCC) in map(squeeze, row))
    names = [squeeze(cell) for cell in grid[at]]
    problems += [f"{where}：有两列“{name}”" for name in dict.fromkeys(names) if name and names.count(name) > 1]
    problems += [f"{where} 单元格 {place(r, c)}：{reason}" for (r, c), reason in sheet.broken.items() if r > at]
    rows = []
    for number, cells in enumerate(grid[at + 1 :], start=at + 2):
        named = dict(zip(names, cells, strict=False))
        lost = [text for i, text in enumerate(cells) if text and not (i < len(names) and names[i])]
        problems += [f"{where} 第{number}行：“{text}”所在的列没有表头" for text in lost]
        rows.append(TableRow(named, f"{where} 第{number}行"))
    return _Sheet(Bar if squeeze(Bar.LABELS["years"]) in names else Award, rows, where)


def _unknown_heads(sheet: _Sheet) -> list[str]:
    """Columns that no one knows: what stands in them would be lost."""
    labels = list(sheet.holds.LABELS.values())
    known = {"", *map(squeeze, labels), *_IGNORED}
    unknown = dict.fromkeys(head for row in sheet.rows for head, text in row.cells.items() if text and head not in known)
    near = {head: nearest(head, labels) for head in unknown}
    return [f"{sheet.where}：不认识的列“{head}”" + (f"，是否想写“{near[head]}”？" if near[head] else "") for head in unknown]


def _is_filled(row: TableRow) -> bool:
    """Whether the row holds more than its running number, which blanks have printed in advance."""
    return any(text for head, text in row.cells.items() if head and head not in _IGNORED)


def _entry(holds: type[Entry], row: TableRow) -> tuple[Entry | None, list[str]]:
    """The entry of a row, or what is wrong with each of its cells."""
    hints, values, wrong = get_type_hints(holds), {}, []
    for field in fields(holds):
        label = holds.LABELS[field.name]
        text = row.cells.get(squeeze(label), "").strip()
        try:
            if text:
                values[field.name] = allowed(field.name, _reader(hints[field.name])(text))
            elif field.name in holds.REQUIRED:
                raise ValueError("没有填写")
        except ValueError as error:
            wrong.append(f"{row.where}“{label}”：{error}")
    return (None, wrong) if wrong else (holds(**values), [])


def _reader(hint: Any) -> Callable[[str], Any]:
    type_ = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    return {date: _date, Decimal: _amount, int: _integer}.get(type_, str)


def _date(text: str) -> date:
    found = _DATE.fullmatch(squeeze(text))
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else _no_date(text)
    except (TypeError, ValueError):
        return _no_date(text)


def _no_date(text: str) -> date:
    raise ValueError(f"“{text}”不是日期，请写成 2025-11-20 的形式")


def _integer(text: str) -> int:
    plain = squeeze(text).removesuffix("年").removesuffix("年度")
    if not re.fullmatch(r"\d{1,4}", plain, re.ASCII):
        raise ValueError(f"“{text}”应为整数")
    return int(plain)


def _amount(text: str) -> Decimal:
    """元 from a column in 万元; a sum that names its unit keeps it. No more and no less than the whole text."""
    found = _SUM.fullmatch(squeeze(text))
    if not found:
        raise ValueError(f"“{text}”不是金额，请填写以万元为单位的数字，如 2.5")
    number = Decimal(found[1].replace(",", "") + (found[2] or ""))
    return number if found[3] == "元" else number * 10000
