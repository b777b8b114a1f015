"""A part's tree made ready for the template language: each tag where it takes effect, and nothing else of the file changed.

What docxtpl does with regular expressions over the whole XML for every document is done here once, on the tree.
"""

import re
from dataclasses import dataclass

from lxml import etree

from docforge.rendering.ooxml import (
    DECLARATION,
    RUN,
    TBL,
    TC,
    TCPR,
    TR,
    WP,
    XML_SPACE,
    Element,
    P,
    T,
    cut_out,
    nearest,
    plain_text,
    qn,
)
from docforge.rendering.places import Place, Places
from docforge.rendering.tags import CLOSE, MARK, OPEN, Problem, Tag, Tags, split_run, text_with, without_level

_BRACES_MEANT = re.compile(r"(\{_[{%]|[}%]_\})")
WRITTEN_BRACES = tuple(f' "{braces}" ' for braces in ("{{", "}}", "{%", "%}"))
"""The expressions that stand for ``{_{``, ``}_}``, ``{_%``, ``%_}``."""
NEXT_ID = "_picture_id()"
GRID = "_table_grid"
_LEVELS = {"tr": TR, "tc": TC, "p": P, "r": RUN}
_LEVEL_WORDS = {"tr": "表格的一行", "tc": "单元格", "p": "段落", "r": "文字"}
_TCPR_BEFORE = ("cnfStyle", "tcW")
_AFTER_SPAN = (*_TCPR_BEFORE, "gridSpan", "hMerge")
_AFTER_BORDERS = (*_AFTER_SPAN, "vMerge", "tcBorders")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A part as constant XML and tags in turn."""

    pieces: tuple[str | Tag, ...]
    problems: tuple[Problem, ...]

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Tag))


def prepare(part: str, root: Element) -> Prepared:
    """The part with its tags in their places; the tree is changed."""
    tags = Tags(Places(part, root))
    tags.find(root)
    _Structure(tags, root).settle()
    text = DECLARATION + etree.tostring(root, encoding="unicode")
    pieces: list[str | Tag] = []
    for i, piece in enumerate(MARK.split(text)):
        if i % 2:
            pieces.append(tags.found[int(piece)])
        elif piece:
            pieces += _with_braces(piece)
    return Prepared(tuple(pieces), tuple(tags.problems))


def _with_braces(text: str) -> list[str | Tag]:
    """Constant text in which ``{_{`` and its like stand for braces that are to be printed."""
    parts = _BRACES_MEANT.split(text)
    return [Tag("{{", f' "{part.replace("_", "")}" ', Place("")) if i % 2 else part for i, part in enumerate(parts) if part]


class _Structure:
    """Moves the marks to where their tags take effect."""

    def __init__(self, tags: Tags, root: Element) -> None:
        self._tags, self._root = tags, root

    def settle(self) -> None:
        own = list(range(len(self._tags.found)))
        for number in own:
            self._join(number)
        for number in own:
            self._cell_tag(number)
        for level in ("tr", "tc", "p", "r"):
            for number in own:
                if self._tags.found[number].level == level:
                    self._lift(number, level)
        self._number_pictures()
        self._fix_grids()

    def _text(self, number: int) -> Element | None:
        paragraph = self._tags.paragraphs.get(number)
        return None if paragraph is None else text_with(paragraph, f"{OPEN}{number}{CLOSE}")

    def _lift(self, number: int, level: str) -> None:
        """The mark in place of the row, cell, paragraph or run around it; where a row holds both ends of a loop, around the row."""
        tag, text = self._tags.found[number], self._text(number)
        if text is None:
            return
        node = nearest(text, _LEVELS[level])
        if node is None:
            self._tags.fault(f"“{tag.kind}{level}”要写在{_LEVEL_WORDS[level]}里", tag.place)
            return
        if level == "r":
            split_run(text, f"{OPEN}{number}{CLOSE}")
        else:
            self._lift_from(node, level)
        self._tags.found[number] = without_level(tag)

    def _lift_from(self, node: Element, level: str) -> None:
        tags = list(self._tags.in_text(_texts(node)))
        inside = [(n, t) for n, t in tags if t.level == level and nearest(self._text(n), node.tag) is node]
        marks = [f"{OPEN}{n}{CLOSE}" for n, _ in inside]
        for number, tag in inside:
            self._tags.found[number] = without_level(tag)
        if len(inside) == 1:
            self._say_what_goes(node, inside[0][1], [t for _, t in tags if t is not inside[0][1]])
            _put(node, marks[0])
            cut_out(node)
            return
        for (number, _), mark in zip(inside, marks, strict=True):
            text = self._text(number)
            if text is not None:
                text.text = (text.text or "").replace(mark, "")
        closing = [mark for mark, (_, tag) in zip(marks, inside, strict=True) if tag.word.startswith("end")]
        _put(node, "".join(mark for mark in marks if mark not in closing))
        node.tail = "".join(closing) + (node.tail or "")

    def _say_what_goes(self, node: Element, tag: Tag, others: list[Tag]) -> None:
        """A row that stands for a tag is not in the product, with whatever else is in it."""
        unit, own = _UNITS[tag.level], tag.source.strip()
        if others:
            rest = "、".join(other.source for other in others)
            self._tags.fault(f"这一{unit}只留给“{own}”，其中的{rest}会丢失，请移到别的{unit}", tag.place)
        elif words := MARK.sub("", plain_text(node)).strip():
            message = f"这一{unit}的文字“{words[:20]}”不会出现在生成的文件里"
            self._tags.problems.append(Problem(message, tag.place, is_fault=False))

    def _join(self, number: int) -> None:
        """``{%-`` joins what precedes, ``-%}`` what follows, across the end of the paragraph."""
        tag, text = self._tags.found[number], self._text(number)
        if text is None:
            return
        mark = f"{OPEN}{number}{CLOSE}"
        if tag.joins_before and not (text.text or "").partition(mark)[0].strip():
            earlier = _neighbour(text, forward=False)
            if earlier is not None:
                _append(earlier, text, mark)
                text = earlier
        if tag.joins_after and not (text.text or "").partition(mark)[2].strip():
            later = _neighbour(text, forward=True)
            if later is not None:
                text.text = (text.text or "").rstrip()
                _append(text, later, later.text or "")
        self._tags.paragraphs[number] = nearest(text, P)

    def _cell_tag(self, number: int) -> None:
        tag, text = self._tags.found[number], self._text(number)
        if text is None or tag.kind != "{%" or tag.word not in ("colspan", "cellbg", "vm", "hm"):
            return
        cell = nearest(text, TC)
        if cell is None:
            self._tags.fault(f"“{tag.word}”要写在单元格里", tag.place)
            return
        text.text = (text.text or "").replace(f"{OPEN}{number}{CLOSE}", "")
        argument = tag.inner.strip().removeprefix(tag.word).strip()
        getattr(self, f"_{tag.word}")(cell, text, argument, tag.place)
        del self._tags.paragraphs[number]

    def _colspan(self, cell: Element, text: Element, argument: str, place: Place) -> None:
        _drop_empty(text)
        _property(cell, "gridSpan", _TCPR_BEFORE).set(qn("val"), self._tags.made("{{", argument, place))

    def _cellbg(self, cell: Element, text: Element, argument: str, place: Place) -> None:
        _drop_empty(text)
        shading = _property(cell, "shd", _AFTER_BORDERS)
        shading.attrib.clear()
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", self._tags.made("{{", argument, place))):
            shading.set(qn(name), value)

    def _vm(self, cell: Element, text: Element, _: str, place: Place) -> None:
        first, other, end = (self._tags.made("{%", words, place) for words in ("if loop.first", "else", "endif"))
        _property(cell, "vMerge", _AFTER_SPAN).set(qn("val"), f"{first}restart{other}continue{end}")
        only, done = (self._tags.made("{%", words, place) for words in ("if loop.first", "endif"))
        text.text = f"{only}{text.text or ''}{done}"

    def _hm(self, cell: Element, _text: Element, _: str, place: Place) -> None:
        span = cell.find(f"{TCPR}/{qn('gridSpan')}")
        times = f"{span.get(qn('val'))} * " if span is not None else ""
        _property(cell, "gridSpan", _TCPR_BEFORE).set(qn("val"), self._tags.made("{{", f"{times}loop.length", place))
        _put(cell, self._tags.made("{%", "if loop.first", place))
        cell.tail = self._tags.made("{%", "endif", place) + (cell.tail or "")

    def _number_pictures(self) -> None:
        """Pictures are numbered anew in each document: a loop repeats them, and no two may have one number."""
        if self._tags.found:
            for node in self._root.iter(f"{{{WP}}}docPr"):
                node.set("id", self._tags.made("{{", NEXT_ID, Place("")))

    def _fix_grids(self) -> None:
        """Tables whose number of columns depends on the values get their grid counted when they are rendered."""
        for table in list(self._root.iter(TBL)):
            parts = (node for node in table.iter(TR, qn("gridSpan")) if nearest(node, TBL) is table)
            if any(OPEN in _beside_cells(node) for node in parts):
                _put(table, self._tags.made("{%", f"filter {GRID}", Place("")))
                table.tail = self._tags.made("{%", "endfilter", Place("")) + (table.tail or "")


_UNITS = {"tr": "行", "tc": "格", "p": "段"}


def _beside_cells(node: Element) -> str:
    """What stands beside cells in a row, and the span of a cell."""
    if node.tag == TR:
        return "".join([node.text or "", *(child.tail or "" for child in node)])
    return node.get(qn("val")) or "" if node.tag == qn("gridSpan") else ""


def _texts(node: Element) -> str:
    return "".join(text.text or "" for text in node.iter(T))


def _put(node: Element, mark: str) -> None:
    """The mark before a node."""
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + mark
    else:
        parent = node.getparent()
        parent.text = (parent.text or "") + mark


def _property(cell: Element, name: str, after: tuple[str, ...]) -> Element:
    """The property of a cell, made in its place of the schema's order where it is not there."""
    properties = cell.find(TCPR)
    if properties is None:
        properties = etree.Element(TCPR)
        cell.insert(0, properties)
    found = properties.find(qn(name))
    if found is None:
        found = etree.Element(qn(name))
        at = sum(child.tag in map(qn, after) for child in properties)
        properties.insert(at, found)
    return found


def _drop_empty(text: Element) -> None:
    run = text.getparent()
    if not text.text and run.tag == RUN and len([child for child in run if child.tag == T]) == 1 and run.getparent().tag == P:
        cut_out(run)


def _neighbour(text: Element, *, forward: bool) -> Element | None:
    """The w:t before or behind, in the same paragraph or in the one beside it."""
    paragraph = nearest(text, P)
    beside = paragraph.getnext() if forward else paragraph.getprevious()
    own = [t for p in ((paragraph, beside) if forward else (beside, paragraph)) if p is not None and p.tag == P for t in p.iter(T)]
    at = own.index(text) + (1 if forward else -1)
    return own[at] if 0 <= at < len(own) else None


def _append(target: Element, source: Element, kept: str) -> None:
    """What stands in ``source`` from ``kept`` on goes behind ``target``; of two paragraphs one remains."""
    text = source.text or ""
    target.text = (target.text or "") + text[text.index(kept) :]
    target.set(XML_SPACE, "preserve")
    home, away = nearest(target, P), nearest(source, P)
    run = source.getparent()
    cut_out(source)
    following = list(run.itersiblings()) if run.getparent() is away else []
    if home is away:
        _remove_between(nearest(target, RUN), run)
        return
    last = nearest(target, RUN)
    for node in (run, *following):
        last.addnext(node)
        last = node
    cut_out(away)


def _remove_between(first: Element, last: Element) -> None:
    while first is not last and first.getnext() is not None and first.getnext() is not last:
        first.getparent().remove(first.getnext())
