"""Boxes by their height on the page: finding those near one without looking at all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import frexp, isfinite

from docforge.core.model import Box

Window = tuple[float, float]


class Bands:
    """The boxes of a page by their vertical middles, apart by size: what is near a small line is not sought as far as what is
    near a tall one."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        sizes: dict[int, list[tuple[float, int, float]]] = {}
        for i, box in enumerate(boxes):
            height = abs(box.height)
            sizes.setdefault(frexp(height)[1], []).append((box.middle, i, height))
        self._sizes = [
            ([middle for middle, _, _ in own], [i for _, i, _ in own], max(height for _, _, height in own))
            for own in (sorted(same) for same in sizes.values())
        ]

    def near(self, window: Callable[[float], Window]) -> list[int]:
        """The places, in ascending order, of boxes whose middles lie in the window (its edges included).

        ``window``: from where to where a box of at most the given height counts.
        """
        found: list[int] = []
        for middles, places, tallest in self._sizes:
            low, high = window(tallest)
            found += places[bisect_left(middles, low) : bisect_right(middles, high)]
        return sorted(found)


def within(ordered: Sequence[float], low: float, high: float) -> int:
    """How many of the numbers, given in ascending order, lie strictly between the two."""
    return max(0, bisect_left(ordered, high) - bisect_right(ordered, low))


class Slots:
    """Boxes by the strips of the page that they reach into: which hold a point is asked of one strip only."""

    def __init__(self, boxes: Sequence[Box], height: float) -> None:
        """``height``: of a strip; boxes that reach over very many are asked each time."""
        self._height = max(height, 1e-6)
        self._strips: dict[int, list[int]] = {}
        self._tall: list[int] = []
        for i, box in enumerate(boxes):
            first, last = self._strip(box.top), self._strip(box.bottom)
            if last - first > _MOST_STRIPS:
                self._tall.append(i)
                continue
            for strip in range(first, last + 1):
                self._strips.setdefault(strip, []).append(i)

    def at(self, y: float) -> list[int]:
        """The places, in ascending order, of boxes that may reach the height ``y``."""
        return sorted((*self._strips.get(self._strip(y), ()), *self._tall))

    def _strip(self, y: float) -> int:
        return int(y // self._height) if isfinite(y) else 0


_MOST_STRIPS = 64
