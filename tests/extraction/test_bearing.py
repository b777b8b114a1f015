"""Where on a page the values stand that are taken from it."""

import pytest

from docforge.core.model import Box
from docforge.extraction.bearing import bearing
from docforge.extraction.kind import shipped_kinds
from tests.extraction.test_engine import TITLE, Item, page

WHOLE: list[Item] = [
    (400, 150, "统一社会信用代码 91654002MA7ABCDE1X"),
    (100, 200, "名称"),
    (300, 200, "某某有限公司"),
    (100, 240, "类型"),
    (300, 240, "有限责任公司"),
    (100, 300, "法定代表人"),
    (300, 300, "周明远"),
    (100, 340, "经营范围"),
    (300, 340, "软件开发"),
    (100, 380, "注册资本"),
    (300, 380, "壹佰万元整"),
    (100, 420, "成立日期"),
    (300, 420, "2015年12月12日"),
    (100, 460, "住所"),
    (300, 460, "某市某路1号"),
    (100, 1300, "国家企业信用信息公示系统网址"),
]


def test_the_values_of_a_licence_are_told_and_what_is_printed_below_is_not() -> None:
    parts = bearing(page(TITLE, *WHOLE), shipped_kinds())
    assert any(part.meets(Box(300, 200, 320, 220)) for part in parts)
    assert not any(part.meets(Box(0, 1250, 1000, 1400)) for part in parts)


def test_where_a_code_must_stand_that_was_not_read_is_told_too() -> None:
    without = [item for item in WHOLE if "代码" not in item[2]]
    parts = bearing(page(TITLE, (400, 150, "统一社会信用代码 9165"), *without), shipped_kinds())
    assert any(part.meets(Box(400, 150, 900, 170)) for part in parts)


@pytest.mark.parametrize("left_out", ["周明远", "2015年12月12日"])
def test_a_page_of_which_something_was_not_found_may_matter_whole(left_out: str) -> None:
    items = [item for item in [TITLE, *WHOLE] if item[2] != left_out]
    assert bearing(page(*items), shipped_kinds()) == []
