"""What stands alone in a cell of a ruled table and was not found as a line."""

import pytest

from docforge.core.model import Box
from docforge.reading.levelling import Slope, slope_of
from docforge.reading.ocr import Quad, bounds, corners
from docforge.reading.overlooked import overlooked
from fixtures.make import Sheet

CELLS = [Box(100, 100, 200, 160), Box(200, 100, 500, 160)]
FOUND: Quad = corners(Box(210, 115, 440, 147))


def sheet(text: str) -> Sheet:
    made = Sheet(600, 400)
    for cell in CELLS:
        made.draw.rectangle((cell.left, cell.top, cell.right, cell.bottom), outline=(60, 60, 60), width=2)
    made.text(120, 115, text, 26)
    made.text(215, 115, "某某科技有限公司", 26)
    return made


@pytest.mark.parametrize("text", ["1", "男", "12"])
def test_characters_alone_in_a_cell_are_found(text: str) -> None:
    slope = Slope(600, 400)
    (quad,) = overlooked(sheet(text).pixels(), slope, CELLS, [FOUND])
    assert CELLS[0].holds(bounds(quad))
    assert 115 < bounds(quad).middle < 145


@pytest.mark.parametrize("text", ["", "."])
def test_an_empty_cell_and_a_speck_are_nothing(text: str) -> None:
    assert overlooked(sheet(text).pixels(), Slope(600, 400), CELLS, [FOUND]) == []


def test_a_cell_with_a_line_is_not_looked_into() -> None:
    own = corners(Box(115, 110, 150, 150))
    assert overlooked(sheet("1").pixels(), Slope(600, 400), CELLS, [FOUND, own]) == []


@pytest.mark.parametrize("skew", [-7.0, 3.0])
def test_a_box_of_the_level_page_is_found_again_on_the_picture(skew: float) -> None:
    box = Box(100, 300, 420, 330)
    slope = Slope(1000, 1400, skew)
    there = slope.level(slope.on_picture(box))
    assert (there.left, there.top, there.right, there.bottom) == pytest.approx((box.left, box.top, box.right, box.bottom))
    assert slope_of([slope.on_picture(box)], 1000, 1400).skew == pytest.approx(skew)
