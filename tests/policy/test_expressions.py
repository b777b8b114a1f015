"""The language of conditions: what is understood, and how what is not is told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.policy.expressions import Call, Literal, Name, Operation, Over, names_in, parsed


def test_precedence_and_words() -> None:
    tree = parsed('a or b and not c == "x"')
    assert isinstance(tree, Operation)
    assert tree.op == "or"
    assert isinstance(tree.operands[1], Operation)
    assert tree.operands[1].op == "and"
    assert parsed('甲 且 乙 或 非 丙 包含 "x"') == parsed('甲 and 乙 or not 丙 contains "x"')


def test_literals() -> None:
    assert parsed("500万") == parsed("5000000")
    assert parsed('"2025"') == Literal("2025")
    assert isinstance(parsed('any(patent_certificate where title contains "发明")'), Over)
    assert parsed("known(level)") == Call("known", (Name(("level",)),))


def test_a_name_may_begin_or_end_like_a_word_of_the_language() -> None:
    assert parsed("country in [1, 2]") == Operation("in", (Name(("country",)), Literal(Decimal(1)), Literal(Decimal(2))))
    assert parsed("not paper.count") == Operation("not", (Name(("paper", "count")),))


def test_a_sum_is_computed_from_left_to_right() -> None:
    one = Operation("-", (Name(("a",)), Operation("*", (Literal(Decimal(2)), Name(("b",))))))
    assert parsed("a - 2 * b + c") == Operation("+", (one, Name(("c",)))) == parsed("(a - (2 * b)) + c")


def test_names() -> None:
    assert names_in('营业执照.住所 contains "伊宁市" and level == "国家"') == (("营业执照", "住所"), ("level",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a and", "没有写完"),
        ("a == == b", "看不懂"),
        ("foo(a)", "没有函数“foo”"),
        ("known()", "看不懂"),
        ("months_between(a)", "需要 2 个参数"),
        ("2025-13-01 < on", "不是日期"),
        ('names("x", a)', "第一个参数应为材料种类"),
        ("not " * 60 + "a", "太复杂"),
        ("a" + " + a" * 5000, "太复杂"),
        ("__import__('os')", "看不懂"),
        ("或 == a", "看不懂"),
        ("a contains 5", "看不懂"),
        ('a == "x', "看不懂"),
        ("a b", "“b”处看不懂"),
    ],
)
def test_what_cannot_be_understood_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parsed(text)


def test_what_stands_in_quotes_or_names_does_not_make_it_too_complex() -> None:
    assert parsed(f'a == "{"(非-" * 50}"') == Operation("==", (Name(("a",)), Literal("(非-" * 50)))
    assert len(names_in(" or ".join(["非遗.notary"] * 50))) == 50


@given(st.text(alphabet='abc 且或非()[]"",.<>=!0123456789-万any where not in contains', max_size=60))
def test_any_text_is_an_expression_or_a_told_problem(text: str) -> None:
    try:
        parsed(text)
    except ValueError as error:
        assert str(error)
