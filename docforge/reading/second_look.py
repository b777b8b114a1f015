"""A second look at a band of a page in which a code must stand and was not read.

Codes are printed over by 副本 in gold, skewed against the rest, or too faint for detection. The band is cut into strips of
a line's height at many places, each is read, and the check digits say which reading is right: a code counts when two strips
agree on it and no other code is found as often.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from docforge.core import ids
from docforge.core.model import Box, Line, Via
from docforge.reading import raster
from docforge.reading.ocr import OcrEngine, Picture

_HEIGHTS = (1.0, 0.8, 1.3)
_STEP = 0.3
_SOME_RED = 0.01
_STARTS = (0.1, 0.35, 0.55)
_END = 0.97
_LABEL = "注册号"
_USCC_LENGTH, _REGISTRATION_LENGTH = 18, 15
_SOME_DIGITS = re.compile(r"\d(?:.?\d){4}")
"""What a strip across the whole band must show for its row to be read from its other beginnings too."""
_LEAST_VOTES = 2
_LEAST_VOTES_WEAK = 3
_LEAST_PREFIX = 5
_CONFIDENCE = 0.85
"""Less than a line that detection found: what was read this way is never graded high."""


@dataclass(frozen=True, slots=True)
class _Strip:
    box: Box
    text: str


def code_in(picture: Picture, band: Box, height: float, engine: OcrEngine, number: int) -> Line | None:
    """The 统一社会信用代码 or 注册号 in the band of an upright, level picture; ``height``: that of its lines, in pixels.

    A code whose last character alone is disputed has a question mark there.
    """
    strips: list[_Strip] = []
    inside = picture[round(band.top) : round(band.bottom)]
    shows = [picture, raster.without_red(picture)] if inside.size and raster.red_share(inside) > _SOME_RED else [picture]
    for shown, tall in product(shows, _HEIGHTS):
        strips += _read(shown, band, height, tall, engine)
        found = _agreed(strips, _valid_uscc, _LEAST_VOTES) or _agreed(strips, _valid_registration_number, _LEAST_VOTES_WEAK)
        found = found or _but_for_the_last(strips)
        if found:
            return Line(found.text, found.box, number, _CONFIDENCE, Via.OCR)
    return None


def _read(picture: Picture, band: Box, height: float, tall: float, engine: OcrEngine) -> list[_Strip]:
    """The rows of the band at a glance, and with care from their other beginnings those that show digits."""
    tops, top = [], band.top
    while top + tall * height < band.bottom + height:
        tops.append(top)
        top += _STEP * height
    first, *others = _STARTS
    whole = _read_boxes(picture, [_strip(band, first, top, tall * height) for top in tops], engine, glance=True)
    digits = [strip.box.top for strip in whole if _SOME_DIGITS.search(strip.text)]
    return whole + _read_boxes(picture, [_strip(band, start, top, tall * height) for top in digits for start in others], engine)


def _strip(band: Box, start: float, top: float, height: float) -> Box:
    return Box(band.left + start * band.width, top, band.left + _END * band.width, top + height)


def _read_boxes(picture: Picture, boxes: Sequence[Box], engine: OcrEngine, glance: bool = False) -> list[_Strip]:
    cut = [(box, picture[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]) for box in boxes]
    whole = [(box, np.ascontiguousarray(crop)) for box, crop in cut if crop.size and crop.shape[0] > 1]
    readings = engine.read([crop for _, crop in whole], glance)
    return [_Strip(box, reading.text) for (box, _), reading in zip(whole, readings, strict=True)]


def _valid_uscc(text: str) -> str:
    reading = ids.read_uscc(text)
    return reading.value if reading.valid and not reading.supposed and len(reading.value) == _USCC_LENGTH else ""


def _valid_registration_number(text: str) -> str:
    reading = ids.read_registration_number(text)
    return reading.value if reading.valid and len(reading.value) == _REGISTRATION_LENGTH else ""


def _agreed(strips: Sequence[_Strip], valid: Callable[[str], str], least: int) -> _Strip | None:
    """A strip with the code that most agree on: one that shows its label, where there is one."""
    votes = Counter(code for strip in strips if (code := valid(strip.text)))
    if not votes:
        return None
    (code, most), *others = votes.most_common(2)
    if most < least or (others and others[0][1] * 2 > most):
        return None
    agreeing = [strip for strip in strips if valid(strip.text) == code]
    labelled = next((strip for strip in agreeing if _LABEL in strip.text), agreeing[0])
    return labelled if _LABEL in labelled.text else _Strip(labelled.box, code)


def _but_for_the_last(strips: Sequence[_Strip]) -> _Strip | None:
    """The 统一社会信用代码 whose first 17 characters most strips agree on, their inner check character holding."""
    votes: Counter[str] = Counter(head for strip in strips if (head := ids.uscc_head(strip.text)))
    if not votes:
        return None
    (head, most), *others = votes.most_common(2)
    if most < _LEAST_PREFIX or (others and others[0][1] * 2 > most):
        return None
    return _Strip(next(strip.box for strip in strips if ids.uscc_head(strip.text) == head), f"{head}?")
