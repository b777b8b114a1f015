"""Ruled forms: the value of a label is the cell beside it."""

from collections.abc import Collection, Sequence

from docforge.core.model import Line, Page
from docforge.core.text import squeeze
from docforge.extraction.anchors import Anchor
from docforge.extraction.blocks import Blocks
from docforge.extraction.grid import Cell, cells
from docforge.extraction.kind import FieldSpec, Kind
from docforge.extraction.layout import Claim

_SNAP = 0.02
_LEAST_FUZZY = 4
_LEAST_CELLS = 2


def cell_claims(page: Page, kind: Kind) -> tuple[list[Claim], list[Line]]:
    """What the cells say of the kind's fields, and the lines that stand outside all cells."""
    grid = sorted(cells(page), key=lambda cell: (cell.box.top, cell.box.left))
    snap = _SNAP * max(page.width, page.height)
    texts = [cell.text for cell in grid]
    labels = {label for spec in kind.fields for label in spec.printed}
    blocks = Blocks(page, kind)
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
            value = _cell_below(cell, grid, snap) if spec.below else _right_neighbour(cell, grid, snap)
            if value and value.text not in printed:
                taken.add(cell.box)
                found.append(Claim(Anchor(spec.key, text, cell.box, 1.0, ()), list(value.lines)))
                break
    inside = {id(line) for cell in grid for line in cell.lines}
    return found, [line for line in page.lines if id(line) not in inside]


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
    first_row = [cell for cell in grid if cell.box.top < grid[0].box.top + _SNAP * page.height]
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


def _right_neighbour(cell: Cell, grid: Sequence[Cell], snap: float) -> Cell | None:
    """The cell whose left side is this one's right side, at this one's height."""
    beside = [c for c in grid if abs(c.box.left - cell.box.right) < snap and c.box.top <= cell.box.middle <= c.box.bottom]
    return min(beside, key=lambda c: abs(c.box.middle - cell.box.middle), default=None)
