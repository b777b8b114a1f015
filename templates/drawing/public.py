"""What is published: the notice with its lists in two styles, once more after a change, and what came of it.

The lists have the columns that the policy's ``lists`` say.
"""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from docforge.policy.papers import ListColumn, PublicList
from templates.drawing.page import (
    CENTRE,
    HEADING,
    LEFT,
    RED,
    RIGHT,
    SMALL_FOUR,
    TITLE,
    TWO,
    kept,
    line,
    page,
    signed,
    tag,
    titled,
    write,
)
from templates.drawing.tables import Column, loop_table, total

_ALIGN = {"left": LEFT, "centre": CENTRE, "right": RIGHT}
_RED_HEAD = Pt(36)
_BASIS = "根据《{{ 政策名称 }}》{{ 政策文号 }}有关规定，{{ 程序 }}，"
_GRANT = "拟对{{ 支持对象 }}给予支持，支持资金总额{{ 总额 }}万元（大写：{{ 总额大写 }}），"
_RULES = (
    "公示期为{{ 工作日数 }}个工作日，自{{ 起始日期 }}至{{ 截止日期 }}。",
    "公示期内，任何单位或个人对公示内容有异议的，请以书面形式实名向{{ 发布部门 }}反映，"
    "并提供事实依据和必要的证明材料。以单位名义反映的，应加盖单位公章；"
    "以个人名义反映的，应签署真实姓名并留下联系方式。我们对异议人身份予以保密。匿名或超出期限的异议不予受理。",
    "受理异议：{{ 受理科室 }}，电话：{{ 电话 }}，地址：{{ 地址 }}。",
    "监督电话：{{ 监督电话 }}。",
)
_TITLE, _AGAIN, _RESULT = "拟支持名单的公示", "拟支持名单的再次公示", "拟支持名单公示结果的说明"
_AGAIN_WHY = (
    "{{ 首次公示日期 }}，我们对{{ 年度 }}年度{{ 资金简称 }}{{ 范围 }}拟支持名单进行了公示。"
    "因名单有变动，调整后{{ 程序 }}，根据《{{ 政策名称 }}》{{ 政策文号 }}有关规定，"
)


def red_head(document: Document) -> None:
    """发文机关标志 and 发文字号 above the red line; two blank lines below it."""
    for _ in range(2):
        line(document)
    name = line(document, "", align=CENTRE)
    name.paragraph_format.line_spacing = Pt(48)
    write(name, "{{ 发布部门 }}文件", TITLE, _RED_HEAD)
    name.runs[-1].font.color.rgb = RED
    for _ in range(2):
        line(document)
    number = line(document, "{{ 文号 }}", align=CENTRE)
    number.paragraph_format.space_after = Pt(11)
    ruled(number, RED)
    for _ in range(2):
        line(document)


def ruled(paragraph: object, colour: RGBColor) -> None:
    """A line under the paragraph over the width of the type area."""
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "11"), ("color", str(colour))):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def publicity(lists: Sequence[PublicList], *, official: bool = False, again: bool = False) -> Document:
    """公示 or 再次公示. For the web no red head and no seal; ``official``: number above, room for the seal below."""
    document = page()
    if official:
        red_head(document)
    named(document, _AGAIN if again else _TITLE)
    line(document, (_AGAIN_WHY if again else _BASIS) + _GRANT + ("现再次公示。" if again else "现予以公示。"), indent=2)
    for text in _RULES:
        line(document, text, indent=2)
    kept(line(document))
    attachments(document)
    for _ in range(3 if official else 1):
        kept(line(document))
    signed(document, "{{ 发布部门 }}", "{{ 成文日期 }}", indent=64 if official else 32, keep=1)
    for own in lists:
        listed(document, own)
    return document


def named(document: Document, what: str) -> None:
    """The title in lines of its own words: the round, the scope where it is not the whole, what it is."""
    kept(line(document, "关于{{ 年度 }}年度{{ 资金简称 }}", TITLE, TWO, CENTRE))
    tag(document, "if 范围")
    kept(line(document, field_of("范围"), TITLE, TWO, CENTRE))
    tag(document, "endif")
    titled(document, what)


def attachments(document: Document) -> None:
    """附件：…; several are numbered, the names below each other."""
    kept(line(document, "附件：{{ 首个附件 }}", indent=2))
    tag(document, "for 附件 in 其余附件")
    more = kept(line(document, field_of("附件"), align=LEFT))
    more.paragraph_format.left_indent = Pt(80)
    tag(document, "endfor")


def field_of(name: str) -> str:
    """The placeholder of a value."""
    return "{{ " + name + " }}"


def listed(document: Document, own: PublicList) -> None:
    """One list on pages of its own, only where it has rows: 附件 on the first line, the title on the third, the total last."""
    tag(document, f"if {own.name}")
    attachment = line(document, field_of(f"{own.name}附件号"), HEADING, align=LEFT)
    attachment.paragraph_format.page_break_before = True
    line(document)
    for text in ("{{ 年度 }}年度{{ 资金简称 }}", own.name):
        line(document, text, TITLE, TWO, CENTRE)
    note = line(document, field_of("排序说明"), size=SMALL_FOUR, align=CENTRE)
    note.paragraph_format.line_spacing = Pt(24)
    made = loop_table(document, [_column(column) for column in own.columns], own.name)
    before = [column.type for column in own.columns].index("money")
    total(made, before, field_of(f"{own.name}合计"), len(own.columns) - before - 1)
    tag(document, "endif")


def _column(column: ListColumn) -> Column:
    head = column.label.replace("（", "\n（").replace("文号或", "文号或\n")
    return Column(head, column.name, column.width, _ALIGN[column.stands])


def result() -> Document:
    """公示结果: when it was published, how many objections came, what was found; dated by who issues it."""
    document = page()
    named(document, _RESULT)
    line(
        document,
        _BASIS.removesuffix("，") + "，我们于{{ 起始日期 }}至{{ 截止日期 }}（{{ 工作日数 }}个工作日）对拟支持的{{ 支持对象 }}"
        "（支持资金总额{{ 总额 }}万元）进行了公示。",
        indent=2,
    )
    tag(document, "if 异议数目")
    line(document, "公示期间收到异议{{ 异议数目 }}件。经核查：{{ 核查情况 }}。", indent=2)
    tag(document, "else")
    line(document, "公示期间未收到异议。下一步将按规定办理支持资金拨付。", indent=2)
    tag(document, "endif")
    line(document, "监督电话：{{ 监督电话 }}。", indent=2)
    line(document)
    signed(document, "{{ 发布部门 }}", "年    月    日", indent=32, keep=1)
    return document
