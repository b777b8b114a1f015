"""Text that a red seal covers: found and read with the red taken out.

A seal breaks the lines below it and its own letters join them. In the band of each seal detection runs again on the red
channel, in which red ink is as light as paper and black stays black; what it finds where the seal lies takes the place of
what was found there at first. A line that is red itself (a title) is found at first only, and stays.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from docforge.core.model import Box
from docforge.reading import raster
from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading, bounds

_MARGIN = 0.25
_READ = 0.6
_MOST_OF_IT = 0.7


def read_under_seals(
    picture: Picture, quads: Sequence[Quad], seals: Sequence[Box], engine: OcrEngine
) -> tuple[list[int], list[tuple[Quad, Reading]]]:
    """Which of the quads to drop, and the lines that take their place."""
    if not seals:
        return [], []
    clear = raster.without_red(picture)
    fresh: list[Quad] = []
    for top, bottom in _bands(seals, picture.shape[0]):
        band = np.ascontiguousarray(clear[top:bottom])
        fresh += [_moved(quad, top) for quad in engine.find(band)]
    covered = [i for i, quad in enumerate(quads) if any(bounds(quad).meets(seal) for seal in seals)]
    places = [*seals, *(_around(quads[i]) for i in covered)]
    beside = [_around(quad) for i, quad in enumerate(quads) if i not in covered]
    fresh = [_cut_off(quad, beside) for quad in fresh if any(bounds(quad).meets(place) for place in places)]
    readings = engine.read([raster.crop(clear, quad) for quad in fresh])
    lines = [(quad, reading) for quad, reading in zip(fresh, readings, strict=True) if reading.confidence >= _READ]
    replaced = [i for i in covered if _is_found_again(quads[i], [quad for quad, _ in lines])]
    kept = [_around(quads[i]) for i in covered if i not in replaced]
    return replaced, [(quad, reading) for quad, reading in lines if not any(bounds(quad).meets(place) for place in kept)]


def _bands(seals: Sequence[Box], height: int) -> list[tuple[int, int]]:
    """The rows of the page that the seals take, overlapping ones joined."""
    bands: list[tuple[int, int]] = []
    for seal in sorted(seals, key=lambda seal: seal.top):
        margin = _MARGIN * seal.height
        top, bottom = max(0, round(seal.top - margin)), min(height, round(seal.bottom + margin))
        if bands and top < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], bottom))
        else:
            bands.append((top, bottom))
    return bands


def _moved(quad: Quad, down: int) -> Quad:
    (a, b), (c, d), (e, f), (g, h) = quad
    return ((a, b + down), (c, d + down), (e, f + down), (g, h + down))


def _cut_off(quad: Quad, beside: Sequence[Box]) -> Quad:
    """The line without what a neighbour in its row already has: the end of one is not the beginning of the next."""
    (a, top), (b, right_top), (c, bottom), (d, left_bottom) = quad
    for box in beside:
        if not box.top < (top + bottom) / 2 < box.bottom:
            continue
        if box.left < a < box.right < b:
            a = d = box.right
        elif box.left < b < box.right and a < box.left:
            b = c = box.left
    return ((a, top), (b, right_top), (c, bottom), (d, left_bottom))


def _is_found_again(quad: Quad, fresh: Sequence[Quad]) -> bool:
    """Whether the lines found anew make up most of the old one: a part of it is no better than the whole."""
    place = _around(quad)
    found = sum(math.dist(own[0], own[1]) for own in fresh if bounds(own).meets(place))
    return found > _MOST_OF_IT * math.dist(quad[0], quad[1])


def _around(quad: Quad) -> Box:
    """The middle of a line, so that its neighbours above and below do not touch it."""
    box = bounds(quad)
    return replace(box, top=box.top + box.height / 4, bottom=box.bottom - box.height / 4)
