"""Reading lines with care after a glance: with the red of a seal taken out, and made narrower where doubt stays."""

import re
from collections.abc import Mapping

from docforge.reading import raster
from docforge.reading.ocr import OcrEngine, Picture, Reading
from docforge.reading.wanted import LEAST_CONFIDENCE

_DISPUTED = 0.9
_SOME_RED, _ALL_RED = 0.03, 0.6
_NARROW, _DOUBTFUL = 0.85, 0.9
_ABOUT = 0.05
_NUMERALS = "一二三四五六七八九〇○零"
_SHORT_YEAR = re.compile(rf"(?<![{_NUMERALS}十])[一二][{_NUMERALS}]{{1,2}}年[{_NUMERALS}十]{{1,2}}月")


def read_with_care(crops: Mapping[int, Picture], glances: Mapping[int, Reading], engine: OcrEngine) -> dict[int, Reading]:
    """Careful readings of these lines, of all that were read at a glance."""
    lines = list(crops)
    again = engine.read_again([crops[i] for i in lines], [glances[i] for i in lines])
    readings = dict(zip(lines, again, strict=True))
    readings.update(_without_stray_red(crops, readings, engine))
    readings.update(_narrowed(crops, readings, engine))
    return readings


def _without_stray_red(crops: Mapping[int, Picture], readings: Mapping[int, Reading], engine: OcrEngine) -> dict[int, Reading]:
    """Second readings, with the red taken out, of lines with red in them: a seal too faint or broken to be known as one."""
    red = [i for i, crop in crops.items() if _SOME_RED < raster.red_share(crop) < _ALL_RED and raster.has_dark_ink(crop)]
    again = engine.read([raster.without_red(crops[i]) for i in red])
    return {i: _better(readings[i], second) for i, second in zip(red, again, strict=True)}


def _narrowed(crops: Mapping[int, Picture], readings: Mapping[int, Reading], engine: OcrEngine) -> dict[int, Reading]:
    """Third readings, of crops made narrower, of lines in doubt and of years that lost a 〇: its round shape is taken for none."""
    doubtful = [
        i
        for i, reading in readings.items()
        if LEAST_CONFIDENCE < reading.confidence < _DOUBTFUL or _SHORT_YEAR.search(reading.text)
    ]
    narrow = engine.read([raster.narrowed(crops[i], _NARROW) for i in doubtful])
    return {i: _better(readings[i], third) for i, third in zip(doubtful, narrow, strict=True)}


def _better(first: Reading, second: Reading) -> Reading:
    """Of two readings of one line: the longer if about as sure, else the surer; where they differ neither is quite sure."""
    if first.text == second.text:
        return Reading(first.text, max(first.confidence, second.confidence))
    longer, other = (first, second) if len(first.text) > len(second.text) else (second, first)
    is_longer = len(longer.text) > len(other.text) and longer.confidence >= other.confidence - _ABOUT
    chosen = longer if is_longer else max(first, second, key=lambda reading: reading.confidence)
    return Reading(chosen.text, min(chosen.confidence, _DISPUTED))
