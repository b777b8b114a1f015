from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.money import in_words, parse_money, wan

SUMS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2, allow_nan=False)


@given(SUMS)
def test_words_read_back_are_the_sum(amount: Decimal) -> None:
    assert parse_money(in_words(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("100000", "人民币壹拾万元整"),
        ("25000", "人民币贰万伍仟元整"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("10050000", "人民币壹仟零伍万元整"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("20000001", "人民币贰仟万零壹元整"),
        ("1010000000", "人民币壹拾亿壹仟万元整"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("3.5", "人民币叁元伍角整"),
    ],
)
def test_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "10000000000000000"])
def test_out_of_range_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="out of range"):
        in_words(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("人民币伍佰万圆整", "5000000"),
        ("500万元人民币", "5000000"),
        ("500.000000万人民币", "5000000"),
        ("壹仟零壹拾万元整", "10100000"),
        ("叁佰贰拾陆万玖仟陆佰元整", "3269600"),
        ("叁仟万元", "30000000"),
        ("1,234.50元", "1234.5"),
        ("2.5亿元", "250000000"),
        ("拾万元整", "100000"),
        ("人民币 2800.0000 万元整", "28000000"),
        ("5千万元", "50000000"),
        ("1亿5000万元", "150000000"),
        ("3万5千元", "35000"),
    ],
)
def test_printed_sums(text: str, amount: str) -> None:
    assert parse_money(text) == Decimal(amount)


def test_a_column_headed_wan_gives_the_unit_only_where_none_is_printed() -> None:
    assert parse_money("2.5", unit="万元") == 25000
    assert parse_money("2.5元", unit="万元") == Decimal("2.5")


@given(st.text(max_size=30))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_money(text)


def test_wan_has_no_trailing_zeros() -> None:
    assert [wan(Decimal(x)) for x in ("25000", "100000", "1000000", "12345.67")] == ["2.5", "10", "100", "1.234567"]


@pytest.mark.parametrize(
    "text", ["万元", "人民币 万元", "500,0000万元", "5000,00万元", "1000万美元", "港币伍佰万元", "3千5万元", ""]
)
def test_what_is_no_sum_of_yuan_is_none(text: str) -> None:
    assert parse_money(text) is None
