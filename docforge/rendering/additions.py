"""What sub-documents add to a document's styles and lists."""

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from docforge.rendering.ooxml import CONTENT_TYPES, DECLARATION, R, W, parse, qn, serialised
from docforge.rendering.package import Package
from docforge.rendering.parts import TYPES
from docforge.rendering.printing import ListKind, Session

_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_EMPTY = f'{DECLARATION}<w:numbering xmlns:w="{W}"></w:numbering>'.encode()


def added(package: Package, session: Session, main: str, types: bytes) -> Mapping[str, bytes]:
    """The parts that change, by name: styles, lists, and the content types where the document had no lists."""
    home = posixpath.dirname(main)
    changed: dict[str, bytes] = {}
    styles = posixpath.join(home, "styles.xml")
    if session.styles and styles in package.names:
        changed[styles] = _with_styles(package.read(styles), session.styles)
    if session.lists:
        name = posixpath.join(home, "numbering.xml")
        is_new = name not in package.names
        changed[name] = _with_lists(_EMPTY if is_new else package.read(name), session)
        if is_new:
            session.relate(main, f"{R}/numbering", "numbering.xml")
            changed[TYPES] = _with_type(types, name)
    return changed


def _with_styles(data: bytes, styles: Mapping[str, str]) -> bytes:
    root = parse(data)
    known = {style.get(qn("styleId")) for style in root.iter(qn("style"))}
    for name, xml in styles.items():
        if name not in known:
            style = etree.fromstring(xml)
            style.attrib.pop(qn("default"), None)
            root.append(style)
    return serialised(root)


def _with_lists(data: bytes, session: Session) -> bytes:
    root = parse(data)
    first = next((i for i, node in enumerate(root) if node.tag == qn("num")), len(root))
    for kind in session.lists.values():
        root.insert(first, etree.fromstring(_renumbered(kind.abstract, kind)))
        first += 1
    last = max((i for i, node in enumerate(root) if node.tag in (qn("num"), qn("abstractNum"))), default=-1) + 1
    for kind in session.lists.values():
        root.insert(last, etree.fromstring(_renumbered(kind.concrete, kind)))
        last += 1
    return serialised(root)


def _renumbered(xml: str, kind: ListKind) -> str:
    """The list under its number here."""
    xml = re.sub(r'(<w:abstractNum [^>]*w:abstractNumId=")[^"]*', rf"\g<1>{kind.number}", xml, count=1)
    xml = re.sub(r'(<w:abstractNumId w:val=")[^"]*', rf"\g<1>{kind.number}", xml, count=1)
    return re.sub(r'(<w:num [^>]*w:numId=")[^"]*', rf"\g<1>{kind.number}", xml, count=1)


def _with_type(types: bytes, name: str) -> bytes:
    root = parse(types)
    etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{name}", ContentType=_NUMBERING_TYPE)
    return serialised(root)
