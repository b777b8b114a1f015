"""docxtpl's own constructs give the same document XML as docxtpl, where docxtpl is right."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage, Listing, RichText

from docforge.rendering.pictures import Picture
from tests import samples
from tests.rendering.likeness import Build, built, by_docforge, by_docxtpl, part, parts, table

ROWS = [{"no": i, "name": f"第{i}家公司", "tags": ["甲", "乙", "丙"][:i]} for i in range(1, 4)]
VALUES: dict[str, Any] = {
    "name": "伊宁市天山云科技有限公司",
    "rows": ROWS,
    "heads": ["一月", "二月", "三月", "四月", "五月"],
    "on": True,
    "off": False,
    "colour": "FFD965",
    "n": 2,
    "nested": {"a": {"b": "深处"}},
    "matrix": [{"label": "研发", "cells": [1, 2, 3, 4, 5]}, {"label": "税收", "cells": [6, 7, 8, 9, 10]}],
}


def paragraphs(*texts: str) -> Build:
    def build(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return build


def rows(*cells: list[str]) -> Build:
    return lambda document: table(document, cells)


def split_tag(document: Document) -> None:
    paragraph = document.add_paragraph("名称：")
    for piece in ("{", "{ na", "me }", "}", "。"):
        paragraph.add_run(piece)


def formatted(document: Document) -> None:
    paragraph = document.add_paragraph()
    for text, bold in (("前", False), ("{{ name }}", True), ("后", False)):
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(16)


def headed(document: Document) -> None:
    """A head over as many columns as there are values."""
    table(document, [["{% colspan heads|length %}月份", "", ""], ["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]])
    for cell in list(document.tables[0].rows[0]._tr.tc_lst)[1:]:
        cell.getparent().remove(cell)


def nested_tables(document: Document) -> None:
    outer = document.add_table(3, 1, style="Table Grid")
    outer.cell(0, 0).text = "{%tr for r in rows %}"
    inner = outer.cell(1, 0).add_table(3, 2)
    for cell, text in zip(
        inner._cells, ["{%tr for t in r.tags %}", "", "{{ t }}", "{{ r.name }}", "{%tr endfor %}", ""], strict=True
    ):
        cell.text = text
    outer.cell(2, 0).text = "{%tr endfor %}"


def header_and_footer(document: Document) -> None:
    document.add_paragraph("正文 {{ name }}")
    document.sections[0].header.paragraphs[0].text = "页眉 {{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{% if on %}页脚 {{ n }}{% endif %}"


CONSTRUCTS: dict[str, Build] = {
    "value": paragraphs("单位：{{ name }}。"),
    "expression": paragraphs("{{ n * 3 + 1 }}，{{ nested.a.b }}，{{ rows[0].name }}，{{ rows|length }}，{{ name|upper }}"),
    "split": split_tag,
    "formatted": formatted,
    "p if": paragraphs("前", "{%p if on %}", "有", "{%p endif %}", "{%p if off %}", "无", "{%p endif %}", "后"),
    "p if else": paragraphs("{%p if off %}", "甲", "{%p else %}", "乙", "{%p endif %}"),
    "p for": paragraphs("{%p for r in rows %}", "{{ loop.index }}、{{ r.name }}", "{%p endfor %}"),
    "inline if": paragraphs("甲{% if on %}乙{{ name }}{% else %}丙{% endif %}丁"),
    "inline for": paragraphs("{% for r in rows %}{{ r.name }}{% if not loop.last %}、{% endif %}{% endfor %}。"),
    "inline for over paragraphs": paragraphs("清单：{%- for r in rows %}", "{{ r.name }}；", "{%- endfor %}完"),
    "joins what follows": paragraphs("甲{% if on -%}", "乙", "{%- endif %}丙"),
    "set": paragraphs("{% set total = n + 1 %}共{{ total }}"),
    "comment": paragraphs("甲{# 不印 #}乙", "{#p 整段不印 #}", "丙"),
    "tr for": rows(["序号", "名称"], ["{%tr for r in rows %}", ""], ["{{ r.no }}", "{{ r.name }}"], ["{%tr endfor %}", ""]),
    "tr if": rows(["{%tr if off %}", ""], ["甲", "乙"], ["{%tr endif %}", ""], ["丙", "丁"]),
    "tr for with condition": rows(["{%tr for r in rows if r.no != 2 %}", ""], ["{{ r.no }}", "另一格"], ["{%tr endfor %}", ""]),
    "tc for": rows(["月份", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]),
    "tc for in tr for": rows(
        ["项目", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"],
        ["{%tr for m in matrix %}", "", "", ""],
        ["{{ m.label }}", "{%tc for c in m.cells %}", "{{ c }}", "{%tc endfor %}"],
        ["{%tr endfor %}", "", "", ""],
    ),
    "fewer columns": rows(["甲", "{%tc if off %}", "乙", "{%tc endif %}"]),
    "cellbg": rows(["{% cellbg colour %}甲", "乙"]),
    "colspan": headed,
    "vertical merge": rows(["{%tr for r in rows %}", ""], ["{% vm %}共有", "{{ r.name }}"], ["{%tr endfor %}", ""]),
    "horizontal merge": rows(
        ["{%tc for h in heads %}", "{% hm %}全年", "{%tc endfor %}"], ["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]
    ),
    "escaped braces": paragraphs("写作 {_{ name }_} 和 {_% if %_}"),
}


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_the_same_document(name: str, tmp_path: Path) -> None:
    path = built(tmp_path / "t.docx", CONSTRUCTS[name])
    assert part(by_docforge(path, VALUES)) == part(by_docxtpl(path, lambda _: VALUES))


def test_headers_and_footers(tmp_path: Path) -> None:
    path = built(tmp_path / "t.docx", header_and_footer)
    ours, theirs = by_docforge(path, VALUES), by_docxtpl(path, lambda _: VALUES)
    assert part(ours) == part(theirs)
    for prefix in ("word/header", "word/footer"):
        assert parts(ours, prefix) == parts(theirs, prefix)
    assert "伊宁市天山云科技有限公司" in parts(ours, "word/header")[0]


def values_of(template: DocxTemplate | None, **more: Any) -> Mapping[str, Any]:
    return {**VALUES, **more}


@pytest.mark.parametrize("text", ["一行\n两行", "甲\t乙", "第一段\a第二段", "第一页\f第二页", "  空格  ", "甲\n\n乙"])
@pytest.mark.parametrize("as_listing", [True, False])
def test_listings_and_line_breaks(text: str, as_listing: bool, tmp_path: Path) -> None:
    path = built(tmp_path / "t.docx", formatted)
    values = values_of(None, name=Listing(text) if as_listing else text)
    assert part(by_docforge(path, values)) == part(by_docxtpl(path, lambda _: values))


def test_rich_text_of_docxtpl(tmp_path: Path) -> None:
    rich = RichText("红字", color="FF0000", bold=True, size=32)
    rich.add("，接着 <普通> & 文字", italic=True, underline=True)
    rich.add("\n换行")
    path = built(tmp_path / "t.docx", paragraphs("{{r text }}", "前 {{r text }} 后"))
    values = values_of(None, text=rich)
    assert part(by_docforge(path, values)) == part(by_docxtpl(path, lambda _: values))


def test_a_picture_in_body_and_header(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{{ photo }}")
        table(document, [["照片", "{{ photo }}"]])

    path = built(tmp_path / "t.docx", build)
    photo = tmp_path / "photo.png"
    photo.write_bytes(samples.picture(300, 400))
    ours = by_docforge(path, values_of(None, photo=Picture(photo, width_mm=30)))
    theirs = by_docxtpl(path, lambda template: values_of(None, photo=InlineImage(template, str(photo), width=Mm(30))))
    assert part(ours) == part(theirs)
    document = docx.Document(str(_saved(tmp_path, ours)))
    assert [round(shape.width.mm) for shape in document.inline_shapes] == [30, 30]


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "made.docx"
    path.write_bytes(content)
    return path


def test_a_table_in_a_loop_keeps_the_grid_of_the_table_around_it(tmp_path: Path) -> None:
    """docxtpl counts the rows of inner tables as the outer one's and gives it a column too many."""
    document = docx.Document(str(_saved(tmp_path, by_docforge(built(tmp_path / "t.docx", nested_tables), VALUES))))
    (outer,) = document.tables
    assert [len(outer.columns), len(outer.rows)] == [1, 3]
    assert [[cell.text for cell in inner.columns[0].cells] for row in outer.rows for inner in row.cells[0].tables] == [
        ["甲"],
        ["甲", "乙"],
        ["甲", "乙", "丙"],
    ]
