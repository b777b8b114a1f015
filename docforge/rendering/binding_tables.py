"""Tables of rows in a blank form: a head, and below it blank rows, or rows that print what they are about."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docforge.core.text import squeeze
from docforge.rendering import binding_words as words
from docforge.rendering.grid import Cell, Grid

_YEAR = re.compile(r"^(?:19|20)\d{2}(?:年|年度)?(?:\(.{1,6}\))?$")
_SERIAL = re.compile(r"^\d{1,3}[.、]?$")
_LEAST_HEADS, _LEAST_OF_FIXED = 2, 3
_DEEP = 2

_Names = Callable[[Cell], bool]


@dataclass(frozen=True, eq=False, slots=True)
class Head:
    """The head of one column: what it prints, also with the head above it, and the grid columns below it."""

    label: str
    whole: str
    cell: Cell


@dataclass(frozen=True, eq=False, slots=True)
class RowTable:
    """A head and the rows below it. ``rows``: for each row the cell under each head; ``labels``: what each row prints in its
    first cell, empty where the rows are blank; ``first``: the table row where they begin."""

    grid: Grid
    title: str
    heads: tuple[Head, ...]
    first: int
    rows: tuple[tuple[Cell | None, ...], ...]
    labels: tuple[str, ...] = ()

    @property
    def blank_from(self) -> int:
        """The first of the rows in which nothing is printed; those above it print some word, as 本人."""
        return next((i for i, row in enumerate(self.rows) if all(_is_free(cell) for cell in row)), len(self.rows))

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells that the table takes."""
        yield from (head.cell for head in self.heads)
        yield from (cell for row in self.rows for cell in row if cell)


def is_head(cell: Cell) -> bool:
    """Whether the cell may head a column: a short label and nothing else."""
    text = cell.text
    plain = squeeze(text)
    if _YEAR.match(plain):
        return True
    if not words.is_label(text) or plain.endswith(":") or words.has_boxes(text):
        return False
    return not (words.is_hint(text) or words.is_sealed(text) or words.is_opinion(text) or words.is_photo(text))


def is_year(text: str) -> bool:
    """Whether a head is that of a year: 2024（预计）."""
    return _YEAR.match(squeeze(text)) is not None


def years_of(heads: Sequence[Head]) -> list[int | None]:
    """For each head the year it stands for, counted from the year of application; None for a head that is no year.

    The forecast (2024（预计）) is the year of application; without one the last year is the one before.
    """
    printed = [int(squeeze(head.cell.text)[:4]) if is_year(head.cell.text) else 0 for head in heads]
    forecast = next((year for year, head in zip(printed, heads, strict=True) if year and "预" in head.cell.text), 0)
    applied = forecast or max(printed, default=0) + 1
    return [year - applied if year else None for year in printed]


def table_at(grid: Grid, row: int, names: _Names = is_head) -> RowTable | None:
    """The table of rows whose head begins in this row of the grid; ``names``: which cells may be heads."""
    cells = [cell for cell in grid.row(row) if cell.top == row]
    depth = _DEEP if any(_sub_heads(grid, cell, names) for cell in cells) else 1
    while cells and cells[0].bottom - row > depth and cells[0].text.strip():
        cells = cells[1:]
    heads = [head for cell in cells for head in _heads_of(grid, cell, depth, names)]
    if len(heads) < _LEAST_HEADS or not any(a.right == b.left for a, b in _pairs(cells, names)):
        return None
    stub = _stub(grid, cells, heads, row + depth)
    heads = [*stub, *heads]
    found, labels = rows_below(grid, heads, row + depth)
    if not found or (labels and len(heads) < _LEAST_OF_FIXED):
        return None
    return RowTable(grid, title_of(grid, row), tuple(heads), row + depth, tuple(found), tuple(labels))


def _pairs(cells: Sequence[Cell], names: _Names) -> list[tuple[Cell, Cell]]:
    named = [cell for cell in cells if names(cell)]
    return list(pairwise(named))


def _sub_heads(grid: Grid, cell: Cell, names: _Names) -> list[Cell]:
    """The heads below a wide one that it heads together."""
    if cell.right - cell.left < _LEAST_HEADS or cell.bottom != cell.top + 1 or not names(cell):
        return []
    below = [c for c in grid.row(cell.bottom) if c.top == cell.bottom and cell.left <= c.left and c.right <= cell.right]
    named = [c for c in below if names(c)]
    return named if len(named) >= _LEAST_HEADS and len(named) == len(below) else []


def _heads_of(grid: Grid, cell: Cell, depth: int, names: _Names) -> list[Head]:
    if not names(cell):
        return []
    own = words.folded(cell.text)
    subs = _sub_heads(grid, cell, names) if depth == _DEEP else []
    return [Head(words.folded(sub.text), own + words.folded(sub.text), sub) for sub in subs] or [Head(own, own, cell)]


def _stub(grid: Grid, cells: Sequence[Cell], heads: Sequence[Head], row: int) -> list[Head]:
    """The blank cell left of the heads where the rows below print their labels."""
    first = cells[0]
    if first is heads[0].cell or not words.is_blank(first.text) or first.right != heads[0].cell.left:
        return []
    under = grid.at(row, first.left)
    return [Head("", "", first)] if under and is_head(under) else []


def rows_below(grid: Grid, heads: Sequence[Head], start: int) -> tuple[list[tuple[Cell | None, ...]], list[str]]:
    """The rows below the heads as long as they are alike, for each the cell under each head; and the labels that they print."""
    found: list[tuple[Cell | None, ...]] = []
    labels: list[str] = []
    for row in range(start, len(grid.rows)):
        under = tuple(_under(grid, row, head.cell) for head in heads)
        if len({id(cell) for cell in under if cell}) < _LEAST_HEADS:
            break
        printed = [i for i, cell in enumerate(under) if not _is_free(cell)]
        first = under[0]
        if printed == [0] and first and is_head(first) and (labels or not found):
            labels.append(words.folded(first.text))
        elif labels or (printed and not _goes_on_blank(grid, heads, row, printed)):
            break
        found.append(under)
    return found, labels


def _goes_on_blank(grid: Grid, heads: Sequence[Head], row: int, printed: Sequence[int]) -> bool:
    """Whether a row with one printed word (本人) is the first of blank ones."""
    return len(printed) == 1 and printed[0] > 0 and all(_is_free(_under(grid, row + 1, head.cell)) for head in heads)


def _under(grid: Grid, row: int, head: Cell) -> Cell | None:
    """The cell of the row that lies most under the head."""
    own = [cell for cell in grid.row(row) if cell.top == row]
    overlaps = [(min(cell.right, head.right) - max(cell.left, head.left), cell) for cell in own]
    best = max(overlaps, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _is_free(cell: Cell | None) -> bool:
    """Whether the cell may be written in: blank, or the printed number of its row."""
    return cell is not None and not cell.holds_more and (words.is_blank(cell.text) or bool(_SERIAL.match(squeeze(cell.text))))


def title_of(grid: Grid, row: int) -> str:
    """What stands over a table of rows or at its side: the full-width row above, else the label merged down beside it."""
    above = grid.at(row - 1, 0) if row else None
    if above and above.right - above.left == grid.width and above.text.strip():
        return words.folded(above.text.partition("\n")[0])
    return side_of(grid, row)


def side_of(grid: Grid, row: int) -> str:
    """The label merged down over several rows at the left of this row, empty where there is none."""
    first = grid.at(row, 0)
    return words.folded(first.text) if first and first.bottom - first.top > 1 and first.right < grid.width else ""
