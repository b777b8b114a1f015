"""The tags in a part's text: found, healed where Word has split them, each with its place.

The language is docxtpl's: ``{{ }}``, ``{% %}``, ``{# #}``, and the prefixes tr, tc, p, r, with which a tag stands for the row,
cell, paragraph or run that it is in. While the tree is worked on, a tag is a mark in the text: a number between two noncharacters.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from docforge.rendering.cells import Room, Rooms, text_points
from docforge.rendering.ooxml import RPR, RUN, XML_SPACE, Element, P, T, cut_out, nearest, own_texts, qn
from docforge.rendering.places import Place, Places

OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
_FIELD_CODE = qn("instrText")
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES = (*(f"{_DUBLIN}{n}" for n in ("title", "subject", "creator", "description")), f"{_CORE}keywords", f"{_CORE}category")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LEFT_OVER = re.compile(r"\{[{%#]|[}%#]\}")
_WIDE = str.maketrans("｛｝", "{}")
_WIDE_TAG = re.compile(r"[{｛]\s?[{｛%#]|[}｝%#]\s?[}｝]")
_CURLY = str.maketrans("“”‘’｜\u00a0\u3000", "\"\"''|  ")
_LEVEL = re.compile(r"(tr|tc|p|r)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template, and where. ``is_fault``: it cannot be rendered; else it is only remarked upon."""

    message: str
    place: Place
    is_fault: bool = True


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: ``kind`` is "{{", "{%" or "{#", ``level`` tr, tc, p, r or empty, ``inner`` what stands between the braces.

    ``room`` is that of its cell, ``points`` the size of its text.
    """

    kind: str
    inner: str
    place: Place
    level: str = ""
    joins_before: bool = False
    joins_after: bool = False
    room: Room | None = None
    points: float = 0.0

    @property
    def source(self) -> str:
        """The tag as the template language takes it."""
        return f"{self.kind}{self.inner}{ {'{{': '}}', '{%': '%}', '{#': '#}'}[self.kind] }"

    @property
    def capacity(self) -> int:
        """How many full-width characters fit into its cell where Word cuts off what is too much; 0 elsewhere."""
        if not self.room or not self.room.is_exact or not self.points:
            return 0
        across, down = self.room.lines(self.points)
        return across * down

    @property
    def word(self) -> str:
        """The first word of a statement: for, endif."""
        return self.inner.split()[0] if self.kind == "{%" and self.inner.split() else ""


class Tags:
    """The tags of one part and the marks that stand for them in its tree."""

    def __init__(self, places: Places) -> None:
        self._places, self._rooms = places, Rooms()
        self.found: list[Tag] = []
        self.problems: list[Problem] = []
        self.paragraphs: dict[int, Element] = {}

    def find(self, root: Element) -> None:
        """Put a mark in place of each tag of each paragraph."""
        for paragraph in list(root.iter(P)):
            self._mark(paragraph)
        for node in root.iter(_FIELD_CODE, *_PROPERTIES):
            self._mark_plain(node)

    def _mark_plain(self, node: Element) -> None:
        """The tags in a field's code or in a property of the document."""
        node.text = _TAG.sub(lambda found: self._tag(found[0], node, nearest(node, P)), node.text or "")

    def add(self, tag: Tag) -> str:
        """The mark of a tag."""
        self.found.append(tag)
        return f"{OPEN}{len(self.found) - 1}{CLOSE}"

    def made(self, kind: str, inner: str, place: Place) -> str:
        """The mark of a tag that the preparation itself writes."""
        return self.add(Tag(kind, f" {inner} ", place))

    def in_text(self, text: str) -> Iterator[tuple[int, Tag]]:
        """The tags whose marks stand in the text."""
        return ((int(number), self.found[int(number)]) for number in MARK.findall(text))

    def fault(self, message: str, place: Place) -> None:
        """Note what is wrong."""
        self.problems.append(Problem(message, place))

    def _mark(self, paragraph: Element) -> None:
        texts = own_texts(paragraph)
        whole = "".join(text.text or "" for text in texts)
        if _WIDE_TAG.search(whole) and ("｛" in whole or "｝" in whole):
            whole = whole.translate(_WIDE)
        spans = [(found.start(), found.end()) for found in _TAG.finditer(whole)]
        left = _LEFT_OVER.search(_TAG.sub(lambda found: " " * len(found[0]), whole))
        if left:
            around = whole[max(0, left.start() - 8) : left.end() + 12]
            self.fault(f"“{left[0]}”没有配对，占位符应在同一段内写完整", self._places.of(paragraph, around))
        elif spans:
            self._replace(paragraph, texts, whole, spans)

    def _replace(self, paragraph: Element, texts: list[Element], whole: str, spans: list[tuple[int, int]]) -> None:
        """Marks for the spans; a tag that several runs share stands in the first of them."""
        ends, at = [], 0
        for text in texts:
            at += len(text.text or "")
            ends.append(at)
        made = [""] * len(texts)
        joined: list[tuple[int, int]] = []
        position, index = 0, 0
        for start, end in [*spans, (len(whole), len(whole))]:
            while position < start:
                while ends[index] <= position:
                    index += 1
                stop = min(start, ends[index])
                made[index] += whole[position:stop]
                position = stop
            if start < len(whole):
                while ends[index] <= start:
                    index += 1
                made[index] += self._tag(whole[start:end], texts[index], paragraph)
                self.paragraphs[len(self.found) - 1] = paragraph
                last = next(i for i, edge in enumerate(ends) if edge >= end)
                joined += [(index, last)] if last > index else []
                position = end
        for text, content in zip(texts, made, strict=True):
            text.text = content
            if OPEN in content or content != content.strip():
                text.set(XML_SPACE, "preserve")
        for first, last in joined:
            _tidied(texts, first, last)

    def _tag(self, raw: str, text: Element, paragraph: Element) -> str:
        kind, inner = raw[:2], raw[2:-2].translate(_CURLY)
        joins_before = kind == "{%" and inner.startswith("-")
        joins_after = kind == "{%" and inner.endswith("-")
        inner = inner[joins_before : len(inner) - joins_after]
        found = _LEVEL.match(inner.lstrip() if kind == "{%" else inner)
        place, room, points = self._places.of(paragraph, raw), self._rooms.of(text), text_points(nearest(text, RUN))
        if found:
            rest = (inner.lstrip() if kind == "{%" else inner)[found.end() :]
            return self.add(Tag(kind, f" {rest}", place, found[1], room=room, points=points))
        return self.add(Tag(kind, inner, place, "", joins_before, joins_after, room, points))


def _tidied(texts: list[Element], first: int, last: int) -> None:
    """After healing: runs that were emptied go; what follows the tag joins its run where both look the same."""
    for text in texts[first + 1 : last]:
        _drop_if_empty(text)
    tail, head = texts[last], texts[first]
    if not tail.text:
        _drop_if_empty(tail)
    elif len(tail.getparent()) <= 2 and head.getnext() is None and _look(head) == _look(tail):
        head.text += tail.text
        tail.text = ""
        _drop_if_empty(tail)


def _look(text: Element) -> bytes:
    properties = text.getparent().find(RPR)
    return b"" if properties is None else etree.tostring(properties, method="c14n")


def _drop_if_empty(text: Element) -> None:
    run = text.getparent()
    if text.text or run is None or run.tag != RUN:
        return
    run.remove(text)
    if all(child.tag == RPR for child in run) and run.getparent() is not None:
        cut_out(run)


def split_run(text: Element, mark: str) -> None:
    """The mark alone between runs: what stood before and behind it in the run keeps its look in runs of its own."""
    run = text.getparent()
    before, _, behind = (text.text or "").partition(mark)
    rest = deepcopy(run)
    own = rest[run.index(text)]
    for child in list(rest)[: rest.index(own)]:
        if child.tag != RPR:
            rest.remove(child)
    for child in list(run)[run.index(text) + 1 :]:
        run.remove(child)
    text.text, own.text = before, behind
    own.set(XML_SPACE, "preserve")
    run.addnext(rest)
    rest.tail, run.tail = run.tail, mark
    for piece in (text, own):
        if not piece.text:
            _drop_keeping_tail(piece)


def _drop_keeping_tail(text: Element) -> None:
    run = text.getparent()
    run.remove(text)
    if all(child.tag == RPR for child in run):
        cut_out(run)


def text_with(node: Element, mark: str) -> Element | None:
    """The w:t below a node in which the mark stands."""
    return next((text for text in node.iter(T) if mark in (text.text or "")), None)


def without_level(tag: Tag) -> Tag:
    """The tag once it stands where its level puts it."""
    return replace(tag, level="")
