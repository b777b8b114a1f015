"""What the clerk's tables are made of, whether they become a workbook or a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``figure``: a number, shown as one; ``link``: a path from the table's own folder; ``tone``: how it is coloured."""

    text: str = ""
    figure: float | None = None
    link: str = ""
    tone: str = ""

    def plain(self) -> list[Any]:
        """As a list that JSON can hold."""
        return [self.text, self.figure, self.link, self.tone]


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in half-width characters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its name, its columns, its rows as often as they are asked for (at most so many, -1 for all), their number.

    ``note`` stands under a page's table and in a sheet's footer; ``total``: its last row sums the others.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[int], Iterable[Row]]
    count: int
    note: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """All tables of a run; ``banner`` is what must be said of a policy that is not in force."""

    title: str
    banner: str
    sections: tuple[Section, ...]
