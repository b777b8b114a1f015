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
