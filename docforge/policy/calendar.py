"""Working days by layers, later ones winning; never beyond loaded years.

Weekends → State Council's notice → the region's → the place's → the user's own file. Each file names its source by year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import chinese_calendar
from pydantic import BeforeValidator, Field, StrictBool, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from docforge.core import codes, strict_yaml
from docforge.core.dates import chinese_date
from docforge.core.errors import DocforgeError
from docforge.core.text import did_you_mean
from docforge.policy.strict import Strict

NATIONAL = "cn"
"""The layer of the State Council: the package chinesecalendar, and years that files state with ``national: true``."""

_SHIPPED = Path(__file__).parent / "calendars"
_FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Holidays that bear the same date every year: a whole national year has them."""

_HOW = (
    "{{name: {year}年放假安排, years: {{{year}: {{source: 通知名称和文号, {key}, holidays: [放假日期], workdays: [补班日期]}}}}}}"
)


def _as_day(value: object) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}”不是日期，应写成 2027-01-01 的形式") from None


def _as_year(value: object) -> int:
    if not isinstance(value, int) or not date.min.year <= value <= date.max.year:
        raise ValueError(f"“{value}”不是年份，应写成 2027 的形式")
    return value


Day = Annotated[date, BeforeValidator(_as_day)]
YearNumber = Annotated[int, BeforeValidator(_as_year)]


class Year(Strict):
    """One year of a layer: what it changes in the layers below it."""

    source: str = Field(description="the notice: issuer, title, number")
    confirmed: StrictBool = Field(True, description="false: not yet compared with the notice itself")
    national: StrictBool = Field(False, description="the State Council's whole year: chinesecalendar is not asked for it")
    covers: tuple[str, ...] = Field((), description="layers whose arrangement for this year is contained here, such as xinjiang")
    holidays: tuple[Day, ...] = Field((), description="weekdays (weekends may stand here too) on which nobody works")
    workdays: tuple[Day, ...] = Field((), description="days worked although a layer below, or the weekend, has them free")

    def decide(self, day: date, works: bool) -> bool:
        """Whether ``day`` is worked; ``works``: what the layers below say."""
        return day in self.workdays or (works and day not in self.holidays)


class Layer(Strict):
    """A calendar file."""

    name: str
    years: dict[YearNumber, Year]

    @model_validator(mode="after")
    def _sound(self) -> "Layer":
        wrong = [problem for number, year in self.years.items() for problem in _problems(number, year)]
        if wrong:
            raise ValidationError.from_exception_data("Layer", wrong)
        return self


def _problems(number: int, year: Year) -> Iterator[InitErrorDetails]:
    def problem(what: str, *where: str | int) -> InitErrorDetails:
        return InitErrorDetails(
            type=PydanticCustomError("calendar", "{what}", {"what": what}), loc=("years", number, *where), input=year
        )

    if not year.source.strip():
        yield problem("没有填写", "source")
    if NATIONAL in year.covers:
        yield problem("全国安排请写 national: true", "covers")
    for key, days in (("holidays", year.holidays), ("workdays", year.workdays)):
        yield from (problem(f"{day} 不在 {number} 年", key, i) for i, day in enumerate(days) if day.year != number)
    for i, day in enumerate(year.workdays):
        if day in year.holidays:
            yield problem(f"{day} 既是放假日又是补班日", "workdays", i)
        elif year.national and day.weekday() < 5:
            yield problem(f"{day} 不在周末，不用补班", "workdays", i)
    usual = [date(number, *day) for day in _FIXED] if year.national else []
    missing = [chinese_date(day) for day in usual if day.weekday() < 5 and day not in year.holidays]
    if missing:
        yield problem(f"全国安排应写全年，缺少{'、'.join(missing)}", "national")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A layer in its place. ``needed``: a year that it does not hold stops the count."""

    id: str
    layer: Layer
    needed: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Layers in their order; made by ``calendar``. Every method raises DocforgeError P411 for a year that is not loaded."""

    is_national: bool
    layers: tuple[_Placed, ...]

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        works = self._is_national_workday(day)
        for year in self._years_above(day.year):
            works = year.decide(day, works)
        return works

    def last_day(self, start: date, count: int, how: Literal["inclusive", "next_day"]) -> date:
        """The ``count``-th working day from ``start``; with "inclusive" ``start`` itself is day 1 if it is one.

        >>> calendar(["cn", "xinjiang"]).last_day(date(2025, 6, 5), 5, "inclusive")
        datetime.date(2025, 6, 16)
        """
        if count < 1:
            raise ValueError(f"no {count}-th working day")
        day = start if how == "inclusive" else start + timedelta(days=1)
        while True:
            count -= self.is_workday(day)
            if not count:
                return day
            day += timedelta(days=1)

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie from ``a`` to ``b``, both counted; none when ``b`` is earlier."""
        return sum(self.is_workday(a + timedelta(days=i)) for i in range((b - a).days + 1))

    def sources(self, year: int) -> tuple[str, ...]:
        """What the working days of ``year`` are taken from, in the order of layers; what is not confirmed says so."""
        national = self._national_year(year)
        known = [national] if national else []
        package = f"国务院办公厅{year}年部分节假日安排（chinesecalendar {version('chinesecalendar')}）"
        first = [package] if self.is_national and not known else []
        return (*first, *(y.source + ("" if y.confirmed else "（尚未核对）") for y in [*known, *self._years_above(year)]))

    def _stated(self, number: int) -> dict[str, Year]:
        return {placed.id: placed.layer.years[number] for placed in self.layers if number in placed.layer.years}

    def _national_year(self, number: int) -> Year | None:
        stated = [year for year in self._stated(number).values() if year.national]
        return stated[-1] if stated else None

    def _is_national_workday(self, day: date) -> bool:
        is_weekday, year = day.weekday() < 5, self._national_year(day.year)
        if year is not None:
            return year.decide(day, is_weekday)
        if not self.is_national:
            return is_weekday
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError as error:
            raise _missing(day.year, "国务院", "national: true") from error

    def _years_above(self, number: int) -> list[Year]:
        """The years of the layers above the national one, in order, without those that another one covers."""
        stated = self._stated(number)
        covered = {name for id, year in stated.items() for name in year.covers if name != id}
        for placed in self.layers:
            if placed.needed and placed.id not in stated and placed.id not in covered:
                raise _missing(number, placed.layer.name, f"covers: [{placed.id}]")
        return [year for id, year in stated.items() if id not in covered and not year.national]


def calendar(names: Sequence[str], *, folders: Sequence[Path] = (), files: Sequence[Path] = ()) -> Calendar:
    """The calendar of the layers ``names``, each looked up in ``folders``, then among the shipped; ``files`` come last.

    A file need not hold every year. Raises DocforgeError P413 for a name that is not known, R101 and P402 for files.
    """
    found = {path.stem: path for folder in (_SHIPPED, *reversed(folders)) for path in sorted(folder.glob("*.yaml"))}
    placed = []
    for name in names:
        if name in found:
            placed.append(_Placed(name, strict_yaml.load(found[name], Layer), needed=name != NATIONAL))
        elif name != NATIONAL:
            known = sorted({NATIONAL, *found})
            hint = did_you_mean(name, known)
            raise DocforgeError(codes.CALENDAR_UNKNOWN, name=name, hint=hint, known="、".join(known))
    return Calendar(NATIONAL in names, (*placed, *map(_own, files)))


def _own(path: Path) -> _Placed:
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    return _Placed(str(path), strict_yaml.load(path, Layer), needed=False)


def _missing(year: int, layer: str, key: str) -> DocforgeError:
    return DocforgeError(codes.CALENDAR_MISSING, year=year, layer=layer, how=_HOW.format(year=year, key=key))
