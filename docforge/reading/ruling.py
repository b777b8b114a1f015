"""Ruled table cells, from the strokes of a picture or the vector lines of a PDF page."""

from collections.abc import Sequence

from docforge.core.lazy import resolve
from docforge.core.model import Box
from docforge.reading import raster
from docforge.reading.ocr import Picture

_SIDE = 1600
_LEAST_LINES = 3
_SNAP = 8.0
_GAP = 24.0
_PAPER_SHARE = 0.5


def picture_cells(picture: Picture, skew: float) -> list[Box]:
    """Cells of the ruled tables on an upright picture, in the levelled coordinates of its lines; empty if none."""
    small, scale = raster.fit(picture, _SIDE)
    level = raster.levelled(small, skew)
    horizontal, vertical = raster.ruled_lines(level)
    horizontal = _mended(horizontal)
    if len(horizontal) < _LEAST_LINES or len(vertical) < _LEAST_LINES:
        return []
    cells = resolve("docforge.reading.tables:cells_from_lines")(horizontal, vertical, _SNAP)
    boxes = [Box(*cell) for cell in cells]
    height, width = level.shape[:2]
    return [box.scaled(1 / scale) for box in boxes if not _is_paper(box, boxes, width * height)]


def _mended(rules: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Rules (left, right, y) put together of their pieces: one that lies askew is seen as several, each a little higher."""
    whole: list[tuple[float, float, float]] = []
    for left, right, y in sorted(rules):
        before = next((i for i, (_, end, own) in enumerate(whole) if abs(left - end) < _GAP and abs(y - own) < _SNAP), None)
        if before is None:
            whole.append((left, right, y))
        else:
            start, _, own = whole[before]
            whole[before] = (start, right, (own + y) / 2)
    return whole


def _is_paper(box: Box, boxes: Sequence[Box], area: float) -> bool:
    """Whether the cell is the paper itself, whose edges on a photograph look like ruled lines: most of the picture, with the
    cells of the table inside it."""
    return box.width * box.height > _PAPER_SHARE * area and any(box.holds(other) for other in boxes if other is not box)
