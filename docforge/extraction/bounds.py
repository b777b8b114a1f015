"""How much of a page labels are looked for in. Lists are read whole, whatever their length."""

from dataclasses import replace

from docforge.core import codes
from docforge.core.model import Finding, Page, finding

_MOST_LINES = 3_000
"""More than any certificate, contract page or form has; a text of many pages that came as one page has more."""


def bounded(page: Page) -> Page:
    """The page with no more than its first lines and cells, those that stand highest."""
    if not is_too_full(page):
        return page
    lines = sorted(page.lines, key=lambda line: line.box.top)[:_MOST_LINES]
    cells = sorted(page.cells, key=lambda cell: cell.top)[:_MOST_LINES]
    return replace(page, lines=tuple(lines), cells=tuple(cells))


def is_too_full(page: Page) -> bool:
    """Whether the page has more lines or cells than labels are looked for in."""
    return max(len(page.lines), len(page.cells)) > _MOST_LINES


def cut_short(page: Page, source: str) -> Finding:
    """That only the first lines of the page were searched."""
    return finding(codes.PAGE_TOO_FULL, source, page=page.number, count=len(page.lines), limit=_MOST_LINES)
