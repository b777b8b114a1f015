"""Sheets for the department's own file: the case sheet, the plan of allocation, the table of all applicants."""

from docx.document import Document
from docx.shared import Pt

from templates.drawing.page import (
    CENTRE,
    FOUR,
    HEADING,
    LEFT,
    RIGHT,
    SMALL_FIVE,
    SMALL_FOUR,
    TITLE,
    TWO,
    kept,
    line,
    page,
    titled,
)
from templates.drawing.tables import Column, field, head, height, keep_rows, loop_table, put, repeated, span, table

_BASIS = Column("依据", "依据", 1600)
ALLOCATION = (
    Column("序号", "序号", 600),
    Column("单位（人员、项目）名称", "名称", 2900, LEFT),
    Column("类别及申报情形", "情形", 1900),
    Column("级别", "级别", 850),
    Column("核定上限\n（万元）", "上限", 1320, RIGHT),
    Column("拟支持金额\n（万元）", "金额", 1320, RIGHT),
    Column("就高不重复说明", "就高", 2366, LEFT),
    Column("分期\n（年度）", "分期", 1500, LEFT),
)
SUMMARY = (
    Column("序号", "序号", 500),
    Column("单位名称", "名称", 1960, LEFT),
    Column("统一社会\n信用代码", "代码", 2000),
    Column("类别", "类别", 1000),
    Column("级别", "级别", 600),
    Column("申报\n情形", "情形", 600),
    Column("认定文号", "文号", 1460),
    Column("认定时间", "时间", 1020),
    Column("联系人\n及电话", "联系人", 1200),
    Column("核定上限\n（万元）", "上限", 880, RIGHT),
    Column("初审\n意见", "初审", 640),
    Column("备注", "备注", 896, LEFT),
)


def case_sheet() -> Document:
    """核定表, for the department's own file: facts, papers, conditions, how the cap came about, what is not settled."""
    document = page()
    line(document, "支持资金核定表（内部）", TITLE, TWO, CENTRE)
    line(document, "", size=SMALL_FOUR)
    made = table(document, [1500, 2922, 1500, 2923], 4, narrow=True)
    heads = [(name, name) for name in ("申报单位", "类别", "级别", "申报日期", "受理部门")] + [("核定上限", "上限")]
    for i, (label, value) in enumerate(heads):
        put(made.cell(i // 2, i % 2 * 2), label, SMALL_FOUR, font=HEADING)
        put(made.cell(i // 2, i % 2 * 2 + 1), field(value), SMALL_FOUR, LEFT, spacing=Pt(18))
    put(made.cell(3, 0), "拟支持金额", SMALL_FOUR, font=HEADING)
    put(span(made, 3, 1, 3), field("拟支持金额"), SMALL_FOUR, LEFT)
    for row in range(4):
        height(made, row, 10)
    for title, each, columns in _parts():
        kept(line(document, title, HEADING, FOUR, LEFT))
        loop_table(document, columns, each)
    line(document, "", size=SMALL_FOUR)
    reviewed(document)
    return document


def _parts() -> list[tuple[str, str, list[Column]]]:
    facts = [Column("项目", "项目", 2300, LEFT), Column("内容", "内容", 3645, LEFT), Column("填写", "填写", 1300), _BASIS]
    papers = [Column("材料", "名称", 5945, LEFT), Column("结论", "结论", 1300), _BASIS]
    conditions = [Column("条件", "条件", 2900, LEFT), Column("结论", "结论", 1000), Column("理由", "理由", 3345, LEFT), _BASIS]
    points = [Column("编号", "编号", 900), Column("问题", "问题", 4345, LEFT), Column("目前按此处理", "处理", 3600, LEFT)]
    return [
        ("一、核定事项", "事项", facts),
        ("二、材料", "材料", papers),
        ("三、条件", "条件", conditions),
        ("四、上限推导", "推导", [Column("推导", "内容", 8845, LEFT)]),
        ("五、待确认的条款", "待确认", points),
    ]


def reviewed(document: Document) -> None:
    """Who made and who reviewed it, and when: left to them."""
    kept(document.paragraphs[-1])
    line(document, "经办人：              复核人：              年    月    日", size=FOUR, align=RIGHT)


def allocation() -> Document:
    """资金分配方案表: by category and unit; the sum in figures and in words."""
    document = page(landscape=True)
    titled(document, "{{ 年度 }}年度{{ 资金简称 }}分配方案表")
    made = table(document, [column.width for column in ALLOCATION], 7, narrow=True)
    head(made, ALLOCATION)
    last = len(ALLOCATION) - 1
    put(span(made, 1, 0, last), "{%tr for 类 in 分类 %}", SMALL_FOUR)
    for i, text in enumerate(repeated("类.行", [column.value for column in ALLOCATION])):
        put(made.cell(2, i), text, SMALL_FOUR, ALLOCATION[i].align, spacing=Pt(18))
    put(span(made, 3, 0, 4), "{{ 类.名称 }}小计（{{ 类.数目 }}项）", SMALL_FOUR, font=HEADING)
    put(made.cell(3, 5), field("类.小计"), SMALL_FOUR, RIGHT)
    put(span(made, 4, 0, last), "{%tr endfor %}", SMALL_FOUR)
    put(span(made, 5, 0, 4), "合计（{{ 数目 }}项）", SMALL_FOUR, font=HEADING)
    put(made.cell(5, 5), field("总额"), SMALL_FOUR, RIGHT)
    put(span(made, 6, 0, 2), "合计（大写）", SMALL_FOUR, font=HEADING)
    put(span(made, 6, 3, last), field("总额大写"), SMALL_FOUR, LEFT)
    for row in (2, 3, 5, 6):
        height(made, row, 9)
    keep_rows(made, 5)
    note = line(
        document,
        "依据《{{ 政策名称 }}》。核定上限为政策规定的额度，拟支持金额经会商、审议后确定。",
        size=SMALL_FOUR,
    )
    note.paragraph_format.line_spacing = Pt(24)
    reviewed(document)
    return document


def summary() -> Document:
    """汇总表: every applicant of a round in one table, for the department only."""
    document = page(landscape=True)
    titled(document, "{{ 年度 }}年度{{ 资金简称 }}申报情况汇总表（内部）")
    made = loop_table(document, SUMMARY, "名单", SMALL_FIVE)
    made.add_row()  # type: ignore[no-untyped-call]
    put(span(made, 2, 0, 1), "合计", SMALL_FIVE, font=HEADING)
    put(span(made, 2, 2, len(SUMMARY) - 1), "{{ 数目 }}项", SMALL_FIVE, LEFT)
    height(made, 2, 9)
    keep_rows(made, 2)
    note = line(document, "本表含联系方式，仅供受理部门内部使用，不得公开。", size=SMALL_FOUR, align=LEFT)
    note.paragraph_format.line_spacing = Pt(24)
    reviewed(document)
    return document
