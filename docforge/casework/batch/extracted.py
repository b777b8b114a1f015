"""What a run of ``extract`` read, as one workbook over all its cases."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from docforge.casework.batch.cells import Cell, Column, Overview, Row, Section
from docforge.casework.batch.journal import Outcome
from docforge.casework.sheets import COLUMNS, FIELDS, NOTES
from docforge.core.lazy import resolve

_CASE = Column("案卷", 24)


def write_extracted(path: Path, outcomes: Callable[[], Iterable[Outcome]]) -> Path:
    """Write the sheets of ``extract`` over all outcomes, each row with its case; a case that has no result is told in the second.

    Row by row, from as many readings of the outcomes as there are sheets. Raises DocforgeError W604 when the place cannot be
    written.
    """
    sections = (_section(FIELDS, lambda: _rows(outcomes(), _fields)), _section(NOTES, lambda: _rows(outcomes(), _notes)))
    made: Path = resolve("docforge.casework.batch.overview:write_workbook")(path, Overview("识别结果", "", sections))
    return made


def _section(name: str, rows: Callable[[], Iterable[Row]]) -> Section:
    columns = (_CASE, *(Column(*pair) for pair in COLUMNS[name].items()))
    return Section(name, columns, lambda _: rows(), 0)


def _rows(outcomes: Iterable[Outcome], of: Callable[[Outcome], Iterable[tuple[str, ...]]]) -> Iterator[Row]:
    return ((Cell(outcome.case), *map(Cell, row)) for outcome in outcomes for row in of(outcome))


def _fields(outcome: Outcome) -> Iterable[tuple[str, ...]]:
    return outcome.fields


def _notes(outcome: Outcome) -> Iterable[tuple[str, ...]]:
    failure = outcome.summary.failure
    return [("", "", failure.message, failure.remedy)] if failure else outcome.notes
