"""How the lines of a page lie, and their boxes as they would lie on a flat, level page.

A photographed page is askew, its lines fan out (perspective) and bend (the curl of a bound page). All three show in the
slopes of its long lines: slope = askew + bend · u + fan · v, with u and v the place on the page from −½ to ½. The boxes are
levelled by that field; no pixel is moved, since each line is cut out and levelled on its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from docforge.core.model import Box
from docforge.reading.ocr import Point, Quad, bounds, corners

_LONG = 4.0
_LEAST_LINES = 6
_MOST_OFF = 6.0
_MOST_FIELD = 0.35


@dataclass(frozen=True, slots=True)
class Slope:
    """The slope field of a page of ``width`` × ``height`` pixels; ``skew`` in degrees, ``bend`` and ``fan`` as tangents."""

    width: float
    height: float
    skew: float = 0.0
    bend: float = 0.0
    fan: float = 0.0

    def level(self, quad: Quad) -> Box:
        """The box of the quad on the levelled page."""
        return bounds([self._levelled(x, y) for x, y in quad])

    def flat(self, box: Box) -> Box:
        """A box of the page turned by the skew alone, moved by what bends and fans."""
        drop = self._drop(box.centre - self.width / 2, box.middle - self.height / 2)
        return Box(box.left, box.top - drop, box.right, box.bottom - drop)

    def on_picture(self, box: Box) -> Quad:
        """The corners, on the picture itself, of a box of the page turned by the skew alone."""
        cos, sin = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
        across, down = self.width / 2, self.height / 2

        def turned(x: float, y: float) -> Point:
            dx, dy = x - across, y - down
            return across + dx * cos - dy * sin, down + dx * sin + dy * cos

        a, b, c, d = (turned(*corner) for corner in corners(box))
        return a, b, c, d

    def _levelled(self, x: float, y: float) -> tuple[float, float]:
        cos, sin = math.cos(math.radians(-self.skew)), math.sin(math.radians(-self.skew))
        dx, dy = x - self.width / 2, y - self.height / 2
        dx, dy = dx * cos - dy * sin, dx * sin + dy * cos
        return self.width / 2 + dx, self.height / 2 + dy - self._drop(dx, dy)

    def _drop(self, dx: float, dy: float) -> float:
        """How far below its level place a point at (dx, dy) from the centre lies: the field integrated along the line."""
        u, v = dx / self.width, dy / self.height
        return self.width * (self.bend * u * u / 2 + self.fan * v * u)


def slope_of(quads: Sequence[Quad], width: float, height: float) -> Slope:
    """The field that the long lines show; only the skew where they are few."""
    lines = [_slope(quad, width, height) for quad in quads if _is_long(quad)]
    skew = _median(lines)
    near = [line for line in lines if abs(line[0] - skew) < _MOST_OFF]
    if len(near) < _LEAST_LINES:
        return Slope(width, height, skew)
    angle, weight, u, v = (np.array(column) for column in zip(*near, strict=True))
    rest = np.tan(np.radians(angle - skew)) * weight
    unknowns = np.stack([np.ones_like(u), u, v], axis=1) * weight[:, None]
    steady = 0.2 * weight.sum() / len(weight) * np.diag([0.0, 1.0, 1.0])  # a little weight on "flat": few lines bend nothing
    more, bend, fan = np.linalg.lstsq(np.vstack([unknowns, steady]), np.concatenate([rest, np.zeros(3)]), rcond=None)[0]
    if max(abs(bend), abs(fan)) > _MOST_FIELD:
        return Slope(width, height, skew)
    return Slope(width, height, skew + math.degrees(math.atan(more)), float(bend), float(fan))


def is_slanted(quad: Quad, slope: Slope, most: float) -> bool:
    """Whether a long line lies more than ``most`` degrees off the page's own lines: it is written across the paper."""
    return _is_long(quad) and abs(_slope(quad, slope.width, slope.height)[0] - slope.skew) > most


def _is_long(quad: Quad) -> bool:
    return math.dist(quad[0], quad[1]) > _LONG * math.dist(quad[0], quad[3])


def _slope(quad: Quad, width: float, height: float) -> tuple[float, float, float, float]:
    """Slope in degrees, length, and where on the page the line's middle lies."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    angle = math.degrees(math.atan2((y1 + y2) - (y0 + y3), (x1 + x2) - (x0 + x3)))
    return angle, math.dist(quad[0], quad[1]), (x0 + x1 + x2 + x3) / 4 / width - 0.5, (y0 + y1 + y2 + y3) / 4 / height - 0.5


def _median(lines: Sequence[tuple[float, float, float, float]]) -> float:
    """The middle slope, long lines counting for more."""
    half, total = sum(line[1] for line in lines) / 2, 0.0
    for angle, weight, _, _ in sorted(lines):
        total += weight
        if total >= half:
            return angle
    return 0.0
