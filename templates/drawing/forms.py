"""The application forms that a firm, a platform or an institution fills in: annexes 3 to 7, and that of the starter."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Pt
from docx.table import Table, _Cell

from templates.drawing.page import (
    BODY,
    CENTRE,
    FOUR,
    HEADING,
    LEFT,
    RIGHT,
    SMALL_FOUR,
    TITLE,
    TWO,
    kept,
    line,
    page,
    settle,
    stop_at,
    write,
)
from templates.drawing.tables import allow_split, field, height, put, span, table

WIDTHS = (850, 1500, 2400, 1500, 2595)
_FREE = Pt(16)
_ROW, _OPINION = 11.0, 27.0


def opinion(cell: _Cell, title: str) -> None:
    """An opinion cell as printed: never filled in, room for the seal over 单位盖章 and the date."""
    put(cell, title, align=LEFT)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    for text in ("", "单位盖章", "年    月    日"):
        paragraph = cell.add_paragraph()
        settle(paragraph, RIGHT, None)
        paragraph.paragraph_format.right_indent = Pt(28)
        write(paragraph, text, BODY, FOUR)


def headed(annex: str, titles: Sequence[str]) -> Document:
    """附件N, the title, and the line that the seal goes over: label and code on one line, underlined to the same length."""
    document = page()
    line(document, annex, HEADING, align=LEFT)
    for title in titles:
        kept(line(document, title, TITLE, TWO, CENTRE))
    gap = line(document, "", size=SMALL_FOUR)
    gap.paragraph_format.line_spacing = Pt(14)
    seal = line(document, "统一社会信用代码（盖章）：", size=FOUR, align=LEFT)
    stop_at(seal, 118)
    write(seal, " {{ 统一社会信用代码 }}\t", size=FOUR, underline=True)
    return document


def whole(made: Table, row: int, label: str) -> None:
    """A label in the second column, its value over the rest."""
    put(made.cell(row, 1), label)
    put(span(made, row, 2, 4), field(label), align=LEFT)


def pair(made: Table, row: int, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Two labels with their values in the columns behind the narrow one."""
    for i, (label, value) in enumerate((first, second)):
        put(made.cell(row, 1 + 2 * i), label)
        put(made.cell(row, 2 + 2 * i), field(value))


def tall(made: Table, row: int, label: str, value: str) -> None:
    """A label over the first two columns, a long text over the rest."""
    put(span(made, row, 0, 1), label)
    put(span(made, row, 2, 4), field(value), SMALL_FOUR, LEFT, spacing=_FREE)


def opinions(made: Table, row: int, office: str, label: str = "相关\n部门\n意见") -> None:
    """The two opinion cells under one narrow label."""
    put(made.cell(row, 0).merge(made.cell(row + 1, 0)), label)
    first = span(made, row, 1, 4)
    opinion(first, f"{office}意见：")
    for paragraph in (*made.cell(row, 0).paragraphs, *first.paragraphs):
        kept(paragraph)  # the second opinion is not left alone on a page
    opinion(span(made, row + 1, 1, 4), "市人才工作领导小组办公室意见：")


def firm_form(annex: str, titles: Sequence[str], subject: str, texts: Sequence[tuple[str, str, float]], office: str) -> Document:
    """The form that annexes 3, 4, 6 and 7 share: who applies, what for, two opinions. ``texts``: label, placeholder, height."""
    document = headed(annex, titles)
    made = table(document, WIDTHS, 6 + len(texts))
    put(made.cell(0, 0).merge(made.cell(3, 0)), f"{subject}\n基本\n信息")
    whole(made, 0, f"{subject}名称")
    whole(made, 1, f"{subject}地址")
    pair(made, 2, ("法人代表", "法人代表"), ("联系电话", "法人代表联系电话"))
    pair(made, 3, ("联 系 人", "联系人"), ("联系电话", "联系人联系电话"))
    for row, (label, value, _) in enumerate(texts, start=4):
        tall(made, row, label, value)
    opinions(made, 4 + len(texts), office)
    for row, high in enumerate((*[_ROW] * 4, *(high for _, _, high in texts), _OPINION, _OPINION)):
        height(made, row, high)
    allow_split(made, 3 + len(texts))
    return document


def annex3() -> Document:
    """附件3 高新技术企业支持资金申请表."""
    texts = [("拟实施科研\n项目概要", "拟实施科研项目概要", 70.0)]
    return firm_form("附件3", ["高新技术企业支持资金申请表"], "企业", texts, "科技部门")


def annex4() -> Document:
    """附件4: the title in two lines, so that it does not break inside “小巨人”."""
    texts = [("拟实施科研\n项目概要", "拟实施科研项目概要", 60.0)]
    return firm_form("附件4", ["专精特新“小巨人”和中小企业", "支持资金申请表"], "企业", texts, "主管部门")


def annex6() -> Document:
    """附件6 技术转移机构、科技企业孵化器、众创空间、星创天地支持资金申请表."""
    texts = [("申请类型", "申请类型", _ROW), ("主要工作\n绩效指标", "主要工作绩效指标", 50.0)]
    return firm_form("附件6", ["技术转移机构、科技企业孵化器、众创空间、", "星创天地支持资金申请表"], "单位", texts, "科技部门")


def annex7() -> Document:
    """附件7 院士工作站、院士协同创新中心支持资金申请表."""
    texts = [("申请类型", "申请类型", _ROW), ("主要技术\n研究内容及\n指导方向", "主要技术研究内容及指导方向", 50.0)]
    return firm_form("附件7", ["院士工作站、院士协同创新中心", "支持资金申请表"], "单位", texts, "主管部门")


def annex5() -> Document:
    """附件5 科技创新平台支持资金申请表."""
    document = headed("附件5", ["科技创新平台支持资金申请表"])
    made = table(document, WIDTHS, 9)
    put(made.cell(0, 0).merge(made.cell(3, 0)), "平台\n基本\n信息")
    whole(made, 0, "平台名称")
    pair(made, 1, ("负责人", "负责人"), ("联系电话", "负责人联系电话"))
    pair(made, 2, ("运营单位", "运营单位"), ("单位法人代表", "单位法人代表"))
    whole(made, 3, "运营单位地址")
    put(made.cell(4, 0).merge(made.cell(5, 1)), "主要仪器、主\n要技术人员")
    for label, first, last in (("主要仪器", 2, 2), ("主要技术人员", 3, 4)):
        put(span(made, 4, first, last), label, align=CENTRE)
        put(span(made, 5, first, last), field(label), SMALL_FOUR, LEFT, spacing=_FREE)
    tall(made, 6, "已取得的科技\n成果及拟实施\n科研项目概要", "已取得的科技成果及拟实施科研项目概要")
    opinions(made, 7, "主管部门", "相 关\n部 门\n意见")
    for row, high in enumerate((*[_ROW] * 4, 9.0, 26.0, 30.0, _OPINION, _OPINION)):
        height(made, row, high)
    allow_split(made, 6)
    return document


def starter_form() -> Document:
    """The form of the starter pack: a firm, what for, two opinions."""
    return firm_form("附件2", ["支持资金申请表"], "企业", [("项目概要", "项目概要", 60.0)], "主管部门")
