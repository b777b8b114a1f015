"""The terminal by rich: tables, a bar over the files. Loaded when one of them is wanted."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


def console() -> Console:
    """The terminal on stdout; wide enough for tables when the output goes into a pipe."""
    is_sized = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if is_sized else 140, highlight=False)


@contextmanager
def progress(title: str, places: Iterable[Path]) -> Iterator[Callable[[str], None]]:
    """A bar over the files in ``places`` with the name of the last one read, on stderr."""
    total = sum(sum(p.is_file() for p in place.rglob("*")) if place.is_dir() else 1 for place in places)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {name}")


def table(heads: Sequence[str], rows: Iterable[Sequence[str | tuple[str, str]]], title: str = "") -> None:
    """A table, a cell as its text or as text and style; the texts are never taken for markup."""
    made = Table(title=title or None, title_justify="left", header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) if isinstance(cell, str) else Text(*cell) for cell in row))
    console().print(made)
