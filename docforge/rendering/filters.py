"""The filters of the trade, for templates: days, sums, personal numbers, boxes to tick, rows up to the printed number."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from docforge.core.dates import chinese_date, parse_date
from docforge.core.masks import masked
from docforge.core.money import in_words, parse_money, wan
from docforge.rendering.preparation import GRID
from docforge.rendering.table_grid import fixed_grid

_TICKED, _UNTICKED = "☑", "□"


def _as_date(value: Any) -> str:
    found = value if isinstance(value, date) else parse_date(str(value)) if value else None
    return chinese_date(found) if found else str(value or "")


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        return Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return parse_money(str(value))


def _by_amount(shown: Callable[[Decimal], str]) -> Callable[[Any], str]:
    def filtered(value: Any) -> str:
        amount = _amount(value)
        return str(value or "") if amount is None else shown(amount)

    return filtered


def _tick(value: Any, choice: Any = None) -> str:
    """☑ where the value is the choice, has it among its items, or is simply true (是); □ elsewhere."""
    if choice is None:
        return _TICKED if value and value not in ("否", "无") else _UNTICKED
    items = value if isinstance(value, list | tuple) else str(value or "").split("、")
    said = [str(item).strip() for item in items]
    return _TICKED if str(choice) in said else _UNTICKED


class _Blank(dict[str, str]):
    """A row of which every column is empty."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return ""


def _padded(rows: Any, least: int) -> list[Any]:
    """The rows, blank ones behind them up to ``least``."""
    own = list(rows or ())
    return own + [_Blank()] * (least - len(own))


def filters() -> dict[str, Callable[..., Any]]:
    """By name. 日期: 2025年12月1日; 大写: 元 in words; 万元: 元 as 万元; 脱敏: personal numbers masked; 勾选: □ or ☑; 补足: rows up
    to a number."""
    return {
        "日期": _as_date,
        "大写": _by_amount(in_words),
        "万元": _by_amount(wan),
        "脱敏": lambda value: masked(str(value or "")),
        "勾选": _tick,
        "补足": _padded,
        GRID: fixed_grid,
    }
