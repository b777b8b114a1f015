"""Lists with a heading row: from ruled cells, or from lines that stand under the headings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from docforge.core.model import Line, Page, Row
from docforge.core.text import tidy
from docforge.extraction.grid import Cell, cells
from docforge.extraction.kind import Column
from docforge.extraction.layout import joined, rows

_NEEDED = 2
_SAME_ROW = 0.5
_ACROSS = 0.6
_TOTALS = ("合计", "总计", "小计")


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, a cell for each column of its kind, and all lines they were read from."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]


_Spans = dict[int, tuple[float, float]]


def read_list(
    pages: Sequence[Page], columns: Sequence[Column], ends: Collection[str] = (), *, exact: bool = False
) -> Listed | None:
    """The list under these headings on the pages; a page without headings goes on with the columns of the page before.

    ``ends``: labels as compared that end it where a row of a ruled form begins with one; ``exact``: the text was typed by a
    person, its own punctuation and line breaks are kept.
    """
    found: list[Row] = []
    lines: list[Line] = []
    spans: _Spans = {}
    is_open = False
    for page in pages:
        grid = _grid(page)
        start = next((i for i, row in enumerate(grid) if len(_headings(row, columns)) >= min(_NEEDED, len(columns))), None)
        if start is not None:
            spans = _headings(grid[start], columns)
        elif not page.cells or not is_open:
            continue
        is_open = True
        for row in grid[0 if start is None else start + 1 :]:
            if page.cells and (_is_across(row, spans) or row[0].text in ends):  # what comes next in the form
                is_open = False
                break
            cells_ = _under(row, spans, len(columns))
            if _is_filled(cells_, exact=exact) and not _is_total(row):
                found.append(tuple(_kept(cell) if exact else tidy(joined(cell)) for cell in cells_))
                lines += [line for cell in cells_ for line in cell]
            elif found and not page.cells and sum(map(bool, cells_)) == 1 and not _is_total(row):
                found[-1] = tuple(own + tidy(joined(cell)) for own, cell in zip(found[-1], cells_, strict=True))
    return Listed(tuple(found), tuple(lines)) if found else None


def _is_filled(cells_: Sequence[Sequence[Line]], *, exact: bool) -> bool:
    """Whether a row is one of the list: two cells of it at least hold text; of what was typed one, the first (the number of
    a blank row, the label that it prints) not counted."""
    return sum(map(bool, cells_)) >= min(_NEEDED, len(cells_)) or (exact and any(cells_[1:]))


def _kept(cell: Sequence[Line]) -> str:
    return "\n".join(part.strip() for line in cell for part in line.text.strip().splitlines())


def _is_across(row: Sequence[Cell], spans: _Spans) -> bool:
    """Whether one cell of the row takes most of the list's width."""
    whole = max(right for _, right in spans.values()) - min(left for left, _ in spans.values())
    return max(cell.box.width for cell in row) > _ACROSS * whole


def _is_total(row: Sequence[Cell]) -> bool:
    return any(cell.text in _TOTALS for cell in row)


def _grid(page: Page) -> list[list[Cell]]:
    """The rows of the page's cells; of its lines, each as a cell of its own, where nothing is ruled."""
    if not page.cells:
        return [[Cell(line.box, (line,)) for line in row] for row in rows(page.lines)]
    grouped: list[list[Cell]] = []
    for cell in sorted(cells(page), key=lambda cell: (cell.box.middle, cell.box.left)):
        if grouped and abs(cell.box.middle - grouped[-1][0].box.middle) < _SAME_ROW * min(
            cell.box.height, grouped[-1][0].box.height
        ):
            grouped[-1].append(cell)
        else:
            grouped.append([cell])
    return [sorted(row, key=lambda cell: cell.box.left) for row in grouped]


def _headings(row: Sequence[Cell], columns: Sequence[Column]) -> _Spans:
    """For each column whose heading stands in the row: where it begins and ends across the page."""
    spans: _Spans = {}
    for cell in row:
        for i, column in enumerate(columns):
            if i not in spans and _is_heading(cell.text, column):
                spans[i] = (cell.box.left, cell.box.right)
                break
    return spans


def _is_heading(text: str, column: Column) -> bool:
    plain = text.partition("(")[0] or text
    return any(plain == label or text == label for label in column.printed)


def _under(row: Sequence[Cell], spans: _Spans, count: int) -> list[list[Line]]:
    """The lines of the row under each heading: those that overlap it most."""
    found: list[list[Line]] = [[] for _ in range(count)]
    for cell in row:
        overlaps = {i: min(cell.box.right, right) - max(cell.box.left, left) for i, (left, right) in spans.items()}
        best = max(overlaps, key=lambda i: overlaps[i], default=None)
        if best is not None and overlaps[best] > 0:
            found[best].extend(cell.lines)
    return found
