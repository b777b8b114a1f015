"""Ruled forms: the value of a label is the cell beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforge.core.model import Box, Line, Page
from docforge.core.text import squeeze
from docforge.extraction.anchors import Anchor
from docforge.extraction.kind import Kind
from docforge.extraction.layout import Claim, rows

_SNAP = 0.02
_LEAST_FUZZY = 4
_LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell and the lines inside it, in reading order."""

    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its text without white space and final colon."""
        return squeeze("".join(line.text for line in self.lines)).rstrip(":")


def cells(page: Page) -> list[Cell]:
    """The page's cells with their lines; each line lies in the smallest cell that holds its middle."""
    boxes = sorted(page.cells, key=lambda box: box.width * box.height)
    inside: dict[Box, list[Line]] = {box: [] for box in boxes}
    for line in page.lines:
        home = next((box for box in boxes if box.holds(line.box)), None)
        if home:
            inside[home].append(line)
    return [Cell(box, tuple(line for row in rows(lines) for line in row)) for box, lines in inside.items()]


def cell_claims(page: Page, kind: Kind) -> tuple[list[Claim], list[Line]]:
    """What the cells say of the kind's fields, and the lines that stand outside all cells."""
    grid = cells(page)
    snap = _SNAP * max(page.width, page.height)
    found, taken = [], set()
    for spec in kind.fields:
        beside = kind.spec(spec.beside) if spec.beside else None
        for cell in sorted(grid, key=lambda cell: (cell.box.top, cell.box.left)):
            if not _is_label(cell.text, spec.printed) or cell.box in taken:
                continue
            if beside and not any(_left_of(other, cell, snap) and _is_label(other.text, beside.printed) for other in grid):
                continue
            value = _right_neighbour(cell, grid, snap)
            if value:
                taken.add(cell.box)
                found.append(Claim(Anchor(spec.key, cell.text, cell.box, 1.0, ()), list(value.lines)))
                break
    outside = [line for line in page.lines if not any(cell.box.holds(line.box) for cell in grid)]
    return found, outside


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


def _is_label(text: str, printed: Sequence[str]) -> bool:
    """Whether the cell holds one of the labels, one character of a longer one misread at most."""
    return text in printed or any(
        len(text) == len(label) >= _LEAST_FUZZY and sum(a != b for a, b in zip(text, label, strict=True)) == 1 for label in printed
    )


def _left_of(other: Cell, cell: Cell, snap: float) -> bool:
    return other.box.right <= cell.box.left + snap and other.box.top <= cell.box.middle <= other.box.bottom


def _right_neighbour(cell: Cell, grid: Sequence[Cell], snap: float) -> Cell | None:
    """The cell whose left side is this one's right side, at this one's height."""
    beside = [c for c in grid if abs(c.box.left - cell.box.right) < snap and c.box.top <= cell.box.middle <= c.box.bottom]
    return min(beside, key=lambda c: abs(c.box.middle - cell.box.middle), default=None)
