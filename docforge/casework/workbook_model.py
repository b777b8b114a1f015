"""The sheets of an Excel file that people get, as data: what stands in them, and what may be entered where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

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
