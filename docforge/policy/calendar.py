"""Working days by layers: weekends and the State Council's notice, then the regional layer. Never beyond loaded years."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Literal

import chinese_calendar
from pydantic import BaseModel, ConfigDict

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError


class Layer(BaseModel):
    """A regional calendar file: extra holidays and make-up workdays by year, each year with its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    years: dict[int, "Year"]


class Year(BaseModel):
    """One year of a layer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()


@lru_cache
def _layer(name: str) -> Layer:
    with as_file(files("docforge.policy") / "calendars" / f"{name}.yaml") as path:
        return strict_yaml.load(path, Layer)


def is_workday(day: date, calendars: Sequence[str]) -> bool:
    """Whether ``day`` is a working day under the layers, later ones winning; "cn" is the national calendar.

    Raises DocforgeError P411 for a year that a layer does not hold: nothing is guessed.
    """
    works = day.weekday() < 5
    for name in calendars:
        if name == "cn":
            works = _national(day)
            continue
        layer = _layer(name)
        year = layer.years.get(day.year)
        if year is None:
            raise DocforgeError(codes.CALENDAR_MISSING, year=day.year, layer=layer.name)
        works = day in year.workdays or (works and day not in year.holidays)
    return works


def _national(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise DocforgeError(codes.CALENDAR_MISSING, year=day.year, layer="国务院") from error


def last_day(start: date, count: int, calendars: Sequence[str], how: Literal["inclusive", "next_day"]) -> date:
    """The ``count``-th working day from ``start``; with "inclusive" ``start`` itself is day 1 if it is one.

    >>> last_day(date(2025, 6, 5), 5, ("cn", "xinjiang"), "inclusive")
    datetime.date(2025, 6, 16)
    """
    day = start if how == "inclusive" else start + timedelta(days=1)
    while True:
        count -= is_workday(day, calendars)
        if not count:
            return day
        day += timedelta(days=1)
