"""Excel files that people get: tables to read, sheets to fill in with drop-downs and checks on entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from docforge.core.lazy import resolve

Value = str | Decimal | date
"""What a cell holds: text stays text, a figure is a figure, a day a day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be entered in a place. ``stop``: anything else is refused, not only remarked upon; ``tall``: a long text."""

    kind: Literal["text", "list", "whole", "decimal", "date"] = "text"
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    longest: int | None = None
    prompt: str = ""
    stop: bool = True
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Cells to fill in: from row to row (1 is the head) of one column (1 is the first). No rule: nothing is to stand here."""

    column: int
    first: int
    last: int
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to fill in: heads with their notes, rows, widths, and the places that wait for an entry."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int]
    places: Sequence[Place] = ()
    notes: Mapping[int, str] | None = None


def workbook(sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]]) -> bytes:
    """An .xlsx of tables: name → (heads, rows, column widths). Text that a formula could start from is neutralised."""
    return forms_workbook([Form(name, heads, rows, widths) for name, (heads, rows, widths) in sheets.items()])


def forms_workbook(forms: Sequence[Form]) -> bytes:
    """An .xlsx of sheets to fill in, their drop-downs in a hidden sheet."""
    made: bytes = resolve("docforge.casework.workbook_writing:written")(forms)
    return made
