"""Ruled table cells, from the strokes of a picture or the vector lines of a PDF page."""

from docforge.core.lazy import resolve
from docforge.core.model import Box
from docforge.reading import raster
from docforge.reading.ocr import Picture

_SIDE = 1600
_LEAST_LINES = 3
_SNAP = 8.0


def picture_cells(picture: Picture, skew: float) -> list[Box]:
    """Cells of the ruled tables on an upright picture, in the levelled coordinates of its lines; empty if none."""
    small, scale = raster.fit(picture, _SIDE)
    level = raster.levelled(small, skew)
    horizontal, vertical = raster.ruled_lines(level)
    if len(horizontal) < _LEAST_LINES or len(vertical) < _LEAST_LINES:
        return []
    cells = resolve("docforge.reading.tables:cells_from_lines")(horizontal, vertical, _SNAP)
    return [Box(*(c / scale for c in cell)) for cell in cells]
