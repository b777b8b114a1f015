"""A picture of a page becomes upright, levelled lines of text.

Orientation is decided by evidence: the lines' long sides tell 0/180 from 90/270, and what can be read of the longest
lines tells up from down. An upright page costs nothing extra, since its sample lines are read only once.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from docforge.core.model import Box, Line, Mark, MarkKind, Page, Via
from docforge.core.text import squeeze
from docforge.reading import raster, ruling
from docforge.reading.barcodes import codes_on
from docforge.reading.care import read_with_care
from docforge.reading.levelling import Slope, is_slanted, slope_of
from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading, bounds, corners, ordered
from docforge.reading.overlooked import overlooked
from docforge.reading.seals import Seal, seals_on
from docforge.reading.under_seals import read_under_seals
from docforge.reading.wanted import LEAST_CONFIDENCE, Wanted, worth_care

_SAMPLE = 5
_PLAIN, _SURE = 0.8, 0.9
"""How surely the sample is read where it is upright beyond doubt, at a glance and with care: upside down a glance reaches 0.67."""
_LEAST_SIDE = 1280
_MOST_ENLARGED = 2.0
_TALL = 1.5
_ACROSS = 12.0
_OVERLAP = 0.3
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


def recognise(picture: Picture, engine: OcrEngine, number: int = 1, wanted: Wanted | None = None) -> Page:
    """The page on the picture. Boxes are in pixels of the picture as given, turned upright and levelled; a watermark written
    across the paper is a mark and no line.

    ``wanted`` is asked which parts of the page, as read at a glance, bear what will be taken from it: these are read with care.

    Raises DocforgeError R152 or R153 from a guarded engine.
    """
    if raster.is_blank(picture):
        return Page(number, picture.shape[1], picture.shape[0], ())
    work, scale = _sized(picture)
    found = _upright(work, engine.find(work), engine)
    seals = seals_on(found.picture, engine)
    found, anew = _uncovered(found, seals, engine)
    height, width = found.picture.shape[:2]
    slope = slope_of(found.quads, width, height)
    ruled = ruling.picture_cells(found.picture, slope.skew)
    found = replace(found, quads=found.quads + overlooked(found.picture, slope, ruled, found.quads))
    sheet = _Sheet(found, slope, ruled, seals, anew, number, scale)
    rest = [i for i in range(len(found.quads)) if i not in found.readings]
    readings = dict(found.readings)
    readings.update(zip(rest, engine.read([found.crops[i] for i in rest], glance=True), strict=True))
    page, done = sheet.page(readings), set(anew)  # those were read with care, from a picture without the seal
    while needed := [i for i in worth_care(readings, sheet.places, wanted(page) if wanted else ()) if i not in done]:
        readings.update(read_with_care({i: found.crops[i] for i in needed}, readings, engine))
        page = sheet.page(readings)
        done.update(needed)
    return page


@dataclass(frozen=True)
class _Sheet:
    """What was found on an upright picture: a page of it for any readings of its lines."""

    found: _Found
    slope: Slope
    ruled: Sequence[Box]
    seals: Sequence[Seal]
    anew: frozenset[int]
    number: int
    scale: float

    @cached_property
    def marks(self) -> Sequence[Mark]:
        return _marks(self.found.picture, self.seals, self.slope, self.number)

    @cached_property
    def cells(self) -> tuple[Box, ...]:
        return tuple(self.slope.flat(cell).scaled(1 / self.scale, 1) for cell in self.ruled)

    @cached_property
    def look(self) -> str:
        return raster.look(self.found.picture)

    @cached_property
    def boxes(self) -> Sequence[Box]:
        """Where each line stands on the levelled picture."""
        return [self.slope.level(quad) for quad in self.found.quads]

    @cached_property
    def places(self) -> Sequence[Box]:
        """Where each line stands on the page."""
        return [box.scaled(1 / self.scale) for box in self.boxes]

    @cached_property
    def across(self) -> frozenset[int]:
        """The lines that lie across the others."""
        return frozenset(i for i, quad in enumerate(self.found.quads) if is_slanted(quad, self.slope, _ACROSS))

    @cached_property
    def of_seals(self) -> frozenset[int]:
        """The lines that are pieces of seals."""
        own = enumerate(zip(self.found.quads, self.found.crops, strict=True))
        return frozenset(i for i, (quad, crop) in own if i not in self.anew and _is_of_seal(quad, crop, self.seals))

    def page(self, readings: Mapping[int, Reading]) -> Page:
        """The page with these readings of its lines."""
        height, width = self.found.picture.shape[:2]
        marks, lines, unread = list(self.marks), list[Line](), 0
        for i, box in enumerate(self.boxes):
            if i in self.across and len(squeeze(readings[i].text)) >= _LEAST_WATERMARK:
                marks.append(Mark(MarkKind.WATERMARK, self.number, box, readings[i].text.strip()))
            elif i not in self.of_seals:
                unread += readings[i].confidence < LEAST_CONFIDENCE and readings[i].doubt is None
                lines.extend(_lines(box, readings[i], self.number))
        lines = [_without_overlap(line, lines) for line in sorted(lines, key=lambda line: (line.box.middle, line.box.left))]
        if len(lines) < _FEW_LINES and raster.is_portrait(self.found.picture):
            marks.append(Mark(MarkKind.PORTRAIT, self.number, Box(0, 0, width, height)))
        return Page(
            self.number,
            width / self.scale,
            height / self.scale,
            tuple(_scaled(line, 1 / self.scale) for line in lines),
            turn=self.found.turn,
            skew=round(self.slope.skew, 2),
            cells=self.cells,
            marks=tuple(replace(mark, box=mark.box.scaled(1 / self.scale, 1)) for mark in marks if mark.box),
            unread=unread,
            look=self.look,
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
    crops = [raster.crop(picture, quads[i]) for i in longest]
    readings = engine.read(crops, glance=True)
    if _mean(readings) < _PLAIN:
        readings = engine.read_again(crops, readings)
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
    if not text or reading.confidence < LEAST_CONFIDENCE:
        return []
    if box.height < _TALL * box.width or len(squeeze(text)) < 2:
        return [Line(text, box, number, reading.confidence, Via.OCR, reading.doubt is not None)]
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
