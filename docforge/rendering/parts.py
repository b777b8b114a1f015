"""Which parts of a package are which: what is templated, what is cleaned, what does not travel, what values may add to."""

import posixpath
import re

from lxml import etree

from docforge.core.zips import Entry
from docforge.rendering import cleaning
from docforge.rendering.ooxml import CONTENT_TYPES, DECLARATION, RELATIONSHIPS, Element, P, nearest, parse, quoted, serialised
from docforge.rendering.package import Package, packed
from docforge.rendering.pictures import CONTENT_TYPES as PICTURE_TYPES
from docforge.rendering.places import Places
from docforge.rendering.printing import Session
from docforge.rendering.tags import Problem

TYPES = "[Content_Types].xml"
_STORIES = re.compile(r"(?:document|header|footer|footnotes|endnotes)\d*\.xml")
_NAMES_IN = {"docProps/core.xml": "core", "docProps/app.xml": "app"}
_CUSTOM = "docProps/custom.xml"


class Layout:
    """The parts of one package by their use."""

    def __init__(self, package: Package) -> None:
        """Raises DocforgeError T503 when the package has no main document."""
        self._package = package
        self.main = package.main
        self._home = posixpath.dirname(self.main)
        own = [name for name in package.names if posixpath.dirname(name) == self._home]
        self.stories = {self.main, *(name for name in own if _STORIES.fullmatch(posixpath.basename(name)))}
        settings = posixpath.join(self._home, "settings.xml")
        self.cleaned = {*self.stories, settings, *_NAMES_IN} & set(package.names)
        remarks = {posixpath.join(self._home, f"{stem}.xml") for stem in cleaning.DROPPED_PARTS}
        self.dropped = {name for name in package.names if name in remarks or name == _CUSTOM}
        self.dropped |= {relations_of(name) for name in self.dropped}
        self.hidden_styles = self._hidden_styles()

    def clean(self, name: str, root: Element) -> list[Problem]:
        """Take out of a part what must not travel; what stands hidden and holds a tag is a fault."""
        if name in self.stories:
            places = Places(name, root)
            kept = cleaning.clean(root, self.hidden_styles)
            return [Problem("隐藏文字里有占位符，请取消隐藏或删除", places.of(nearest(run, P))) for run in kept]
        if name in _NAMES_IN:
            cleaning.clean_properties(root)
        else:
            cleaning.clean_settings(root)
        return []

    def types(self) -> bytes:
        """The content types without what does not travel, with those of pictures."""
        types = parse(self._package.read(TYPES))
        for node in list(types):
            if (node.get("PartName") or "").lstrip("/") in self.dropped:
                types.remove(node)
        known = {(node.get("Extension") or "").lower() for node in types}
        for suffix, media in PICTURE_TYPES.items():
            if suffix not in known:
                etree.SubElement(types, f"{{{CONTENT_TYPES}}}Default", Extension=suffix, ContentType=media)
        return serialised(types)

    def relations(self) -> dict[str, bytes]:
        """Every part of relations by name, without those to what does not travel."""
        names = (name for name in self._package.names if name.endswith(".rels") and name not in self.dropped)
        return {name: self._relations(name) for name in names}

    def _relations(self, name: str) -> bytes:
        data = self._package.read(name)
        root = parse(data)
        home = posixpath.dirname(posixpath.dirname(name))
        gone = [
            node
            for node in root
            if node.get("Type", "").endswith("/attachedTemplate")
            or (node.get("TargetMode") != "External" and absolute(home, node.get("Target", "")) in self.dropped)
        ]
        for node in gone:
            root.remove(node)
        return serialised(root) if gone else data

    def _hidden_styles(self) -> frozenset[str]:
        name = posixpath.join(self._home, "styles.xml")
        if name not in self._package.names:
            return frozenset()
        data = self._package.read(name)
        return cleaning.hidden_styles(parse(data)) if b"w:vanish" in data else frozenset()


def relations_of(name: str) -> str:
    """The part that holds another's relations."""
    return posixpath.join(posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels")


class Relations:
    """The relations of one templated part, to which values may add."""

    def __init__(self, part: str, data: bytes | None) -> None:
        self.part, self._name = part, relations_of(part)
        whole = (data or f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()).strip()
        opening = whole if whole.endswith(b"</Relationships>") else whole.removesuffix(b"/>").rstrip() + b"></Relationships>"
        self._head = opening.removesuffix(b"</Relationships>")
        self._entry = packed(self._name, opening)

    def entry(self, session: Session) -> Entry:
        """The part, with what the values of one document brought in."""
        added = session.relations.get(self.part)
        if not added:
            return self._entry
        return packed(self._name, b"".join((self._head, *map(_relation, range(1, len(added) + 1), added), b"</Relationships>")))


def _relation(number: int, relation: tuple[str, str, str]) -> bytes:
    kind, target, mode = relation
    more = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rIdValue{number}" Type="{kind}" Target={quoted(target)}{more}/>'.encode()


def absolute(home: str, target: str) -> str:
    """The name of the part that a relation from the folder ``home`` points to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(home, target))
