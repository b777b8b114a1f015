"""The clerk's tables as one page that opens anywhere: self-contained, every value escaped, readable without a script.

The one script sorts a table by the head that is clicked; the page names its hash and lets no other run.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from docforge.casework.batch.cells import Cell, Column, Overview
from docforge.core.files import writing

_MOST = 5000
"""Rows of one table that a browser shows with ease."""


def write_page(path: Path, overview: Overview) -> Path:
    """Write the tables as .html, whole or not at all, row by row. Raises DocforgeError W604 when the place cannot be written."""
    script = _read("overview.js")
    stream = _template().stream(
        overview=overview,
        most=_MOST,
        kind=_kind,
        figure=_figure,
        script=script,
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
    )
    stream.enable_buffering(200)
    with writing(path) as temporary:
        stream.dump(str(temporary), encoding="utf-8")
    return path


@cache
def _template() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["url"] = lambda link: quote(link, safe="/:")
    return made.from_string(_read("overview.html"))


def _read(name: str) -> str:
    return (files("docforge.casework.batch") / name).read_text(encoding="utf-8")


def _kind(cell: Cell, column: Column) -> str:
    """How a cell stands: a number on the right, a mark in the middle, a text on the left."""
    if cell.figure is not None:
        return "n"
    return "c" if cell.tone or column.width <= 12 else "t"


def _figure(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".")
