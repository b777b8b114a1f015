"""Draws the Word templates of the shipped packs: GB/T 9704-2012 page, placeholders as people write them.

Run it after a change of layout (``python templates/make.py``); a test compares its product with the committed files.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Mm, Pt, Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
BODY, TITLE, HEADING, KAI, LATIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "Times New Roman"
THREE, TWO, FOUR, SMALL_FOUR, FIVE = Pt(16), Pt(22), Pt(14), Pt(12), Pt(10.5)
LINE = Pt(28.95)
CENTRE, RIGHT, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
BASIS = ("依据", "依据", 1600, CENTRE)
STAMP = (1980, 1, 1, 0, 0, 0)


def write(paragraph: Paragraph, text: str, font: str = BODY, size: Pt = THREE, *, underline: bool = False) -> Paragraph:
    """A run with its East Asian font set; the paragraph mark gets the same font, so that blank lines keep their height."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.underline = LATIN, size, underline or None
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if size is THREE:
        tighten(run._element.get_or_add_rPr())
    return paragraph


def tighten(properties: CT_RPr) -> None:
    """28 characters of 三号 in 156 mm (28 × 16 pt are 158.0 mm): a quarter point closer, which Word, WPS and LibreOffice
    lay out alike; a character grid (linesAndChars) LibreOffice spreads to 18 characters a line."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:u")


def line(
    document: Document, text: str = "", font: str = BODY, size: Pt = THREE, align: WD_ALIGN_PARAGRAPH = BOTH, indent: float = 0
) -> Paragraph:
    paragraph = document.add_paragraph()
    settle(paragraph, align, Pt(36) if size is TWO else LINE)
    paragraph.paragraph_format.first_line_indent = Pt(size.pt * indent)
    return write(paragraph, text, font, size)


def settle(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH, spacing: Pt | None = LINE) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.alignment = align
    if spacing:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    if spacing is not LINE:
        off_grid(paragraph)


def off_grid(paragraph: Paragraph) -> None:
    """Cells, header and footer do not follow the page's character grid."""
    properties = paragraph._p.get_or_add_pPr()
    mark = OxmlElement("w:snapToGrid")
    mark.set(qn("w:val"), "0")
    properties.insert_element_before(
        mark, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr", "w:sectPr"
    )


def page(banner: str = "政策状态") -> Document:
    """A4, 版心 156 × 225 mm, 22 lines of 28 characters; page number — 1 —; the policy's state in the header."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, THREE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    default_size(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "lines"), ("linePitch", "579")):
        grid.set(qn(f"w:{name}"), value)
    header = section.header.paragraphs[0]
    settle(header, RIGHT, None)
    write(header, "{{ " + banner + " }}", KAI, FIVE)
    footer = section.footer.paragraphs[0]
    settle(footer, CENTRE, None)
    write(footer, "— ", "宋体", FOUR)
    number(footer)
    write(footer, " —", "宋体", FOUR)
    return document


def default_size(document: Document) -> None:
    """三号 as the document's default size: the character grid counts from it."""
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for tag in ("w:sz", "w:szCs"):
        node = run.find(qn(tag))
        if node is None:
            node = OxmlElement(tag)
            run.append(node)
        node.set(qn("w:val"), "32")


def number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.font.name, run.font.size = "宋体", FOUR
    for kind, text in (("begin", ""), (None, "PAGE"), ("end", "")):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = text
        run._element.append(node)


def table(document: Document, widths: list[int], rows: int) -> Table:
    """A ruled table of fixed column widths in twips."""
    made: Table = document.add_table(rows, len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Twips(width)
        for cell in column.cells:
            cell.width = Twips(width)
    return made


def put(
    cell: _Cell, text: str, size: Pt = FOUR, align: WD_ALIGN_PARAGRAPH = CENTRE, font: str = BODY, spacing: Pt | None = None
) -> None:
    """Each line of ``text`` as a paragraph of the cell."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for i, part in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        settle(paragraph, align, spacing)
        write(paragraph, part, font, size)


def height(made: Table, row: int, millimetres: float) -> None:
    made.rows[row].height, made.rows[row].height_rule = Mm(millimetres), WD_ROW_HEIGHT_RULE.AT_LEAST
    keep = OxmlElement("w:cantSplit")
    made.rows[row]._tr.get_or_add_trPr().append(keep)


def repeat_head(made: Table) -> None:
    mark = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(mark)


def opinion(cell: _Cell, title: str) -> None:
    """An opinion cell as printed: never filled in, room for the seal over 单位盖章 and the date."""
    put(cell, title, align=LEFT)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    for text in ("", "单位盖章", "年    月    日"):
        paragraph = cell.add_paragraph()
        settle(paragraph, RIGHT, None)
        paragraph.paragraph_format.right_indent = Pt(28)
        write(paragraph, text, BODY, FOUR)


def firm_form(number: str, titles: list[str], subject: str, tall: list[tuple[str, str, float]], office: str) -> Document:
    """The form that annexes 3, 4, 6 and 7 share: who applies, what for, two opinions. ``tall``: label, placeholder, height."""
    document = page()
    line(document, number, HEADING, align=LEFT)
    for title in titles:
        line(document, title, TITLE, TWO, CENTRE)
    line(document, "", size=SMALL_FOUR)
    seal = line(document, "统一社会信用代码（盖章）：", size=FOUR, align=LEFT)
    write(seal, " {{ 统一社会信用代码 }} ", size=FOUR, underline=True)
    made = table(document, [850, 1500, 2400, 1500, 2595], 6 + len(tall))
    cell = made.cell
    put(cell(0, 0).merge(cell(3, 0)), f"{subject}\n基本\n信息")
    for row, label in ((0, f"{subject}名称"), (1, f"{subject}地址")):
        put(cell(row, 1), label)
        put(cell(row, 2).merge(cell(row, 4)), "{{ " + label + " }}", align=LEFT)
    pairs = ((2, "法人代表", "法人代表", "法人代表联系电话"), (3, "联 系 人", "联系人", "联系人联系电话"))
    for row, label, person, phone in pairs:
        put(cell(row, 1), label)
        put(cell(row, 2), "{{ " + person + " }}")
        put(cell(row, 3), "联系电话")
        put(cell(row, 4), "{{ " + phone + " }}")
    for row, (label, value, _) in enumerate(tall, start=4):
        put(cell(row, 0).merge(cell(row, 1)), label)
        put(cell(row, 2).merge(cell(row, 4)), "{{ " + value + " }}", SMALL_FOUR, LEFT, spacing=Pt(18))
    opinions(made, 4 + len(tall), office)
    for row, millimetres in enumerate((11, 11, 11, 11, *(high for _, _, high in tall), 27, 27)):
        height(made, row, millimetres)
    allow_split(made, 3 + len(tall))
    return document


def opinions(made: Table, row: int, office: str) -> None:
    """The two opinion cells under one narrow label."""
    cell = made.cell
    put(cell(row, 0).merge(cell(row + 1, 0)), "相关\n部门\n意见")
    opinion(cell(row, 1).merge(cell(row, 4)), f"{office}意见：")
    opinion(cell(row + 1, 1).merge(cell(row + 1, 4)), "市人才工作领导小组办公室意见：")


def annex3() -> Document:
    """附件3 高新技术企业支持资金申请表."""
    tall = [("拟实施科研\n项目概要", "拟实施科研项目概要", 60.0)]
    return firm_form("附件3", ["高新技术企业支持资金申请表"], "企业", tall, "科技部门")


def annex4() -> Document:
    """附件4: the title in two lines, so that it does not break inside “小巨人”."""
    tall = [("拟实施科研\n项目概要", "拟实施科研项目概要", 60.0)]
    return firm_form("附件4", ["专精特新“小巨人”和中小企业", "支持资金申请表"], "企业", tall, "主管部门")


def annex6() -> Document:
    """附件6 技术转移机构、科技企业孵化器、众创空间、星创天地支持资金申请表."""
    tall = [("申请类型", "申请类型", 11.0), ("主要工作\n绩效指标", "主要工作绩效指标", 50.0)]
    return firm_form("附件6", ["技术转移机构、科技企业孵化器、", "众创空间、星创天地支持资金申请表"], "单位", tall, "科技部门")


def annex7() -> Document:
    """附件7 院士工作站、院士协同创新中心支持资金申请表."""
    tall = [("申请类型", "申请类型", 11.0), ("主要技术研究\n内容及指导方向", "主要技术研究内容及指导方向", 50.0)]
    return firm_form("附件7", ["院士工作站、院士协同创新中心", "支持资金申请表"], "单位", tall, "主管部门")


def annex5() -> Document:
    """附件5 科技创新平台支持资金申请表."""
    document = page()
    line(document, "附件5", HEADING, align=LEFT)
    line(document, "科技创新平台支持资金申请表", TITLE, TWO, CENTRE)
    line(document, "", size=SMALL_FOUR)
    made = table(document, [850, 1500, 2400, 1500, 2595], 9)
    cell = made.cell
    put(cell(0, 0).merge(cell(3, 0)), "平台\n基本\n信息")
    for row, label in ((0, "平台名称"), (3, "运营单位地址")):
        put(cell(row, 1), label)
        put(cell(row, 2).merge(cell(row, 4)), "{{ " + label + " }}", align=LEFT)
    for row, pair in (
        (1, (("负责人", "负责人"), ("联系电话", "负责人联系电话"))),
        (2, (("运营单位", "运营单位"), ("单位法人代表", "单位法人代表"))),
    ):
        for i, (label, value) in enumerate(pair):
            put(cell(row, 1 + 2 * i), label)
            put(cell(row, 2 + 2 * i), "{{ " + value + " }}")
    put(cell(4, 0).merge(cell(5, 1)), "主要仪器、\n主要技术人员")
    for i, label in enumerate(("主要仪器", "主要技术人员")):
        put(cell(4, 2) if i == 0 else cell(4, 3).merge(cell(4, 4)), label)
        put(cell(5, 2) if i == 0 else cell(5, 3).merge(cell(5, 4)), "{{ " + label + " }}", SMALL_FOUR, LEFT, spacing=Pt(18))
    put(cell(6, 0).merge(cell(6, 1)), "已取得的科技\n成果及拟实施\n科研项目概要")
    put(cell(6, 2).merge(cell(6, 4)), "{{ 已取得的科技成果及拟实施科研项目概要 }}", SMALL_FOUR, LEFT, spacing=Pt(18))
    opinions(made, 7, "主管部门")
    for row, millimetres in enumerate((11, 11, 11, 11, 9, 30, 36, 27, 27)):
        height(made, row, millimetres)
    allow_split(made, 6)
    return document


def annex2() -> Document:
    """附件2 科技创新人才支持资金申请表: the person, then the firm; no opinion, no seal."""
    document = page()
    line(document, "附件2", HEADING, align=LEFT)
    line(document, "科技创新人才支持资金申请表", TITLE, TWO, CENTRE)
    line(document, "1.科技创新人才基本情况：", size=FOUR, align=LEFT)
    person(document)
    broken = line(document, "科技创新人才支持资金申请表", TITLE, TWO, CENTRE)
    broken.paragraph_format.page_break_before = True
    line(document, "2.所在企业情况：", size=FOUR, align=LEFT)
    enterprise(document)
    return document


def cells(made: Table, row: int, parts: list[tuple[str, int]], size: Pt = FIVE, align: WD_ALIGN_PARAGRAPH = CENTRE) -> None:
    """Texts over so many columns each, from the left; an empty text over none skips a column that another cell takes."""
    column = 0
    for text, span in parts:
        if span:
            first = made.cell(row, column)
            put(first.merge(made.cell(row, column + span - 1)) if span > 1 else first, text, size, align)
        column += span or 1


def field(label: str) -> str:
    return "{{ " + label + " }}"


def rows_of(made: Table, row: int, each: str, parts: list[tuple[str, int]]) -> None:
    """Three rows: the loop's begin, the row of one item, the loop's end."""
    width = sum(span for _, span in parts)
    cells(made, row, [("{%tr for 行 in " + each + " %}", width)])
    cells(made, row + 1, [("{{ 行." + value + " }}", span) for value, span in parts])
    cells(made, row + 2, [("{%tr endfor %}", width)])


def roomy(made: Table, tall: int) -> None:
    """Rows high enough to write in; the ``tall`` one holds a long text, which may run on to the next page."""
    for row in range(len(made.rows)):
        height(made, row, 40 if row == tall else 8)
    allow_split(made, tall)


def person(document: Document) -> None:
    made = table(document, [1480, 1150, 850, 950, 1220, 1545, 1650], 25)
    put(made.cell(0, 6).merge(made.cell(2, 6)), "照片")
    cells(made, 0, [(part, 1) for label in ("姓名", "性别", "出生年月") for part in (label, field(label))])
    cells(made, 1, [(part, 1) for label in ("国籍", "籍贯", "政治面貌") for part in (label, field(label))])
    cells(
        made,
        2,
        [("国内最高学历/学位", 2), (field("国内最高学历学位"), 1), ("国外最高学历/学位", 2), (field("国外最高学历学位"), 1)],
    )
    for row, left, right in ((3, "证件类型", "证件号"), (4, "目前工作单位", "目前工作地点"), (5, "企业担任职务", "在企业工作年限")):
        cells(made, row, [(left, 1), (field(left), 2), (right, 1), (field(right), 3)])
    both = ("与企业是否签订劳动合同", "企业是否缴纳社保")
    cells(made, 6, [(both[0], 2), (field(both[0]), 1), (both[1], 2), (field(both[1]), 2)])
    cells(made, 7, [("学习经历（从本科起）", 7)])
    cells(made, 8, [("时间", 1), ("学校", 2), ("专业", 2), ("学历", 2)])
    rows_of(made, 9, "学习经历", [("时间", 1), ("学校", 2), ("专业", 2), ("学历", 2)])
    cells(made, 12, [("工作经历", 7)])
    cells(made, 13, [("时间", 1), ("单位", 4), ("任职", 2)])
    rows_of(made, 14, "工作经历", [("时间", 1), ("单位", 4), ("任职", 2)])
    cells(made, 17, [("在伊实施的重大科研项目及取得的成绩", 7)])
    cells(made, 18, [("序号", 1), ("时间", 1), ("科研项目名称", 3), ("取得的成绩", 2)])
    rows_of(made, 19, "在伊实施的重大科研项目及取得的成绩", [("序号", 1), ("时间", 1), ("科研项目名称", 3), ("取得的成绩", 2)])
    label = "专利、软件注册权号或核心技术期刊发表论文等"
    cells(made, 22, [(label, 2), (field("专利软著论文"), 5)])
    cells(made, 23, [("拟实施项目情况", 7)])
    cells(made, 24, [(field("拟实施项目情况"), 7)], align=LEFT)
    roomy(made, tall=24)


def enterprise(document: Document) -> None:
    made = table(document, [1500, 1400, 1500, 1500, 1450, 1495], 13)
    for row, left, right in ((0, "企业名称", "法人代表"), (1, "注册资金（万元）", "统一社会信用代码"), (2, "注册地", "注册时间")):
        cells(made, row, [(left, 1), (field(left.partition("（")[0]), 2), (right, 1), (field(right), 2)])
    cells(made, 3, [("产业领域", 1), (field("产业领域"), 5)])
    cells(made, 4, [("企业在职职工人数", 6)])
    cells(made, 5, [(part, 1) for label in ("研究生", "本科", "其他") for part in (label, field(label))])
    cells(made, 6, [("科技投入与效益情况", 6)])
    years = ("前三年", "前二年", "上一年", "本年（预计）")
    cells(made, 7, [("项目", 2), *((year, 1) for year in years)])
    cells(made, 8, [("{%tr for 行 in 科技投入与效益情况 %}", 6)])
    cells(made, 9, [("{{ 行.项目 }}", 2), *(("{{ 行." + year.partition("（")[0] + " }}", 1) for year in years)])
    cells(made, 10, [("{%tr endfor %}", 6)])
    cells(made, 11, [("企业类别及基本情况", 6)])
    cells(made, 12, [(field("企业类别及基本情况"), 6)], align=LEFT)
    roomy(made, tall=12)


def allow_split(made: Table, row: int) -> None:
    """A long summary may run on to the next page."""
    properties = made.rows[row]._tr.get_or_add_trPr()
    for node in properties.findall(qn("w:cantSplit")):
        properties.remove(node)


def loop_table(
    document: Document, widths: list[int], heads: list[str], each: str, values: list[str], aligns: list[WD_ALIGN_PARAGRAPH]
) -> Table:
    """A table with a repeated head and one row for each item of a list."""
    made = table(document, widths, 4)
    for i, head in enumerate(heads):
        put(made.cell(0, i), head, SMALL_FOUR, font=HEADING)
    put(made.cell(1, 0).merge(made.cell(1, len(widths) - 1)), "{%tr for 项 in " + each + " %}", SMALL_FOUR)
    for i, (value, align) in enumerate(zip(values, aligns, strict=True)):
        put(made.cell(2, i), "{{ 项." + value + " }}", SMALL_FOUR, align, spacing=Pt(20))
    put(made.cell(3, 0).merge(made.cell(3, len(widths) - 1)), "{%tr endfor %}", SMALL_FOUR)
    repeat_head(made)
    height(made, 0, 10)
    height(made, 2, 10)
    return made


def supplement() -> Document:
    """一次性补正告知书: every missing thing at once, each with basis and remedy."""
    document = page()
    line(document, "一次性补正告知书", TITLE, TWO, CENTRE)
    line(document)
    line(document, "{{ 申报单位 }}：", align=LEFT)
    line(
        document,
        "你单位提交的《{{ 政策名称 }}》“{{ 申报类别 }}”申报材料收悉。"
        "经核对，共有{{ 补正数目 }}项需要补充或更正，现一次性告知如下：",
        indent=2,
    )
    aligns = [CENTRE, LEFT, CENTRE, LEFT]
    loop_table(
        document,
        [700, 3545, 1500, 3100],
        ["序号", "需要补正的材料或内容", "依据", "补正方法"],
        "补正事项",
        ["序号", "内容", "依据", "方法"],
        aligns,
    )
    line(
        document,
        "请于      年    月    日前将以上材料一次补齐，提交至{{ 受理部门 }}"
        "（地址：{{ 地址 }}，联系电话：{{ 电话 }}）。如有疑问，欢迎来电咨询。",
        indent=2,
    )
    line(document)
    for paragraph in document.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True  # a signature does not stand alone on a page
    for text in ("{{ 受理部门 }}", "年    月    日"):
        signature = line(document, text, align=RIGHT)
        signature.paragraph_format.right_indent, signature.paragraph_format.keep_with_next = Pt(32), True
    receipt = line(document, "签收人（签字）：                  签收日期：    年    月    日", align=LEFT)
    receipt.paragraph_format.space_before = Pt(14)
    return document


def publicity() -> Document:
    """公示 with its list, by the anatomy of published ones."""
    document = page()
    for text in ("关于{{ 年度 }}年度{{ 资金简称 }}", "拟支持名单的公示"):
        line(document, text, TITLE, TWO, CENTRE)
    line(document)
    for text in (
        "根据《{{ 政策名称 }}》有关规定，{{ 程序 }}，拟对{{ 首家名称 }}等{{ 数目 }}家单位给予支持，"
        "支持资金总额{{ 总额 }}万元（大写：{{ 总额大写 }}），现予以公示。",
        "公示期为{{ 工作日数 }}个工作日，自{{ 起始日期 }}至{{ 截止日期 }}。",
        "公示期内，任何单位或个人对公示内容有异议的，请以书面形式实名向{{ 发布部门 }}反映，"
        "并提供事实依据和必要的证明材料。以单位名义反映的，应加盖单位公章；"
        "以个人名义反映的，应签署真实姓名并留下联系方式。我们对异议人身份予以保密。匿名或超出期限的异议不予受理。",
        "受理异议：{{ 受理科室 }}，电话：{{ 电话 }}，地址：{{ 地址 }}。",
        "监督电话：{{ 监督电话 }}。",
    ):
        line(document, text, indent=2)
    tail = [line(document), line(document, "附件：1.{{ 年度 }}年度{{ 资金简称 }}拟支持名单", indent=2), line(document)]
    tail += [line(document, text, align=RIGHT) for text in ("{{ 发布部门 }}", "{{ 成文日期 }}")]
    for paragraph in tail[-2:]:
        paragraph.paragraph_format.right_indent = Pt(64)
    for paragraph in document.paragraphs[-len(tail) - 1 : -1]:
        paragraph.paragraph_format.keep_with_next = True
    attachment = line(document, "附件1", HEADING, align=LEFT)
    attachment.paragraph_format.page_break_before = True
    line(document)
    for text in ("{{ 年度 }}年度{{ 资金简称 }}", "拟支持名单"):
        line(document, text, TITLE, TWO, CENTRE)
    line(document, "", size=SMALL_FOUR)
    heads = ["序号", "单位名称", "类别", "申报情形", "认定（备案）\n编号", "拟支持金额\n（万元）", "备注"]
    values = ["序号", "单位名称", "类别", "申报情形", "编号", "金额", "备注"]
    made = loop_table(
        document,
        [560, 2010, 1050, 1180, 2000, 1450, 595],
        heads,
        "名单",
        values,
        [CENTRE, LEFT, CENTRE, CENTRE, CENTRE, RIGHT, LEFT],
    )
    total: _Row = made.add_row()  # type: ignore[no-untyped-call]
    put(total.cells[0].merge(total.cells[4]), "合计", SMALL_FOUR, font=HEADING)
    put(total.cells[5], "{{ 总额 }}", SMALL_FOUR, RIGHT)
    put(total.cells[6], "", SMALL_FOUR)
    height(made, 4, 10)
    return document


def case_sheet() -> Document:
    """核定表, for the department's own file: facts, papers, conditions, how the cap came about, what is not settled."""
    document = page()
    line(document, "支持资金核定表（内部）", TITLE, TWO, CENTRE)
    line(document, "", size=SMALL_FOUR)
    made = table(document, [1500, 2922, 1500, 2923], 4)
    heads = [(name, name) for name in ("申报单位", "类别", "级别", "申报日期", "受理部门")] + [("核定上限", "上限")]
    for i, (label, value) in enumerate(heads):
        put(made.cell(i // 2, i % 2 * 2), label, SMALL_FOUR, font=HEADING)
        put(made.cell(i // 2, i % 2 * 2 + 1), "{{ " + value + " }}", SMALL_FOUR, LEFT, spacing=Pt(18))
    put(made.cell(3, 0), "拟支持金额", SMALL_FOUR, font=HEADING)
    put(made.cell(3, 1).merge(made.cell(3, 3)), "{{ 拟支持金额 }}", SMALL_FOUR, LEFT)
    for row in range(4):
        height(made, row, 10)
    parts: list[tuple[str, str, list[tuple[str, str, int, WD_ALIGN_PARAGRAPH]]]] = [
        (
            "一、核定事项",
            "事项",
            [("项目", "项目", 2300, LEFT), ("内容", "内容", 3645, LEFT), ("填写", "填写", 1300, CENTRE), BASIS],
        ),
        ("二、材料", "材料", [("材料", "名称", 5945, LEFT), ("结论", "结论", 1300, CENTRE), BASIS]),
        ("三、条件", "条件", [("条件", "条件", 2900, LEFT), ("结论", "结论", 1000, CENTRE), ("理由", "理由", 3345, LEFT), BASIS]),
        ("四、上限推导", "推导", [("推导", "内容", 8845, LEFT)]),
        (
            "五、待确认的条款",
            "待确认",
            [("编号", "编号", 900, CENTRE), ("问题", "问题", 4345, LEFT), ("目前按此处理", "处理", 3600, LEFT)],
        ),
    ]
    for title, each, columns in parts:
        names, values, widths, aligns = (list(column) for column in zip(*columns, strict=True))
        head = line(document, title, HEADING, FOUR, LEFT)
        head.paragraph_format.keep_with_next = True
        loop_table(document, widths, names, each, values, aligns)
    line(document, "", size=SMALL_FOUR)
    for text in ("经办人：                复核人：", "年    月    日"):
        signature = line(document, text, size=FOUR, align=RIGHT)
        signature.paragraph_format.right_indent = Pt(32)
    return document


def starter_form() -> Document:
    """The form of the starter pack: a firm, what for, two opinions."""
    tall = [("项目概要", "项目概要", 60.0)]
    return firm_form("附件2", ["支持资金申请表"], "企业", tall, "主管部门")


def packed(document: Document) -> bytes:
    """The same bytes for the same drawing: no author, fixed time stamps."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime(2025, 1, 1)
    raw, target = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(zipfile.ZipInfo(name, STAMP), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


TEMPLATES = {
    "yining/forms/annex2.docx": annex2,
    "yining/forms/annex3.docx": annex3,
    "yining/forms/annex4.docx": annex4,
    "yining/forms/annex5.docx": annex5,
    "yining/forms/annex6.docx": annex6,
    "yining/forms/annex7.docx": annex7,
    "yining/notices/supplement.docx": supplement,
    "yining/notices/publicity.docx": publicity,
    "yining/notices/case_sheet.docx": case_sheet,
    "changji/notices/supplement.docx": supplement,
    "changji/notices/case_sheet.docx": case_sheet,
    "../docforge/casework/starter/forms/application.docx": starter_form,
    "../docforge/casework/starter/notices/supplement.docx": supplement,
    "../docforge/casework/starter/notices/publicity.docx": publicity,
    "../docforge/casework/starter/notices/case_sheet.docx": case_sheet,
}

if __name__ == "__main__":
    for name, draw in TEMPLATES.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(packed(draw()))
