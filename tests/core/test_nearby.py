"""Searching near ones gives what looking at all would give."""

from hypothesis import given
from hypothesis import strategies as st

from docforge.core.model import Box
from docforge.core.nearby import Bands, Slots, within

PLACES = st.floats(-1e4, 1e4, allow_nan=False)
BOXES = st.lists(st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), PLACES, PLACES, PLACES, st.floats(0, 1e4)), max_size=30)


@given(BOXES, PLACES, st.floats(0, 500))
def test_bands_leave_out_nothing_that_is_near(boxes: list[Box], y: float, reach: float) -> None:
    found = Bands(boxes).near(lambda tallest: (y - reach - tallest, y + reach + tallest))
    assert found == sorted(set(found))
    assert {i for i, box in enumerate(boxes) if abs(box.middle - y) <= reach + box.height} <= set(found)


@given(BOXES, PLACES, st.floats(1, 500))
def test_slots_leave_out_no_box_that_reaches_a_height(boxes: list[Box], y: float, height: float) -> None:
    found = Slots(boxes, height).at(y)
    assert found == sorted(set(found))
    assert {i for i, box in enumerate(boxes) if box.top <= y <= box.bottom} <= set(found)


@given(st.lists(PLACES), PLACES, PLACES)
def test_within_counts(numbers: list[float], low: float, high: float) -> None:
    assert within(sorted(numbers), low, high) == sum(low < number < high for number in numbers)
