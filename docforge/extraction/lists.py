"""Lists with a heading row: from ruled cells, or from lines that stand under the headings; several on a page, side by side too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docforge.core.model import Line, Page, Row, Via
from docforge.core.text import squeeze, tidy
from docforge.extraction.grid import Cell, cells
from docforge.extraction.kind import Column
from docforge.extraction.layout import joined, rows

_NEEDED = 2
_SAME_ROW = 0.5
_ACROSS = 0.6
_SEVERAL_ROWS = 1.6
_TOTALS = ("合计", "总计", "小计")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:\(预计\))?")
_TITLE_ROWS, _LONGEST_TITLE = 4, 60
_TITLE = re.compile(r"名单|名录|清单|目录|[览总细]表|^附件|^[(]?[一二三四五六七八九十]{1,2}[、)]")
_SENTENCE = re.compile("[。;]")
_Spans = dict[int, tuple[float, float]]
_Grid = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list, a cell for each column of its kind, all lines they were read from, and the titles above it, the
    nearest first. ``is_uneven``: a cell on a picture stands over several rows; perhaps the rule between two was not seen."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
    is_uneven: bool = False


@dataclass
class _List:
    """A list while it is read; ``spans``: where its columns stand on the page at hand."""

    spans: _Spans
    titles: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    is_uneven: bool = False

    @property
    def left(self) -> float:
        return min(left for left, _ in self.spans.values())

    @property
    def right(self) -> float:
        return max(right for _, right in self.spans.values())


def read_list(pages: Sequence[Page], columns: Sequence[Column]) -> Listed | None:
    """The first list under these headings on the pages, with all that goes on with it."""
    return next(iter(read_lists(pages, columns)), None)


@dataclass(frozen=True, slots=True)
class Manner:
    """How lists are read. ``several``: headings that come again under a title of their own begin another list; else they go on
    with the first one. ``ends``: labels as compared that end a list where a row of a ruled form begins with one. ``exact``: the
    text was typed by a person, its own punctuation and line breaks are kept.
    """

    several: bool = False
    ends: frozenset[str] = frozenset()
    exact: bool = False


PLAIN = Manner()


def read_lists(pages: Sequence[Page], columns: Sequence[Column], manner: Manner = PLAIN) -> list[Listed]:
    """The lists under these headings on the pages; a page without headings goes on with the columns of the page before."""
    found: list[_List] = []
    open_: list[_List] = []
    for page in pages:
        open_ = _read_page(page, columns, found, open_, manner)
    return [Listed(tuple(own.rows), tuple(own.lines), own.titles, own.is_uneven) for own in found if own.rows]


def _read_page(page: Page, columns: Sequence[Column], found: list[_List], open_: list[_List], manner: Manner) -> list[_List]:
    """Read one page into the lists found so far, those that were open at its top first; returns those open at its foot."""
    grid = _grid(page)
    starts = [i for i, row in enumerate(grid) if _heads(row, columns)][: None if manner.several else 1]
    if not starts and not page.cells:
        return open_
    top, end = 0, starts[0] if starts else len(grid)
    is_open = bool(open_) and bool(page.cells) and _fill(open_, grid[:end], page, columns, manner)
    for i, start in enumerate(starts):
        top = starts[i - 1] + 1 if i else 0
        end = _without_title(grid, start, starts[i + 1]) if i + 1 < len(starts) else len(grid)
        open_ = _opened(grid[start], grid[top:start], page, columns, found, several=manner.several)
        is_open = _fill(open_, grid[start + 1 : end], page, columns, manner)
    return open_ if is_open else []


def _without_title(grid: _Grid, start: int, following: int) -> int:
    """Where the rows that begin at ``start`` end before the title of the list whose headings are at ``following``."""
    near = range(max(start + 1, following - _TITLE_ROWS), following)
    return next((i for i in near if _is_title(squeeze("".join(cell.text for cell in grid[i])))), following)


def _opened(
    head: Sequence[Cell], above: _Grid, page: Page, columns: Sequence[Column], found: list[_List], *, several: bool
) -> list[_List]:
    """The lists under a row of headings: new ones, or the one before where the headings have no title of their own."""
    groups = _heads(head, columns)
    opened: list[_List] = []
    for spans in groups if several else groups[:1]:
        titles = _titles(head, above, page, spans, alone=len(groups) == 1) if several else ()
        last = found[-1] if found else None
        if last and (not several or not titles or titles[0] in last.titles):
            opened.append(_List(spans, last.titles, last.rows, last.lines))
        else:
            opened.append(_List(spans, titles))
            found.append(opened[-1])
    return opened


def _fill(lists: Sequence[_List], grid: _Grid, page: Page, columns: Sequence[Column], manner: Manner) -> bool:
    """Read the rows of the grid into the lists, each to its end; whether they go on behind it."""
    for own in lists:
        for row in grid:
            if page.cells and (_is_across(row, own.spans) or row[0].text in manner.ends):  # what comes next in the form
                return False
            _take(own, row, columns, exact=manner.exact, is_ruled=bool(page.cells))
    return True


def _take(own: _List, row: Sequence[Cell], columns: Sequence[Column], *, exact: bool, is_ruled: bool) -> None:
    """The row as one of the list, or as more of its last row."""
    under = _under(row, own.spans, len(columns))
    filled = sum(map(bool, under))
    if _is_total(row):
        return
    if _is_filled(under, exact=exact):
        own.rows.append(tuple(_kept(cell) if exact else tidy(joined(cell)) for cell in under))
        own.lines += [line for cell in under for line in cell]
        own.is_uneven |= is_ruled and _is_uneven(row)
    elif own.rows and not is_ruled and filled == 1:
        own.rows[-1] = tuple(before + tidy(joined(cell)) for before, cell in zip(own.rows[-1], under, strict=True))


def _titles(head: Sequence[Cell], above: _Grid, page: Page, spans: _Spans, *, alone: bool) -> tuple[str, ...]:
    """The rows that name the list, from the nearest one above it; of lists side by side each has those over its own columns."""
    top = min(cell.box.top for cell in head)
    tables = [row for row in above if page.cells and not _is_across(row, spans)]
    floor = max((cell.box.bottom for row in tables for cell in row if cell.lines), default=float("-inf"))
    left, right = min(left for left, _ in spans.values()), max(right for _, right in spans.values())
    over = [
        line
        for line in page.lines
        if line.box.bottom <= top + line.box.height / 2
        and line.box.top >= floor - line.box.height / 2
        and (alone or (left <= line.box.centre <= right))
    ]
    texts = [squeeze("".join(line.text for line in row)) for row in rows(over)[-_TITLE_ROWS:]]
    return tuple(text for text in reversed(texts) if _is_title(text))


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and bool(_TITLE.search(text)) and not _SENTENCE.search(text)


def _is_filled(cells_: Sequence[Sequence[Line]], *, exact: bool) -> bool:
    """Whether a row is one of the list: two cells of it at least hold text; of what was typed one, the first (the number of
    a blank row, the label that it prints) not counted."""
    return sum(map(bool, cells_)) >= min(_NEEDED, len(cells_)) or (exact and any(cells_[1:]))


def _is_uneven(row: Sequence[Cell]) -> bool:
    heights = [cell.box.height for cell in row if any(line.via is Via.OCR for line in cell.lines)]
    return bool(heights) and max(heights) > _SEVERAL_ROWS * min(heights)


def _kept(cell: Sequence[Line]) -> str:
    return "\n".join(part.strip() for line in cell for part in line.text.strip().splitlines())


def _is_across(row: Sequence[Cell], spans: _Spans) -> bool:
    """Whether one cell of the row takes most of the list's width."""
    whole = max(right for _, right in spans.values()) - min(left for left, _ in spans.values())
    return max(cell.box.width for cell in row) > _ACROSS * whole


def _is_total(row: Sequence[Cell]) -> bool:
    return any(cell.text in _TOTALS for cell in row)


def _grid(page: Page) -> _Grid:
    """The rows of the page's cells; of its lines, each as a cell of its own, where nothing is ruled."""
    if not page.cells:
        return [[Cell(line.box, (line,)) for line in row] for row in rows(page.lines)]
    grouped: _Grid = []
    for cell in sorted(cells(page), key=lambda cell: (cell.box.middle, cell.box.left)):
        if grouped and abs(cell.box.middle - grouped[-1][0].box.middle) < _SAME_ROW * min(
            cell.box.height, grouped[-1][0].box.height
        ):
            grouped[-1].append(cell)
        else:
            grouped.append([cell])
    return [sorted(row, key=lambda cell: cell.box.left) for row in grouped]


def _heads(row: Sequence[Cell], columns: Sequence[Column]) -> list[_Spans]:
    """The rows of headings in the row, one for each list that stands there side by side."""
    return [spans for spans in _groups(row, columns) if len(spans) >= min(_NEEDED, len(columns))]


def _groups(row: Sequence[Cell], columns: Sequence[Column]) -> Iterator[_Spans]:
    """For each column whose heading stands in the row: where it begins and ends; the first one come again begins anew."""
    spans: _Spans = {}
    first = ""
    for cell in row:
        if cell.text == first:
            yield spans
            spans = {}
        at = next((i for i, column in enumerate(columns) if i not in spans and _is_heading(cell.text, column)), None)
        if at is not None:
            spans[at] = (cell.box.left, cell.box.right)
            first = first or cell.text
    if 0 not in spans and not row[0].text and any(columns[i].is_year for i in spans):
        spans[0] = (row[0].box.left, row[0].box.right)  # the corner over the rows' labels, beside the years
    yield spans


def _is_heading(text: str, column: Column) -> bool:
    plain = text.partition("(")[0] or text
    is_year = column.is_year and _YEAR.fullmatch(text) is not None
    return is_year or any(plain == label or text == label for label in column.printed)


def _under(row: Sequence[Cell], spans: _Spans, count: int) -> list[list[Line]]:
    """The lines of the row under each heading: those that overlap it most."""
    found: list[list[Line]] = [[] for _ in range(count)]
    for cell in row:
        overlaps = {i: min(cell.box.right, right) - max(cell.box.left, left) for i, (left, right) in spans.items()}
        best = max(overlaps, key=lambda i: overlaps[i], default=None)
        if best is not None and overlaps[best] > 0:
            found[best].extend(cell.lines)
    return found
