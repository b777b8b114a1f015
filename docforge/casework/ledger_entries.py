"""What the ledger holds: earlier awards and bars, and what each of their fields may be. Loads no database library."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from docforge.core.dates import add_years
from docforge.core.ids import is_uscc, read_uscc
from docforge.core.text import compat, letters

FIRST_YEAR, LAST_YEAR = 1900, 2099
_MOST_YEARS = 99
_MOST_YUAN = Decimal(10) ** 13
_LONGEST = 2000
_EXCEL_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


@dataclass(frozen=True, slots=True)
class Award:
    """One award of an earlier round. ``name``: the platform or body that was recognised, empty where it is the firm itself.

    ``amount`` in 元, None while undecided. ``round``: the year of application. ``instalment_year`` and
    ``instalment_number`` for an award that is paid in parts: one entry for each part.
    """

    REQUIRED: ClassVar = ("uscc", "applicant", "policy", "category", "round")
    LABELS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "uscc": "统一社会信用代码",
            "applicant": "申报单位",
            "policy": "政策",
            "category": "类别",
            "round": "申报年度",
            "name": "平台或机构名称",
            "level": "级别",
            "event": "情形",
            "certificate_number": "证书编号",
            "recognised_on": "认定日期",
            "decided_on": "决定日期",
            "amount": "金额（万元）",
            "instalment_year": "分期年度",
            "instalment_number": "分期序号",
            "document_number": "文号",
            "note": "备注",
        }
    )

    uscc: str
    applicant: str
    policy: str
    category: str
    round: int
    name: str = ""
    level: str = ""
    event: str = ""
    certificate_number: str = ""
    recognised_on: date | None = None
    decided_on: date | None = None
    amount: Decimal | None = None
    instalment_year: int | None = None
    instalment_number: int | None = None
    document_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A decision that an applicant gets no support for a number of years, counted from the day of the decision."""

    REQUIRED: ClassVar = ("uscc", "applicant", "reason", "decided_on", "years")
    LABELS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "uscc": "统一社会信用代码",
            "applicant": "申报单位",
            "reason": "限制原因",
            "decided_on": "决定日期",
            "years": "限制年限",
            "basis": "依据",
            "note": "备注",
        }
    )

    uscc: str
    applicant: str
    reason: str
    decided_on: date
    years: int
    basis: str = ""
    note: str = ""

    @property
    def last_day(self) -> date:
        """The day before the anniversary of the decision."""
        return add_years(self.decided_on, self.years) - timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        """Whether the applicant is barred on ``day``."""
        return self.decided_on <= day <= self.last_day


Entry = Award | Bar
AnyEntry = TypeVar("AnyEntry", Award, Bar)


@dataclass(frozen=True, slots=True)
class Added:
    """How many entries were new; the others stood in the ledger already."""

    awards: int = 0
    bars: int = 0


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier award for a name that is alike: perhaps one platform under two names. A person decides."""

    award: Award
    similarity: float


def code_of(text: str) -> str:
    """A 统一社会信用代码 as it is compared: half width, capitals, no spaces."""
    return "".join(compat(text).upper().split())


def certificate_key(number: str) -> str:
    """A certificate number as it is compared: letters and digits only, capitals; empty for none."""
    return letters(number).upper()


def likeness(one: str, other: str, endings: Iterable[str] = ()) -> float:
    """How alike two names are, 0 to 1; brackets, spaces and widths do not count.

    ``endings``: words for a kind of platform (工程实验室, 工程研究中心) that may have been exchanged in a new name. The names
    are compared with and without them, and the higher likeness counts.
    """
    known = sorted(map(letters, endings), key=len, reverse=True)
    return max(_ratio(letters(one), letters(other)), _ratio(_core(letters(one), known), _core(letters(other), known)))


def _core(name: str, endings: Iterable[str]) -> str:
    return next((name.removesuffix(ending) for ending in endings if ending and name.endswith(ending)), name)


def _ratio(one: str, other: str) -> float:
    # Sorted, because SequenceMatcher may give another ratio when its two texts change places.
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first else 0.0


def plain(text: str) -> str:
    """Text as the ledger keeps it: on one line, without characters that a database or a workbook refuses."""
    kept = (c if c.isspace() else "" if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" else c for c in text)
    return " ".join("".join(kept).split())


def allowed(name: str, value: Any) -> Any:
    """The value of the field ``name`` as the ledger keeps it. Raises ValueError with a Chinese sentence when it may not be."""
    return value if value is None else _CHECKS.get(name, _text)(value)


def refined(entry: AnyEntry) -> AnyEntry:
    """The entry as the ledger keeps it. Raises ValueError with a Chinese sentence when a field is empty or wrong."""
    values = {field.name: allowed(field.name, getattr(entry, field.name)) for field in fields(entry)}
    for name in entry.REQUIRED:
        if values[name] in (None, ""):
            raise ValueError(f"“{entry.LABELS[name]}”没有填写")
    return replace(entry, **values)


def _uscc(value: str) -> str:
    code = code_of(value)
    if not is_uscc(code):
        near = read_uscc(code)
        hint = f"，是否应为 {near.value}？" if near.valid else ""
        raise ValueError(f"统一社会信用代码“{value}”校验码不符{hint}")
    return code


def _day(value: date) -> date:
    _year(value.year)
    return value


def _year(value: int) -> int:
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueError(f"年份 {value} 应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return value


def _count(value: int) -> int:
    if not 1 <= value <= _MOST_YEARS:
        raise ValueError(f"“{value}”应为 1 至 {_MOST_YEARS} 的整数")
    return value


def _amount(value: Decimal) -> Decimal:
    if not value.is_finite() or not 0 <= value < _MOST_YUAN:
        raise ValueError(f"金额 {value} 元超出范围")
    if (value * 100) % 1:
        raise ValueError(f"金额 {value} 元不足一分")
    return value


def _text(value: str) -> str:
    text = plain(value)
    if len(text) > _LONGEST:
        raise ValueError(f"共 {len(text)} 字，最多 {_LONGEST} 字")
    if text in _EXCEL_ERRORS:
        raise ValueError(f"“{text}”是 Excel 的错误值，不是内容")
    return text


_CHECKS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "uscc": _uscc,
        "amount": _amount,
        "recognised_on": _day,
        "decided_on": _day,
        "round": _year,
        "instalment_year": _year,
        "instalment_number": _count,
        "years": _count,
    }
)
