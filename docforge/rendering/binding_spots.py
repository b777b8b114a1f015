"""Where a blank form has room for values: label by label, each with the place to write in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docforge.core.text import squeeze
from docforge.rendering import binding_words as words
from docforge.rendering.binding_model import How
from docforge.rendering.binding_tables import RowTable, is_head, side_of, table_at
from docforge.rendering.grid import Cell, Grid, Line, WordFile, text_of, underlined


@dataclass(frozen=True, eq=False, slots=True)
class Spot:
    """A label and the place of its value. ``element``: the paragraph (gaps) or the cell; ``boxes``: paragraph, option and
    the place of its box; ``beside``: the labels left of it, the nearest first; ``side``: the label merged down
    beside it; ``printed``: the label with its number."""

    label: str
    where: str
    how: How
    element: Any
    gap: words.Gap | None = None
    boxes: tuple[tuple[Any, str, int], ...] = ()
    beside: tuple[str, ...] = ()
    side: str = ""
    tall: bool = False
    is_below: bool = False
    printed: str = ""


class Survey:
    """What can be bound in a blank form, in the order of the document. ``never``: (label, place) that software leaves alone."""

    def __init__(self, file: WordFile, stops: Sequence[str] = ()) -> None:
        self.spots: list[Spot] = []
        self.tables: list[RowTable] = []
        self.never: list[tuple[str, str]] = []
        self._stops = tuple(stops)
        self._taken: set[Cell] = set()
        for block in file.blocks:
            text = text_of(block.element) if isinstance(block, Line) else ""
            if words.is_for_office(text):
                self.never.append((words.folded(text), block.where))
                break
            if isinstance(block, Line):
                self.spots += in_lines([block.element], block.where, self._stops)
            else:
                self._grid(block)

    def _grid(self, grid: Grid) -> None:
        before = len(self.spots)
        for row in range(len(grid.rows)):
            table = table_at(grid, row)
            if table and not any(cell in self._taken for cell in table.cells):
                self._taken.update(table.cells)
                if len(table.rows) > 1 or table.labels:
                    self.tables.append(table)
                else:
                    self.spots += _single(table)
        for cell in grid.cells:
            if cell not in self._taken and cell.text.strip():
                self._cell(grid, cell)
        places = {id(element): (c.top, c.left) for c in grid.cells for element in (c.element, *c.paragraphs)}
        self.spots[before:] = sorted(self.spots[before:], key=lambda spot: places[id(spot.element)])

    def _cell(self, grid: Grid, cell: Cell) -> None:
        if words.is_sealed(cell.text, self._stops) or words.is_opinion(cell.text):
            self._leave(grid, cell)
            return
        below, right = grid.below(cell), grid.right_of(cell)
        found = spots_for(grid, cell, self._taken, self._stops)
        if found:
            self._taken.add(cell)
            self._taken.update(value for value in (right, below) if value and any(s.element is value.element for s in found))
            if right and all(spot.element in right.paragraphs for spot in found):
                self._taken.add(right)
        self.spots += found

    def _leave(self, grid: Grid, cell: Cell) -> None:
        whole = words.folded(cell.text).partition(":")[0]
        first = cell.text.strip().partition("\n")[0]
        self.never.append((whole if words.is_label(whole) else words.folded(first), cell.where))
        right = grid.right_of(cell)
        if right and words.is_opinion(cell.text) and words.is_blank(right.text):
            self._taken.add(right)


def _single(table: RowTable) -> list[Spot]:
    """One blank row under heads: each head a label with its value below."""
    whole = [head.label for head in table.heads]
    made = []
    for head, cell in zip(table.heads, table.rows[0], strict=True):
        if cell and head.label:
            label = head.label if whole.count(head.label) == 1 else head.whole
            spot = Spot(label, cell.where, How.CELL, cell.element, side=table.title, tall=table.grid.tall(cell), is_below=True)
            made.append(spot)
    return made


def spots_for(grid: Grid, cell: Cell, taken: set[Cell], stops: Sequence[str] = (), *, below: bool | None = None) -> list[Spot]:
    """The places for the value of a label cell: right of it, in it, below it; several where the value cell prints several.

    ``below`` True looks below first, False never looks there, None where nothing else is found.
    """
    ways = [_right, _inside, _below]
    if below is not None:
        ways = [_below, _right, _inside] if below else [_right, _inside]
    for way in ways:
        found = way(grid, cell, taken, stops)
        if found:
            return found
    return []


def _right(grid: Grid, cell: Cell, taken: set[Cell], stops: Sequence[str]) -> list[Spot]:
    right = grid.right_of(cell)
    if not right or right in taken or not _names_value(cell):
        return []
    if not words.is_blank(right.text) and squeeze(cell.text).endswith(":"):
        return []
    return value_spots(grid, cell, right, stops)


def _names_value(cell: Cell) -> bool:
    return words.is_label(cell.text) and not words.has_boxes(cell.text) and not words.is_hint(cell.text)


def _below(grid: Grid, cell: Cell, taken: set[Cell], stops: Sequence[str]) -> list[Spot]:
    under = grid.below(cell)
    if not under or under in taken or not _names_value(cell) or (under.left, under.right) != (cell.left, cell.right):
        return []
    right = grid.right_of(cell)
    if right and words.is_sealed(right.text, stops):
        return []
    return [replace(spot, is_below=True) for spot in value_spots(grid, cell, under, stops)]


def _inside(grid: Grid, cell: Cell, _taken: set[Cell], stops: Sequence[str]) -> list[Spot]:
    """What is written in the label's own cell: behind a colon, on a line, on the photograph's place."""
    if words.is_photo(cell.text):
        return [_spot(grid, cell, cell, How.PHOTO)]
    found = in_lines(cell.paragraphs, cell.where, stops)
    if not found and _names_value(cell) and _among_colons(grid, cell):
        paragraph = cell.paragraphs[-1]
        end = len(text_of(paragraph).rstrip())
        gap = words.Gap(words.folded(cell.text), end, end, True)
        return [Spot(gap.label, cell.where, How.GAP, paragraph, gap)]
    return found


def _among_colons(grid: Grid, cell: Cell) -> bool:
    """Whether the cells of the row hold label and value each: 姓名：| 社会保障号 | 性别：."""
    others = [other for other in grid.row(cell.top) if other is not cell and other.top == cell.top]
    return bool(others) and all(squeeze(other.text).endswith(":") for other in others)


def value_spots(grid: Grid, label: Cell, value: Cell, stops: Sequence[str] = ()) -> list[Spot]:
    """The places in a value cell; none where it holds anything but room, units, boxes or a hint."""
    text, name = value.text, words.folded(label.text)
    if value.holds_more or words.is_sealed(text, stops):
        return []
    if words.is_blank(text):
        return [_spot(grid, label, value, How.CELL)]
    if words.has_boxes(text):
        if in_lines(value.paragraphs, value.where, stops):
            return []
        boxes = tuple((p, option, at) for p in value.paragraphs for option, at in words.box_options(text_of(p)))
        return [_spot(grid, label, value, How.BOXES, boxes=boxes)] if boxes else []
    filled = [paragraph for paragraph in value.paragraphs if text_of(paragraph).strip()]
    own, named = text_of(filled[0]), in_lines(value.paragraphs, value.where, stops)
    gaps = words.inner_gaps(own, name) if len(filled) == 1 else []
    if named:
        gaps = gaps[:1] if own[:1].isspace() else words.room_before(own, name)
    if gaps:
        beside, printed = _left_of(grid, label), words.printed(label.text)
        made = [Spot(g.label, value.where, How.GAP, filled[0], g, beside=beside) for g in gaps]
        return [*(replace(spot, printed=printed) if spot.label == name else spot for spot in made), *named]
    is_under = value.top >= label.bottom and (value.left, value.right) == (label.left, label.right)
    has_room_below = is_under and not text_of(value.paragraphs[-1]).strip()
    return [_spot(grid, label, value, How.HINT)] if (words.is_hint(text) or has_room_below) and not named else []


def in_lines(paragraphs: Sequence[Any], where: str, stops: Sequence[str]) -> list[Spot]:
    """The labels with their values in the same line."""
    found: list[Spot] = []
    for paragraph in paragraphs:
        before: tuple[str, ...] = ()
        for gap in words.labelled_gaps(text_of(paragraph), underlined(paragraph)):
            label = words.folded(gap.label)
            if not words.is_sealed(gap.label, stops) and not words.is_opinion(gap.label):
                boxes = tuple((paragraph, option, at) for option, at in gap.options)
                how = How.BOXES if boxes else How.GAP
                found.append(Spot(label, where, how, paragraph, gap, boxes, before))
            before = (label, *before)
    return found


def _spot(grid: Grid, label: Cell, value: Cell, how: How, boxes: tuple[tuple[Any, str, int], ...] = ()) -> Spot:
    return Spot(
        words.folded(label.text),
        value.where,
        how,
        value.element,
        boxes=boxes,
        beside=_left_of(grid, label),
        side=side_of(grid, label.top) if label.left else "",
        tall=grid.tall(value),
        printed=words.printed(label.text),
    )


def _left_of(grid: Grid, cell: Cell) -> tuple[str, ...]:
    before = [other for other in grid.row(cell.top) if other.right <= cell.left and other.top == cell.top and is_head(other)]
    left = [other for other in before if not words.inner_gaps(other.text, "")]
    return tuple(words.folded(other.text) for other in reversed(left))


def label_cells(file: WordFile, printed: Sequence[str]) -> Iterator[tuple[int, Grid, Cell]]:
    """The cells that print one of these labels, with how well they do: 0 the same, 1 but for brackets."""
    for grid in file.grids:
        for cell in grid.cells:
            rank = words.words_like(cell.text, printed) if cell.text.strip() else None
            if rank is not None:
                yield rank, grid, cell
