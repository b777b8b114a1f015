"""The tables and lists of a run, written where the clerk wants them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from docforge.casework.batch.across import Shared
from docforge.casework.batch.cells import Cell, Column, Overview, Row, Section
from docforge.casework.batch.lists import HEADS, accepted_rows
from docforge.casework.batch.overview_rows import gathered
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.notices import CAP
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.policy.loader import Pack

WRITERS = {".xlsx": "docforge.casework.batch.overview:write_workbook", ".html": "docforge.casework.batch.overview_page:write_page"}
ACCEPTED = "公示名单.xlsx"
"""The name of the list of accepted cases."""
OVERVIEWS = ("汇总.xlsx", "汇总.html")
"""The clerk's tables of a run, as workbook and as page."""
_WIDTHS = (36, 22, 20, 14, 22, 14, 18, 20, 24)


def write_overview(
    paths: Sequence[Path], summaries: Iterable[CaseSummary], pack: Pack, shared: Iterable[Shared] = (), *, root: Path
) -> list[Path]:
    """Write the clerk's tables as .xlsx or .html, each path by its suffix, from one pass over the summaries.

    ``shared`` is read after the summaries; ``root``: the folder of the run, from which the summaries' paths count. All paths lie in
    one folder, so that their links do. Raises DocforgeError U711 for another suffix, W604 when a place cannot be written.
    """
    writers = [writer(path) for path in paths]
    with gathered(summaries, pack, shared, root=root, base=paths[0].parent) as overview:
        return [write(path, overview) for path, write in zip(paths, writers, strict=True)]


def writer(path: Path) -> Callable[[Path, Overview], Path]:
    """What writes tables to such a file; raises DocforgeError U711 for a suffix that is neither .xlsx nor .html."""
    target = WRITERS.get(path.suffix.lower())
    if target is None:
        raise DocforgeError(codes.OVERVIEW_FORMAT, str(path))
    made: Callable[[Path, Overview], Path] = resolve(target)
    return made


def write_accepted(path: Path, summaries: Iterable[CaseSummary]) -> Path:
    """Write the list of the complete cases for ``docforge notice publicity``; the amounts are left to the clerk.

    Raises DocforgeError W604 when the place cannot be written.
    """
    rows = (tuple(_cell(head, row.get(head, "")) for head in HEADS) for row in accepted_rows(summaries))

    def once(_: int) -> Iterable[Row]:
        return rows

    columns = tuple(Column(*pair) for pair in zip(HEADS, _WIDTHS, strict=True))
    section = Section("名单", columns, once, 0, "拟支持金额由主管部门填写")
    return writer(Path("x.xlsx"))(path, Overview("拟支持名单", "", (section,)))


def _cell(head: str, text: str) -> Cell:
    return Cell(figure=float(text)) if head == CAP and text else Cell(text)
