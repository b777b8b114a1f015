from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.extraction.kind import FieldSpec, ValueType
from docforge.extraction.values import understand


def spec(type: ValueType, **more: object) -> FieldSpec:
    return FieldSpec.model_validate({"key": "x", "label": "某项", "type": type, **more})


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (ValueType.DATE, "二〇一四年十一月十日", date(2014, 11, 10)),
        (ValueType.MONEY, "人民币伍佰万圆整", Decimal(5000000)),
        (ValueType.YEARS, "三年", "3"),
        (ValueType.PHONE, "电话 0999-8000001", "0999-8000001"),
        (ValueType.PERSON, "努尔兰 · 叶尔肯", "努尔兰·叶尔肯"),
        (ValueType.ORGANISATION, "某某 (集团) 有限公司。", "某某（集团）有限公司"),
        (ValueType.PHONE, "无", None),
        (ValueType.DATE, "长期", None),
    ],
)
def test_typed(type: ValueType, raw: str, value: object) -> None:
    typed = understand(raw, spec(type))
    assert typed.value == value
    assert (typed.code is None) == (value is not None)


def test_codes_have_shapes() -> None:
    number = spec(ValueType.CODE, shapes=("GR############",))
    assert understand("编号 GR2O2565000l27".replace("l", "1"), number).value == "GR202565000127"
    assert understand("XJ2022GX0456", number).value is None


@given(st.text(max_size=80), st.sampled_from(ValueType), st.booleans())
def test_no_text_breaks_it_and_typed_text_is_kept(text: str, type: ValueType, exact: bool) -> None:
    typed = understand(text, spec(type), exact=exact)
    if exact and type is ValueType.LONG_TEXT and typed.value is not None:
        assert understand(str(typed.value), spec(type), exact=True).value == typed.value


HINT = "属于重点人才工程入选者创办企业，或州级及以上认定的科创平台，或规模以上企业等等哪一类"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (f"{HINT}高新技术企业，主营节水装备。", "高新技术企业，主营节水装备。"),
        (f"（{HINT.replace('州级', '州极')}）高新技术企业。", "高新技术企业。"),
        ("高新技术企业，属于重点人才工程入选者创办企业。", "高新技术企业，属于重点人才工程入选者创办企业。"),
        (HINT, None),
    ],
)
def test_the_forms_own_remark_is_no_part_of_what_was_written(raw: str, value: str | None) -> None:
    assert understand(raw, spec(ValueType.LONG_TEXT, hint=HINT)).value == value
