"""Which lines are whose value: the text right of a label and its continuation below, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from docforge.core.model import Line
from docforge.extraction.anchors import Anchor, same_row

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

    @property
    def text(self) -> str:
        """The lines joined in reading order."""
        return joined(self.lines)


def claims(lines: Sequence[Line], anchors: Sequence[Anchor]) -> list[Claim]:
    """One claim for each anchor, in order of the anchors. No line is claimed twice."""
    found = [Claim(anchor, [anchor.rest] if anchor.rest else []) for anchor in anchors]
    taken = {i for anchor in anchors for i in anchor.used}
    free = sorted((lines[i] for i in range(len(lines)) if i not in taken), key=lambda line: line.box.left)
    below = []
    for line in free:
        owner = _row_owner(line, found)
        if owner:
            owner.lines.append(line)
        else:
            below.append(line)
    for line in sorted(below, key=lambda line: line.box.top):
        owner = _column_owner(line, found)
        if owner:
            owner.lines.append(line)
    return found


def _row_owner(line: Line, found: Sequence[Claim]) -> Claim | None:
    """The claim whose label stands left of the line in the same row: in the nearest column, the nearest in height."""
    beside = [c for c in found if _in_row(line, c)]
    if not beside:
        return None
    nearest = max(beside, key=lambda c: c.anchor.box.right).anchor.box
    column = [c for c in beside if c.anchor.box.right >= nearest.left]
    return min(column, key=lambda c: abs(c.anchor.box.middle - line.box.middle), default=None)


def _in_row(line: Line, claim: Claim) -> bool:
    box = claim.anchor.box
    if line.box.height > _TOO_TALL * box.height or line.box.left < box.right - 0.6 * box.height:
        return False
    if not same_row(box, line.box, _ROW):
        return False
    own = [other.box.right for other in claim.lines]
    return not own or line.box.left - max(own) < _APART * line.box.height


def _column_owner(line: Line, found: Sequence[Claim]) -> Claim | None:
    """Of the labels above and left of the line whose value goes on in it, the lowest."""
    going_on = [c for c in found if _is_above_left(c, line) and _continues(line, c)]
    return max(going_on, key=lambda c: c.anchor.box.middle, default=None)


def _is_above_left(claim: Claim, line: Line) -> bool:
    box = claim.anchor.box
    return box.right <= line.box.left + 0.8 * line.box.height and box.top <= line.box.middle


def _continues(line: Line, claim: Claim) -> bool:
    """Whether the line goes on with the value: close below it and starting where it starts."""
    if not claim.lines:
        return same_row(claim.anchor.box, line.box) or (
            -0.5 * line.box.height <= line.box.top - claim.anchor.box.top < 1.2 * claim.anchor.box.height
            and line.box.height < _TOO_TALL * claim.anchor.box.height
        )
    last = max(claim.lines, key=lambda own: own.box.bottom)
    height = median(own.box.height for own in claim.lines)
    start = min(own.box.left for own in claim.lines)
    if line.box.height > _TOO_TALL * height or line.box.top - last.box.bottom > _GAP * height:
        return False
    within = line.box.left < max(own.box.right for own in claim.lines)
    return abs(line.box.left - start) < _INDENT * height or (within and line.box.left > start)


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
