"""附件2 科技创新人才支持资金申请表: the person, then the firm; no opinion, no seal."""

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Pt
from docx.table import Table

from templates.drawing.page import CENTRE, FIVE, FOUR, HEADING, LEFT, TITLE, TWO, kept, line, page, settle, write
from templates.drawing.tables import allow_split, cells, clear_of_rules, field, height, put, repeated, span, table

PERSON = (1150, 1250, 900, 1000, 1250, 1545, 1750)
FIRM = (1500, 1400, 1500, 1500, 1450, 1495)
_TITLE = "科技创新人才支持资金申请表"
_PHOTO_ROW = 12.5
"""Three rows of it hold a picture of one inch (25 × 35 mm)."""
_PHOTO = "{% if 照片 %}{{ 照片 }}{% else %}照片{% endif %}"
_PLAN_HINT = "（概述、实施背景、项目重难点、技术核心、市场分析、商业模式、投融资计划、已取得的阶段性成果、未来发展规划）"
_CLASS_HINT = (
    "属于国家、省级重点人才工程入选者在伊宁市创办企业，或州级及以上认定的科创平台，"
    "或属于伊犁州“8+1+1”产业集群及伊宁市“六大优势”产业重点企业，高新技术企业，规模以上企业等等哪一类"
)


def annex2() -> Document:
    """Two tables, the title over both."""
    document = page()
    line(document, "附件2", HEADING, align=LEFT)
    line(document, _TITLE, TITLE, TWO, CENTRE)
    line(document, "1.科技创新人才基本情况：", size=FOUR, align=LEFT)
    person(document)
    broken = line(document, _TITLE, TITLE, TWO, CENTRE)
    broken.paragraph_format.page_break_before = True
    line(document, "2.所在企业情况：", size=FOUR, align=LEFT)
    enterprise(document)
    return document


def listed(made: Table, row: int, title: str, each: str, columns: list[tuple[str, int]]) -> None:
    """A title over the whole width, the heads, the one row that repeats."""
    cells(made, row, [(title, len(made.columns))])
    cells(made, row + 1, columns)
    for paragraph in (p for at in (row, row + 1) for cell in made.rows[at].cells for p in cell.paragraphs):
        kept(paragraph)  # heads do not stand alone at the end of a page
    texts = repeated(each, [label for label, _ in columns])
    cells(made, row + 2, [(text, wide) for text, (_, wide) in zip(texts, columns, strict=True)])


def free(made: Table, row: int, title: str, hint: str, value: str) -> None:
    """A title over the whole width; below it the hint as printed and the long text."""
    last = len(made.columns) - 1
    put(span(made, row, 0, last), title, FIVE)
    cell = span(made, row + 1, 0, last)
    put(cell, hint, FIVE, LEFT)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    text = cell.add_paragraph()
    settle(text, LEFT, Pt(16))
    write(text, field(value), size=FIVE)


def heights(made: Table, tall: int, photo: int = 0) -> None:
    """Rows high enough to write in; the ``tall`` one may run on to the next page, the first ``photo`` hold the picture."""
    for row in range(len(made.rows)):
        height(made, row, 60 if row == tall else _PHOTO_ROW if row < photo else 8.5)
    allow_split(made, tall)


def person(document: Document) -> None:
    """The first table."""
    made = table(document, PERSON, 19, narrow=True)
    photo = made.cell(0, 6).merge(made.cell(2, 6))
    put(photo, _PHOTO, FIVE)
    clear_of_rules(photo)
    cells(made, 0, [(part, 1) for label in ("姓名", "性别", "出生年月") for part in (label, field(label))])
    cells(made, 1, [(part, 1) for label in ("国籍", "籍贯", "政治面貌") for part in (label, field(label))])
    degrees = [(label, field(label.replace("/", ""))) for label in ("国内最高学历/学位", "国外最高学历/学位")]
    cells(made, 2, [part for label, value in degrees for part in ((label, 2), (value, 1))])
    for row, left, right in ((3, "证件类型", "证件号"), (4, "目前工作单位", "目前工作地点"), (5, "企业担任职务", "在企业工作年限")):
        cells(made, row, [(left, 1), (field(left), 2), (right, 1), (field(right), 3)])
    first, second = "与企业是否\n签订劳动合同", "企业是否缴纳社保"
    cells(made, 6, [(first, 2), (field(first.replace("\n", "")), 1), (second, 2), (field(second), 2)])
    listed(made, 7, "学习经历（从本科起）", "学习经历", [("时间", 1), ("学校", 2), ("专业", 2), ("学历", 2)])
    listed(made, 10, "工作经历", "工作经历", [("时间", 1), ("单位", 4), ("任职", 2)])
    projects = "在伊实施的重大科研项目及取得的成绩"
    listed(made, 13, projects, projects, [("序号", 1), ("时间", 1), ("科研项目名称", 3), ("取得的成绩", 2)])
    cells(made, 16, [("专利、软件注册权号\n或核心技术期刊发表\n论文等", 2)])
    put(span(made, 16, 2, 6), field("专利软著论文"), FIVE, LEFT)
    free(made, 17, "拟实施项目情况", _PLAN_HINT, "拟实施项目情况")
    heights(made, tall=18, photo=3)


def enterprise(document: Document) -> None:
    """The second table, its years those of the application."""
    made = table(document, FIRM, 11, narrow=True)
    for row, left, right in ((0, "企业名称", "法人代表"), (1, "注册资金（万元）", "统一社会信用代码"), (2, "注册地", "注册时间")):
        cells(made, row, [(left, 1), (field(left.partition("（")[0]), 2), (right, 1), (field(right), 2)])
    cells(made, 3, [("产业领域", 1), (field("产业领域"), 5)])
    cells(made, 4, [("企业在职职工人数", 6)])
    cells(made, 5, [(part, 1) for label in ("研究生", "本科", "其他") for part in (label, field(label))])
    cells(made, 6, [("科技投入与效益情况", 6)])
    years = ("前三年", "前二年", "上一年", "本年")
    cells(made, 7, [("", 2), *((field(year), 1) for year in years)])
    texts = repeated("科技投入与效益情况", ["项目", *years])
    cells(made, 8, [(texts[0], 2), *((text, 1) for text in texts[1:])])
    free(made, 9, "企业类别及基本情况", _CLASS_HINT, "企业类别及基本情况")
    heights(made, tall=10)
