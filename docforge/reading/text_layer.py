"""Judging a PDF's text layer, and joining it with what was read from the page's pictures."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from docforge.core.model import Box, Page
from docforge.core.nearby import Bands

_LEAST_CHARS = 4
_MOST_BAD = 0.08
_PICTURE_SHARE = 0.1
_BACKGROUND_LINES = 5


class Quality(Enum):
    """GOOD can be used, RUBBISH holds characters that mean nothing, ABSENT is (next to) no text."""

    GOOD = 1
    RUBBISH = 2
    ABSENT = 3


def judge(texts: Sequence[str]) -> Quality:
    """Whether a text layer can be believed: (cid:7), private use, replacement and unassigned characters cannot."""
    text = "".join(texts)
    chars = [c for c in text if not c.isspace()]
    if len(chars) < _LEAST_CHARS:
        return Quality.ABSENT
    bad = sum(unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs") or c == "\ufffd" for c in chars) + 6 * text.count("(cid:")
    return Quality.RUBBISH if bad > _MOST_BAD * len(chars) else Quality.GOOD


def picture_beside_text(page: Page, pictures: Sequence[Box]) -> bool:
    """Whether the page shows a picture that may hold text of its own: large, and not a background of the text."""
    for picture in pictures:
        is_large = picture.width * picture.height > _PICTURE_SHARE * page.width * page.height
        if is_large and len({line.text for line in page.lines if picture.holds(line.box)}) < _BACKGROUND_LINES:
            return True
    return False


def merged(page: Page, read: Page) -> Page:
    """The text layer's page with the lines that only OCR saw added, and the marks of the picture."""
    bands = Bands([line.box for line in page.lines])
    extra = [line for line in read.lines if not _is_there(line.box, page, bands)]
    lines = sorted((*page.lines, *extra), key=lambda line: (line.box.middle, line.box.left))
    return replace(page, lines=tuple(lines), marks=(*page.marks, *read.marks))


def _is_there(box: Box, page: Page, bands: Bands) -> bool:
    """Whether the text layer has a line at the place of the box."""
    near = bands.near(lambda tallest: (min(box.top, box.middle - tallest / 2), max(box.bottom, box.middle + tallest / 2)))
    return any(box.holds(page.lines[i].box) or page.lines[i].box.holds(box) for i in near)


def in_points(page: Page, scale: float) -> Page:
    """A page read from a rendered picture, its pixels turned into points by ``scale``."""
    lines = tuple(replace(line, box=line.box.scaled(scale, 2)) for line in page.lines)
    cells = tuple(cell.scaled(scale, 2) for cell in page.cells)
    marks = tuple(replace(mark, box=mark.box.scaled(scale, 2)) for mark in page.marks if mark.box)
    size = (page.width * scale, page.height * scale)
    return replace(page, width=size[0], height=size[1], lines=lines, cells=cells, marks=marks, unit="pt")


def placed(page: Page, box: Box, number: int) -> Page:
    """A page read from a picture, its lines moved to where the picture lies on page ``number``."""
    across, down = box.width / max(page.width, 1), box.height / max(page.height, 1)

    def moved(inner: Box) -> Box:
        corners = (
            box.left + inner.left * across,
            box.top + inner.top * down,
            box.left + inner.right * across,
            box.top + inner.bottom * down,
        )
        return Box(*(round(c, 2) for c in corners))

    lines = tuple(replace(line, box=moved(line.box), page=number) for line in page.lines)
    marks = tuple(replace(mark, box=moved(mark.box), page=number) for mark in page.marks if mark.box)
    return replace(page, number=number, lines=lines, marks=marks, cells=())
