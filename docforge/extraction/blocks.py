"""Blocks of a page that print the same labels: 户名 of the 付款人 and 户名 of the 收款人."""

from math import hypot

from docforge.core.model import Box, Page
from docforge.core.text import squeeze
from docforge.extraction.grid import cells
from docforge.extraction.kind import Kind

_MOST_ABOVE = 4.0


class Blocks:
    """The block words that stand on a page, each with its place."""

    def __init__(self, page: Page, kind: Kind) -> None:
        words = {squeeze(spec.within.block): spec.within.block for spec in kind.fields if spec.within}
        marks = [(line.box, squeeze(line.text).rstrip(":")) for line in page.lines] if words else []
        marks += [(cell.box, cell.text) for cell in cells(page)] if words else []
        self._marks = [(box, words[text]) for box, text in marks if text in words]

    def of(self, box: Box) -> str:
        """The block in which a label stands: that of the nearest block word left of it or above it, empty when there is none."""
        before = [
            (own, block)
            for own, block in self._marks
            if own.left <= box.left + box.height and own.top <= box.bottom + _MOST_ABOVE * box.height
        ]
        nearest = min(before, key=lambda mark: hypot(box.left - mark[0].left, box.middle - mark[0].middle), default=None)
        return nearest[1] if nearest else ""
