"""What is written in a place of a form, understood by the rules of that place, and printed as the form shows it."""

import re
from datetime import date
from decimal import Decimal

from docforge.core.dates import chinese_date, months_in, parse_date
from docforge.core.model import Value
from docforge.core.money import parse_money, wan
from docforge.core.text import letters, squeeze
from docforge.policy.form import FIGURES, Entry, FieldType

Month = tuple[int, int]

_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?")
_NAMES_UNIT = re.compile("[元圆万亿]")
_OPEN_END = re.compile("(?:至今|至现在|-今|—今|~今)$")
_PERIOD = re.compile(r"[\d年月日./~～至到—－-]+")


def figure(raw: str, entry: Entry) -> Decimal | None:
    """The number written, a sum in the entry's own unit; None when it is none."""
    plain = squeeze(raw).replace(",", "")
    if _FIGURE.fullmatch(plain):
        return Decimal(plain)
    if entry.type is not FieldType.MONEY or plain.startswith("-") or not _NAMES_UNIT.search(plain):
        return None
    amount = parse_money(plain, unit=entry.unit)
    return amount if amount is None or entry.unit != "万元" else amount / 10000


def month(raw: str) -> Month | None:
    """The one month written: 2010年9月, 2010.09, 2010-09-01."""
    found = months_in(raw) if _PERIOD.fullmatch(squeeze(raw)) else frozenset()
    return next(iter(found)) if len(found) == 1 else None


def period(raw: str) -> tuple[Month, Month | None] | None:
    """First and last month of a period, the last None for 至今; None when it is no period or runs backwards."""
    plain = squeeze(raw)
    closed = _OPEN_END.sub("", plain)
    found = sorted(months_in(closed)) if _PERIOD.fullmatch(closed) else []
    if not found or (closed != plain and len(found) > 1):
        return None
    return found[0], None if closed != plain else found[-1]


def understood(entry: Entry, value: Value) -> object:
    """The value so that two writings of the same are equal; None where its type does not say how to compare."""
    if isinstance(value, tuple):
        is_text = entry.type is FieldType.LINES
        return letters("".join(map("".join, value))) if is_text else tuple(tuple(map(squeeze, row)) for row in value)
    if entry.type in FIGURES:
        scale = 10000 if entry.unit == "万元" else 1
        return value / scale if isinstance(value, Decimal) else figure(str(value), entry)
    if entry.type is FieldType.LINES:
        return letters(str(value))
    if entry.type is FieldType.MONTH:
        return (value.year, value.month) if isinstance(value, date) else month(str(value))
    if entry.type is FieldType.DATE:
        return value if isinstance(value, date) else parse_date(str(value))
    return None


def printed(entry: Entry, value: Value | None) -> str:
    """A value as the form shows it: 2016年11月15日, sums in the unit of the place; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月" if entry.type is FieldType.MONTH else chinese_date(value)
    if isinstance(value, Decimal):
        return wan(value) if entry.unit == "万元" else f"{value:f}"
    if isinstance(value, tuple):
        return "\n".join("，".join(filter(None, row)) for row in value)
    return str(value)
