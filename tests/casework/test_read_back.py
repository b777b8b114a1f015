"""What ``fill`` writes, ``extract`` reads back identically: every form of the shipped packs, every type of field."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
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
from docforge.policy.written import understood
from docforge.reading.reader import Reader
from tests.casework.blanks import blank_of
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


def rows(spec: FormField) -> st.SearchStrategy[list[dict[str, str]]]:
    cells = {c.label: one(c) for c in spec.columns if c.type is not FieldType.SERIAL}
    if not spec.fixed_rows:
        optional = {c.label for c in spec.columns if not c.required}
        row = st.fixed_dictionaries({label: own for label, own in cells.items() if label not in optional},
                                    optional={label: own for label, own in cells.items() if label in optional})  # fmt: skip
        return st.lists(row, min_size=1, max_size=5)
    first, *years = (column.label for column in spec.columns)
    each = [st.fixed_dictionaries({first: st.just(row.label), **dict.fromkeys(years, one(row))}) for row in spec.fixed_rows]
    return st.tuples(*each).map(list)


def typed(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """What an applicant may type: every field of the form, or some of them."""
    specs = [spec for spec in form.fields if spec.type is not FieldType.PICTURE]
    return st.fixed_dictionaries({}, optional={spec.key: rows(spec) if spec.is_table else one(spec) for spec in specs})


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
@settings(max_examples=25, deadline=None, phases=[Phase.generate])
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
    empty = Case(pack, category, date(2025, 11, 20), (), {}, form, form_kind_name(pack, form))
    answers: dict[str, Field] = dict(read_answers(path, form, category.facts, 2025).fields)
    return replace(empty, answers=answers)
