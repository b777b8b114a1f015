"""Ruled forms: the value of a label is the cell beside it."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from docforge.core.model import Box, Line, Page
from docforge.core.text import letters, squeeze
from docforge.extraction.anchors import Anchor
from docforge.extraction.blocks import Blocks
from docforge.extraction.grid import Cell, cells
from docforge.extraction.kind import FieldSpec, Kind, ValueType
from docforge.extraction.layout import Claim

_SNAP = 0.02
_SHEET = 1.414
"""Height to width of A4: the one page that a Word file is may be as tall as its text is long, its columns no wider for that."""
_LEAST_FUZZY = 4
_LEAST_CELLS = 2


def cell_claims(page: Page, kind: Kind) -> tuple[list[Claim], list[Line]]:
    """What the cells say of the kind's fields, and the lines that stand outside all cells."""
    grid = sorted(cells(page), key=lambda cell: (cell.box.top, cell.box.left))
    snap = _snap(page)
    texts = [cell.text for cell in grid]
    labels = {label for spec in kind.fields for label in spec.printed}
    blocks = Blocks(page, kind)
    inside = {id(line) for cell in grid for line in cell.lines}
    outside = [line for line in page.lines if id(line) not in inside]
    found, taken = [], set()
    for spec in kind.fields:
        printed = spec.printed
        left_labels = _left_labels(spec, kind, grid, texts, labels)
        for cell, text in zip(grid, texts, strict=True):
            if not _is_label(text, printed, labels) or cell.box in taken:
                continue
            if spec.within and not _in_block(text, cell, spec, blocks):
                continue
            if spec.beside and not any(_left_of(other, cell, snap) for other in left_labels):
                continue
            value = _cell_below(cell, grid, snap) if spec.below else _right_of(cell, grid, snap, outside)
            if value and value.text not in printed and not _heads_list(cell, value, kind) and not _is_only_hint(value, spec):
                taken.add(cell.box)
                found.append(Claim(Anchor(spec.key, text, cell.box, 1.0, ()), list(value.lines)))
                break
    _parted(found)
    found += _in_label_cells(kind, grid, found)
    claimed = {id(line) for claim in found for line in claim.lines}
    outside = [line for line in outside if id(line) not in claimed]
    words = _with_colon(labels)
    return found, [piece for line in outside for _, piece in (_labelled(line, words) or [("", line)])]


def _parted(found: Sequence[Claim]) -> None:
    """Give each of several labels beside one cell the lines at its own height: the rule between them was not seen, under a seal."""
    beside = [claim for claim in found if claim.lines and claim.anchor.box.right <= min(line.box.left for line in claim.lines)]
    shared = [claim for claim in beside if sum(other.lines == claim.lines for other in beside) > 1]
    own = [[line for line in claim.lines if _at_height(line, claim.anchor.box)] for claim in shared]
    for claim, lines in zip(shared, own, strict=True):
        claim.lines = lines


def _at_height(line: Line, box: Box) -> bool:
    return box.top <= line.box.middle < box.bottom


def _snap(page: Page) -> float:
    """How far apart two sides may lie that are one."""
    return _SNAP * min(max(page.width, page.height), _SHEET * page.width)


def _is_only_hint(value: Cell, spec: FieldSpec) -> bool:
    """Whether nothing stands in the cell but what the form prints there."""
    return bool(spec.hint) and letters(value.text) == letters(spec.hint)


def _heads_list(cell: Cell, value: Cell, kind: Kind) -> bool:
    """Whether both are heads of one list of the form, and not a label with its value: 姓名 | 社会保障号 over rows."""
    heads = ({label for column in spec.columns for label in column.printed} for spec in kind.fields)
    return any(cell.text in own and value.text in own for own in heads)


def _in_label_cells(kind: Kind, grid: Sequence[Cell], found: list[Claim]) -> list[Claim]:
    """What stands in one cell with its label: 姓名：张三. Only for fields that have no cell of their own.

    A value cell that goes on with such a label (甲公司 | 企业状态：存续) is cut there."""
    known = {claim.anchor.key for claim in found}
    wanted = [spec for spec in kind.fields if spec.key not in known and not spec.columns]
    every = _with_colon({label for spec in kind.fields for label in spec.printed})
    own = _with_colon({label for spec in wanted for label in spec.printed})
    made: list[Claim] = []
    for cell in sorted(grid, key=lambda cell: (cell.box.top, cell.box.left)) if wanted else ():
        before: list[str] = [_first_label(other, every) for other in grid if _left_of(other, cell, 0.0)]
        claim = next((claim for claim in found if cell.lines and claim.lines == list(cell.lines)), None)
        if claim and (len(cell.lines) > 1 or kind.spec(claim.anchor.key or "").type is ValueType.LONG_TEXT):
            continue  # a long text may name anything
        words = own if claim else every
        pairs = [pair for line in cell.lines for pair in _labelled(line, words)]
        if claim and pairs:
            claim.lines = [replace(line, text=line.text.rstrip(" |｜/／")) for label, line in pairs if not label]
        for label, value in pairs:
            spec = next((spec for spec in wanted if label in spec.printed and _may_stand(spec, kind, before)), None)
            before.append(label)
            text = value.text[_length_of(value.text, label, words) :]
            if spec and text.strip():
                wanted.remove(spec)
                made.append(Claim(Anchor(spec.key, label, cell.box, 1.0, ()), [replace(value, text=text.strip())]))
    return made


def _may_stand(spec: FieldSpec, kind: Kind, before: Collection[str]) -> bool:
    return spec.beside is None or bool(set(kind.spec(spec.beside).printed) & set(before))


def _first_label(cell: Cell, words: re.Pattern[str]) -> str:
    found = words.match(cell.lines[0].text) if cell.lines else None
    return squeeze(found[0]).rstrip(":") if found else cell.text


def _with_colon(labels: Collection[str]) -> re.Pattern[str]:
    """A pattern of the labels as they stand in a line, spaced out or not, with their colon."""
    spaced = (r"\s*".join(map(_either_width, label)) for label in sorted(labels, key=len, reverse=True))
    return re.compile("(?:" + "|".join(spaced) + r")\s*[:：]") if labels else re.compile(r"(?!)")


def _either_width(char: str) -> str:
    return "[" + re.escape(char) + "（]" if char == "(" else "[" + re.escape(char) + "）]" if char == ")" else re.escape(char)


def _labelled(line: Line, words: re.Pattern[str]) -> list[tuple[str, Line]]:
    """The line cut before each label that has a colon, with the label as compared; what stands before the first goes on its own."""
    starts = [match.start() for match in words.finditer(line.text)]
    if not starts:
        return []
    edges = [*([0] if starts[0] else []), *starts, len(line.text)]
    made = []
    for start, end in pairwise(edges):
        text = line.text[start:end]
        found = words.match(text)
        left, right = (line.box.left + line.box.width * at / len(line.text) for at in (start, end))
        box = replace(line.box, left=round(left, 2), right=round(right, 2))
        if text.strip():
            made.append((squeeze(found[0]).rstrip(":") if found else "", replace(line, text=text.strip(), box=box)))
    return made


def _length_of(text: str, label: str, words: re.Pattern[str]) -> int:
    found = words.match(text) if label else None
    return found.end() if found else 0


def _left_labels(
    spec: FieldSpec, kind: Kind, grid: Sequence[Cell], texts: Sequence[str], labels: Collection[str]
) -> Sequence[Cell]:
    """The cells that hold the label which must stand left of the field's own."""
    if not spec.beside:
        return ()
    printed = kind.spec(spec.beside).printed
    return [cell for cell, text in zip(grid, texts, strict=True) if _is_label(text, printed, labels)]


def _in_block(text: str, cell: Cell, spec: FieldSpec, blocks: Blocks) -> bool:
    """Whether a label that stands in several blocks stands in the field's own."""
    if spec.within is None or text not in {squeeze(label) for label in spec.within.labels}:
        return True
    return blocks.of(cell.box) == spec.within.block


def form_keys(page: Page, kind: Kind) -> frozenset[str]:
    """Keys of the fields whose labels stand in the page's cells."""
    claims, _ = cell_claims(page, kind)
    return frozenset(claim.anchor.key for claim in claims if claim.anchor.key)


def lowest_field(page: Page, kind: Kind) -> str | None:
    """Key of the field whose value stands lowest on the page: the one that a next page may go on with."""
    claims, _ = cell_claims(page, kind)
    held = [claim for claim in claims if claim.lines]
    lowest = max(held, key=lambda claim: max(line.box.bottom for line in claim.lines), default=None)
    return lowest.anchor.key if lowest else None


def run_over(page: Page) -> tuple[Line, ...]:
    """The text that a row broken by the page's top goes on with: its one cell with text, all cells left of it empty."""
    grid = sorted(cells(page), key=lambda cell: (cell.box.top, cell.box.left))
    first_row = [cell for cell in grid if cell.box.top < grid[0].box.top + _snap(page)]
    with_text = [cell for cell in first_row if cell.lines]
    if len(with_text) != 1 or len(first_row) < _LEAST_CELLS or with_text[0] is min(first_row, key=lambda cell: cell.box.left):
        return ()
    return with_text[0].lines


def _is_label(text: str, printed: Sequence[str], labels: Collection[str]) -> bool:
    """Whether the cell holds one of the labels, one character of a longer one misread at most: 国外最高学历 is no misread
    国内最高学历 where both are ``labels`` of the form."""
    return text in printed or any(
        text not in labels
        and len(text) == len(label) >= _LEAST_FUZZY
        and sum(a != b for a, b in zip(text, label, strict=True)) == 1
        for label in printed
    )


def _left_of(other: Cell, cell: Cell, snap: float) -> bool:
    return other.box.right <= cell.box.left + snap and other.box.top <= cell.box.middle <= other.box.bottom


def _cell_below(cell: Cell, grid: Sequence[Cell], snap: float) -> Cell | None:
    """The cell whose top is this one's bottom, below this one's middle."""
    near = [c for c in grid if abs(c.box.top - cell.box.bottom) < snap and c.box.top > cell.box.middle]
    below = [c for c in near if c.box.left <= cell.box.centre <= c.box.right]
    return min(below, key=lambda c: abs(c.box.centre - cell.box.centre), default=None)


def _right_of(cell: Cell, grid: Sequence[Cell], snap: float, outside: Sequence[Line]) -> Cell | None:
    """The cell whose left side is this one's right side, at this one's height; where its frame was not seen whole, what stands
    there outside all cells."""
    at_height = [c for c in grid if c.box.top <= cell.box.middle <= c.box.bottom]
    beside = [c for c in at_height if abs(c.box.left - cell.box.right) < snap]
    if beside:
        return min(beside, key=lambda c: abs(c.box.middle - cell.box.middle))
    end = min((c.box.left for c in at_height if c.box.left > cell.box.right), default=math.inf)
    lines = [line for line in outside if cell.box.right < line.box.left < end and _at_height(line, cell.box)]
    return (
        Cell(replace(cell.box, left=cell.box.right, right=max(line.box.right for line in lines)), tuple(lines)) if lines else None
    )
