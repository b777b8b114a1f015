"""Everything wrong in a template, told at once in Word's terms and written into a copy as comments."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm

from docforge.rendering.comments import with_comments
from docforge.rendering.template import Template
from tests.rendering.likeness import built, table


def faulty(document: Document) -> None:
    document.add_heading("二、名单", 1)
    document.add_paragraph("{{ 名称 ")
    document.add_paragraph("{{ 金额 | 大些 }}")
    table(document, [["序号", "{% if %}"], ["{%tr for 行 in 名单 %}", "说明"], ["{{ 行.名称 }}", ""], ["{%tr endfo %}", ""]])
    document.sections[0].header.paragraphs[0].text = "{% endif %}"


def test_every_problem_with_its_place(tmp_path: Path) -> None:
    found = [f"{one.place}{one.message}" for one in Template(built(tmp_path / "t.docx", faulty)).problems()]
    wanted = ["第2段", "大些", "表格1第1行第2列", "表格1第2行第1列“{%tr for 行 in 名单 %}”这一行的文字“说明”", "endfo", "页眉"]
    assert [word for word in wanted if not any(word in told for told in found)] == []
    assert all("“二、名单”下" in told for told in found if "表格" in told)


def test_a_sound_template_has_none(tmp_path: Path) -> None:
    assert Template(built(tmp_path / "t.docx", lambda d: d.add_paragraph("{{ 名称 }}"))).problems() == ()


def test_comments_in_a_copy(tmp_path: Path) -> None:
    path = built(tmp_path / "t.docx", faulty)
    problems = Template(path).problems()
    copy = with_comments(path.read_bytes(), problems)
    made: Any = docx.Document(io.BytesIO(copy))
    assert len(list(made.comments)) == len(problems)
    assert any("大些" in comment.text for comment in made.comments)
    assert [paragraph.text for paragraph in made.paragraphs] == [p.text for p in docx.Document(str(path)).paragraphs]
    again: Any = docx.Document(io.BytesIO(with_comments(copy, problems[:1])))
    assert len({comment.comment_id for comment in again.comments}) == len(problems) + 1


@pytest.mark.parametrize(("length", "is_cut"), [(20, False), (400, True)])
def test_a_text_that_word_would_cut_off(length: int, is_cut: bool, tmp_path: Path) -> None:
    def build(document: Document) -> None:
        table(document, [["概要", "{{ 项目 概要 }}"]])
        row = document.tables[0].rows[0]
        row.height, row.height_rule = Mm(20), WD_ROW_HEIGHT_RULE.EXACTLY

    found = Template(built(tmp_path / "t.docx", build)).overlong({"项目概要": "字" * length})
    assert bool(found) is is_cut
    assert all(0 < one.fits < length for one in found)
