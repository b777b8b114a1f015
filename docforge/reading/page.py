"""A picture of a page becomes upright, levelled lines of text.

Orientation is decided by evidence: the lines' long sides tell 0/180 from 90/270, and what can be read of the longest
lines tells up from down. An upright page costs nothing extra, since its sample lines are read only once.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from docforge.core.model import Box, Line, Mark, MarkKind, Page, Via
from docforge.core.text import squeeze
from docforge.reading import raster, ruling
from docforge.reading.barcodes import codes_on
from docforge.reading.levelling import Slope, is_slanted, slope_of
from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading, bounds, corners, ordered
from docforge.reading.seals import Seal, seals_on
from docforge.reading.under_seals import read_under_seals

_SAMPLE = 5
_SURE = 0.9
_LEAST_SIDE = 1280
_MOST_ENLARGED = 2.0
_LEAST_CONFIDENCE = 0.5
_TALL = 1.5
_SOME_RED, _ALL_RED = 0.03, 0.6
_ABOUT = 0.05
_DISPUTED = 0.9
_ACROSS = 12.0
_OVERLAP = 0.3
_NARROW, _DOUBTFUL = 0.85, 0.9
_NUMERALS = "一二三四五六七八九〇○零"
_SHORT_YEAR = re.compile(rf"(?<![{_NUMERALS}十])[一二][{_NUMERALS}]{{1,2}}年[{_NUMERALS}十]{{1,2}}月")
_LEAST_WATERMARK = 3
_FEW_LINES = 3


@dataclass(frozen=True)
class _Found:
    picture: Picture
    quads: list[Quad]
    turn: int
    readings: dict[int, Reading]

    @cached_property
    def crops(self) -> list[Picture]:
        """Each line cut out and levelled: read once, and looked at again where it is in doubt."""
        return [raster.crop(self.picture, quad) for quad in self.quads]


def recognise(picture: Picture, engine: OcrEngine, number: int = 1) -> Page:
    """The page on the picture. Boxes are in pixels of the picture as given, turned upright and levelled; a watermark written
    across the paper is a mark and no line.

    Raises DocforgeError R152 or R153 from a guarded engine.
    """
    if raster.is_blank(picture):
        return Page(number, picture.shape[1], picture.shape[0], ())
    work, scale = _sized(picture)
    found = _upright(work, engine.find(work), engine)
    seals = seals_on(found.picture, engine)
    found, anew = _uncovered(found, seals, engine)
    rest = [i for i in range(len(found.quads)) if i not in found.readings]
    readings = dict(found.readings)
    readings.update(zip(rest, engine.read([found.crops[i] for i in rest]), strict=True))
    readings.update(_without_stray_red(found, readings, engine))
    readings.update(_narrowed(found, readings, engine))
    height, width = found.picture.shape[:2]
    slope = slope_of(found.quads, width, height)
    lines: list[Line] = []
    marks = _marks(found.picture, seals, slope, number)
    unread = 0
    for i, quad in enumerate(found.quads):
        if is_slanted(quad, slope, _ACROSS) and len(squeeze(readings[i].text)) >= _LEAST_WATERMARK:
            marks.append(Mark(MarkKind.WATERMARK, number, slope.level(quad), readings[i].text.strip()))
            continue
        if i not in anew and _is_of_seal(quad, found.crops[i], seals):
            continue
        unread += readings[i].confidence < _LEAST_CONFIDENCE
        lines.extend(_lines(slope.level(quad), readings[i], number))
    lines = [_without_overlap(line, lines) for line in sorted(lines, key=lambda line: (line.box.middle, line.box.left))]
    if len(lines) < _FEW_LINES and raster.is_portrait(found.picture):
        marks.append(Mark(MarkKind.PORTRAIT, number, Box(0, 0, width, height)))
    return Page(
        number,
        width / scale,
        height / scale,
        tuple(_scaled(line, 1 / scale) for line in lines),
        turn=found.turn,
        skew=round(slope.skew, 2),
        cells=tuple(slope.flat(cell).scaled(1 / scale, 1) for cell in ruling.picture_cells(found.picture, slope.skew)),
        marks=tuple(replace(mark, box=mark.box.scaled(1 / scale, 1)) for mark in marks if mark.box),
        unread=unread,
        look=raster.look(found.picture),
    )


def _uncovered(found: _Found, seals: Sequence[Seal], engine: OcrEngine) -> tuple[_Found, frozenset[int]]:
    """What was found, with the lines under seals found and read anew, and which these are."""
    covered, fresh = read_under_seals(found.picture, found.quads, [seal.box for seal in seals], engine)
    kept = [i for i in range(len(found.quads)) if i not in covered]
    quads = [found.quads[i] for i in kept] + [quad for quad, _ in fresh]
    readings = {at: found.readings[i] for at, i in enumerate(kept) if i in found.readings}
    readings.update({len(kept) + at: reading for at, (_, reading) in enumerate(fresh)})
    return _Found(found.picture, quads, found.turn, readings), frozenset(range(len(kept), len(quads)))


def _is_of_seal(quad: Quad, crop: Picture, seals: Sequence[Seal]) -> bool:
    """Whether the line is a piece of a seal: inside it, and nothing on it is black."""
    return any(seal.box.holds(bounds(quad)) for seal in seals) and not raster.has_dark_ink(crop)


def _marks(picture: Picture, seals: Sequence[Seal], slope: Slope, number: int) -> list[Mark]:
    """Seals and codes on the upright picture, their boxes levelled."""
    found = [Mark(MarkKind.SEAL, number, slope.level(corners(seal.box)), seal.text) for seal in seals]
    return found + [Mark(MarkKind.CODE, number, slope.level(corners(box)), text) for box, text in codes_on(picture)]


def _without_stray_red(found: _Found, readings: dict[int, Reading], engine: OcrEngine) -> dict[int, Reading]:
    """Second readings, with the red taken out, of lines with red in them: a seal too faint or broken to be known as one."""
    red = [i for i, crop in enumerate(found.crops) if _SOME_RED < raster.red_share(crop) < _ALL_RED and raster.has_dark_ink(crop)]
    again = engine.read([raster.without_red(found.crops[i]) for i in red])
    return {i: _better(readings[i], second) for i, second in zip(red, again, strict=True)}


def _narrowed(found: _Found, readings: dict[int, Reading], engine: OcrEngine) -> dict[int, Reading]:
    """Third readings, of crops made narrower, of lines in doubt and of years that lost a 〇: its round shape is taken for none."""
    again = [
        i
        for i, reading in readings.items()
        if _LEAST_CONFIDENCE < reading.confidence < _DOUBTFUL or _SHORT_YEAR.search(reading.text)
    ]
    narrow = engine.read([raster.narrowed(found.crops[i], _NARROW) for i in again])
    return {i: _better(readings[i], third) for i, third in zip(again, narrow, strict=True)}


def _better(first: Reading, second: Reading) -> Reading:
    """Of two readings of one line: the longer if about as sure, else the surer; where they differ neither is quite sure."""
    if first.text == second.text:
        return Reading(first.text, max(first.confidence, second.confidence))
    longer, other = (first, second) if len(first.text) > len(second.text) else (second, first)
    is_longer = len(longer.text) > len(other.text) and longer.confidence >= other.confidence - _ABOUT
    chosen = longer if is_longer else max(first, second, key=lambda reading: reading.confidence)
    return Reading(chosen.text, min(chosen.confidence, _DISPUTED))


def _sized(picture: Picture) -> tuple[Picture, float]:
    work, scale = raster.fit(picture)
    side = max(work.shape[:2])
    if side < _LEAST_SIDE:
        scale = min(_LEAST_SIDE / side, _MOST_ENLARGED)
        work = raster.enlarge(work, scale)
    return work, scale


def _upright(picture: Picture, quads: Sequence[Quad], engine: OcrEngine) -> _Found:
    turn = 90 if _mostly_vertical(quads) else 0
    if turn:
        quads = [_turned(quad, picture, turn) for quad in quads]
        picture = raster.turned(picture, turn)
    longest = sorted(range(len(quads)), key=lambda i: -_length(quads[i]))[:_SAMPLE]
    readings = engine.read([raster.crop(picture, quads[i]) for i in longest])
    if _mean(readings) < _SURE:
        over = raster.turned(picture, 180)
        over_quads = [_turned(quad, picture, 180) for quad in quads]
        over_readings = engine.read([raster.crop(over, over_quads[i]) for i in longest])
        if _mean(over_readings) > _mean(readings):
            return _Found(over, over_quads, (turn + 180) % 360, dict(zip(longest, over_readings, strict=True)))
    return _Found(picture, list(quads), turn, dict(zip(longest, readings, strict=True)))


def _mean(readings: Sequence[Reading]) -> float:
    """Mean confidence, weighted by length: a long line read well says more than a short one."""
    weight = sum(len(r.text) for r in readings)
    return sum(r.confidence * len(r.text) for r in readings) / weight if weight else 0.0


def _mostly_vertical(quads: Sequence[Quad]) -> bool:
    across = sum(_width(quad) for quad in quads if _width(quad) > 2 * _height(quad))
    down = sum(_height(quad) for quad in quads if _height(quad) > 2 * _width(quad))
    return down > across


def _width(quad: Quad) -> float:
    return math.dist(quad[0], quad[1])


def _height(quad: Quad) -> float:
    return math.dist(quad[0], quad[3])


def _length(quad: Quad) -> float:
    return max(_width(quad), _height(quad))


def _turned(quad: Quad, picture: Picture, degrees: int) -> Quad:
    height, width = picture.shape[:2]
    turns = {90: lambda x, y: (height - y, x), 180: lambda x, y: (width - x, height - y)}
    return ordered([turns[degrees](x, y) for x, y in quad])


def _lines(box: Box, reading: Reading, number: int) -> list[Line]:
    """The line; one taller than wide on an upright page is a column of characters, each a line of its own.

    Such columns are the first characters of widely spaced labels (名 称, 类 型, 住 所) that detection joined downwards.
    """
    text = reading.text.strip()
    if not text or reading.confidence < _LEAST_CONFIDENCE:
        return []
    if box.height < _TALL * box.width or len(squeeze(text)) < 2:
        return [Line(text, box, number, reading.confidence, Via.OCR)]
    characters = squeeze(text)
    step = box.height / len(characters)
    return [
        Line(char, Box(box.left, box.top + i * step, box.right, box.top + (i + 1) * step), number, reading.confidence, Via.OCR)
        for i, char in enumerate(characters)
    ]


def _without_overlap(line: Line, lines: Sequence[Line]) -> Line:
    """The line without a first character that the line before it, reaching into its box, already ends with."""
    for other in lines:
        height = min(line.box.height, other.box.height)
        reaches = other.box.left < line.box.left < other.box.right - _OVERLAP * height < line.box.right
        is_beside = reaches and abs(other.box.middle - line.box.middle) < max(line.box.height, other.box.height) / 2
        if is_beside and len(line.text) > 1 and other.text[-1:] == line.text[0]:
            return replace(line, text=line.text[1:], box=replace(line.box, left=other.box.right))
    return line


def _scaled(line: Line, scale: float) -> Line:
    return replace(line, box=line.box.scaled(scale, 1), confidence=round(line.confidence, 4))
