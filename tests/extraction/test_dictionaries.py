"""Dictionaries raise or lower a grade, tell the user, and never touch what was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from docforge.core.model import Box, Document, Grade, Line, Page, Record, Source, Via
from docforge.extraction.dictionaries import Says, opinion
from docforge.extraction.divisions import divisions
from docforge.extraction.extract import extract
from docforge.extraction.kind import Dictionary, FieldSpec, Kind, shipped_kinds

KNOWN = [(name, code) for code, names in divisions()._names.items() for name in names if len(name) > 2]


def licence(confidence: float = 0.99, **values: str) -> Record:
    """A licence whose lines were read with this confidence."""
    printed = {
        "统一社会信用代码": "91654002MA775BT24K",
        "名称": "伊宁市天山示例有限公司",
        "类型": "有限责任公司（自然人独资）",
        "法定代表人": "周明远",
        "住所": "新疆伊犁州伊宁市解放西路188号",
    } | values
    rows = [Line("营业执照", Box(200, 20, 420, 60), 1, 0.99, Via.OCR)]
    for i, (label, value) in enumerate(printed.items()):
        rows.append(Line(f"{label}：{value}", Box(50, 100 + 40 * i, 500, 120 + 40 * i), 1, confidence, Via.OCR))
    page = Page(1, 600, 800, tuple(rows))
    (record,) = extract(Document(Source("a.jpg", "", "image/jpeg"), (page,)), shipped_kinds()).records
    return record


def test_a_name_that_ends_as_no_organisation_does_is_not_graded_high() -> None:
    misread = licence(名称="伊宁市天山示例有很公司")
    assert misread.fields["name"].grade is Grade.MEDIUM
    assert misread.value("name") == "伊宁市天山示例有很公司"
    assert "E223" in [f.code for f in misread.findings]
    assert licence().fields["name"].grade is Grade.HIGH


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("新疆伊犁州伊守市解放西路188号", "伊宁市"),
        ("新疆维吾尔自治区昌吉回族自治州昌古市建国路1号", "昌吉市"),
        ("郑州市全水区杨金路9号", "金水区"),
        ("北京市海锭区中关村1号", "海淀区"),
    ],
)
def test_a_division_misread_by_one_character_lowers_the_address(address: str, near: str) -> None:
    record = licence(住所=address)
    assert record.value("address") == address
    assert record.fields["address"].grade is Grade.MEDIUM
    (told,) = (f for f in record.findings if f.code == "E222")
    assert near in told.message


@pytest.mark.parametrize(
    "address",
    [
        "新疆伊犁州伊宁市解放西路188号",
        "新疆伊犁州霍尔果斯经济开发区1号",
        "新疆博州博乐市北京路",
        "吴江盛泽镇坝里村",  # short forms
        "天津市静海县双塘",  # a county of former years
        "张家港保税区新兴产业育成中心A栋206室",
        "解放西路188号市场内",
        "新疆生产建设兵团第四师可克达拉市",
        "乌鲁木齐市高新区",
    ],
)
def test_addresses_as_people_write_them_are_not_doubted(address: str) -> None:
    assert divisions().doubt(address) is None


@given(st.sampled_from(KNOWN))
def test_no_division_doubts_itself(known: tuple[str, str]) -> None:
    assert divisions().doubt(known[0] + "人民路1号") is None


@given(st.text(max_size=40))
def test_any_address_is_judged(text: str) -> None:
    divisions().doubt(text)


def test_a_type_of_the_list_needs_less_certainty() -> None:
    assert licence(0.88).fields["type"].grade is Grade.HIGH
    assert licence(0.88, 类型="有限责任公司（自然人独费）").fields["type"].grade is Grade.MEDIUM
    assert licence(0.80).fields["type"].grade is Grade.MEDIUM


def test_an_unknown_division_in_a_code_is_a_hint_and_no_doubt() -> None:
    record = licence(统一社会信用代码="91870102MA775BT24J")
    assert "E224" not in [f.code for f in licence().findings]
    hints = [f for f in record.findings if f.code == "E224"]
    assert [h.severity.value for h in hints] == ["info"]
    assert "870102" in hints[0].message
    spec = next(kind for kind in shipped_kinds() if kind.kind == "business_licence").spec("uscc")
    assert opinion("91320592346465251 2".replace(" ", ""), spec).code is None  # a development zone, within its prefecture's codes
    assert opinion("91870102MA775BT24J", spec).says is Says.NOTHING


@pytest.mark.parametrize("scope", ["软件开发（以上不含国家专控", "以上）软件开发"])
def test_a_bracket_without_its_other_half_is_a_doubt(scope: str) -> None:
    assert licence(经营范围=scope).fields["scope"].grade is Grade.MEDIUM
    assert licence(经营范围="软件开发（不含专控）").fields["scope"].grade is Grade.HIGH


def test_a_dictionary_of_codes_needs_a_code() -> None:
    field = FieldSpec(key="name", label="名称", dictionary=Dictionary(divisions="code"))
    with pytest.raises(ValidationError):
        Kind(kind="x", label="x", titles=("x",), fields=(field,))
