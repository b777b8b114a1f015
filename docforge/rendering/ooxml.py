"""Names of WordprocessingML (ISO/IEC 29500-1) and the few walks over it that several modules need."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

Element = Any
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def qn(name: str) -> str:
    """w:name as lxml writes it."""
    return f"{{{W}}}{name}"


P, T, RUN, RPR, PPR, TBL, TR, TC, TCPR, TRPR, TEXT_BOX = (
    qn(name) for name in ("p", "t", "r", "rPr", "pPr", "tbl", "tr", "tc", "tcPr", "trPr", "txbxContent")
)


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return text.translate(_ESCAPES)


def quoted(text: str) -> str:
    """Text as the value of an attribute, in quotes."""
    return f'"{text.translate(_IN_ATTRIBUTE)}"'


def parse(data: bytes) -> Element:
    """The root of a part; entities are never resolved, nothing is fetched. Raises etree.XMLSyntaxError."""
    return etree.fromstring(data, _PARSER)


def serialised(root: Element) -> bytes:
    """The part as Word writes it."""
    body: bytes = etree.tostring(root, encoding="UTF-8")
    return DECLARATION.encode() + body


def nearest(node: Element, tag: str) -> Element:
    """The element itself or the nearest one around it with this tag; None where there is none."""
    while node is not None and node.tag != tag:
        node = node.getparent()
    return node


def own_texts(paragraph: Element) -> list[Element]:
    """The w:t of a paragraph, those of paragraphs inside it (text boxes) not among them."""
    return [text for text in paragraph.iter(T) if nearest(text, P) is paragraph]


def plain_text(node: Element) -> str:
    """The text below a node."""
    return "".join(text.text or "" for text in node.iter(T))


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those wrapped in content controls among them, those of tables inside it not."""
    return (row for row in table.iter(TR) if nearest(row, TBL) is table)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return (cell for cell in row.iter(TC) if nearest(cell, TR) is row)


def value_of(node: Element | None, name: str = "val", otherwise: str | None = None) -> str | None:
    """The attribute w:val (or another) of a property, ``otherwise`` where it has none; None where there is no property."""
    return None if node is None else node.get(qn(name), otherwise)


def is_on(node: Element | None) -> bool:
    """Whether a switch such as w:vanish is there and not turned off."""
    return node is not None and value_of(node) not in ("0", "false", "off")


def cut_out(node: Element) -> None:
    """Remove an element; text that follows it stays."""
    parent, before = node.getparent(), node.getprevious()
    if node.tail:
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def unwrapped(node: Element) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    at = parent.index(node)
    for child in reversed(list(node)):
        parent.insert(at, child)
    parent.remove(node)
