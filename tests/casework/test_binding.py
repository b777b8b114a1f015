"""The six annexes as an office would publish them, bound and filled; the form written for a blank that has none."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from docforge.casework.binding import as_json, bind_blank, bind_form, findings_of, form_named
from docforge.casework.binding_starter import starter_form
from docforge.casework.filling import year_heads
from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import squeeze
from docforge.policy.form import Form
from docforge.policy.loader import load_policy
from docforge.rendering.template import Template
from fixtures.forms import filled_forms
from tests.casework.blanks import blank_of
from tests.rendering.test_papers import FORM

PACK = load_policy("yining")
FILLED = {"annex3": FORM} | {
    filled.annex: filled.values
    for filled in filled_forms("伊宁市天山有限公司", "91654002MATE5T017G", "伊宁市北京路1号", "某研究所", "12654002MATE5T017G")
}


def bound(tmp_path: Path, form: Form) -> tuple[Path, Any]:
    blank, target = tmp_path / "空白表.docx", tmp_path / "模板.docx"
    blank.write_bytes(blank_of(PACK.form_template(form), form))
    made = bind_form(blank, form)
    target.write_bytes(made.content)
    return target, made


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_the_blank_bound_and_filled_is_the_shipped_form_filled(tmp_path: Path, form: Form) -> None:
    template, made = bound(tmp_path, form)
    assert not made.missed and not made.spare and not made.notes
    values = {"照片": "", **year_heads(form, 2025), **FILLED[form.id]}
    own, shipped = Template(template).render(values), Template(PACK.form_template(form)).render(values)
    assert texts(own) == texts(shipped)
    assert fonts(own, values) == fonts(shipped, values)


def texts(content: bytes) -> list[str]:
    """The text of every paragraph and cell, in order; the seal line keeps a blank on each side of the code in the shipped form."""
    body = docx.Document(io.BytesIO(content)).element.body
    lines = ["".join(node.text or "" for node in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    return [squeeze(line) if "（盖章）" in line else line for line in lines]


def fonts(content: bytes, values: dict[str, Any]) -> dict[str, str]:
    """The East Asian font and the size of every run that prints a value."""
    body = docx.Document(io.BytesIO(content)).element.body
    printed = {value for value in values.values() if isinstance(value, str) and value}
    found = {}
    for run in body.iter(qn("w:r")):
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        if text.strip() in printed:
            own = run.find(qn("w:rPr"))
            found[text.strip()] = f"{own.find(qn('w:rFonts')).get(qn('w:eastAsia'))} {own.find(qn('w:sz')).get(qn('w:val'))}"
    return found


def test_a_required_field_without_a_place_is_an_error_and_others_a_warning(tmp_path: Path) -> None:
    form = form_named(PACK, "annex3")
    wanting = form.model_copy(
        update={"fields": (*form.fields, form.fields[1].model_copy(update={"key": "more", "label": "注册地", "printed": None}))}
    )
    _, made = bound(tmp_path, form)
    made = bind_form(tmp_path / "空白表.docx", wanting)
    assert [f.code for f in findings_of(made)] == ["T522"]
    assert as_json(made, [])["unbound"] == [{"field": "注册地", "required": True, "reason": "没有找到这个标签", "places": []}]


def test_an_unknown_form_is_told_with_the_nearest() -> None:
    with pytest.raises(DocforgeError, match="T521") as caught:
        form_named(PACK, "annex33")
    assert "annex3" in str(caught.value)


@pytest.mark.parametrize("form", PACK.forms, ids=lambda form: form.id)
def test_a_form_is_written_for_a_blank_that_has_none(tmp_path: Path, form: Form) -> None:
    blank = tmp_path / "空白表.docx"
    blank.write_bytes(blank_of(PACK.form_template(form), form))
    text = starter_form(bind_blank(blank), "起点")
    started = strict_yaml.validate(strict_yaml.parse_text(text, "起点.yaml"), Form, "起点.yaml")
    printed = {squeeze(spec.printed or spec.label) for spec in form.fields}
    own = {squeeze(spec.printed or spec.label) for spec in started.fields}
    assert len(printed & own) >= 0.95 * len(printed)
    assert {f.type for f in started.fields if f.printed == "联系电话"} <= {"phone"}
