"""What docxtpl gets wrong is right here or an error; what must not travel stays behind; values bring what they need."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docforge.core.errors import DocforgeError
from docforge.rendering.pictures import Picture
from docforge.rendering.rich_text import RichText
from docforge.rendering.subdocument import SubDocument
from docforge.rendering.template import Template
from tests import samples
from tests.rendering.likeness import built, table


def rendered(tmp_path: Path, build: Callable[[Document], Any], values: dict[str, Any]) -> Document:
    return docx.Document(io.BytesIO(Template(built(tmp_path / "t.docx", build)).render(values, verified=True)))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def grid(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def told(tmp_path: Path, build: Callable[[Document], Any], values: dict[str, Any] | None = None) -> str:
    with pytest.raises(DocforgeError) as caught:
        Template(built(tmp_path / "t.docx", build)).render(values or {})
    return str(caught.value)


class TestWhatDocxtplGetsWrong:
    def test_special_characters(self, tmp_path: Path) -> None:
        value = "甲&乙<公司>\"引\"'号'"
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ x }}！"), {"x": value})) == [f"{value}！"]

    @pytest.mark.parametrize("value", [None, ""])
    def test_nothing_prints_nothing(self, value: object, tmp_path: Path) -> None:
        made = rendered(tmp_path, lambda d: d.add_paragraph("[{{ x }}{{ r.y }}]"), {"x": value, "r": {"y": None}})
        assert lines(made) == ["[]"]

    def test_truth_is_told_in_chinese(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ x }}{{ y }}"), {"x": True, "y": False})) == ["是否"]

    def test_a_curly_quote_inside_a_tag(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{% if x == “甲” %}对{% endif %}{{ x }}"), {"x": "甲"})) == [
            "对甲"
        ]

    def test_curly_quotes_outside_tags_stay(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("“{{ x }}”"), {"x": "“小巨人”"})) == ["““小巨人””"]

    def test_full_width_braces(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("｛｛ 名称 ｝｝，{｛ 名称 }｝"), {"名称": "甲"})) == ["甲，甲"]

    def test_braces_in_a_value_are_not_tags(self, tmp_path: Path) -> None:
        value = "{{ y }} {_{ {% if %}"
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ x }}"), {"x": value})) == [value]

    def test_two_thousand_rows(self, tmp_path: Path) -> None:
        rows = [["{%tr for r in rows %}", ""], ["{{ r.n }}", "{{ r.name }}"], ["{%tr endfor %}", ""]]
        made = Template(built(tmp_path / "t.docx", lambda d: table(d, rows)))
        values = [{"n": i, "name": f"第{i}家<公司>&"} for i in range(2000)]
        with zipfile.ZipFile(io.BytesIO(made.render({"rows": values}))) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        texts = [node.text for node in root.iter(qn("w:t"))]
        assert texts == [text for row in values for text in (str(row["n"]), row["name"])]

    def test_a_loop_over_cells_without_tr_is_named(self, tmp_path: Path) -> None:
        message = told(tmp_path, lambda d: table(d, [["{% for r in rows %}{{ r }}", "乙{% endfor %}"]]), {"rows": ["甲"]})
        assert "T501" in message
        assert "表格1第1行第1列" in message
        assert "tr" in message

    def test_a_loop_written_in_its_own_row(self, tmp_path: Path) -> None:
        cells = [["{%tr for r in rows %}{{ r.a }}", "{{ r.b }}{%tr endfor %}"]]
        made = rendered(tmp_path, lambda d: table(d, cells), {"rows": [{"a": "甲", "b": "乙"}, {"a": "丙", "b": "丁"}]})
        assert grid(made) == [["甲", "乙"], ["丙", "丁"]]

    def test_placeholders_in_a_row_that_goes_are_named(self, tmp_path: Path) -> None:
        assert "会丢失" in told(tmp_path, lambda d: table(d, [["{%tr for r in rows %}", "{{ x }}"], ["{%tr endfor %}", ""]]))

    def test_text_after_a_picture_keeps_its_look(self, tmp_path: Path) -> None:
        def build(document: Document) -> None:
            document.add_paragraph().add_run("前{{ x }}后").font.size = Pt(20)

        made = rendered(tmp_path, build, {"x": Picture(samples.picture(), width_mm=5)})
        assert [run.font.size for run in made.paragraphs[0].runs if run.text] == [Pt(20), Pt(20)]

    def test_a_missing_value_is_named_with_its_place(self, tmp_path: Path) -> None:
        def build(document: Document) -> None:
            document.add_paragraph("一、名单")
            table(document, [["名称", "{{ 企业名称 }}"]])

        message = told(tmp_path, build)
        assert "T502" in message
        assert "“一、名单”下 表格1第1行第2列" in message

    def test_a_missing_column_is_named(self, tmp_path: Path) -> None:
        message = told(tmp_path, lambda d: d.add_paragraph("{% for r in rows %}{{ r.name }}{% endfor %}"), {"rows": [{"nam": 1}]})
        assert "T502" in message
        assert "name" in message


NAMES = [
    "单位名称（盖章）",
    "注册资金(万元)",
    "国内最高学历/学位",
    "联 系 人",
    "专利、软件注册权号",
    "2021年",
    "项 目 名 称（全称）",
]


class TestNamesAsPeopleWriteThem:
    @pytest.mark.parametrize("name", NAMES)
    def test_brackets_spaces_and_strokes(self, name: str, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ " + name + " }}。"), {name: "值"})) == ["值。"]
        assert Template(tmp_path / "t.docx").placeholders() == {name.replace(" ", "")}

    def test_a_value_may_be_given_without_the_spaces(self, tmp_path: Path) -> None:
        made = rendered(
            tmp_path, lambda d: d.add_paragraph("{{联 系 人}}{{ 单位名称 （盖章） }}"), {"联系人": "甲", "单位名称（盖章）": "乙"}
        )
        assert lines(made) == ["甲乙"]

    def test_columns_and_loops(self, tmp_path: Path) -> None:
        text = "{% for 行 in 学习经历（从本科起） %}{{ 行.本年（预计） }}；{% endfor %}"
        made = rendered(
            tmp_path, lambda d: d.add_paragraph(text), {"学习经历（从本科起）": [{"本年（预计）": 1}, {"本年（预计）": 2}]}
        )
        assert lines(made) == ["1；2；"]

    def test_a_stroke_with_spaces_divides(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ 总额 / 人数 }}"), {"总额": 6, "人数": 3})) == ["2.0"]

    @given(st.text("甲乙丙丁（）、/ ", min_size=2, max_size=12).filter(lambda t: t.strip()[:1] in "甲乙丙丁"))
    def test_any_such_name_is_one_placeholder_or_an_error(self, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
        path = built(tmp_path_factory.mktemp("n") / "t.docx", lambda d: d.add_paragraph("{{ " + name + " }}"))
        try:
            made = Template(path).render({name.strip(): "值"})
        except DocforgeError as error:
            assert error.code.id in ("T501", "T502")
        else:
            assert lines(docx.Document(io.BytesIO(made))) == ["值"]


class TestFilters:
    @pytest.mark.parametrize(
        ("expression", "value", "wanted"),
        [
            ("x|日期", date(2025, 12, 1), "2025年12月1日"),
            ("x|日期", "2025-12-01", "2025年12月1日"),
            ("x|日期", "", ""),
            ("x|大写", 100000, "人民币壹拾万元整"),
            ("x|大写", Decimal("16409.02"), "人民币壹万陆仟肆佰零玖元零贰分"),
            ("x|万元", 25000, "2.5"),
            ("x|脱敏", "110105194912310020", "110***********0020"),
            ("x|脱敏", "13800001234", "138****1234"),
            ("x|勾选('男')", "男", "☑"),
            ("x|勾选('女')", "男", "□"),
            ("x|勾选('乙')", ["甲", "乙"], "☑"),
            ("x|勾选", "是", "☑"),
            ("x|勾选", "否", "□"),
        ],
    )
    def test_filter(self, expression: str, value: object, wanted: str, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("{{ " + expression + " }}"), {"x": value})) == [wanted]

    def test_rows_up_to_the_printed_number(self, tmp_path: Path) -> None:
        cells = [["{%tr for r in rows|补足(3) %}{{ loop.index }}", "{{ r.a }}{%tr endfor %}"]]
        assert grid(rendered(tmp_path, lambda d: table(d, cells), {"rows": [{"a": "甲"}]})) == [["1", "甲"], ["2", ""], ["3", ""]]


class TestSafety:
    @pytest.mark.parametrize(
        "attack",
        [
            "{{ x.__class__ }}",
            "{{ x['__class__'] }}",
            "{{ range(10**9)|list }}",
            "{{ x * 10**9 }}",
            "{{ (x ~ '')|attr('__class__') }}",
        ],
    )
    def test_no_way_out_of_the_sandbox(self, attack: str, tmp_path: Path) -> None:
        assert any(code in told(tmp_path, lambda d: d.add_paragraph(attack), {"x": "甲"}) for code in ("T506", "T502", "T501"))

    @pytest.mark.parametrize(
        "statement", ["{% include 'a' %}", "{% import 'a' as b %}", "{% extends 'a' %}", "{% macro f() %}{% endmacro %}"]
    )
    def test_nothing_to_reach_for(self, statement: str, tmp_path: Path) -> None:
        assert "T501" in told(tmp_path, lambda d: d.add_paragraph(statement))

    def test_markup_in_a_filter_is_text(self, tmp_path: Path) -> None:
        made = rendered(tmp_path, lambda d: d.add_paragraph("{{ x|safe }}{{ x|e }}"), {"x": "<w:p/>&"})
        assert lines(made) == ["<w:p/>&<w:p/>&"]

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
    def test_the_product_is_well_formed_or_refused(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        def build(document: Document) -> None:
            document.add_paragraph("{{ x }}{% if x %}{{ x }}{% endif %}")
            table(document, [["{%tr for r in rows %}", ""], ["{{ r }}", "{% cellbg x %}"], ["{%tr endfor %}", ""]])

        made = Template(built(tmp_path_factory.mktemp("w") / "t.docx", build))
        try:
            product = made.render({"x": text, "rows": [text, text]})
        except DocforgeError as error:
            assert error.code.id in ("T505", "T504")
        else:
            with zipfile.ZipFile(io.BytesIO(product)) as package:
                etree.fromstring(package.read("word/document.xml"))


def _reviewed(document: Document) -> None:
    paragraph = document.add_paragraph("甲")
    author = 'w:id="1" w:author="张三" w:date="2025-01-01T00:00:00Z"'
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')} {author}><w:r><w:t>乙</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')} {author}><w:r><w:delText>删去</w:delText></w:r></w:del>"))
    hidden = paragraph.add_run("看不见")
    hidden.font.hidden = True
    document.add_comment(paragraph.runs[0], text="批注", author="李四", initials="L")
    document.core_properties.author = document.core_properties.last_modified_by = "王五"
    document.core_properties.comments = "内部"


class TestWhatDoesNotTravel:
    @pytest.mark.parametrize("tag", ["", "{{ x }}"])
    def test_names_comments_changes_hidden_text(self, tag: str, tmp_path: Path) -> None:
        def build(document: Document) -> None:
            _reviewed(document)
            document.add_paragraph(tag)

        product = Template(built(tmp_path / "t.docx", build)).render({"x": "值"})
        with zipfile.ZipFile(io.BytesIO(product)) as package:
            whole = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
            assert not [name for name in package.namelist() if "comments" in name]
        assert not [
            word for word in ("张三", "李四", "王五", "内部", "删去", "看不见", "批注", "<w:ins ", "<w:del ") if word in whole
        ]
        assert lines(docx.Document(io.BytesIO(product)))[0] == "甲乙"

    def test_a_hidden_placeholder_is_told(self, tmp_path: Path) -> None:
        def build(document: Document) -> None:
            document.add_paragraph().add_run("{{ x }}").font.hidden = True

        assert "隐藏" in told(tmp_path, build, {"x": "甲"})

    def test_a_picture_brings_no_name_of_a_file(self, tmp_path: Path) -> None:
        photo = tmp_path / "654002199001011234.png"
        photo.write_bytes(samples.picture())
        product = Template(built(tmp_path / "t.docx", lambda d: d.add_paragraph("{{ x }}"))).render({"x": Picture(photo)})
        with zipfile.ZipFile(io.BytesIO(product)) as package:
            assert not any(b"654002199001011234" in package.read(name) or "654002" in name for name in package.namelist())

    def test_where_a_photo_was_taken_does_not_travel(self, tmp_path: Path) -> None:
        photo = samples.picture(300, 200, "JPEG", exif_turn=6)
        product = Template(built(tmp_path / "t.docx", lambda d: d.add_paragraph("{{ x }}"))).render({"x": Picture(photo)})
        with zipfile.ZipFile(io.BytesIO(product)) as package:
            media = [package.read(name) for name in package.namelist() if "media" in name]
        assert len(media) == 1
        assert b"Exif" not in media[0]
        shape = docx.Document(io.BytesIO(product)).inline_shapes[0]
        assert shape.height > shape.width


class TestPictures:
    def test_a_picture_fills_its_cell(self, tmp_path: Path) -> None:
        def build(document: Document) -> None:
            made = document.add_table(3, 2, style="Table Grid")
            for row in made.rows:
                row.height, row.height_rule = Mm(14), WD_ROW_HEIGHT_RULE.AT_LEAST
            made.cell(0, 1).merge(made.cell(2, 1)).text = "{{ 照片 }}"
            for cell in made.columns[1].cells:
                cell.width = Mm(30)

        shape = rendered(tmp_path, build, {"照片": Picture(samples.picture(350, 490))}).inline_shapes[0]
        assert 25 < shape.width.mm < 30
        assert abs(shape.height / shape.width - 490 / 350) < 0.01

    @pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff\xe0"])
    def test_what_is_no_picture(self, content: bytes, tmp_path: Path) -> None:
        message = told(tmp_path, lambda d: d.add_paragraph("{{ 照片 }}"), {"照片": Picture(content)})
        assert "T509" in message
        assert "正文" in message

    def test_the_same_picture_is_kept_once(self, tmp_path: Path) -> None:
        photo = tmp_path / "p.png"
        photo.write_bytes(samples.picture())
        product = Template(built(tmp_path / "t.docx", lambda d: d.add_paragraph("{{ x }}{{ y }}"))).render(
            {"x": Picture(photo), "y": Picture(photo)}
        )
        with zipfile.ZipFile(io.BytesIO(product)) as package:
            assert len([name for name in package.namelist() if "media" in name]) == 1
        assert len(docx.Document(io.BytesIO(product)).inline_shapes) == 2


class TestRichText:
    def test_a_look_of_its_own(self, tmp_path: Path) -> None:
        text = RichText("红", color="#FF0000", bold=True, font="黑体", size=32).add("<普通>\n换行", underline=True)
        paragraph = rendered(tmp_path, lambda d: d.add_paragraph("前{{r x }}后"), {"x": text}).paragraphs[0]
        assert paragraph.text == "前红<普通>\n换行后"
        assert paragraph.runs[1].font.size == Pt(16)
        look: Any = paragraph.runs[1]._r.rPr
        assert look.rFonts.get(qn("w:eastAsia")) == "黑体"

    def test_without_the_prefix_the_run_ends_and_goes_on(self, tmp_path: Path) -> None:
        assert lines(rendered(tmp_path, lambda d: d.add_paragraph("前{{ x }}后"), {"x": RichText("中")})) == ["前中后"]


class TestSubDocuments:
    def _sub(self, tmp_path: Path) -> bytes:
        document = docx.Document()
        document.add_heading("附文标题", 1)
        document.add_paragraph("第一条", style="List Number")
        document.add_picture(io.BytesIO(samples.picture(40, 30)))
        table(document, [["甲", "乙"]])
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    def test_paragraphs_pictures_lists_and_styles(self, tmp_path: Path) -> None:
        sub = SubDocument(self._sub(tmp_path))
        path = built(tmp_path / "t.docx", lambda d: [d.add_paragraph(text) for text in ("前", "{{p 附文 }}", "后")])
        made: Any = docx.Document(io.BytesIO(Template(path).render({"附文": sub})))
        assert lines(made) == ["前", "附文标题", "第一条", "", "后"]
        assert grid(made) == [["甲", "乙"]]
        assert len(made.inline_shapes) == 1
        assert made.paragraphs[1].style.name == "Heading 1"

    def test_a_style_and_a_list_that_the_template_lacks_come_along(self, tmp_path: Path) -> None:
        source: Any = docx.Document(io.BytesIO(self._sub(tmp_path)))
        style = source.styles.add_style("我的样式", 1)
        source.paragraphs[1].style = style
        properties = source.paragraphs[1]._p.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_numId().val = 1
        content = io.BytesIO()
        source.save(content)
        path = built(tmp_path / "t.docx", lambda d: d.add_paragraph("{{p 附文 }}"))
        sub = SubDocument(content.getvalue())
        made: Any = docx.Document(io.BytesIO(Template(path).render({"附文": sub})))
        assert made.paragraphs[1].style.name == "我的样式"
        own = made.paragraphs[1]._p.pPr.numPr.numId.val
        numbering = made.part.numbering_part.element
        assert own in [node.numId for node in numbering.num_lst]

    def test_out_of_place(self, tmp_path: Path) -> None:
        assert "{{p " in told(tmp_path, lambda d: d.add_paragraph("前{{ 附文 }}"), {"附文": SubDocument(self._sub(tmp_path))})


def test_a_split_tag_leaves_what_follows_in_its_own_look(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph()
        for text, bold in (("{{ na", True), ("me }}，尾", False)):
            paragraph.add_run(text).bold = bold

    runs = [run for run in rendered(tmp_path, build, {"name": "甲"}).paragraphs[0].runs if run.text]
    assert [(run.text, bool(run.bold)) for run in runs] == [("甲", True), ("，尾", False)]


def test_properties_footnotes_and_text_boxes(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.core_properties.title = "{{ x }}的公示"
        paragraph = document.add_paragraph("正文")
        box = OxmlElement("w:pict")
        box.append(parse_xml(f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>框{{{{ x }}}}</w:t></w:r></w:p></w:txbxContent>"))
        paragraph.add_run()._r.append(box)

    made = rendered(tmp_path, build, {"x": "甲&乙"})
    assert made.core_properties.title == "甲&乙的公示"
    assert "框甲&乙" in "".join(node.text or "" for node in made.element.iter(qn("w:t")))


def test_all_faults_at_once(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("{{ 名称 ")
        document.add_paragraph("{{ x | 没有 }}")
        table(document, [["{% if %}甲{% endif %}", "{% endfor %}"]])

    problems = [problem for problem in Template(built(tmp_path / "t.docx", build)).problems() if problem.is_fault]
    assert len(problems) == 4
    assert [str(problem.place).partition("“")[0] for problem in problems] == [
        "正文 第1段",
        "正文 第2段",
        "正文 表格1第1行第1列",
        "正文 表格1第1行第2列",
    ]
