"""Red seals on a picture: where they are, and the text that runs around their rim.

A seal is a red shape as round as an ellipse (round ones of bodies and firms, oval ones of tax offices), most of it paper;
the national emblem is as round, but filled with red or gold. Its rim is unrolled into a straight strip from the bottom
clockwise, which is how the text runs, and read like any line.
"""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from docforge.core.model import Box
from docforge.core.text import is_ideograph
from docforge.reading.ocr import OcrEngine, Picture

_SIDE = 1000
_RED = 32
_LEAST, _MOST = 0.06, 0.45
_ROUND = (0.78, 1.12)
_LONGEST = 1.7
_JOIN = 9
_RIM = 0.5
_STRIP = 64
_SURE = 0.75
_LEAST_TEXT = 4
_MOST_SEALS = 8
_FILLED, _GOLD = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal's box in pixels of the picture, and its round text where that was legible."""

    box: Box
    text: str


def seals_on(picture: Picture, engine: OcrEngine) -> list[Seal]:
    """The seals on the picture, at most eight."""
    ellipses = _red_ellipses(picture)[:_MOST_SEALS]
    readings = engine.read([_unrolled(picture, box) for box in ellipses])
    seals = []
    for box, reading in zip(ellipses, readings, strict=True):
        text = "".join(filter(is_ideograph, reading.text))
        is_legible = reading.confidence >= _SURE and len(text) >= _LEAST_TEXT
        seals.append(Seal(box, text if is_legible else ""))
    return seals


def _red_ellipses(picture: Picture) -> list[Box]:
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.int16)
    blue, green, most_red = small[:, :, 0], small[:, :, 1], small[:, :, 2]
    red = (most_red - np.maximum(blue, green) > _RED).astype(np.uint8)
    if not red.any():
        return []
    gold = np.minimum(most_red, green) - blue > _RED
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_JOIN, _JOIN)))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    side = max(small.shape[:2])
    found = [cv2.boundingRect(contour) for contour in contours if _is_round(contour, side)]
    found = [(x, y, w, h) for x, y, w, h in found if _share(red, x, y, w, h) < _FILLED and _share(gold, x, y, w, h) < _GOLD]
    return [Box(x / scale, y / scale, (x + w) / scale, (y + h) / scale) for x, y, w, h in sorted(found, key=lambda b: -b[2])]


def _share(mask: NDArray[Any], x: int, y: int, wide: int, high: int) -> float:
    return float(mask[y : y + high, x : x + wide].mean())


def _is_round(contour: Any, side: int) -> bool:
    _, _, wide, high = cv2.boundingRect(contour)
    if not (_LEAST * side < min(wide, high) and max(wide, high) < _MOST * side and max(wide, high) < _LONGEST * min(wide, high)):
        return False
    area = cv2.contourArea(cv2.convexHull(contour))
    return bool(_ROUND[0] < area / (math.pi / 4 * wide * high) < _ROUND[1])


def _unrolled(picture: Picture, box: Box) -> Picture:
    """The rim as a straight strip: outer edge on top, from the bottom of the seal clockwise."""
    cut = picture[max(0, round(box.top)) : round(box.bottom) + 1, max(0, round(box.left)) : round(box.right) + 1]
    radius = round(_STRIP / (1 - _RIM))
    around = round(math.pi * (1 + _RIM) * radius)
    square = cv2.resize(cut, (2 * radius, 2 * radius), interpolation=cv2.INTER_CUBIC)
    polar = cv2.warpPolar(square, (radius, around), (radius, radius), radius, cv2.INTER_LINEAR)
    strip = np.rot90(polar)[:_STRIP]
    return np.ascontiguousarray(np.roll(strip, -around // 4, axis=1), dtype=np.uint8)
