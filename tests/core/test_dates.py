from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.dates import Term, add_years, chinese_date, find_dates, numeral, parse_date, parse_term

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FIGURES = "〇一二三四五六七八九"


def in_numerals(number: int) -> str:
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, FIGURES[tens] + "十") + (FIGURES[ones] if ones else "")


@given(DAYS)
def test_every_written_form_is_the_same_day(day: date) -> None:
    year = "".join(FIGURES[int(c)] for c in str(day.year))
    forms = [
        chinese_date(day),
        f"{day.year}年{day.month:02d}月{day.day:02d}日",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{year}年{in_numerals(day.month)}月{in_numerals(day.day)}日",
        f"{year.replace('〇', '○')}年{in_numerals(day.month)}月{in_numerals(day.day)}日",
    ]
    assert {parse_date(form) for form in forms} == {day}


@given(st.text(max_size=40))
def test_no_text_breaks_the_parsers(text: str) -> None:
    parse_date(text)
    parse_term(text)


@pytest.mark.parametrize("text", ["", "2023年2月30日", "年月日", "2023年13月1日", "三〇〇八年三月十二日", "电话 0999-8000001"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("二〇一四", 2014), ("05", 5), ("x", None), ("", None)],
)
def test_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("长期", Term(None, None, open_ended=True)),
        ("2015年12月12日至长期", Term(date(2015, 12, 12), None, open_ended=True)),
        ("2011年03月24日至永久", Term(date(2011, 3, 24), None, open_ended=True)),
        ("2010年09月02日至2020年09月01日", Term(date(2010, 9, 2), date(2020, 9, 1))),
        ("自二〇〇八年三月十二日至二〇一八年三月十二日", Term(date(2008, 3, 12), date(2018, 3, 12))),
        ("2009年08月03日至年月日", Term(date(2009, 8, 3), None)),
        ("2004年03月19日至******", Term(date(2004, 3, 19), None)),
        ("2018.10.16-2038.10.16", Term(date(2018, 10, 16), date(2038, 10, 16))),
        ("至2030年1月1日", Term(None, date(2030, 1, 1))),
        ("年月日", None),
        ("2010年06月18日至2O20年06月17日", Term(date(2010, 6, 18), date(2020, 6, 17))),
        ("2015-12-12至20351211", Term(date(2015, 12, 12), date(2035, 12, 11))),
        ("2015年1月1日至二〇二五年五月廿四日", Term(date(2015, 1, 1), date(2025, 5, 24))),
        ("2010年06月18日至2020年02月30日", None),
        ("自三〇〇八年三月十二日至二〇一八年三月十二日", None),
        ("2010年06月18日至二〇一五年五", None),
        ("二〇二三年一二十月一日", None),
    ],
)
def test_terms(text: str, term: Term | None) -> None:
    assert parse_term(text) == term


def test_a_term_covers_days_only_as_far_as_it_says() -> None:
    assert Term(None, None, open_ended=True).covers(date(2100, 1, 1)) is True
    assert Term(date(2020, 1, 1), None).covers(date(2021, 1, 1)) is None
    limited = Term(date(2020, 1, 1), date(2020, 12, 31))
    assert [limited.covers(d) for d in (date(2019, 12, 31), date(2020, 12, 31), date(2021, 1, 1))] == [False, True, False]


def test_leap_day_and_lists() -> None:
    assert add_years(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert find_dates("自2023年1月1日至2023年2月30日，2024.2.29") == [date(2023, 1, 1), date(2024, 2, 29)]
