"""Placed characters become lines of text: shared by the formats that place each character, PDF and OFD."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from docforge.core.model import Box, Line

_SAME_LINE = 0.4
_BACKWARDS = -0.5
_BREAK = 0.9
_WORD_GAP = 0.2


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box it takes, in page coordinates."""

    char: str
    box: Box


def lines(glyphs: Iterable[Glyph], number: int) -> list[Line]:
    """Runs of glyphs on one baseline with no gap wider than a character, from the top, each from the left."""
    made: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char.isspace():
            continue
        if run and not _continues(run[-1], glyph):
            made.append(_line(run, number))
            run = []
        run.append(glyph)
    if run:
        made.append(_line(run, number))
    return sorted(made, key=lambda line: (line.box.middle, line.box.left))


def _continues(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.box.height, glyph.box.height, 1.0)
    gap = glyph.box.left - last.box.right
    return abs(glyph.box.middle - last.box.middle) < _SAME_LINE * size and _BACKWARDS * size < gap < _BREAK * size


def _line(run: list[Glyph], number: int) -> Line:
    text, box = run[0].char, run[0].box
    for last, glyph in pairwise(run):
        is_word_gap = glyph.box.left - last.box.right > _WORD_GAP * glyph.box.height
        text += (" " if is_word_gap else "") + glyph.char
        box = box.union(glyph.box)
    return Line(text, box.scaled(1, 2), number)
