"""Binding a blank: which cell is whose, what is never touched, that nothing else of the file changes."""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from docforge.core.errors import DocforgeError
from docforge.rendering.binding import bind_all, bind_wanted
from docforge.rendering.binding_model import Binding, Column, Wanted
from docforge.rendering.binding_words import box_options, folded, identifier, inner_gaps, labelled_gaps
from docforge.rendering.template import Template


def drawn(rows: Sequence[Sequence[str]], above: Sequence[str] = ()) -> Document:
    """Lines and a table; a cell of "<" goes on the one left of it, "^" the one above it."""
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - 1
                down = next((k for k in range(r + 1, len(rows)) if rows[k][c] != "^"), len(rows)) - 1
                cell = table.cell(r, c).merge(table.cell(down, right)) if (right, down) != (c, r) else table.cell(r, c)
                cell.text = text
    return document


def saved(document: Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def places(binding: Binding) -> dict[str, str]:
    return {bound.name: bound.where for bound in binding.bound}


def rendered(tmp_path: Any, content: bytes, values: dict[str, Any]) -> Document:
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    return docx.Document(io.BytesIO(Template(path).render(values)))


def want(name: str, *labels: str, **more: Any) -> Wanted:
    return Wanted(name, labels or (name,), **more)


PERSONS = [
    ["企业\n基本\n信息", "企业名称", "", "<", "<"],
    ["^", "法人代表", "", "联系电话", ""],
    ["^", "联 系 人", "", "联系电话", ""],
    ["项目概要\n（限800字）", "<", "", "<", "<"],
    ["相关\n部门\n意见", "科技部门意见：\n\n单位盖章\n年  月  日", "<", "<", "<"],
]


def test_labels_with_spaces_and_twice_the_same_are_told_apart_by_their_row() -> None:
    contact = want("联系人")
    wanted = [
        want("企业名称"),
        want("法人代表"),
        want("法人代表联系电话", "联系电话", beside=("法人代表",)),
        contact,
        want("联系人联系电话", "联系电话", beside=contact.labels),
        want("项目概要"),
    ]
    made = bind_wanted(saved(drawn(PERSONS)), wanted)
    assert places(made) == {
        "企业名称": "表格1第1行第3列",
        "法人代表": "表格1第2行第3列",
        "法人代表联系电话": "表格1第2行第5列",
        "联系人": "表格1第3行第3列",
        "联系人联系电话": "表格1第3行第5列",
        "项目概要": "表格1第4行第2列",
    }
    assert not made.missed and not made.spare


def test_without_a_form_every_label_gets_a_name_of_its_own() -> None:
    made = bind_all(saved(drawn(PERSONS)))
    assert list(places(made)) == ["企业名称", "法人代表", "法人代表联系电话", "联系人", "联系人联系电话", "项目概要"]
    assert [label for label, _ in made.never] == ["相关部门意见", "科技部门意见"]


def test_a_label_in_two_places_is_ambiguous_and_one_without_room_is_told() -> None:
    rows = [["单位", ""], ["说明", "已填"], ["单位", ""]]
    made = bind_wanted(saved(drawn(rows)), [want("单位", required=True), want("说明"), want("没有")])
    assert [(m.name, m.reason[:4], m.places) for m in made.missed] == [
        ("单位", "有几处可", ("表格1第1行第2列", "表格1第3行第2列")),
        ("说明", "找到标签", ("表格1第2行第1列",)),
        ("没有", "没有找到", ()),
    ]


def test_a_label_cell_without_a_field_is_told() -> None:
    made = bind_wanted(saved(drawn([["单位", "", "传真", ""]])), [want("单位")])
    assert made.spare == (("传真", "表格1第1行第4列"),)


def test_nothing_is_ever_written_beside_seals_signatures_and_dates() -> None:
    rows = [["审核意见", ""], ["签字", "年  月  日"], ["申请人承诺", "本人承诺属实。\n签字：      年  月  日"], ["姓名", ""]]
    made = bind_all(saved(drawn(rows, ["填报单位（公章）", "经办人签章："])))
    assert places(made) == {"姓名": "表格1第4行第2列"}


def test_what_the_office_fills_in_is_left_alone() -> None:
    document = drawn([["姓名", ""]])
    document.add_paragraph("以下由主管部门填写：")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "受理编号"
    assert places(bind_all(saved(document))) == {"姓名": "表格1第1行第2列"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("统一社会信用代码（盖章）：", ["统一社会信用代码（盖章）"]),
        ("统一社会信用代码（盖章）：____________", ["统一社会信用代码（盖章）"]),
        ("申请人：          工作单位：", ["申请人", "工作单位"]),
        ("姓名____ 电话____", ["姓名", "电话"]),
        ("参保地：伊宁市", []),
        ("打印时间：    年   月   日", []),
        ("1.所在企业情况：", []),
        ("备注：1.本表一式两份", []),
    ],
)
def test_labels_with_their_room_in_one_line(text: str, expected: list[str]) -> None:
    assert [gap.label for gap in labelled_gaps(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("          kg", [("重量", 10)]),
        ("前      后      mm", [("重量前", 1), ("重量后", 8)]),
        ("      ml/      kw", [("重量ml", 6), ("重量kw", 15)]),
        ("     其中外籍人数     ", [("重量", 5), ("其中外籍人数", 11)]),
    ],
)
def test_rooms_of_a_cell_that_prints_units(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(gap.label, gap.start) for gap in inner_gaps(text, "重量")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("□是 □否", ["是", "否"]), ("是□ 否□", ["是", "否"]), ("请打“√”  □   企业  □  其他", ["企业", "其他"]), ("□ □ □", [])],
)
def test_options_of_boxes(text: str, expected: list[str]) -> None:
    assert [option for option, _ in box_options(text)] == expected


def test_labels_are_compared_without_numbering_space_width_and_colon() -> None:
    assert folded("2. 登记\n机关：") == folded("登记机关") == "登记机关"
    assert identifier("3.注册资金（万元）") == "注册资金"
    assert identifier("2021年") == "项2021年"


def test_a_line_to_write_on_gives_way_to_the_value_and_stays_without_one(tmp_path: Any) -> None:
    made = bind_all(saved(drawn([["姓名", ""]], ["统一社会信用代码（盖章）：________"])))
    filled = rendered(tmp_path, made.content, {"统一社会信用代码盖章": "91", "统一社会信用代码": "91", "姓名": "甲"})
    assert filled.paragraphs[0].text == "统一社会信用代码（盖章）：91"
    blank = rendered(tmp_path, made.content, {"统一社会信用代码": "", "姓名": ""})
    assert blank.paragraphs[0].text == "统一社会信用代码（盖章）：________"


def test_boxes_are_ticked(tmp_path: Any) -> None:
    content = saved(drawn([["是否缴纳社保", "□是   □否"]]))
    made = bind_wanted(content, [want("社保", "是否缴纳社保", choices=("是", "否"))])
    cell = rendered(tmp_path, made.content, {"社保": "否"}).tables[0].cell(0, 1)
    assert cell.text == "□是   ☑否"


def test_the_words_of_the_photo_cell_stay_where_there_is_no_photo(tmp_path: Any) -> None:
    content = saved(drawn([["姓名", "", "贴\n照片\n处"]]))
    made = bind_wanted(content, [want("姓名"), want("照片", is_picture=True)])
    assert places(made)["照片"] == "表格1第1行第3列"
    assert rendered(tmp_path, made.content, {"姓名": "甲", "照片": ""}).tables[0].cell(0, 2).text == "贴\n照片\n处"
    assert rendered(tmp_path, made.content, {"姓名": "甲", "照片": "（图）"}).tables[0].cell(0, 2).text.strip() == "（图）"


EDUCATION = Wanted(
    "学习经历", ("学习经历",), columns=(Column("时间", ("时间",)), Column("学校", ("学校", "毕业院校"))), printed_rows=3
)


def test_blank_rows_under_a_head_become_a_loop(tmp_path: Any) -> None:
    rows = [["学习经历（从本科起）", "<"], ["时 间", "毕业院校"], ["", ""], ["", ""], ["", ""], ["备注", ""]]
    made = bind_wanted(saved(drawn(rows)), [EDUCATION, want("备注")])
    assert [bound.tag for bound in made.bound] == ["{{ 行.时间 }}", "{{ 行.学校 }}", "{{ 备注 }}"]
    listed = [{"时间": str(i), "学校": f"校{i}"} for i in range(4)]
    table = rendered(tmp_path, made.content, {"学习经历": listed, "备注": "无"}).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows][2:] == [[str(i), f"校{i}"] for i in range(4)] + [
        ["备注", "无"]
    ]


def test_a_row_that_prints_a_word_is_kept_and_numbered_rows_are_blank_ones(tmp_path: Any) -> None:
    rows = [["家庭成员", "序号", "姓名", "关系"], ["^", "1", "", "本人"], ["^", "2", "", ""], ["^", "3", "", ""]]
    made = bind_all(saved(drawn(rows)))
    listed = [{"序号": str(i), "姓名": f"名{i}", "关系": "亲"} for i in (1, 2, 3)]
    table = rendered(tmp_path, made.content, {"家庭成员": listed}).tables[0]
    assert [[cell.text for cell in row.cells][1:] for row in table.rows][1:] == [
        ["1", "名1", "本人"],
        ["2", "名2", "亲"],
        ["3", "名3", "亲"],
    ]


def test_rows_that_print_what_they_are_about_and_heads_of_years(tmp_path: Any) -> None:
    rows = [["", "2022", "2023", "2024（预计）"], ["研发投入（万元）", "", "", ""], ["实现税收（万元）", "", "", ""]]
    columns = (
        Column("项目", ("项目",)),
        Column("前二年", ("前二年",), True),
        Column("上一年", ("上一年",), True),
        Column("本年", ("本年（预计）",), True),
    )
    wanted = Wanted("效益", ("效益",), columns=columns, fixed_rows=("研发投入（万元）", "实现税收（万元）"))
    made = bind_wanted(saved(drawn(rows)), [wanted])
    assert not made.missed
    own = [{"项目": r[0], "前二年": "1", "上一年": "2", "本年": "3"} for r in rows[1:]]
    values = {"效益": own, "前二年": "2023", "上一年": "2024", "本年": "2025（预计）"}
    table = rendered(tmp_path, made.content, values).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "2023", "2024", "2025（预计）"],
        ["研发投入（万元）", "1", "2", "3"],
        ["实现税收（万元）", "1", "2", "3"],
    ]


def test_a_table_in_a_cell_is_looked_into() -> None:
    document = drawn([["说明", "见内表"]])
    inner = document.tables[0].cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "姓名"
    assert places(bind_all(saved(document))) == {"姓名": "表格1第1行第2列内表格1第1行第2列"}


def test_a_prompt_gives_way_to_the_value(tmp_path: Any) -> None:
    document = drawn([["姓名", ""]])
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
    )
    document.tables[0].cell(0, 1).paragraphs[0]._p.append(control)
    made = bind_all(saved(document))
    filled = rendered(tmp_path, made.content, {"姓名": "甲"})
    assert "单击" not in filled.element.body.xpath("string()")
    assert "单击" in rendered(tmp_path, made.content, {"姓名": ""}).element.body.xpath("string()")


def test_the_place_keeps_its_font_the_east_asian_one_too() -> None:
    document = drawn([["姓名", ""], ["电话", " "]])
    mark = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    mark.append(fonts)
    document.tables[0].cell(0, 1).paragraphs[0]._p.get_or_add_pPr().append(mark)
    document.tables[0].cell(1, 1).paragraphs[0].runs[0].font.size = Pt(14)
    table = docx.Document(io.BytesIO(bind_all(saved(document)).content)).tables[0]
    first, second = (table.cell(row, 1).paragraphs[0].runs[0] for row in (0, 1))
    assert first._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert (second.text, second.font.size) == ("{{ 电话 }}", Pt(14))


FAITHFUL = [
    [["姓名", "", "□男  □女", "<"], ["重量", "       kg", "照片", "<"], ["地址", " ", "<", "<"]],
    PERSONS,
]


@pytest.mark.parametrize("rows", FAITHFUL)
def test_nothing_else_of_the_file_changes(rows: list[list[str]]) -> None:
    content = saved(drawn(rows, ["编号：____ 日期：", "名称（盖章）："]))
    bound = bind_all(content).content
    assert parts(bound, but_body=True) == parts(content, but_body=True)
    assert canonical(bound, drop_tags=True) == canonical(content)


def parts(content: bytes, *, but_body: bool = False) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if not (but_body and name == "word/document.xml")}


def canonical(content: bytes, *, drop_tags: bool = False) -> bytes:
    """The body's canonical XML with runs of one format joined; ``drop_tags``: the runs that hold placeholders taken out."""
    root = etree.fromstring(parts(content)["word/document.xml"])
    for run in list(root.iter(qn("w:r"))):
        text = "".join(run.itertext())
        if drop_tags and ("{{" in text or "{%" in text):
            run.getparent().remove(run)
    for paragraph in root.iter(qn("w:p")):
        _join(paragraph)
    return bytes(etree.tostring(root, method="c14n"))


def _join(paragraph: Any) -> None:
    for run in list(paragraph.iter(qn("w:r"))):
        for node in run.iter(qn("w:t")):
            node.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        before = run.getprevious()
        if before is not None and before.tag == run.tag and _format(before) == _format(run) and _is_text(before) and _is_text(run):
            before.find(qn("w:t")).text += run.find(qn("w:t")).text
            paragraph.remove(run)


def _format(run: Any) -> bytes:
    own = run.find(qn("w:rPr"))
    return bytes(etree.tostring(deepcopy(own), method="c14n")) if own is not None else b""


def _is_text(run: Any) -> bool:
    return [child.tag for child in run if child.tag != qn("w:rPr")] == [qn("w:t")]


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(DocforgeError, match="T503"):
        bind_all(b"PK no")
