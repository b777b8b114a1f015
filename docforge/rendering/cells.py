"""How much room a cell has: for a picture that fills it, for a text that must not be cut off."""

from dataclasses import dataclass

from docforge.rendering.grid import Cell, Grid
from docforge.rendering.ooxml import RPR, TBL, TC, TCPR, TRPR, TWIPS_PER_MM, Element, nearest, qn, value_of

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


class Rooms:
    """The rooms of the cells of one part, each table laid out once."""

    def __init__(self) -> None:
        self._tables: dict[Element, dict[Element, tuple[Grid, Cell]]] = {}
        self._rooms: dict[Element, Room | None] = {}

    def of(self, node: Element) -> Room | None:
        """The room of the cell around a node, of a merged one the whole; None outside tables."""
        element = nearest(node, TC)
        if element not in self._rooms:
            self._rooms[element] = self._room(element)
        return self._rooms[element]

    def _room(self, element: Element | None) -> Room | None:
        table = None if element is None else nearest(element, TBL)
        if table is None:
            return None
        if table not in self._tables:
            grid = Grid(table, "")
            self._tables[table] = {cell.element: (grid, cell) for cell in grid.cells}
        found = self._tables[table].get(element)
        return _room(table, *found) if found else None


def _room(table: Element, grid: Grid, cell: Cell) -> Room:
    heights = [node for row in grid.rows[cell.top : cell.bottom] if (node := row.find(f"{TRPR}/{qn('trHeight')}")) is not None]
    height = sum(int(value_of(node) or 0) for node in heights)
    is_exact = len(heights) == cell.bottom - cell.top and all(value_of(node, "hRule") == "exact" for node in heights)
    width = max(0, _width(table, cell) - _MARGINS)
    return Room(width / TWIPS_PER_MM, height / TWIPS_PER_MM, is_exact)


def text_points(run: Element) -> float:
    """The size of a run's text in points, as far as the run says."""
    size = value_of(run.find(f"{RPR}/{qn('sz')}")) if run is not None else None
    return int(size or _DEFAULT_HALF_POINTS) / 2


def _width(table: Element, cell: Cell) -> int:
    own = cell.element.find(f"{TCPR}/{qn('tcW')}")
    if value_of(own, "type") == "dxa" and (value_of(own, "w") or "").isdigit():
        return int(value_of(own, "w") or 0)
    columns = [int(float(value_of(column, "w") or 0)) for column in table.iterfind(f"{qn('tblGrid')}/{qn('gridCol')}")]
    return sum(columns[cell.left : cell.right])
