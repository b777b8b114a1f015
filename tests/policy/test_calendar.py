import re
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.errors import DocforgeError
from docforge.policy.calendar import calendar

CN, XINJIANG = calendar(["cn"]), calendar(["cn", "xinjiang"])
CALENDARS = {"cn": CN, "xinjiang": XINJIANG}
YEAR_2027 = """
name: 2027年放假安排
years:
  2027:
    source: 虚构的通知
    national: true
    covers: [{covers}]
    holidays: [2027-01-01, 2027-02-05, 2027-02-08, 2027-03-09, 2027-05-03, 2027-10-01, 2027-10-04]
    workdays: [2027-02-14]
"""


def written(tmp_path: Path, text: str, name: str = "own.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DocforgeError) as caught:
        calendar(["cn"], files=[path])
    assert caught.value.code.id == "P402"
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("start", "layers", "how", "end"),
    [
        (date(2025, 6, 5), "cn", "inclusive", date(2025, 6, 11)),
        (date(2025, 6, 5), "xinjiang", "inclusive", date(2025, 6, 16)),
        (date(2025, 6, 5), "cn", "next_day", date(2025, 6, 12)),
        (date(2025, 6, 5), "xinjiang", "next_day", date(2025, 6, 17)),
        (date(2025, 9, 29), "xinjiang", "inclusive", date(2025, 10, 11)),
        (date(2025, 12, 1), "xinjiang", "inclusive", date(2025, 12, 5)),
        (date(2025, 12, 1), "xinjiang", "next_day", date(2025, 12, 8)),
        (date(2025, 11, 29), "cn", "inclusive", date(2025, 12, 5)),
    ],
)
def test_the_last_of_five_working_days(start: date, layers: str, how: Literal["inclusive", "next_day"], end: date) -> None:
    assert CALENDARS[layers].last_day(start, 5, how) == end


@pytest.mark.parametrize("day", [date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)])
def test_a_make_up_day_at_the_weekend_is_worked(day: date) -> None:
    assert XINJIANG.is_workday(day)


@pytest.mark.parametrize(
    "day",
    [
        *(date(2022, 5, 5), date(2022, 7, 11), date(2022, 7, 13)),
        *(date(2023, 4, 21), date(2023, 6, 28), date(2023, 6, 30)),
        *(date(2025, 3, 31), date(2025, 6, 6), date(2025, 6, 10)),
    ],
)
def test_the_region_has_holidays_of_its_own(day: date) -> None:
    assert CN.is_workday(day)
    assert not XINJIANG.is_workday(day)


@given(st.dates(date(2025, 1, 1), date(2025, 9, 30)), st.integers(1, 40))
def test_counting_forth_and_back_agree(start: date, count: int) -> None:
    end = XINJIANG.last_day(start, count, "inclusive")
    assert XINJIANG.working_days_between(start, end) == count
    assert XINJIANG.working_days_between(end, start - timedelta(days=1)) == 0
    assert XINJIANG.last_day(start, count, "next_day") == XINJIANG.last_day(start + timedelta(days=1), count, "inclusive")


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_the_national_layer_is_the_package(day: date) -> None:
    assert CN.is_workday(day) == chinese_calendar.is_workday(day)


def test_no_working_days_at_all_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="0-th"):
        CN.last_day(date(2025, 6, 5), 0, "inclusive")


@pytest.mark.parametrize(("day", "layer"), [(date(2031, 3, 3), "国务院"), (date(2024, 3, 4), "新疆")])
def test_beyond_the_loaded_years_nothing_is_guessed(day: date, layer: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        XINJIANG.is_workday(day)
    assert caught.value.code.id == "P411"
    for said in (str(day.year), layer, "--until", "--calendar"):
        assert said in str(caught.value)


def test_a_count_that_runs_into_the_next_year_stops_there() -> None:
    assert CN.last_day(date(2026, 12, 25), 5, "inclusive") == date(2026, 12, 31)
    with pytest.raises(DocforgeError, match="2027"):
        CN.last_day(date(2026, 12, 25), 6, "inclusive")


def test_the_remedy_is_a_file_that_serves(tmp_path: Path) -> None:
    day = date(2027, 3, 10)
    files: list[Path] = []
    for layer in ("国务院", "新疆"):
        with pytest.raises(DocforgeError, match=layer) as caught:
            calendar(["cn", "xinjiang"], files=files).is_workday(day)
        told = re.search(r"\{name.*\}", str(caught.value))
        assert told
        days = "2027-01-01, 2027-10-01" if layer == "国务院" else "2027-03-10"
        files.append(written(tmp_path, told[0].replace("放假日期", days).replace("补班日期", "2027-02-14"), f"{layer}.yaml"))
    whole = calendar(["cn", "xinjiang"], files=files)
    assert not whole.is_workday(day)
    assert whole.is_workday(date(2027, 2, 14))


def test_a_file_of_the_user_gives_a_year_that_the_package_does_not_know(tmp_path: Path) -> None:
    whole = calendar(["cn", "xinjiang"], files=[written(tmp_path, YEAR_2027.format(covers="xinjiang"))])
    assert whole.last_day(date(2027, 2, 4), 5, "inclusive") == date(2027, 2, 12)
    assert whole.working_days_between(date(2027, 2, 13), date(2027, 2, 14)) == 1
    assert whole.sources(2027) == ("虚构的通知",)
    assert whole.last_day(date(2025, 6, 5), 5, "inclusive") == date(2025, 6, 16)
    national_only = calendar(["cn", "xinjiang"], files=[written(tmp_path, YEAR_2027.format(covers=""))])
    with pytest.raises(DocforgeError, match="新疆"):
        national_only.is_workday(date(2027, 2, 4))
    assert calendar(["cn"], files=[written(tmp_path, YEAR_2027.format(covers=""))]).is_workday(date(2027, 2, 14))


def test_a_national_year_of_the_user_lies_below_the_region(tmp_path: Path) -> None:
    region = "name: 县\nyears: {2027: {source: 县通知, workdays: [2027-03-09], holidays: [2027-03-10]}}\n"
    written(tmp_path, region, "county.yaml")
    own = written(tmp_path, YEAR_2027.format(covers=""))
    both = calendar(["cn", "county"], folders=[tmp_path], files=[own])
    assert both.is_workday(date(2027, 3, 9))
    assert not both.is_workday(date(2027, 3, 10))


def test_later_layers_win(tmp_path: Path) -> None:
    holiday, first, second = date(2025, 6, 6), date(2025, 6, 12), date(2025, 6, 15)
    written(tmp_path, f"name: 市\nyears: {{2025: {{source: 市通知, workdays: [{holiday}], holidays: [{first}]}}}}\n", "city.yaml")
    own = written(tmp_path, f"name: 本人\nyears: {{2025: {{source: 口头, confirmed: false, workdays: [{first}, {second}]}}}}\n")
    days = (holiday, first, second)
    assert [XINJIANG.is_workday(day) for day in days] == [False, True, False]
    city = calendar(["cn", "xinjiang", "city"], folders=[tmp_path])
    assert [city.is_workday(day) for day in days] == [True, False, False]
    whole = calendar(["cn", "xinjiang", "city"], folders=[tmp_path], files=[own])
    assert [whole.is_workday(day) for day in days] == [True, True, True]
    assert calendar(["cn", "city", "xinjiang"], folders=[tmp_path]).is_workday(holiday) is False
    assert whole.sources(2025)[1:] == (XINJIANG.sources(2025)[1], "市通知", "口头（尚未核对）")
    assert "chinesecalendar" in whole.sources(2025)[0]


def test_the_packs_own_calendar_stands_before_the_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, "name: 自治区（本地）\nyears: {2025: {source: 甲, holidays: [2025-06-12]}}\n", "xinjiang.yaml")
    own = calendar(["cn", "xinjiang"], folders=[tmp_path])
    assert own.is_workday(date(2025, 6, 6))
    assert not own.is_workday(date(2025, 6, 12))


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(DocforgeError) as caught:
        calendar(["cn", "xinjang"])
    assert caught.value.code.id == "P413"
    assert "是否想写“xinjiang”？" in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("    holiday: [2027-01-01]\n", "第 5 行：不认识的键“holiday”，是否想写“holidays”？"),
        ("    holidays:\n      - 2027-01-01\n      - 2026-01-02\n", "第 7 行：“years.2027.holidays.1”2026-01-02 不在 2027 年"),
        ("    holidays: ['2027-02-30']\n", "第 5 行：“years.2027.holidays.0”“2027-02-30”不是日期"),
        ("    holidays: [元旦]\n", "第 5 行：“years.2027.holidays.0”“元旦”不是日期"),
        (
            "    holidays: [2027-03-08]\n    workdays: [2027-03-08]\n",
            "第 6 行：“years.2027.workdays.0”2027-03-08 既是放假日又是补班日",
        ),
        ("    national: true\n    workdays: [2027-03-08]\n", "第 6 行：“years.2027.workdays.0”2027-03-08 不在周末"),
        ("    national: true\n    holidays: [2027-01-01]\n", "第 5 行：“years.2027.national”全国安排应写全年，缺少2027年10月1日"),
        ("    covers: [cn]\n", "第 5 行：“years.2027.covers”全国安排请写 national: true"),
        ("    confirmed: 是\n", "第 5 行：“years.2027.confirmed”应为 true 或 false"),
        ("  明年: {source: 甲}\n", "第 5 行：“years.明年.[key]”“明年”不是年份"),
        ("  2028: {source: ''}\n", "第 5 行：“years.2028.source”没有填写"),
        ("  2028: {holidays: []}\n", "第 5 行：缺少“years.2028.source”"),
    ],
)
def test_a_bad_file_is_named_with_the_line(lines: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(written(tmp_path, f"name: 某\nyears:\n  2027:\n    source: 甲\n{lines}"))


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = "name: 某\nyears:\n  2027:\n    source: ''\n    holidays: [2026-01-01]\n    workdays: [2025-01-01]\n"
    said = refusal(written(tmp_path, text))
    assert [f"第 {line} 行" in said for line in (4, 5, 6)] == [True] * 3


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        calendar(["cn"], files=[tmp_path / "none.yaml"])
    assert caught.value.code.id == "R101"
    assert "none.yaml" in str(caught.value)
