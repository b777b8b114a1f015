"""Blocks of a page that print the same labels: 户名 of the 付款人 and 户名 of the 收款人."""

from math import hypot

from docforge.core.model import Box, Page
from docforge.core.text import squeeze
from docforge.extraction.grid import cells
from docforge.extraction.kind import Kind

_MOST_ABOVE = 4.0


def block_of(box: Box, page: Page, kind: Kind) -> str:
    """The block in which a label stands: that of the nearest block word left of it or above it, empty when there is none."""
    words = {squeeze(spec.within.block): spec.within.block for spec in kind.fields if spec.within}
    marks = [(line.box, squeeze(line.text).rstrip(":")) for line in page.lines]
    marks += [(cell.box, cell.text) for cell in cells(page)]
    before = [
        (own, words[word])
        for own, word in marks
        if word in words and own.left <= box.left + box.height and own.top <= box.bottom + _MOST_ABOVE * box.height
    ]
    nearest = min(before, key=lambda mark: hypot(box.left - mark[0].left, box.middle - mark[0].middle), default=None)
    return nearest[1] if nearest else ""
