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
from docforge.casework.kinds import field_spec, kinds_of
from docforge.core import plain_yaml, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import squeeze
from docforge.extraction.extract import extract
from docforge.extraction.kind import Kind
from docforge.policy.form import Form
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from docforge.rendering.template import Template
from fixtures.forms import filled_forms
from tests.casework.blanks import blank_of
from tests.rendering.test_binding import drawn, saved
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
    started = strict_yaml.validate(plain_yaml.parse_text(text, "起点.yaml"), Form, "起点.yaml")
    printed = {squeeze(spec.printed or spec.label) for spec in form.fields}
    own = {squeeze(spec.printed or spec.label) for spec in started.fields}
    assert len(printed & own) >= 0.95 * len(printed)
    assert {f.type for f in started.fields if f.printed == "联系电话"} <= {"phone"}


BLANK = [
    ["字号名称", "| 企业状态：", "<", "<"],
    ["1.注册地址", "", "2.联系电话", ""],
    ["3.负责人", "", "4.联系电话", ""],
    ["是否缴纳社保", "□是  □否", "净重", "      kg"],
    ["姓  名：", "性别：", "备注：", "<"],
    ["成员", "姓名", "电话", "关系"],
    ["^", "", "", ""],
    ["^", "", "", ""],
    ["情况说明", "（限300字，写明来源）\n", "<", "<"],
]


def test_what_is_bound_without_a_form_is_read_back_by_the_form_written_for_it(tmp_path: Path) -> None:
    blank = tmp_path / "登记表.docx"
    blank.write_bytes(saved(drawn(BLANK, ["河谷登记表", "编号：____"])))
    made = bind_blank(blank)
    form = strict_yaml.validate(plain_yaml.parse_text(starter_form(made, "start"), "start.yaml"), Form, "start.yaml")
    assert form.title == "河谷登记表"
    values: dict[str, Any] = {
        "编号": "甲1",
        "字号名称": "河谷",
        "企业状态": "存续",
        "注册地址": "北京路1号",
        "注册地址联系电话": "13999990001",
        "负责人": "马小东",
        "负责人联系电话": "13999990002",
        "是否缴纳社保": "否",
        "净重": "5",
        "姓名": "李思雨",
        "性别": "女",
        "备注": "无",
        "情况说明": "自筹。\n另有三项。",
        "成员": [{"姓名": "甲乙", "电话": "13999990003", "关系": "父子"}, {"姓名": "丙丁", "电话": "", "关系": "母女"}],
    }
    assert {spec.label for spec in form.fields} == set(values)
    template = tmp_path / "t.docx"
    template.write_bytes(made.content)
    kind = Kind(
        kind="x", label="登记表", titles=form.titles, layout="form", fields=tuple(map(field_spec, form.fields)), stops=form.stops
    )
    (document,) = Reader().read_bytes(Template(template).render(values), "a.docx")
    (record,) = extract(document, (kind,)).records
    expected = {spec.key: values[spec.label] for spec in form.fields}
    rows = next(spec.key for spec in form.fields if spec.label == "成员")
    text = next(spec.key for spec in form.fields if spec.label == "情况说明")
    weight = next(spec.key for spec in form.fields if spec.label == "净重")
    told = {key: field.value for key, field in record.fields.items()}
    expected |= {rows: (("甲乙", "13999990003", "父子"), ("丙丁", "", "母女")), weight: "5kg"}
    expected[text] = "（限300字，写明来源）\n自筹。\n另有三项。"
    assert told == expected


def test_the_forms_own_hint_printed_over_a_value_is_not_read_as_part_of_it(tmp_path: Path) -> None:
    form = form_named(PACK, "annex2")
    hint = "（概述、实施背景、项目重难点、技术核心、市场分析、商业模式、投融资计划、已取得的阶段性成果、未来发展规划）"
    document = docx.Document(io.BytesIO(blank_of(PACK.form_template(form), form)))
    document.tables[0].rows[-1].cells[0].paragraphs[0].text = hint
    blank = tmp_path / "空白表.docx"
    document.save(str(blank))
    template = tmp_path / "t.docx"
    template.write_bytes(bind_form(blank, form).content)
    plan = "一、概述：研制样机。\n（二）背景。"
    product = Template(template).render({"照片": "", **year_heads(form, 2025), **FILLED["annex2"], "拟实施项目情况": plan})
    cell = docx.Document(io.BytesIO(product)).tables[0].rows[-1].cells[0]
    assert cell.text == f"{hint}\n{plan}"
    (read,) = Reader().read_bytes(product, "a.docx")
    assert extract(read, kinds_of([PACK])).records[0].fields["plan"].value == plan
