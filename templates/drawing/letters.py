"""What a department writes to one applicant: received, accepted, to be supplemented, not accepted. Dates and seals stay blank."""

from docx.document import Document
from docx.shared import Pt

from templates.drawing.page import CENTRE, FOUR, LEFT, RIGHT, SMALL_FOUR, kept, line, page, signed, tag, titled, write
from templates.drawing.tables import Column, field, height, loop_table, put, span, table, total

PAPERS = (
    Column("序号", "序号", 600),
    Column("材料名称", "名称", 3545, LEFT),
    Column("对应文件", "来源", 2200, LEFT),
    Column("页数", "页数", 700),
    Column("原件/\n复印件", "形式", 1000),
    Column("备注", "备注", 800, LEFT),
)
_DATE = "年    月    日"
_CONTACT = "地址：{{ 地址 }}，联系电话：{{ 电话 }}"


def letter(title: str) -> Document:
    """Title, number where there is one, to whom."""
    document = page()
    titled(document, title)
    tag(document, "if 文号")
    line(document, field("文号"), align=CENTRE)
    tag(document, "endif")
    line(document, "{{ 申报单位 }}：", align=LEFT)
    return document


def closed(document: Document) -> Document:
    """The letter's end: who sends it, the day left open, who received it."""
    line(document)
    signed(document, "{{ 受理部门 }}", _DATE, indent=32)
    kept(document.paragraphs[-1])
    received(document)
    return document


def received(document: Document) -> None:
    """Who got it and when; the papers stay with both sides."""
    receipt = line(document, "签收人（签字）：                  签收日期：    年    月    日", align=LEFT)
    receipt.paragraph_format.space_before = Pt(14)


def supplement() -> Document:
    """一次性补正告知书: every missing thing at once, each with basis and remedy."""
    document = letter("一次性补正告知书")
    line(
        document,
        "你单位提交的《{{ 政策名称 }}》“{{ 申报类别 }}”申报材料收悉。"
        "经核对，共有{{ 补正数目 }}项需要补充或更正，现一次性告知如下：",
        indent=2,
    )
    columns = [
        Column("序号", "序号", 700),
        Column("需要补正的材料或内容", "内容", 3545, LEFT),
        Column("依据", "依据", 1500),
        Column("补正方法", "方法", 3100, LEFT),
    ]
    loop_table(document, columns, "补正事项")
    line(
        document,
        "请于      年    月    日前将以上材料一次补齐，提交至{{ 受理部门 }}" + f"（{_CONTACT}）。如有疑问，欢迎来电咨询。",
        indent=2,
    )
    return closed(document)


def acceptance() -> Document:
    """受理通知书: what was applied for, what was received with page counts, whom to ask."""
    document = letter("受理通知书")
    line(
        document,
        "你单位于{{ 收到日期 }}提交的《{{ 政策名称 }}》“{{ 申报类别 }}”申报材料收悉。"
        "经核对，申报材料齐全、符合要求，现予受理。接收材料共{{ 材料数目 }}项：",
        indent=2,
    )
    made = loop_table(document, PAPERS, "材料")
    total(made, 3, "{{ 页数合计 }}", 2, CENTRE)
    line(
        document,
        "受理科室：{{ 受理科室 }}" + f"（{_CONTACT}）。本通知书只说明材料已经受理，不代表最终支持结果。",
        align=LEFT,
        indent=2,
    )
    return closed(document)


def rejection() -> Document:
    """不予受理告知书: why, by which clause, which department is competent, how to object."""
    document = letter("不予受理告知书")
    line(
        document,
        "你单位提交的《{{ 政策名称 }}》“{{ 申报类别 }}”申报材料收悉。经核对，因以下原因不予受理：",
        indent=2,
    )
    columns = [Column("序号", "序号", 700), Column("原因", "内容", 6145, LEFT), Column("依据", "依据", 2000)]
    loop_table(document, columns, "理由")
    tag(document, "if 应向部门")
    line(document, "“{{ 申报类别 }}”的申报由{{ 应向部门 }}负责受理和审核，请在受理时间内向该部门提出。", indent=2)
    tag(document, "endif")
    line(
        document,
        "对本告知有异议的，可以向{{ 受理部门 }}书面说明理由并提供证明材料"
        + f"（{_CONTACT}，监督电话：{{{{ 监督电话 }}}}）。原因消除后，可以在受理时间内重新申报。",
        indent=2,
    )
    return closed(document)


def checklist() -> Document:
    """申报材料接收清单: each paper of the policy's list, the file that was handed in, pages; signed by both sides."""
    document = page()
    titled(document, "申报材料接收清单")
    made = table(document, [1300, 3622, 1300, 2623], 3, narrow=True)
    heads = (("申报单位", "申报单位"), ("申报类别", "申报类别"), ("收到日期", "收到日期"), ("受理部门", "受理部门"))
    for i, (label, value) in enumerate(heads):
        put(made.cell(i // 2, i % 2 * 2), label, SMALL_FOUR)
        put(made.cell(i // 2, i % 2 * 2 + 1), field(value), SMALL_FOUR, LEFT, spacing=Pt(18))
    put(made.cell(2, 0), "依据", SMALL_FOUR)
    put(span(made, 2, 1, 3), "《{{ 政策名称 }}》", SMALL_FOUR, LEFT, spacing=Pt(18))
    for row in range(3):
        height(made, row, 10)
    gap = line(document, "", size=SMALL_FOUR)
    gap.paragraph_format.line_spacing = Pt(12)
    own = loop_table(document, PAPERS, "材料")
    total(own, 3, "{{ 页数合计 }}", 2, CENTRE)
    note = line(document, "共{{ 材料数目 }}项。没有写页数的，接收时点清后填写。", size=FOUR, align=LEFT)
    note.paragraph_format.space_before = Pt(6)
    for who in ("提交人（签字）：                  联系电话：", "接收人（签字）：                  接收日期：    年    月    日"):
        kept(line(document, who, size=FOUR, align=LEFT))
    last = line(document, "本清单一式两份，申报单位和受理部门各存一份。", size=FOUR, align=LEFT)
    last.paragraph_format.keep_with_next = False
    return document


def review() -> Document:
    """专家评审意见表: one expert's points, conclusion and proposal on one application. Everything but the heads is the expert's."""
    document = page()
    titled(document, "专家评审意见表")
    made = table(document, [1500, 2922, 1500, 2923], 3, narrow=True)
    for i, (label, value) in enumerate((("政策名称", "政策名称"), ("申报单位", "申报单位"), ("申报类别", "申报类别"))):
        put(made.cell(i, 0), label, SMALL_FOUR)
        put(span(made, i, 1, 3) if i < 2 else made.cell(i, 1), field(value), SMALL_FOUR, LEFT, spacing=Pt(18))
    put(made.cell(2, 2), "核定上限", SMALL_FOUR)
    put(made.cell(2, 3), field("上限"), SMALL_FOUR, LEFT, spacing=Pt(18))
    for row in range(3):
        height(made, row, 10)
    columns = [
        Column("序号", "序号", 700),
        Column("评审内容", "项目", 3500, LEFT),
        Column("满分", "分值", 900),
        Column("得分", "得分", 900),
        Column("意见", "意见", 2845, LEFT),
    ]
    gap = line(document, "", size=SMALL_FOUR)
    gap.paragraph_format.line_spacing = Pt(12)
    own = loop_table(document, columns, "评分项目|补足(4)")
    total(own, 2, "{{ 分值合计 }}", 2, CENTRE)
    gap = line(document, "", size=SMALL_FOUR)
    gap.paragraph_format.line_spacing = Pt(12)
    conclusion(document)
    return document


def conclusion(document: Document) -> None:
    """What the expert concludes, proposes and signs."""
    made = table(document, [1500, 2922, 1500, 2923], 5, narrow=True)
    put(made.cell(0, 0), "评审结论", SMALL_FOUR)
    put(span(made, 0, 1, 3), "□ 同意支持    □ 不同意支持    □ 补充材料后再议", SMALL_FOUR, LEFT)
    put(made.cell(1, 0), "建议金额", SMALL_FOUR)
    put(span(made, 1, 1, 3), "            万元（不超过核定上限）", SMALL_FOUR, LEFT)
    put(made.cell(2, 0), "理由", SMALL_FOUR)
    put(span(made, 2, 1, 3), "", SMALL_FOUR, LEFT)
    for row, labels in ((3, ("专家姓名", "职称")), (4, ("工作单位", "评审组身份"))):
        for i, label in enumerate(labels):
            put(made.cell(row, 2 * i), label, SMALL_FOUR)
            put(made.cell(row, 2 * i + 1), "", SMALL_FOUR)
    for row, high in enumerate((10, 10, 24, 10, 10)):
        height(made, row, high)
    note = line(document, "评审组：{{ 评审组成 }}。有利害关系的应当回避。", size=SMALL_FOUR, align=LEFT)
    note.paragraph_format.line_spacing = Pt(20)
    kept(note)
    signature = line(document, "专家（签字）：                    ", size=FOUR, align=RIGHT)
    write(signature, _DATE, size=FOUR)
