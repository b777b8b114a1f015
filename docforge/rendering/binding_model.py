"""What binding is told and what it tells: no Word code here, so that it may be loaded without any."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How a value is written: into a blank cell, into a gap of a line, by ticking boxes, over 照片, under a hint."""

    CELL = "cell"
    GAP = "gap"
    BOXES = "boxes"
    PHOTO = "photo"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a wanted table: its placeholder behind the dot, what it is headed, whether it is the column of a year."""

    name: str
    labels: tuple[str, ...]
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field to be bound. ``labels`` as it may be printed; ``beside``: labels of which one stands left of it; ``columns`` of a
    table; ``fixed_rows``: what its printed rows are called."""

    name: str
    labels: tuple[str, ...]
    beside: tuple[str, ...] = ()
    below: bool = False
    is_picture: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    fixed_rows: tuple[str, ...] = ()
    printed_rows: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A wanted field without a place, why, and the places in question."""

    name: str
    required: bool
    reason: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """One placeholder: the printed label, the cell in Word's terms (表格1第3行第2列), what was written there."""

    name: str
    label: str
    where: str
    tag: str


@dataclass(frozen=True, slots=True)
class Found:
    """A label cell as found, for the author of the next form.

    ``heads``: of a table (name, printed head, year counted from the application) of each column;
    ``labels``: its printed rows; ``rows``: how many blank ones;
    ``beside``: the name of the field left of it, where its label is printed twice.
    """

    name: str
    label: str
    how: How | None
    tall: bool = False
    below: bool = False
    options: tuple[str, ...] = ()
    heads: tuple[tuple[str, str, int | None], ...] = ()
    labels: tuple[str, ...] = ()
    rows: int = 0
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """The template and what was done: bound, missed, and (label, place) of label cells without a field and of places that
    software leaves alone; ``notes``: what the author should know; ``title``: what the form
    calls itself."""

    content: bytes
    bound: tuple[Bound, ...]
    missed: tuple[Missed, ...] = ()
    spare: tuple[tuple[str, str], ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    found: tuple[Found, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""
