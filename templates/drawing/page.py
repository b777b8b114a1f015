"""The page of GB/T 9704-2012: 版心 156 × 225 mm, 22 lines of 28 characters, page number — 1 —; paragraphs in its type."""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

BODY, TITLE, HEADING, KAI, LATIN = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "Times New Roman"
THREE, TWO, FOUR, SMALL_FOUR, FIVE, SMALL_FIVE = Pt(16), Pt(22), Pt(14), Pt(12), Pt(10.5), Pt(9)
LINE, TITLE_LINE = Pt(28.95), Pt(36)
CENTRE, RIGHT, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
RED = RGBColor(0xD7, 0x0C, 0x19)
WIDTH, LANDSCAPE_WIDTH = 8845, 12756
"""Of the type area in twips: 156 mm upright, 225 mm across."""
STAMP = (1980, 1, 1, 0, 0, 0)
_UNUSED = ("thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings")
_STYLES = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "HeaderChar", "Footer", "FooterChar", "TableGrid")
_PAGES = {False: (210, 297, 37, 35, 28, 26), True: (297, 210, 28, 26, 37, 35)}
"""Width, height, top, bottom, left, right in mm; across, the page is turned with its head at the binding edge."""


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
    """A paragraph; ``indent`` of its first line in characters."""
    paragraph = document.add_paragraph()
    settle(paragraph, align, TITLE_LINE if size is TWO else LINE)
    paragraph.paragraph_format.first_line_indent = Pt(size.pt * indent)
    return write(paragraph, text, font, size)


def tag(document: Document, text: str) -> None:
    """A paragraph that holds nothing but a statement of the template language, gone from the product."""
    line(document, "{%p " + text + " %}", size=SMALL_FOUR, align=LEFT)


def titled(document: Document, *texts: str) -> None:
    """The title, each text a line of its own, so that no word is torn; a blank line below."""
    for text in texts:
        kept(line(document, text, TITLE, TWO, CENTRE))
    line(document)


def kept(paragraph: Paragraph) -> Paragraph:
    """On the same page as what follows."""
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def signed(document: Document, *texts: str, indent: float = 64, keep: int = 2) -> None:
    """Who signs and the date, ``indent`` points from the right; with the last ``keep`` paragraphs before them on one page."""
    for paragraph in document.paragraphs[-keep:]:
        kept(paragraph)
    for text in texts:
        signature = line(document, text, align=RIGHT)
        signature.paragraph_format.right_indent = Pt(indent)
        if text != texts[-1]:
            kept(signature)


def settle(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH, spacing: Pt | None = LINE) -> None:
    """Alignment and line spacing, nothing above and below."""
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


def stop_at(paragraph: Paragraph, millimetres: float) -> None:
    """A tab stop: what is underlined up to it has the same length whatever stands in it."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(millimetres), WD_TAB_ALIGNMENT.LEFT)


def page(banner: str = "政策状态", *, landscape: bool = False) -> Document:
    """A4 with the page number (odd pages right, even pages left) and the policy's state in the header."""
    document = bare()
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, THREE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    default_size(document)
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    width, height, top, bottom, left, right = map(Mm, _PAGES[landscape])
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = top, bottom, left, right
    section.header_distance, section.footer_distance = Mm(15), Mm(16 if landscape else 25)
    grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        banner_in(header, banner)
    numbered(section.footer, RIGHT)
    numbered(section.even_page_footer, LEFT)
    return document


def bare() -> Document:
    """python-docx's own blank without what no paper uses, 0.8 of 0.9 MB that each paper would carry: a hundred styles twice over,
    a preview, lists, a bibliography."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _UNUSED:
                del part.rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _STYLES:
            styles.remove(style)
    styles.remove(styles.find(qn("w:latentStyles")))
    return document


def grid(section: Section) -> None:
    """22 lines a page."""
    node = section._sectPr.find(qn("w:docGrid"))
    if node is None:
        node = OxmlElement("w:docGrid")
        section._sectPr.append(node)
    for name, value in (("type", "lines"), ("linePitch", "579")):
        node.set(qn(f"w:{name}"), value)


def banner_in(header: _Header, banner: str) -> None:
    """The policy's state, where it is not in force."""
    paragraph = header.paragraphs[0]
    settle(paragraph, RIGHT, None)
    write(paragraph, "{{ " + banner + " }}", KAI, FIVE)


def numbered(footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号 half-width, one character from the edge."""
    paragraph = footer.paragraphs[0]
    settle(paragraph, align, None)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    write(paragraph, "— ", "宋体", FOUR)
    number(paragraph)
    write(paragraph, " —", "宋体", FOUR)


def default_size(document: Document) -> None:
    """三号 as the document's default size: the character grid counts from it."""
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for name in ("w:sz", "w:szCs"):
        node = run.find(qn(name))
        if node is None:
            node = OxmlElement(name)
            run.append(node)
        node.set(qn("w:val"), "32")


def number(paragraph: Paragraph) -> None:
    """The field of the page number."""
    run = paragraph.add_run()
    run.font.name, run.font.size = "宋体", FOUR
    for kind, text in (("begin", ""), (None, "PAGE"), ("end", "")):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = text
        run._element.append(node)


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
