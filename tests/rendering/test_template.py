"""Values arrive whole, errors are told in Word's terms, templates run in a sandbox."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from docforge.rendering.pictures import Picture
from docforge.rendering.template import Template
from tests import samples

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029\u0085\ufffe\uffff\xa0{}"),
    min_size=1,
    max_size=60,
)


def template(tmp_path: Path, *paragraphs: str, table: list[list[str]] | None = None) -> Template:
    path = tmp_path / "t.docx"
    path.write_bytes(samples.word(paragraphs, table or ()))
    return Template(path)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


@pytest.mark.parametrize(
    "value", ["甲&乙公司", "甲<x>乙", "<w:p/>", "]]>", "“引号”'\"", "&amp;", "a  b", "{{ 不是占位符 }}", "100%", "努尔兰·叶尔肯"]
)
def test_text_arrives_as_it_is(value: str, tmp_path: Path) -> None:
    assert value in text_of(template(tmp_path, "名称：{{ 企业名称 }}。").render({"企业名称": value}))


@settings(deadline=None, max_examples=60)
@given(TEXT)
def test_any_text_arrives(value: str) -> None:
    made = Template(load_policy("yining").form_template(load_policy("yining").forms[0]))
    names = made.placeholders()
    content = made.render({name: value if name == "企业名称" else "" for name in names})
    assert value.strip() in text_of(content)


def test_line_breaks_become_line_breaks(tmp_path: Path) -> None:
    assert "第一行\n第二行" in text_of(template(tmp_path, "{{ 概要 }}").render({"概要": "第一行\n第二行"}))


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_leaves_the_place_blank(value: str | None, tmp_path: Path) -> None:
    assert text_of(template(tmp_path, "联系人：{{ 联系人 }}").render({"联系人": value})) == "联系人："


def test_a_placeholder_without_a_value_is_named_with_its_place(tmp_path: Path) -> None:
    made = template(tmp_path, "标题", table=[["名称", "{{ 企业名称 }}"], ["电话", "{{ 联系电话 }}"]])
    with pytest.raises(DocforgeError) as caught:
        made.render({"企业名称": "甲"})
    assert caught.value.code.id == "T502"
    assert "联系电话" in str(caught.value)
    assert "表格1第2行第2列" in str(caught.value)


@pytest.mark.parametrize("broken", ["{{ 名称 ", "{% if %}", "{{ 名称 | 没有的过滤器 }}", "{% for x in y %}"])
def test_a_faulty_tag_is_told(broken: str, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        template(tmp_path, broken).render({"名称": "甲"})
    assert caught.value.code.id in ("T501", "T502")


@pytest.mark.parametrize(
    "attack", ["{{ ''.__class__.__mro__ }}", "{{ 名称.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os }}"]
)
def test_templates_run_in_a_sandbox(attack: str, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        template(tmp_path, attack).render({"名称": "甲"})
    assert caught.value.code.id in ("T502", "T506")


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ufffe"])
def test_control_characters_are_refused(bad: str, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        template(tmp_path, "{{ 名称 }}").render({"名称": f"甲{bad}乙"})
    assert caught.value.code.id == "T505"


def test_a_value_that_the_template_drops_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        template(tmp_path, "{% if 名称 == '' %}{{ 名称 }}{% endif %}").render({"名称": "甲公司"})
    assert caught.value.code.id == "T504"


def test_rows_of_a_list(tmp_path: Path) -> None:
    made = template(
        tmp_path,
        table=[["序号", "名称"], ["{%tr for 项 in 名单 %}", ""], ["{{ 项.序号 }}", "{{ 项.名称 }}"], ["{%tr endfor %}", ""]],
    )
    text = text_of(made.render({"名单": [{"序号": i, "名称": f"<{i}>公司"} for i in range(1, 4)]}))
    assert all(f"<{i}>公司" in text for i in range(1, 4))


def test_a_picture_is_placed(tmp_path: Path) -> None:
    content = template(tmp_path, "{{ 照片 }}").render({"照片": Picture(samples.picture(300, 400), width_mm=25)})
    document = docx.Document(io.BytesIO(content))
    assert round(document.inline_shapes[0].width.mm) == 25


def test_the_same_values_give_the_same_bytes_without_names(tmp_path: Path) -> None:
    made = template(tmp_path, "{{ 名称 }}")
    first, second = made.render({"名称": "甲"}), made.render({"名称": "甲"})
    assert first == second
    assert docx.Document(io.BytesIO(first)).core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert package.testzip() is None


def test_what_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(b"no")
    with pytest.raises(DocforgeError) as caught:
        Template(path)
    assert caught.value.code.id == "T503"


def test_a_row_that_the_template_drops_is_noticed(tmp_path: Path) -> None:
    rows = [["{%tr for 项 in 名单 if 项.名称 != '乙' %}"], ["{{ 项.名称 }}"], ["{%tr endfor %}"]]
    with pytest.raises(DocforgeError) as caught:
        template(tmp_path, table=rows).render({"名单": [{"名称": "甲公司"}, {"名称": "乙"}]})
    assert caught.value.code.id == "T504"
    assert "名单.名称" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("甲 {{- 名称 }} 丙", "甲乙 丙"),
        ("甲 {{ 名称 -}} 丙", "甲 乙丙"),
        ("甲 {{- 名称 -}} {{ 名称 }}", "甲乙乙"),
        ("{{ -数 }}", "-2"),
    ],
)
def test_a_dash_trims_what_stands_beside(written: str, printed: str, tmp_path: Path) -> None:
    values = {name: value for name, value in (("名称", "乙"), ("数", 2)) if name in written}
    assert text_of(template(tmp_path, written).render(values)) == printed


def test_raw_braces_are_printed(tmp_path: Path) -> None:
    assert "甲{{" in text_of(template(tmp_path, "甲{_{ 名称 }_} {{ 名称 }}").render({"名称": "乙"}))


def test_runs_inside_a_text_box_do_not_lend_their_look(tmp_path: Path) -> None:
    """A line break after a text box goes on in the look of the run around it."""
    document = docx.Document()
    run = document.add_paragraph().add_run("x")
    run.bold = True
    box = "<w:txbxContent><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{{ 内 }}</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run._r.insert(1, parse_xml(f"<w:pict {space}>{box}</w:pict>"))
    run._r.findall(qn("w:t"))[-1].text = "{{ 外 }}"
    document.save(str(tmp_path / "box.docx"))
    made = Template(tmp_path / "box.docx").render({"内": "a", "外": "b\tc"})
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert "<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>" in xml
