"""Which lines are whose value: the text right of a label and its continuation below, column by column."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from docforge.core.model import Box, Line
from docforge.core.nearby import Bands
from docforge.extraction.anchors import Anchor, row_window, same_row

_TOO_TALL = 1.8
_GAP = 1.3
_INDENT = 2.5
_ROW = 0.65
_APART = 7.0


@dataclass
class Claim:
    """An anchor and the lines that are its value, in the order they were claimed."""

    anchor: Anchor
    lines: list[Line] = field(default_factory=list)
    _heights: list[float] = field(default_factory=list)
    _around: Box | None = None

    def __post_init__(self) -> None:
        lines, self.lines = self.lines, []
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Claim one more line."""
        self.lines.append(line)
        insort(self._heights, line.box.height)
        self._around = self._around.union(line.box) if self._around else line.box

    @property
    def around(self) -> Box | None:
        """The box around all claimed lines, None when there are none."""
        return self._around

    @property
    def height(self) -> float:
        """The usual height of the claimed lines: their (upper) median."""
        return self._heights[len(self._heights) // 2] if self._heights else 0.0

    @property
    def text(self) -> str:
        """The lines joined in reading order."""
        return joined(self.lines)


def claims(lines: Sequence[Line], anchors: Sequence[Anchor]) -> list[Claim]:
    """One claim for each anchor, in order of the anchors. No line is claimed twice."""
    found = [Claim(anchor, [anchor.rest] if anchor.rest else []) for anchor in anchors]
    bands = Bands([anchor.box for anchor in anchors])
    taken = {i for anchor in anchors for i in anchor.used}
    free = sorted((lines[i] for i in range(len(lines)) if i not in taken), key=lambda line: line.box.left)
    below = []
    for line in free:
        owner = _row_owner(line, found, bands)
        if owner:
            owner.add(line)
        else:
            below.append(line)
    _claim_downwards(sorted(below, key=lambda line: line.box.top), found)
    return found


def _row_owner(line: Line, found: Sequence[Claim], bands: Bands) -> Claim | None:
    """The claim whose label stands left of the line in the same row: in the nearest column, the nearest in height."""
    near = bands.near(lambda tallest: row_window(line.box, tallest, _ROW))
    beside = [found[i] for i in near if _in_row(line, found[i])]
    if not beside:
        return None
    nearest = max(beside, key=lambda c: c.anchor.box.right).anchor.box
    column = [c for c in beside if c.anchor.box.right >= nearest.left]
    return min(column, key=lambda c: abs(c.anchor.box.middle - line.box.middle), default=None)


def _claim_downwards(below: Sequence[Line], found: Sequence[Claim]) -> None:
    """Give the lines, from the top, to the claims that go on in them; only claims that the last lines have not left behind
    are asked."""
    waiting = sorted(range(len(found)), key=lambda i: -found[i].anchor.box.top)
    open_: list[int] = []
    for line in below:
        while waiting and found[waiting[-1]].anchor.box.top <= line.box.bottom:
            open_.append(waiting.pop())
        open_ = sorted(i for i in open_ if not _is_left_behind(found[i], line))
        owner = _column_owner(line, [found[i] for i in open_])
        if owner:
            owner.add(line)


def _is_left_behind(claim: Claim, line: Line) -> bool:
    """Whether the line, and so each that begins lower, stands too far below what the claim has."""
    if claim.around is None:
        return line.box.top > claim.anchor.box.bottom + claim.anchor.box.height
    return line.box.top - claim.around.bottom > _GAP * claim.height


def _in_row(line: Line, claim: Claim) -> bool:
    box = claim.anchor.box
    tall = min(box.height, claim.height or box.height)
    if line.box.height > _TOO_TALL * tall or line.box.left < box.right - 0.6 * box.height:
        return False
    if not same_row(box, line.box, _ROW):
        return False
    return claim.around is None or line.box.left - claim.around.right < _APART * line.box.height


def _column_owner(line: Line, found: Sequence[Claim]) -> Claim | None:
    """Of the labels above and left of the line whose value goes on in it, the lowest."""
    going_on = [c for c in found if _is_above_left(c, line) and _continues(line, c)]
    return max(going_on, key=lambda c: c.anchor.box.middle, default=None)


def _is_above_left(claim: Claim, line: Line) -> bool:
    box = claim.anchor.box
    return box.right <= line.box.left + 0.8 * line.box.height and box.top <= line.box.middle


def _continues(line: Line, claim: Claim) -> bool:
    """Whether the line goes on with the value: close below it and starting where it starts."""
    around, height = claim.around, claim.height
    if around is None:
        return same_row(claim.anchor.box, line.box) or (
            -0.5 * line.box.height <= line.box.top - claim.anchor.box.top < 1.2 * claim.anchor.box.height
            and line.box.height < _TOO_TALL * claim.anchor.box.height
        )
    if line.box.height > _TOO_TALL * height or line.box.top - around.bottom > _GAP * height:
        return False
    return abs(line.box.left - around.left) < _INDENT * height or around.left < line.box.left < around.right


def joined(lines: Sequence[Line]) -> str:
    """The text of the lines in reading order: rows from the top, each from the left."""
    text = ""
    for row in rows(lines):
        part = " ".join(line.text.strip() for line in row)
        needs_space = text[-1:].isascii() and text[-1:].isalpha() and part[:1].isascii() and part[:1].isalpha()
        text += (" " if needs_space else "") + part
    return text


def rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped into rows by their middles, top to bottom, each row left to right."""
    grouped: list[list[Line]] = []
    middles = 0.0
    for line in sorted(lines, key=lambda line: line.box.middle):
        near = 0.5 * min(line.box.height, grouped[-1][0].box.height) if grouped else 0.0
        if grouped and abs(line.box.middle - middles / len(grouped[-1])) < near:
            grouped[-1].append(line)
            middles += line.box.middle
        else:
            grouped.append([line])
            middles = line.box.middle
    return [sorted(row, key=lambda line: line.box.left) for row in grouped]
