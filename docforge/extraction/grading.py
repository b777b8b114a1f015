"""How far a value can be trusted: how surely it was read, found and understood, and what dictionaries say of it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from docforge.core import codes
from docforge.core.model import Grade, Line
from docforge.core.text import squeeze
from docforge.extraction.dictionaries import Says
from docforge.extraction.kind import FieldSpec, ValueType
from docforge.extraction.layout import joined, rows
from docforge.extraction.values import Typed

_HIGH, _KNOWN, _LOW = 0.93, 0.85, 0.75
_SURE_LABEL = 0.8
_LONG_TEXT_DOUBT = 0.03
_HOLE = 0.9
_APART = 1.2
_RUNNING = {ValueType.TEXT, ValueType.LONG_TEXT, ValueType.ORGANISATION, ValueType.PERSON}
_STRAY_END = re.compile(r"[。)】]\w$")
_OPENING, _CLOSING = "([{【〔《", ")]}】〕》"


def confidence(lines: Sequence[Line], spec: FieldSpec) -> float:
    """How surely the lines were read, 0–1: of long text the worst line; a hole in a row of text is a doubt of its own, and so
    is a bracket without its other half, or a character alone behind the end of a long text."""
    least = min(line.confidence for line in lines)
    is_long = spec.type is ValueType.LONG_TEXT
    least = least - _LONG_TEXT_DOUBT if is_long else min(fmean(line.confidence for line in lines), least + 0.1)
    has_doubt = spec.type in _RUNNING and (_has_hole(lines) or _is_open(lines))
    has_doubt |= is_long and bool(_STRAY_END.search(squeeze(joined(lines))))
    return max(min(least, _HOLE) if has_doubt else least, 0.0)


def grade(sure: float, score: float, typed: Typed, says: Says = Says.NOTHING) -> Grade:
    """The grade of a value whose lines were read with confidence ``sure`` at a place found with ``score``, both 0–1."""
    if typed.value is None or sure < _LOW or (not typed.sure and typed.code is codes.CHECK_DIGIT):
        return Grade.LOW
    if not typed.sure or says is Says.AGAINST:
        return Grade.MEDIUM
    is_read = sure >= (_KNOWN if says is Says.WHOLE else _HIGH)
    is_placed = score >= _SURE_LABEL or says in (Says.WHOLE, Says.PARTLY)
    return Grade.HIGH if is_read and is_placed else Grade.MEDIUM


def _has_hole(lines: Sequence[Line]) -> bool:
    """Whether two pieces of one row stand further apart than a character: something between them was not read."""
    pairs = [pair for row in rows(lines) for pair in pairwise(row)]
    return any(right.box.left - left.box.right > _APART * right.box.height for left, right in pairs)


def _is_open(lines: Sequence[Line]) -> bool:
    """Whether more brackets are opened than closed or the other way round: part of the text was not read."""
    text = squeeze("".join(line.text for line in lines))
    return sum(map(text.count, _OPENING)) != sum(map(text.count, _CLOSING))
