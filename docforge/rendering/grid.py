"""The text and the tables of a .docx as they are written: paragraphs by runs, cells by their place in the grid.

Works on the document's XML itself, so that whatever is not touched stays as it was. The one module of binding that
imports lxml.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.rendering.ooxml import TCPR, TRPR, XML_SPACE, parse, qn, serialised, value_of
from docforge.rendering.package import Package, rewritten

_BOX_SYMBOLS = {"F0A8", "F06F", "F071", "F0A3", "00A8", "006F"}
BOXES = "□☐○◻⬜▢"
"""Glyphs of a box that is not ticked."""


_WRAPPERS = {qn(name) for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "hyperlink", "fldSimple")}


_TEXTS = {qn("r"), qn("p")}


def children(parent: Any, *names: str) -> Iterator[Any]:
    """Children with these names, those wrapped in content controls, insertions and links included.

    A content control that only shows its prompt (单击此处输入) holds no text yet: its runs and paragraphs are left out.
    """
    tags = {qn(name) for name in names}
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS and not (tags <= _TEXTS and is_prompt(child)):
            yield from children(child, *names)


def is_prompt(element: Any) -> bool:
    """Whether a content control shows its prompt only."""
    return element.find(f"{qn('sdtPr')}/{qn('showingPlcHdr')}") is not None


def run_text(run: Any) -> str:
    """The text of a run, one character for each tab, line break and symbol; a box set as a symbol is □."""
    return "".join(_char(child) for child in run)


def _char(child: Any) -> str:
    if child.tag == qn("t"):
        return child.text or ""
    if child.tag == qn("sym"):
        return "□" if child.get(qn("char"), "").upper() in _BOX_SYMBOLS else "\ufffc"
    return {qn("tab"): "\t", qn("br"): "\n", qn("cr"): "\n", qn("noBreakHyphen"): "-"}.get(child.tag, "")


def runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph in order; those of text boxes in it are not its own."""
    return list(children(paragraph, "r"))


def text_of(paragraph: Any) -> str:
    """The text of a paragraph; offsets into it are those of ``covering``."""
    return "".join(map(run_text, runs(paragraph)))


def underlined(paragraph: Any) -> str:
    """The paragraph's text with U where it is underlined, a blank elsewhere: as long as ``text_of``."""
    return "".join(("U" if _is_underlined(run) else " ") * len(run_text(run)) for run in runs(paragraph))


def _is_underlined(run: Any) -> bool:
    mark = run.find(f"{qn('rPr')}/{qn('u')}")
    return mark is not None and mark.get(qn("val"), "single") != "none"


def covering(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold just the characters from ``start`` to ``end``, runs split where they hold more."""
    _split(paragraph, start)
    _split(paragraph, end)
    found, seen = [], 0
    for run in runs(paragraph):
        length = len(run_text(run))
        if start <= seen and seen + length <= end and length:
            found.append(run)
        seen += length
    return found


def run_before(paragraph: Any, at: int) -> Any | None:
    """The run whose last character stands before offset ``at``, split there where it goes on; None at the beginning."""
    _split(paragraph, at)
    found, seen = None, 0
    for run in runs(paragraph):
        seen += len(run_text(run))
        if seen > at:
            break
        found = run
    return found


def _split(paragraph: Any, at: int) -> None:
    seen = 0
    for run in runs(paragraph):
        length = len(run_text(run))
        if seen < at < seen + length:
            _split_run(run, at - seen)
            return
        seen += length


def _split_run(run: Any, at: int) -> None:
    rest = deepcopy(run)
    run.addnext(rest)
    seen = 0
    for own, other in zip(list(run), list(rest), strict=True):
        if own.tag == qn("rPr"):
            continue
        length = len(_char(own))
        if seen >= at and (length or seen > at):
            run.remove(own)
        elif seen + length <= at:
            rest.remove(other)
        else:
            own.text, other.text = own.text[: at - seen], own.text[at - seen :]
            own.set(XML_SPACE, "preserve")
            other.set(XML_SPACE, "preserve")
        seen += length


def new_run(owner: Any, text: str, properties: Any | None) -> Any:
    """A run with this text and a copy of the run properties; ``owner``: any element of the document."""
    run = owner.makeelement(qn("r"))
    if properties is not None:
        run.append(_as_run_properties(properties))
    words = owner.makeelement(qn("t"))
    words.text = text
    words.set(XML_SPACE, "preserve")
    run.append(words)
    return run


def _as_run_properties(properties: Any) -> Any:
    made = deepcopy(properties)
    for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"):
        for node in made.findall(qn(name)):
            made.remove(node)
    return made


def mark_properties(paragraph: Any) -> Any | None:
    """The run properties of the paragraph's mark: the font of a blank paragraph."""
    return paragraph.find(f"{qn('pPr')}/{qn('rPr')}")


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a table, the rows merged below it included. Grid places count from 0, the end is one past the last."""

    element: Any
    top: int
    bottom: int
    left: int
    right: int
    where: str

    @cached_property
    def paragraphs(self) -> list[Any]:
        """Its own paragraphs, those of tables inside it left out."""
        return list(children(self.element, "p"))

    @cached_property
    def text(self) -> str:
        """The text of its paragraphs, one a line; none where the cell is a content control that shows its prompt."""
        control = next((node for node in self.element.iterancestors() if node.tag in (qn("sdt"), qn("tr"))), None)
        if control is not None and is_prompt(control):
            return ""
        return "\n".join(text_of(paragraph) for paragraph in self.paragraphs)

    @property
    def holds_more(self) -> bool:
        """Whether a picture, a text box or another table stands in it."""
        return any(next(self.element.iter(qn(name)), None) is not None for name in ("tbl", "drawing", "pict", "object"))

    @property
    def blank_lines(self) -> int:
        """How many of its paragraphs hold no text."""
        return sum(not text_of(paragraph).strip() for paragraph in self.paragraphs)


class Grid:
    """The cells of one table by their place in its grid."""

    def __init__(self, table: Any, where: str) -> None:
        self.where = where
        self.rows = list(children(table, "tr"))
        written = [list(_written(row)) for row in self.rows]
        going_on = [{left for left, _, _, merge in row if merge == "continue"} for row in written]
        self.cells: list[Cell] = []
        self._places: dict[tuple[int, int], Cell] = {}
        for top, cells in enumerate(written):
            for number, (left, right, element, merge) in enumerate(cells, start=1):
                if merge == "continue" and (top - 1, left) in self._places:
                    continue
                bottom = top + 1
                while merge and bottom < len(written) and left in going_on[bottom]:
                    bottom += 1
                self._add(Cell(element, top, bottom, left, right, f"{where}第{top + 1}行第{number}列"))

    def _add(self, cell: Cell) -> None:
        self.cells.append(cell)
        for row in range(cell.top, cell.bottom):
            for column in range(cell.left, cell.right):
                self._places[row, column] = cell

    @cached_property
    def width(self) -> int:
        """How many grid columns the table has."""
        return max((cell.right for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place of the grid."""
        return self._places.get((row, column))

    def row(self, number: int) -> list[Cell]:
        """The cells that begin or go on in a row, from the left."""
        found = {id(cell): cell for column in range(self.width) if (cell := self.at(number, column))}
        return list(found.values())

    def right_of(self, cell: Cell) -> Cell | None:
        """The cell right of this one in its first row."""
        return self.at(cell.top, cell.right)

    def below(self, cell: Cell) -> Cell | None:
        """The cell below this one that begins in the next row."""
        under = self.at(cell.bottom, (cell.left + cell.right - 1) // 2) or self.at(cell.bottom, cell.left)
        return under if under and under.top == cell.bottom else None

    def tall(self, cell: Cell) -> bool:
        """Whether the cell has room for a long text: rows of 17 mm or more together, or three blank lines."""
        heights = [self.rows[i].find(f"{qn('trPr')}/{qn('trHeight')}") for i in range(cell.top, cell.bottom)]
        twips = sum(int(node.get(qn("val"), "0")) for node in heights if node is not None)
        return twips >= _TALL or cell.blank_lines >= _TALL_LINES


_TALL, _TALL_LINES = 964, 4
_GRID_BEFORE, _GRID_SPAN, _V_MERGE = qn("gridBefore"), qn("gridSpan"), qn("vMerge")


def _written(row: Any) -> Iterator[tuple[int, int, Any, str | None]]:
    """(first grid column, one past the last, cell, its vertical merge) of each cell written in the row."""
    properties = row.find(TRPR)
    at = 0 if properties is None else _number(properties.find(_GRID_BEFORE), 0)
    for cell in children(row, "tc"):
        properties = cell.find(TCPR)
        span, merge = 1, None
        if properties is not None:
            span = max(1, _number(properties.find(_GRID_SPAN), 1))
            merge = value_of(properties.find(_V_MERGE), otherwise="continue")
        yield at, at + span, cell, merge
        at += span


def _number(node: Any | None, otherwise: int) -> int:
    text = value_of(node) or ""
    return int(text) if text.isdigit() else otherwise


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A paragraph of the body outside all tables."""

    element: Any
    where: str


Block = Line | Grid


class WordFile:
    """A .docx whose body can be looked at and changed; everything else in it is kept byte for byte."""

    def __init__(self, content: bytes, name: str = "") -> None:
        """Raises DocforgeError T503 when it is no .docx."""
        self._package = Package(content, name)
        self._main = self._package.main
        try:
            self._root = parse(self._package.read(self._main))
        except etree.XMLSyntaxError as error:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, name) from error
        body = self._root.find(qn("body"))
        if body is None:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, name)
        self.blocks = list(_blocks(body))

    @property
    def grids(self) -> list[Grid]:
        """The tables, those inside cells included."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    def content(self) -> bytes:
        """The package with the body as it is now."""
        return rewritten(self._package, {self._main: serialised(self._root)})


def _blocks(body: Any) -> Iterator[Block]:
    lines = tables = 0
    for child in children(body, "p", "tbl"):
        if child.tag == qn("p"):
            lines += 1
            yield Line(child, f"正文第{lines}段")
        else:
            tables += 1
            yield from _tables(child, f"表格{tables}")


def _tables(table: Any, where: str) -> Iterator[Grid]:
    grid = Grid(table, where)
    yield grid
    for cell in grid.cells:
        for number, inner in enumerate(children(cell.element, "tbl"), start=1):
            yield from _tables(inner, f"{cell.where}内表格{number}")
