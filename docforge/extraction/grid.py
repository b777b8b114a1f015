"""The ruled cells of a page with the lines inside them."""

from dataclasses import dataclass
from statistics import median

from docforge.core.model import Box, Line, Page
from docforge.core.nearby import Slots
from docforge.core.text import squeeze
from docforge.extraction.layout import rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell and the lines inside it, in reading order."""

    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its text without white space and final colon."""
        return squeeze("".join(line.text for line in self.lines)).rstrip(":")


def cells(page: Page) -> list[Cell]:
    """The page's cells with their lines; each line lies in the smallest cell that holds its middle."""
    boxes = sorted(page.cells, key=lambda box: box.width * box.height)
    if not boxes:
        return []
    slots = Slots(boxes, median(box.height for box in boxes))
    inside: dict[Box, list[Line]] = {box: [] for box in boxes}
    for line in page.lines:
        home = next((boxes[i] for i in slots.at(line.box.middle) if boxes[i].holds(line.box)), None)
        if home:
            inside[home].append(line)
    return [Cell(box, tuple(line for row in rows(lines) for line in row)) for box, lines in inside.items()]
