from hypothesis import given
from hypothesis import strategies as st

from docforge.core.text import compat, letters, nearest, person_name, squeeze, tidy


def test_kangxi_radicals_become_ideographs() -> None:
    assert compat("法定代表⼈ ⻓期") == "法定代表人 长期"


def test_widths_spaces_and_brackets_do_not_tell_names_apart() -> None:
    assert letters("伊宁市 天山（集团）有限公司") == letters("伊宁市天山(集团)有限公司")
    assert letters("甲&乙公司") != letters("甲丙公司")
    assert squeeze("联 系　人：") == "联系人:"


def test_tidy_text_has_full_width_punctuation_between_ideographs_only() -> None:
    assert tidy("有限责任公司 (自然人 独资)") == "有限责任公司（自然人独资）"
    assert tidy("GB/T 9704 (2012), A4") == "GB/T 9704 (2012), A4"


def test_the_name_separator_is_u00b7() -> None:
    for dot in "•・‧∙．·":
        assert person_name(f"努尔兰 {dot} 叶尔肯") == "努尔兰·叶尔肯"


@given(st.text(max_size=60))
def test_folding_is_idempotent(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert tidy(tidy(text)) == tidy(text)


def test_nearest() -> None:
    assert nearest("法人代表电话", ["企业名称", "法人代表联系电话"]) == "法人代表联系电话"
    assert nearest("zzz", ["企业名称"]) is None


def test_a_point_between_ideographs_is_the_separator_of_a_name() -> None:
    assert person_name("阿依努尔.买买提") == "阿依努尔·买买提"
    assert person_name("J. Smith") == "J. Smith"
