"""What stands alone in a ruled cell, a figure or a single character, and was not found where lines were sought."""

from collections.abc import Sequence
from statistics import median

from docforge.core.model import Box
from docforge.reading import raster
from docforge.reading.levelling import Slope
from docforge.reading.ocr import Picture, Quad

_MOST_ROWS, _MOST_COLUMNS = 5.0, 20.0
"""Height and width of a cell, in heights of a line, in which something alone is looked for."""
_INSIDE = 0.3


def overlooked(picture: Picture, slope: Slope, cells: Sequence[Box], quads: Sequence[Quad]) -> list[Quad]:
    """Quads around the ink in cells (of the picture turned level) in which no line was found."""
    places = [slope.level(quad) for quad in quads]
    if not cells or not places:
        return []
    height = median(place.height for place in places)
    small = [cell for cell in cells if cell.height < _MOST_ROWS * height and cell.width < _MOST_COLUMNS * height]
    empty = [cell for cell in small if not any(_inner(place).meets(slope.flat(cell)) for place in places)]
    level = raster.levelled(picture, slope.skew) if empty else picture
    inks = (raster.ink_in(level, cell, height) for cell in empty)
    return [slope.on_picture(ink) for ink in inks if ink]


def _inner(place: Box) -> Box:
    """The line without its margins, which may reach into the next cell."""
    across, down = _INSIDE * min(place.width, place.height), _INSIDE * place.height
    return Box(place.left + across, place.top + down, place.right - across, place.bottom - down)
