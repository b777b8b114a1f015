"""What ``fill`` writes, ``extract`` reads back identically."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from docforge.casework.answers import read_answers
from docforge.casework.filling import fill_form
from docforge.casework.kinds import form_kind_name, kinds_of
from docforge.checking.case import Case
from docforge.core.model import Field
from docforge.extraction.extract import extract
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from tests.core.test_ids import BODIES, made

PACK = load_policy("yining")
HNT = PACK.category("HNT")
FORM = PACK.form(HNT)
HAN = st.text("伊宁市天山雪莲云数据科技有限公司研发销售服务北京路号", min_size=2, max_size=20)
WORD = st.text("abcXYZ0189-/（）()，。：;；%&<>“”、", max_size=12)
TEXT = st.builds(lambda a, b, c: a + b + c, HAN, WORD, HAN)
NAME = st.builds(lambda a, b: f"{a}·{b}" if b else a, HAN, st.one_of(st.just(""), HAN))
PHONE = st.one_of(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"0999-[2-8][0-9]{6}", fullmatch=True))
LONG = st.lists(TEXT, min_size=1, max_size=5).map("\n".join)


@st.composite
def forms(draw: st.DrawFn) -> dict[str, str]:
    return {
        "uscc": made(draw(BODIES), "654002"),
        "name": draw(TEXT),
        "address": draw(TEXT),
        "legal_representative": draw(NAME),
        "legal_representative_phone": draw(PHONE),
        "contact": draw(NAME),
        "contact_phone": draw(PHONE),
        "plan": draw(LONG),
    }


@settings(max_examples=40, deadline=None)
@given(forms(), st.sets(st.sampled_from(["contact", "contact_phone", "plan", "legal_representative_phone", "address"])))
def test_render_then_read_back_is_the_identity(tmp_path_factory: object, typed: dict[str, str], left_out: set[str]) -> None:
    folder = tmp_path_factory.mktemp("a")  # type: ignore[attr-defined]
    kept = {key: value for key, value in typed.items() if key not in left_out}
    case = replace(empty_case(), answers=_typed(folder, kept))
    filled = fill_form(case, FORM)
    (document,) = Reader().read_bytes(filled.content, "申请表.docx")
    (record,) = extract(document, kinds_of([PACK])).records
    assert {key: field.value for key, field in record.fields.items()} == {key: field.value for key, field in case.answers.items()}
    assert {spec.key for spec in FORM.fields if spec.label in filled.blanks} == left_out


def empty_case() -> Case:
    return Case(PACK, HNT, date(2025, 11, 20), (), {}, FORM, form_kind_name(PACK, FORM))


def _typed(folder: Path, values: dict[str, str]) -> dict[str, Field]:
    path = folder / "a.json"
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return dict(read_answers(path, FORM, HNT.facts).fields)
