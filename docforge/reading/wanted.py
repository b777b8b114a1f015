"""Which lines of a page, read at a glance, are worth a reading with care: those that bear what will be taken from the page."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from docforge.core.model import Box, Page
from docforge.core.text import squeeze
from docforge.reading.ocr import Reading

Wanted = Callable[[Page], Sequence[Box]]
"""Where on a page stands what will be taken from it, so far as its lines tell; nowhere: it may be all of it."""

LEAST_CONFIDENCE = 0.5
"""Of a line less sure than this nothing is kept."""
_SHORT = 10
"""Characters of what may be a label."""


def worth_care(glances: Mapping[int, Reading], places: Sequence[Box], parts: Sequence[Box]) -> list[int]:
    """Which of the lines at ``places`` to read with care: all where no part of the page is wanted more than another; else those
    in or beside a wanted part, short ones, and among the wanted parts those that a glance could not read."""
    body = reduce(Box.union, parts) if parts else None
    return [
        i
        for i, glance in sorted(glances.items())
        if body is None
        or _is_worth_it(glance.text, places[i], parts)
        or (glance.confidence < LEAST_CONFIDENCE and places[i].meets(body))
    ]


def is_read_enough(page: Page, wanted: Wanted | None) -> bool:
    """Whether no line is left, of those read at a glance, that is worth a reading with care."""
    glanced = [line for line in page.lines if line.glanced]
    parts = wanted(page) if wanted and glanced else ()
    return not glanced or (bool(parts) and not any(_is_worth_it(line.text, line.box, parts) for line in glanced))


def _is_worth_it(text: str, place: Box, parts: Sequence[Box]) -> bool:
    """Whether the line may be a label, stands in a part or next to it: a value may go on in a line that a glance did not tell."""
    room = place.height
    around = Box(place.left - room, place.top - room, place.right + room, place.bottom + room)
    return len(squeeze(text)) <= _SHORT or any(around.meets(part) for part in parts)
