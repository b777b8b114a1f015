"""Which place of a blank form is meant by a wanted field: by its printed label, by the label beside it, by its columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforge.rendering import binding_words as words
from docforge.rendering.binding_model import How, Missed, Wanted
from docforge.rendering.binding_spots import Spot, Survey, label_cells, spots_for
from docforge.rendering.binding_tables import Head, RowTable, is_year, rows_below, title_of
from docforge.rendering.grid import Cell, Grid, WordFile

NO_LABEL, NO_ROOM, AMBIGUOUS, NO_HEADS = (
    "没有找到这个标签",
    "找到标签，但旁边没有可填的格",
    "有几处可填，不能确定是哪一处",
    "没有找到表头",
)


@dataclass(frozen=True, eq=False, slots=True)
class Match:
    """A wanted field with its places, or with its table, the column of each head, and which item each printed row is."""

    wanted: Wanted
    spots: tuple[Spot, ...] = ()
    table: RowTable | None = None
    columns: tuple[str | None, ...] = ()
    places: tuple[int, ...] = ()


def matches(file: WordFile, survey: Survey, wanted: Sequence[Wanted], stops: Sequence[str]) -> tuple[list[Match], list[Missed]]:
    """Every wanted field as bound or missed; no place is given twice. Tables first, then labels that know their neighbour."""
    search = _Search(file, survey, wanted, stops)
    found: list[Match] = []
    missed: list[Missed] = []
    order = sorted(wanted, key=lambda item: (not item.columns, not item.beside))
    for item in order:
        result = search.table(item) if item.columns else search.place(item)
        if isinstance(result, Match):
            found.append(result)
        else:
            missed.append(result)
    rank = {id(item): i for i, item in enumerate(wanted)}
    names = {item.name: i for i, item in enumerate(wanted)}
    found.sort(key=lambda match: rank[id(match.wanted)])
    missed.sort(key=lambda item: names[item.name])
    return found, missed


class _Search:
    """The places of a blank, while they are given to the fields one by one."""

    def __init__(self, file: WordFile, survey: Survey, wanted: Sequence[Wanted], stops: Sequence[str]) -> None:
        self._file, self._survey, self._wanted = file, survey, wanted
        self._stops = tuple(stops)
        self._stop_labels = {words.folded(stop) for stop in stops}
        self._taken: set[tuple[int, int]] = set()
        self._of_tables: set[Cell] = set()

    def table(self, item: Wanted) -> Match | Missed:
        """The first free table with the item's columns, one under its title before others."""
        tables = [pair for grid in self._file.grids for pair in _tables_in(grid, item)]
        tables += [(table, own) for table in self._survey.tables if (own := _columns_of(table, item))]
        free = [pair for pair in tables if not self._of_tables.intersection(pair[0].cells)]
        if not free:
            return Missed(item.name, item.required, NO_HEADS)
        table, columns = next((pair for pair in free if words.words_like(pair[0].title, item.labels) is not None), free[0])
        self._of_tables.update(table.cells)
        places = tuple(_item_at(item, label, number) for number, label in enumerate(table.labels))
        return Match(item, table=table, columns=columns, places=places)

    def place(self, item: Wanted) -> Match | Missed:
        """The one free place with the item's label."""
        candidates, bare = self._candidates(item)
        if item.beside:
            near = [spot for spot in candidates if _is_beside(spot, item.beside)]
            candidates = near or (candidates if len(candidates) == 1 else [])
        if len(candidates) > self._rivals(item):
            return Missed(item.name, item.required, AMBIGUOUS, tuple(spot.where for spot in candidates))
        if not candidates:
            return Missed(item.name, item.required, NO_ROOM if bare else NO_LABEL, tuple(bare))
        self._taken.add(_key(candidates[0]))
        return Match(item, (candidates[0],))

    def _rivals(self, item: Wanted) -> int:
        """How many fields may share the places under this label, in their order."""
        own = set(map(words.folded, item.labels))
        alike = [other for other in self._wanted if own & set(map(words.folded, other.labels)) and not other.columns]
        return max(1, sum(other.beside == item.beside for other in alike))

    def _candidates(self, item: Wanted) -> tuple[list[Spot], list[str]]:
        """The free places under the item's label, the best written ones only; and where its label stands without room."""
        ranked: dict[tuple[int, int], tuple[int, Spot]] = {}
        bare: list[str] = []
        for rank, grid, cell in label_cells(self._file, item.labels):
            if cell in self._of_tables or words.folded(cell.text) in self._stop_labels:
                continue
            spot = next(iter(spots_for(grid, cell, self._of_tables, self._stops, below=item.below or None)), None)
            if spot and _key(spot) not in self._taken:
                ranked.setdefault(_key(spot), (rank, spot))
            else:
                bare.append(cell.where)
        in_tables = {id(cell.element) for cell in self._of_tables}
        for spot in self._survey.spots:
            if id(spot.element) in in_tables:
                continue
            rank_ = 0 if item.is_picture and spot.how is How.PHOTO else words.words_like(spot.label, item.labels)
            if rank_ is not None and _key(spot) not in self._taken:
                ranked.setdefault(_key(spot), (rank_, spot))
        best = min((rank for rank, _ in ranked.values()), default=0)
        return [spot for rank, spot in ranked.values() if rank == best], bare


def _key(spot: Spot) -> tuple[int, int]:
    """What tells one place from another: the cell, or the paragraph and how far into it."""
    return id(spot.element), spot.boxes[0][2] if spot.boxes else spot.gap.start if spot.gap else -1


def _is_beside(spot: Spot, labels: Sequence[str]) -> bool:
    own = {words.folded(label) for label in labels}
    return any(label in own for label in spot.beside)


def _item_at(item: Wanted, label: str, number: int) -> int:
    """Which of the item's fixed rows a printed row is."""
    ranked = [(rank, i) for i, fixed in enumerate(item.fixed_rows) if (rank := words.words_like(label, (fixed,))) is not None]
    return min(ranked)[1] if ranked else number


def _tables_in(grid: Grid, item: Wanted) -> list[tuple[RowTable, tuple[str | None, ...]]]:
    """The tables of the grid that are headed with the item's columns."""
    found = []
    for row in range(len(grid.rows)):
        heads = [cell for cell in grid.row(row) if cell.top == row and _column_for(cell, item)]
        if len(heads) < len(item.columns) - bool(item.fixed_rows):
            continue
        table = _headed(grid, row, heads, item)
        if table:
            columns = _columns_of(table, item)
            if columns:
                found.append((table, columns))
    return found


def _headed(grid: Grid, row: int, heads: Sequence[Cell], item: Wanted) -> RowTable | None:
    made = [Head(words.folded(cell.text), words.folded(cell.text), cell) for cell in heads]
    first = grid.row(row)
    stub = next((cell for cell in first if cell.right == heads[0].left and item.fixed_rows and not _column_for(cell, item)), None)
    if stub is not None and len(heads) < len(item.columns):
        made.insert(0, Head("", "", stub))
    start = max(cell.bottom for cell in heads)
    rows, labels = rows_below(grid, made, start)
    if not rows or bool(labels) != bool(item.fixed_rows):
        return None
    return RowTable(grid, title_of(grid, row), tuple(made), start, tuple(rows), tuple(labels))


def _column_for(cell: Cell, item: Wanted) -> str:
    """The name of the column that the head stands for, empty for none; years are told apart by their order later."""
    for column in item.columns:
        if words.words_like(cell.text, column.labels) is not None:
            return column.name
    return next((column.name for column in item.columns if column.is_year), "") if is_year(cell.text) else ""


def _columns_of(table: RowTable, item: Wanted) -> tuple[str | None, ...]:
    """The column behind each head of the table, () where not all of the item's columns are headed."""
    years = iter([column.name for column in item.columns if column.is_year])
    made: list[str | None] = []
    for head in table.heads:
        if is_year(head.cell.text):
            made.append(next(years, None))
            continue
        names = [
            c.name
            for c in item.columns
            if words.words_like(head.label, c.labels) is not None or head.whole in map(words.folded, c.labels)
        ]
        is_stub = item.fixed_rows and not made and not names
        made.append(names[0] if names else item.columns[0].name if is_stub else None)
    wanted = {column.name for column in item.columns}
    return tuple(made) if wanted <= set(made) else ()
