"""Placeholders as people write them, as names of the template language."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docforge.rendering.naming import as_language


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (" 企业名称 ", " 企业名称 "),
        (" for 行 in 名单 ", " for 行 in 名单 "),
        (" 行.单位名称 ", " 行.单位名称 "),
        (" 联 系 人 ", " 联系人 "),
        ("单位名称：", "单位名称"),
        (' 行.金额（万元） if 行.项 == "联 系 人" ', ' 行["金额（万元）"] if 行.项 == "联 系 人" '),
    ],
)
def test_labels_become_names(written: str, wanted: str) -> None:
    assert as_language(written, {}) == wanted


@given(st.text("企业名单ab1_ .（）、·：()\"'-|", max_size=20))
@example(" 行 名单.甲")
def test_what_is_left_as_it_is_is_what_reading_would_leave(written: str) -> None:
    """Plain names are not looked into: before a filter they are, and come out the same."""
    assert as_language(written, {}) + "|大写" == as_language(f"{written}|大写", {})
