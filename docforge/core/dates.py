"""Dates in figures and in Chinese numerals, and terms such as 2015年12月12日至长期."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from docforge.core.text import squeeze

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "o": 0, "Ｏ": 0, "两": 2}
_DIGIT |= {str(i): i for i in range(10)}
_YEAR = r"(?P<year>(?:1[89]|20)\d{2}|[〇零○Oo0一二三四五六七八九]{4})"
_PART = r"(?P<{}>\d{{1,2}}|[〇零○0一二三四五六七八九十]{{1,3}})"
_DATE = re.compile(rf"{_YEAR}[年./\-－—·,]\s*{_PART.format('month')}[月./\-－—·,]\s*{_PART.format('day')}日?")
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_TO = re.compile("至|到")
_OPEN = ("长期", "永久", "无固定期限", "不约定", "永续")
_NUMERALS = re.compile(r"[0-9〇零○一二三四五六七八九十]")
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_MOST_MONTHS = 600
_MOST_FIGURES = 4
_LETTER_O = re.compile(r"(?<=\d)[OoＯ](?=[\dOo年月日.])|[OoＯ](?=\d)")


@dataclass(frozen=True, slots=True)
class Term:
    """A period of validity; ``end`` None with ``open_ended`` is 长期, with neither it was printed empty."""

    start: date | None
    end: date | None
    open_ended: bool = False

    def covers(self, day: date) -> bool | None:
        """Whether ``day`` lies in the term; None when the paper does not say."""
        if self.end is None:
            return True if self.open_ended else None
        return (self.start is None or self.start <= day) and day <= self.end


def numeral(text: str) -> int | None:
    """A day, month or year in figures or Chinese numerals: 十二 → 12, 二〇一四 → 2014."""
    if len(text) > _MOST_FIGURES:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or any(c not in _DIGIT for c in tens + ones):
            return None
        return 10 * (_DIGIT[tens] if tens else 1) + (_DIGIT[ones] if ones else 0)
    if not text or any(c not in _DIGIT for c in text):
        return None
    return int("".join(str(_DIGIT[c]) for c in text))


def _plain(text: str) -> str:
    """Squeezed, a letter O among figures read as the zero it stands for, 廿 and 卅 written out."""
    return _LETTER_O.sub("0", squeeze(text)).replace("廿", "二十").replace("卅", "三十")


def find_dates(text: str) -> list[date]:
    """Every possible calendar date in the text, in order; impossible ones (2023-02-30) are left out."""
    plain = _plain(text)
    matches = sorted([*_DATE.finditer(plain), *_COMPACT.finditer(plain)], key=lambda match: match.start())
    return [day for match in matches if (day := _calendar_date(match))]


def _calendar_date(match: re.Match[str]) -> date | None:
    parts = [numeral(match[name]) for name in ("year", "month", "day")]
    try:
        day = date(*[part for part in parts if part is not None])
    except (ValueError, TypeError):
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def parse_date(text: str) -> date | None:
    """The one date in the text: 2023年12月4日, 2023.12.4, 20231204, 二〇二三年十二月四日; None if there is none."""
    found = find_dates(text)
    return found[0] if found else None


def parse_term(text: str) -> Term | None:
    """A term; None when the text holds neither a date nor a word for 长期, or an end that cannot be understood.

    >>> parse_term("2015年12月12日至长期")
    Term(start=datetime.date(2015, 12, 12), end=None, open_ended=True)
    """
    plain = _plain(text).removeprefix("自")
    head, *tail = _TO.split(plain, maxsplit=1)
    if not tail:
        return _whole_term(plain)
    start, end = find_dates(head), find_dates(tail[0])
    if any(word in tail[0] for word in _OPEN):
        return Term(start[0] if start else None, None, open_ended=True)
    if end and not start and _NUMERALS.search(head):
        return None
    if end:
        return Term(start[0] if start else None, end[0])
    if start and not _NUMERALS.search(tail[0]):
        return Term(start[0], None)
    return _whole_term(plain) if not start else None


def _whole_term(plain: str) -> Term | None:
    """A term printed without 至: 长期, or two dates in a row, or a start alone."""
    days = find_dates(plain)
    if any(word in plain for word in _OPEN):
        return Term(days[0] if days else None, None, open_ended=True)
    if not days:
        return None
    return Term(days[0], days[1] if len(days) > 1 else None)


_MONTH = r"((?:19|20)\d{2})(?:年|[./-]|)(0[1-9]|1[0-2]|[1-9](?!\d))(?:月|(?:[./-]|)(?:0[1-9]|[12]\d|3[01])(?!\d)|)日?"
_MONTHS = re.compile(rf"{_MONTH}(?:(?:至|到|[-~—－]+){_MONTH})?")


def months_in(text: str) -> frozenset[tuple[int, int]]:
    """Every (year, month) named in the text, singly or as a period: 202301-202312, 2023年1月至2024年10月, 2024-05."""
    found: set[tuple[int, int]] = set()
    for match in _MONTHS.finditer(squeeze(text)):
        year, month, to_year, to_month = (int(part) if part else 0 for part in match.groups())
        last = to_year * 12 + to_month if to_year else year * 12 + month
        first = year * 12 + month
        if last - first > _MOST_MONTHS:
            continue
        found.update(((count - 1) // 12, (count - 1) % 12 + 1) for count in range(first, last + 1))
    return frozenset(found)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or earlier; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_from(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``, negative where ``end`` is earlier.

    >>> months_from(date(2024, 11, 30), date(2025, 2, 28)), months_from(date(2025, 1, 15), date(2025, 2, 14))
    (3, 0)
    """
    if end < start:
        return -months_from(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (add_months(start, months) > end)


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 28 February where there is none."""
    return add_months(day, 12 * years)


def chinese_date(day: date) -> str:
    """GB/T 9704-2012 7.3.5.4: Arabic figures without leading zeros, 2025年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
