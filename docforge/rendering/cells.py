"""How much room a cell has: for a picture that fills it, for a text that must not be cut off."""

from dataclasses import dataclass

from docforge.rendering.ooxml import (
    RPR,
    TBL,
    TC,
    TCPR,
    TR,
    TRPR,
    TWIPS_PER_MM,
    Element,
    cells_of,
    nearest,
    qn,
    rows_of,
    value_of,
)

_MARGINS = 216
"""Twips: Word's default 0.19 cm on the left and the right."""
_LINE_SPACING = 1.3
_DEFAULT_HALF_POINTS = 21


@dataclass(frozen=True, slots=True)
class Room:
    """Width and height of a cell in millimetres, 0 where the file does not say; ``is_exact``: Word cuts off what is too much."""

    width: float
    height: float
    is_exact: bool

    def lines(self, points: float) -> tuple[int, int]:
        """How many full-width characters of a size go into a line, and how many lines into the cell; 0 where it does not say."""
        return int(self.width / 25.4 * 72 / points), int(self.height / 25.4 * 72 / (points * _LINE_SPACING))

    def holds(self, text: str, points: float) -> bool:
        """Whether a text of this size fits, a full-width character being as wide as it is high."""
        across, down = self.lines(points)
        if across < 1 or down < 1:
            return True
        lines = (sum(1.0 if ord(char) > 0x2000 else 0.5 for char in line) for line in text.split("\n"))
        return sum(max(1, -(-int(width + 0.5) // across)) for width in lines) <= down


def room_of(node: Element) -> Room | None:
    """The room of the cell around a node, of a merged one the whole; None outside tables."""
    cell = nearest(node, TC)
    if cell is None:
        return None
    row = nearest(cell, TR)
    table = nearest(row, TBL)
    if table is None:
        return None
    at = _column(row, cell)
    rows = [row, *_continued(table, row, at)]
    heights = [node for one in rows if (node := one.find(f"{TRPR}/{qn('trHeight')}")) is not None]
    height = sum(int(value_of(one) or 0) for one in heights)
    is_exact = bool(heights) and all(value_of(one, "hRule") == "exact" for one in heights) and len(heights) == len(rows)
    width = max(0, _width(table, cell, at) - _MARGINS)
    return Room(width / TWIPS_PER_MM, height / TWIPS_PER_MM, is_exact)


def text_points(run: Element) -> float:
    """The size of a run's text in points, as far as the run says."""
    size = value_of(run.find(f"{RPR}/{qn('sz')}")) if run is not None else None
    return int(size or _DEFAULT_HALF_POINTS) / 2


def span(cell: Element) -> int:
    """How many columns of the grid a cell takes."""
    said = value_of(cell.find(f"{TCPR}/{qn('gridSpan')}")) or "1"
    return int(said) if said.isdigit() else 1


def _column(row: Element, cell: Element) -> int:
    before = value_of(row.find(f"{TRPR}/{qn('gridBefore')}")) or "0"
    at = int(before)
    for other in cells_of(row):
        if other is cell:
            break
        at += span(other)
    return at


def _continued(table: Element, row: Element, column: int) -> list[Element]:
    """The rows below over which the cell that starts at the column is merged."""
    rows = list(rows_of(table))
    found: list[Element] = []
    for below in rows[rows.index(row) + 1 :]:
        merged = next((c for c in cells_of(below) if _column(below, c) == column), None)
        mark = None if merged is None else merged.find(f"{TCPR}/{qn('vMerge')}")
        if mark is None or value_of(mark) == "restart":
            break
        found.append(below)
    return found


def _width(table: Element, cell: Element, at: int) -> int:
    own = cell.find(f"{TCPR}/{qn('tcW')}")
    if value_of(own, "type") == "dxa" and (value_of(own, "w") or "").isdigit():
        return int(value_of(own, "w") or 0)
    grid = [int(float(value_of(column, "w") or 0)) for column in table.iterfind(f"{qn('tblGrid')}/{qn('gridCol')}")]
    return sum(grid[at : at + span(cell)])
