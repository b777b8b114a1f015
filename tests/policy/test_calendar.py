from datetime import date

import pytest

from docforge.core.errors import DocforgeError
from docforge.policy.calendar import is_workday, last_day

CN, XINJIANG = ("cn",), ("cn", "xinjiang")


@pytest.mark.parametrize(
    ("start", "calendars", "how", "end"),
    [
        (date(2025, 6, 5), CN, "inclusive", date(2025, 6, 11)),
        (date(2025, 6, 5), XINJIANG, "inclusive", date(2025, 6, 16)),
        (date(2025, 6, 5), CN, "next_day", date(2025, 6, 12)),
        (date(2025, 6, 5), XINJIANG, "next_day", date(2025, 6, 17)),
        (date(2025, 9, 29), XINJIANG, "inclusive", date(2025, 10, 11)),
        (date(2025, 12, 1), XINJIANG, "inclusive", date(2025, 12, 5)),
        (date(2025, 12, 1), XINJIANG, "next_day", date(2025, 12, 8)),
        (date(2025, 11, 29), CN, "inclusive", date(2025, 12, 5)),
    ],
)
def test_the_last_of_five_working_days(start: date, calendars: tuple[str, ...], how: str, end: date) -> None:
    assert last_day(start, 5, calendars, how) == end  # type: ignore[arg-type]


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert is_workday(date(2025, 10, 11), XINJIANG)
    assert not is_workday(date(2025, 10, 12), XINJIANG)


@pytest.mark.parametrize(("day", "layer"), [(date(2031, 3, 3), "国务院"), (date(2024, 3, 4), "新疆")])
def test_beyond_the_loaded_years_nothing_is_guessed(day: date, layer: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        is_workday(day, XINJIANG)
    assert caught.value.code.id == "P411"
    assert layer in str(caught.value)
    assert "--until" in str(caught.value)
