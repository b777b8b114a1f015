"""Lines of skewed, fanned and bent pages become level boxes."""

import math

import pytest

from docforge.reading.levelling import is_slanted, slope_of
from docforge.reading.ocr import Quad

WIDTH, HEIGHT = 1000.0, 1400.0


def page(skew: float = 0.0, fan: float = 0.0, bend: float = 0.0) -> list[Quad]:
    """Two columns of long lines as a camera would see them: displaced by the field that the levelling has to find."""

    def seen(x: float, y: float) -> tuple[float, float]:
        dx, dy = x - WIDTH / 2, y - HEIGHT / 2
        u, v = dx / WIDTH, dy / HEIGHT
        dy += WIDTH * (bend * u * u / 2 + fan * v * u)
        cos, sin = math.cos(math.radians(skew)), math.sin(math.radians(skew))
        return WIDTH / 2 + dx * cos - dy * sin, HEIGHT / 2 + dx * sin + dy * cos

    rows = range(100, 1300, 80)
    spans = ((60, 460), (520, 940))
    return [(seen(a, y), seen(b, y), seen(b, y + 24), seen(a, y + 24)) for y in rows for a, b in spans]


@pytest.mark.parametrize(
    ("skew", "fan", "bend"),
    [(0, 0, 0), (6, 0, 0), (-10, 0, 0), (0, 0.12, 0), (0, 0, 0.15), (3, 0.08, -0.1), (-8, -0.1, 0.1)],
)
def test_the_two_columns_of_a_row_come_level(skew: float, fan: float, bend: float) -> None:
    quads = page(skew, fan, bend)
    slope = slope_of(quads, WIDTH, HEIGHT)
    boxes = [slope.level(quad) for quad in quads]
    for left, right in zip(boxes[::2], boxes[1::2], strict=True):
        assert left.middle == pytest.approx(right.middle, abs=9)
    assert all(box.height < 40 for box in boxes)


def test_few_lines_bend_nothing() -> None:
    slope = slope_of(page(2)[:4], WIDTH, HEIGHT)
    assert (slope.bend, slope.fan) == (0, 0)
    assert slope.skew == pytest.approx(2, abs=0.01)


def test_a_watermark_across_the_page_is_slanted_and_does_not_tilt_it() -> None:
    across: Quad = ((200, 900), (800, 500), (815, 522), (215, 922))
    slope = slope_of([*page(1), across], WIDTH, HEIGHT)
    assert slope.skew == pytest.approx(1, abs=0.1)
    assert is_slanted(across, slope, 12)
    assert not any(is_slanted(quad, slope, 12) for quad in page(1))
