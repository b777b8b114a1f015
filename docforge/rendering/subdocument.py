"""A whole Word file as a value: ``{{p 附文 }}`` puts its paragraphs and tables in place, with their pictures, links, styles, lists.

Its page, headers and footers stay behind; so do comments, tracked changes and hidden text, as with a template. A style that the
template has under the same name is the template's.
"""

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from pathlib import Path

from lxml import etree

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.rendering import cleaning, parts
from docforge.rendering.ooxml import WP, Element, P, R, nearest, parse, qn, value_of
from docforge.rendering.package import Package
from docforge.rendering.pictures import Picture, Ready
from docforge.rendering.printing import Session

_TAKEN = ("image", "hyperlink")
_STYLES = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


class SubDocument:
    """The content of a .docx, read once and put into as many documents as wanted."""

    def __init__(self, content: Path | str | bytes) -> None:
        """Raises DocforgeError T503 when it is not a .docx, T513 when it holds what cannot be taken over (charts, notes)."""
        self._where = "" if isinstance(content, bytes) else str(content)
        try:
            data = content if isinstance(content, bytes) else Path(content).read_bytes()
        except OSError as error:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, f"{self._where}：{os_reason(error)}") from error
        self._package = Package(data, self._where)
        self._main = self._package.main
        self._body = self._cleaned()

    def blocks(self, session: Session, part: str) -> str:
        """Its content as XML for a part of a document; what it brings along goes into the session."""
        body = deepcopy(self._body)
        numbers = {old: session.number(self._numbering, old) for old in self._used_numbers}
        for node in body.iter():
            for name in [name for name in node.attrib if name.startswith(f"{{{R}}}")]:
                node.set(name, self._related(node.get(name), session, part))
            if node.tag == f"{{{WP}}}docPr":
                node.set("id", str(session.next_id()))
            elif node.tag == qn("numId") and node.get(qn("val")) in numbers:
                node.set(qn("val"), numbers[node.get(qn("val"))])
        session.styles |= self._styles
        return "".join(etree.tostring(child, encoding="unicode") for child in body)

    def _cleaned(self) -> Element:
        root = parse(self._package.read(self._main))
        cleaning.clean(root, parts.Layout(self._package).hidden_styles)
        body = root.find(qn("body"))
        for node in list(body.iter(qn("sectPr"))):
            node.getparent().remove(node)
        for name in ("footnoteReference", "endnoteReference", "altChunk", "object", "pict"):
            if (found := next(body.iter(qn(name)), None)) is not None:
                words = "".join(nearest(found, P).itertext())[:20] if nearest(found, P) is not None else ""
                raise DocforgeError(codes.SUBDOCUMENT_UNUSABLE, f"{self._where} “{words}”", what=name)
        return body

    def _related(self, relation: str | None, session: Session, part: str) -> str:
        kind, target, is_external = self._relations.get(relation or "", ("", "", False))
        if kind.rpartition("/")[2] not in _TAKEN:
            raise DocforgeError(codes.SUBDOCUMENT_UNUSABLE, self._where, what=kind.rpartition("/")[2] or "关系")
        if is_external:
            return session.relate(part, kind, target, "External")
        return session.picture(part, self._pictures[target])

    @cached_property
    def _pictures(self) -> Mapping[str, Ready]:
        home = posixpath.dirname(self._main)
        inside = {target for kind, target, is_external in self._relations.values() if kind.endswith("/image") and not is_external}
        return {target: Picture(self._package.read(parts.absolute(home, target))).ready() for target in inside}

    @cached_property
    def _relations(self) -> dict[str, tuple[str, str, bool]]:
        name = parts.relations_of(self._main)
        if name not in self._package.names:
            return {}
        nodes = parse(self._package.read(name))
        return {n.get("Id"): (n.get("Type", ""), n.get("Target", ""), n.get("TargetMode") == "External") for n in nodes}

    @cached_property
    def _styles(self) -> dict[str, str]:
        """The styles in use, with those they rest on, by their id."""
        root = self._part("styles.xml")
        if root is None:
            return {}
        known = {style.get(qn("styleId")): style for style in root.iter(qn("style"))}
        wanted = [value_of(node) for node in self._body.iter(*map(qn, _STYLES[:3]))]
        taken: dict[str, str] = {}
        while wanted:
            style = known.get(name := wanted.pop())
            if style is not None and name and name not in taken:
                taken[name] = etree.tostring(style, encoding="unicode")
                wanted += [value_of(node) for node in style.iter(*map(qn, _STYLES[3:]))]
        return taken

    @cached_property
    def _used_numbers(self) -> tuple[str, ...]:
        used = (value_of(node) for node in self._body.iter(qn("numId")))
        return tuple(dict.fromkeys(number for number in used if number and number != "0"))

    @cached_property
    def _numbering(self) -> Mapping[str, tuple[str, str]]:
        """By the number of a list its w:abstractNum and its w:num."""
        root = self._part("numbering.xml")
        if root is None:
            return {}
        abstract = {node.get(qn("abstractNumId")): node for node in root.iter(qn("abstractNum"))}
        found: dict[str, tuple[str, str]] = {}
        for node in root.iter(qn("num")):
            own = abstract.get(value_of(node.find(qn("abstractNumId"))))
            if own is not None:
                found[node.get(qn("numId"))] = (etree.tostring(own, encoding="unicode"), etree.tostring(node, encoding="unicode"))
        return found

    def _part(self, name: str) -> Element | None:
        whole = posixpath.join(posixpath.dirname(self._main), name)
        return parse(self._package.read(whole)) if whole in self._package.names else None
