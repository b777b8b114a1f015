"""What ``fill`` writes, ``extract`` reads back identically: every form of the shipped packs, every type of field."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docforge.casework.answers import read_answers
from docforge.casework.binding import bind_form
from docforge.casework.filling import fill_form
from docforge.casework.kinds import form_kind_name, kinds_of
from docforge.checking.case import Case
from docforge.core.ids import is_citizen_id
from docforge.core.model import Field
from docforge.extraction.extract import extract
from docforge.policy.form import Entry, FieldType, Form, FormField
from docforge.policy.loader import Pack, load_policy
from docforge.policy.written import printed, understood
from docforge.reading.reader import Reader
from docforge.rendering.binding_model import Binding
from tests.casework.blanks import blank_of, type_by_hand
from tests.core.test_ids import BODIES, made

PACK = load_policy("yining")
CATEGORY = {form.id: next(c for c in PACK.categories if PACK.form(c) is form) for form in PACK.forms}
HAN = st.text("伊宁市天山雪莲云数据科技有限公司研发销售服务北京路号", min_size=2, max_size=20)
WORD = st.text("abcXYZ0189-/（）()，。：;；%&<>“”、", max_size=12)
TEXT = st.builds(lambda a, b, c: a + b + c, HAN, WORD, HAN)
NAME = st.builds(lambda a, b: f"{a}·{b}" if b else a, HAN, st.one_of(st.just(""), HAN))
PHONE = st.one_of(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"0999-[2-8][0-9]{6}", fullmatch=True))
LONG = st.lists(TEXT, min_size=1, max_size=5).map("\n".join)
DAY = st.dates(date(1950, 1, 1), date(2024, 12, 31))
MONTH = DAY.map(lambda day: f"{day.year}.{day.month:02}")
CITIZEN = st.builds(lambda day, n: f"654101{day:%Y%m%d}{n:03}", DAY, st.integers(1, 999))
STRATEGIES: dict[FieldType, st.SearchStrategy[str]] = {
    FieldType.TEXT: TEXT,
    FieldType.LONG_TEXT: LONG,
    FieldType.ORGANISATION: TEXT,
    FieldType.PERSON: NAME,
    FieldType.USCC: BODIES.map(lambda body: made(body, "654002")),
    FieldType.CITIZEN_ID: CITIZEN.map(lambda digits: next(digits + c for c in "0123456789X" if is_citizen_id(digits + c))),
    FieldType.PHONE: PHONE,
    FieldType.DATE: DAY.map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    FieldType.MONTH: DAY.map(lambda day: f"{day.year}年{day.month}月"),
    FieldType.PERIOD: st.builds(lambda a, b: f"{a}-{b}", MONTH, st.one_of(MONTH, st.just("至今"))),
    FieldType.NUMBER: st.integers(0, 99999).map(str),
    FieldType.MONEY: st.decimals(0, 99999, places=2).map(str),
}


def one(entry: Entry) -> st.SearchStrategy[str]:
    return st.sampled_from(entry.choices) if entry.choices else STRATEGIES[entry.type]


def rows(spec: FormField, most: int | None = None) -> st.SearchStrategy[list[dict[str, str]]]:
    cells = {c.label: one(c) for c in spec.columns if c.type is not FieldType.SERIAL}
    if not spec.fixed_rows:
        optional = {c.label for c in spec.columns if not c.required}
        row = st.fixed_dictionaries({label: own for label, own in cells.items() if label not in optional},
                                    optional={label: own for label, own in cells.items() if label in optional})  # fmt: skip
        return st.lists(row, min_size=1, max_size=most or 5)
    first, *years = (column.label for column in spec.columns)
    each = [st.fixed_dictionaries({first: st.just(row.label), **dict.fromkeys(years, one(row))}) for row in spec.fixed_rows]
    return st.tuples(*each).map(list)


def typed(form: Form, *, by_hand: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """What an applicant may type: every field of the form, or some of them."""
    specs = [spec for spec in form.fields if spec.type is not FieldType.PICTURE]
    most = {spec.key: spec.printed_rows or None if by_hand else None for spec in specs}
    return st.fixed_dictionaries(
        {}, optional={spec.key: rows(spec, most[spec.key]) if spec.is_table else one(spec) for spec in specs}
    )


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_render_then_read_back_is_the_identity(tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject) -> None:
    case = filled_case(tmp_path_factory.mktemp("a"), PACK, form, data.draw(typed(form)))
    filled = fill_form(case, form)
    assert read(filled.content, form) == told(case.answers, form)
    assert set(filled.blanks) == {spec.label for spec in form.fields if spec.key not in case.answers}


def read(content: bytes, form: Form) -> dict[str, object]:
    (document, *_) = Reader().read_bytes(content, "申请表.docx")
    records = extract(document, kinds_of([PACK])).records
    return told(records[0].fields, form) if records else {}


def told(fields: Any, form: Form) -> dict[str, object]:
    """The values by key: tables and figures as the form understands them, everything else to the letter."""
    found = {}
    for key, field in fields.items():
        entry, value = form.field(key), field.value
        is_letter = entry.type not in (FieldType.LINES, FieldType.NUMBER, FieldType.MONEY, FieldType.MONTH)
        found[key] = value if is_letter else understood(entry, value)
    return found


def filled_case(folder: Path, pack: Pack, form: Form, values: dict[str, Any]) -> Case:
    path = folder / "a.json"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    category = CATEGORY[form.id]
    empty = Case(pack, category, date(2025, 11, 20), (), {}, form, form_kind_name(pack.policy.id, form))
    answers: dict[str, Field] = dict(read_answers(path, form, category.facts, 2025).fields)
    return replace(empty, answers=answers)


def bound_blank(folder: Path, form: Form) -> tuple[bytes, Binding]:
    blank = folder / "空白表.docx"
    blank.write_bytes(blank_of(PACK.form_template(form), form))
    return blank.read_bytes(), bind_form(blank, form)


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_an_official_blank_bound_and_filled_reads_back(
    tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("a")
    template = folder / "forms" / form.template
    template.parent.mkdir()
    template.write_bytes(bound_blank(folder, form)[1].content)
    case = filled_case(folder, replace(PACK, folder=folder), form, data.draw(typed(form)))
    assert read(fill_form(case, form).content, form) == told(case.answers, form)


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
@settings(max_examples=12, deadline=None)
@given(data=st.data(), ways=st.permutations(["runs", "spaces", "control", "box"]))
def test_a_form_filled_by_hand_reads_as_typed(
    tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject, ways: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("a")
    blank, binding = bound_blank(folder, form)
    case = filled_case(folder, PACK, form, data.draw(typed(form, by_hand=True)))
    by_hand = type_by_hand(blank, binding.bound, printed_values(case, form), ways)
    assert read(by_hand, form) == told(case.answers, form)


def printed_values(case: Case, form: Form) -> dict[str, Any]:
    """What a person would write in each place: rows as mappings, no more of them than are printed."""
    values: dict[str, Any] = {}
    for spec in form.fields:
        field = case.answers.get(spec.key)
        if field and spec.type is FieldType.ROWS:
            names = [column.name for column in spec.columns]
            assert isinstance(field.value, tuple)
            values[spec.label] = [dict(zip(names, row, strict=True)) for row in field.value]
        elif field:
            values[spec.label] = printed(spec, field.value)
    return values


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("☑是　□否", "是"),
        ("□是　☑否", "否"),
        ("是□　否☑", "否"),
        ("√是  否", "是"),
        ("是√ 否", "是"),
        ("请选择打“√”  ☑ 是   □ 否", "是"),
        ("□是 □否", None),
        ("是", "是"),
    ],
)
def test_a_ticked_box_is_the_choice(tmp_path: Path, written: str, expected: str | None) -> None:
    form = next(form for form in PACK.forms if form.id == "annex2")
    blank, binding = bound_blank(tmp_path, form)
    by_hand = type_by_hand(blank, binding.bound, {"姓名": "甲乙", "企业是否缴纳社保": written}, ["runs"])
    assert read(by_hand, form).get("has_insurance") == expected


def test_label_and_value_in_one_cell_or_one_line() -> None:
    form = next(form for form in PACK.forms if form.id == "annex3")
    document = docx.Document()
    for line in ("高新技术企业支持资金申请表", "统一社会信用代码（盖章）：__91654002MATE5T017G__"):
        document.add_paragraph(line)
    table = document.add_table(3, 2)
    for row, texts in enumerate(
        [
            ("企业名称：伊宁市甲有限公司", "企业地址: 北京路1号"),
            ("法人代表：努尔兰·叶尔肯", "联系电话：13999990001"),
            ("联 系 人：马小东　　联系电话：0999-8000002", "拟实施科研项目概要：\n一是研制。\n二是示范：三处。"),
        ]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    content = io.BytesIO()
    document.save(content)
    assert read(content.getvalue(), form) == {
        "uscc": "91654002MATE5T017G",
        "name": "伊宁市甲有限公司",
        "address": "北京路1号",
        "legal_representative": "努尔兰·叶尔肯",
        "legal_representative_phone": "13999990001",
        "contact": "马小东",
        "contact_phone": "0999-8000002",
        "plan": "一是研制。\n二是示范：三处。",
    }
