"""docforge ledger."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from docforge.casework.ledger import Ledger
from docforge.casework.ledger_entries import Award, Bar, allowed
from docforge.casework.ledger_sheet import AWARDS_SHEET, BARS_SHEET, read_ledger, shown, to_workbook
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.faces import options, show

_AWARD_COLUMNS = (
    *("uscc", "applicant", "policy", "category", "name", "level", "event"),
    *("certificate_number", "round", "decided_on", "amount", "note"),
)
_BAR_COLUMNS = ("uscc", "applicant", "reason", "decided_on", "years", "basis", "note")


@click.group(short_help="以往资助和限制名单的台账")
@options.helped
def ledger() -> None:
    """台账：以往资助的记录和限制名单，按统一社会信用代码查询。"""


def _place(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--ledger", "place", default="", metavar="URL或文件", help="台账所在：SQLite 文件或数据库 URL，默认用本机的台账"
    )(command)


@ledger.command("import")
@options.helped
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@_place
def import_(file: Path, place: str) -> None:
    """导入 Excel 或 CSV 表格；已在台账中的行不会重复，有一行写错就全部不写入。"""
    rows = read_ledger(file)
    if not (rows.awards or rows.bars):
        raise DocforgeError(codes.LIST_EMPTY, str(file))
    added = Ledger(place).add(rows.awards, rows.bars)
    for name, new, given in ((AWARDS_SHEET, added.awards, len(rows.awards)), (BARS_SHEET, added.bars, len(rows.bars))):
        known = f"，{given - new} 条已在台账中" if given > new else ""
        show.say(f"{name}：新增 {new} 条{known}")


@ledger.command()
@options.helped
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="文件", help="写入的 .xlsx 文件")
@_place
def export(output: Path, place: str) -> None:
    """导出为 Excel，资助台账和限制名单各一张表；台账为空时得到可填写的空表。"""
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError("-o 的文件后缀应为 .xlsx")
    kept = Ledger(place)
    show.say(f"已生成 {write_atomic(output, to_workbook(kept.all_awards(), kept.all_bars()))}")


@ledger.command("show")
@options.helped
@click.argument("uscc", required=False, metavar="[统一社会信用代码]")
@_place
def show_(uscc: str | None, place: str) -> None:
    """显示台账；给出统一社会信用代码时只显示这一家。"""
    kept, code = Ledger(place), _code(uscc)
    awards = kept.awards_of(code) if code else kept.all_awards()
    bars = kept.bars_of(code) if code else kept.all_bars()
    if awards:
        show.table([Award.LABELS[name] for name in _AWARD_COLUMNS], _rows(awards, _AWARD_COLUMNS), AWARDS_SHEET)
    if bars:
        heads = [Bar.LABELS[name] for name in _BAR_COLUMNS]
        rows = [(*row, _state(bar)) for row, bar in zip(_rows(bars, _BAR_COLUMNS), bars, strict=True)]
        show.table((*heads, "目前"), rows, BARS_SHEET)
    if not (awards or bars):
        show.say("台账中没有记录", "yellow")


def _code(text: str | None) -> str:
    try:
        return str(allowed("uscc", text)) if text else ""
    except ValueError as error:
        raise DocforgeError(codes.LEDGER_ENTRY_INVALID, problem=error) from error


def _rows(entries: Iterable[Award | Bar], names: Iterable[str]) -> list[tuple[str, ...]]:
    names = tuple(names)
    return [tuple(shown(getattr(entry, name)) for name in names) for entry in entries]


def _state(bar: Bar) -> str:
    return f"限制至 {bar.last_day}" if bar.holds_on(date.today()) else f"不在限制期（至 {bar.last_day}）"
