"""Finding printed labels among the lines of a page: spaced out, fused with their values, misread or broken in two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from docforge.core.model import Box, Line
from docforge.core.nearby import Bands, Window, within
from docforge.core.text import compat, squeeze

_EXACT, _CHAIN, _INSIDE, _FUZZY, _CUT, _LONE = 1.0, 0.98, 0.95, 0.85, 0.75, 0.7
_LEAST_FUZZY = 4
_CHAIN_PIECE = 4
_CHAIN_GAP = 9.0
_LEAST_ALIGNED = 3
_NEXT_LINE = 1.8
_ALIGNED = 0.6
_COLON = ":"
_LATIN = 0x7F


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label found on the page. ``key`` None: a printed word that only ends the values before it.

    ``rest`` is what stood behind the label in the same line; ``score`` is 1 for a label read exactly.
    """

    key: str | None
    label: str
    box: Box
    score: float
    used: tuple[int, ...]
    rest: Line | None = None


def find_anchors(
    lines: Sequence[Line], labels: Mapping[str, str | None], inside: frozenset[str], alone: frozenset[str] = frozenset()
) -> list[Anchor]:
    """Every label on the page. ``labels``: printed form → field key, None for a stop; ``inside``: those that may stand
    in the middle of a line; ``alone``: those that count only alone in their line or before a colon.

    A line serves one anchor only, except that a label may follow another's value."""
    words = [squeeze(line.text) for line in lines]
    bands = Bands([line.box for line in lines])
    ordered = sorted(labels.keys() - alone, key=len, reverse=True)
    anchors: list[Anchor] = []
    used: set[int] = set()
    for i in range(len(lines)):
        found = _alone(lines[i], words[i], i, labels, alone) if i not in used else None
        found = found or (_at_start(lines, words, i, ordered, labels) if i not in used else None)
        found = found or (_chain(lines, words, i, ordered, labels, bands, used) if i not in used else None)
        found = found or (_broken_downwards(lines, words, i, ordered, labels, bands, used) if i not in used else None)
        if found:
            used.update(found.used)
            anchors.append(found)
    lefts = sorted(anchor.box.left for anchor in anchors if anchor.key)
    anchors = [anchor for anchor in anchors if not _is_running_text(anchor, lefts, lines, bands, used, inside)]
    anchors += _lone_characters(lines, words, anchors, used, labels)
    return anchors + [a for i in range(len(lines)) for a in _inside(lines[i], words[i], i, labels, inside, i in used)]


def split_at(line: Line, labels: frozenset[str]) -> list[Line]:
    """The line cut before each of the labels that stands in its middle: 女 民族维吾尔."""
    word = squeeze(line.text)
    cuts = sorted({at for label in labels if (at := word.find(label)) > 0 and not _is_named(word, at)})
    if not cuts:
        return [line]
    edges = [0, *cuts, len(word)]
    return [
        replace(line, text=_between(line.text, start, end), box=part_of_box(line.box, word, start, end))
        for start, end in pairwise(edges)
    ]


def _is_named(word: str, at: int) -> bool:
    """Whether what stands before is part of the label's own name: 营业执照注册号, (社会信用代码."""
    return word[at - 1] in "(/" or word[:at] in ("营业执照", "工商", "社会", "统一社会")


def _between(text: str, start: int, end: int) -> str:
    """The part of the text from its squeezed character ``start`` to ``end``, inner spaces kept."""
    rest = _after(text, start) if start else text
    return rest[: len(rest) - len(_after(rest, end - start))].strip() if len(squeeze(rest)) > end - start else rest


def _alone(line: Line, word: str, i: int, labels: Mapping[str, str | None], alone: frozenset[str]) -> Anchor | None:
    label = next((label for label in alone if word == label or word.startswith(label + _COLON)), None)
    return _anchor(line, label, len(label), labels[label], _EXACT, (i,)) if label else None


def _at_start(
    lines: Sequence[Line], words: Sequence[str], i: int, ordered: Sequence[str], labels: Mapping[str, str | None]
) -> Anchor | None:
    for label in ordered:
        if words[i].startswith(label):
            return _anchor(lines[i], label, len(label), labels[label], _EXACT, (i,))
    for label in ordered:
        length = _fuzzy_length(words[i], label)
        if length:
            return _anchor(lines[i], label, length, labels[label], _FUZZY, (i,))
    for label in ordered:
        kept = next((n for n in range(len(label) - 1, max(_LEAST_FUZZY, len(label) - 3), -1) if words[i].startswith(label[:n])), 0)
        if kept:
            return _anchor(lines[i], label, kept, labels[label], _CUT, (i,))
    return None


def _fuzzy_length(word: str, label: str) -> int:
    """How many characters of ``word`` are ``label`` with one character misread, lost or added; 0 if it is not."""
    size = len(label)
    if size < _LEAST_FUZZY or len(word) < size - 1:
        return 0
    if word[0] != label[0]:
        return size if word[1:size] == label[1:] else 0
    if len(word) >= size and sum(a != b for a, b in zip(word, label, strict=False)) == 1:
        return size
    for lost in range(1, size):
        if word.startswith(label[:lost] + label[lost + 1 :]):
            return size - 1
    for added in range(1, size):
        if len(word) > size and word.startswith(label[:added]) and word[added + 1 :].startswith(label[added:]):
            return size + 1
    return 0


def _chain(
    lines: Sequence[Line],
    words: Sequence[str],
    i: int,
    ordered: Sequence[str],
    labels: Mapping[str, str | None],
    bands: Bands,
    used: set[int],
) -> Anchor | None:
    """A label whose characters stand apart in one row: 名 … 称."""
    if len(words[i]) > _CHAIN_PIECE or not any(label.startswith(words[i]) for label in ordered):
        return None
    text, last, members, box = words[i], lines[i], [i], lines[i].box
    for j in _to_the_right(lines, i, bands, used):
        gap = lines[j].box.left - last.box.right
        if gap > _CHAIN_GAP * max(lines[i].box.height, lines[j].box.height):
            return None
        label = next((label for label in ordered if (text + words[j]).startswith(label)), None)
        if label:
            piece = len(label) - len(text)
            tail = _anchor(lines[j], label, piece, labels[label], _CHAIN, (*members, j))
            return replace(tail, box=box.union(tail.box))
        if not any(label.startswith(text + words[j]) for label in ordered):
            return None
        text, last, box = text + words[j], lines[j], box.union(lines[j].box)
        members.append(j)
    return None


def _to_the_right(lines: Sequence[Line], i: int, bands: Bands, used: set[int]) -> list[int]:
    own = lines[i].box
    row = [j for j in bands.near(lambda tallest: row_window(own, tallest)) if j != i and j not in used]
    right = [j for j in row if lines[j].box.left > own.centre and same_row(own, lines[j].box)]
    return sorted(right, key=lambda j: lines[j].box.left)


def same_row(a: Box, b: Box, tolerance: float = 0.5) -> bool:
    """Whether two boxes stand in one row: their middles differ by less than ``tolerance`` of the smaller height."""
    return abs(a.middle - b.middle) < _row_reach(a.height, b.height, tolerance)


def row_window(box: Box, tallest: float, tolerance: float = 0.5) -> Window:
    """Between which heights the middles of boxes at most as tall as ``tallest`` lie that stand in the box's row."""
    reach = _row_reach(box.height, tallest, tolerance)
    return box.middle - reach, box.middle + reach


def _row_reach(a: float, b: float, tolerance: float) -> float:
    return tolerance * max(min(a, b), 0.6 * max(a, b))


def _broken_downwards(
    lines: Sequence[Line],
    words: Sequence[str],
    i: int,
    ordered: Sequence[str],
    labels: Mapping[str, str | None],
    bands: Bands,
    used: set[int],
) -> Anchor | None:
    """A label broken over two or three lines in a narrow cell: 拟实施科研 / 项目概要."""
    text, box, members = words[i], lines[i].box, [i]
    if len(text) < 2 or not any(label.startswith(text) for label in ordered):
        return None
    for _ in range(3):
        below = [j for j in _below(lines, box, bands) if j not in used and j not in members]
        j = min(below, key=lambda j: lines[j].box.middle, default=None)
        if j is None or not any(label.startswith(text + words[j]) for label in ordered):
            return None
        text, box = text + words[j], box.union(lines[j].box)
        members.append(j)
        if text in labels:
            return Anchor(labels[text], text, box, _CHAIN, tuple(members))
    return None


def _below(lines: Sequence[Line], box: Box, bands: Bands) -> list[int]:
    """The lines close below the box whose middles stand under it."""
    near = bands.near(lambda tallest: (box.bottom - 0.5 * tallest, box.bottom + 1.5 * tallest))
    return [
        j
        for j in near
        if 0 < lines[j].box.middle - box.bottom + 0.5 * lines[j].box.height < 2 * lines[j].box.height
        and box.left - lines[j].box.height < lines[j].box.centre < box.right + lines[j].box.height
    ]


def _is_running_text(
    anchor: Anchor, lefts: Sequence[float], lines: Sequence[Line], bands: Bands, used: set[int], inside: frozenset[str]
) -> bool:
    """Whether what looks like a label with its value is a line of a paragraph: not in the column of the other labels
    (``lefts``, in ascending order), and starting where the free line above it starts."""
    if anchor.rest is None or anchor.label in inside or len(anchor.used) > 1:
        return False
    own = lines[anchor.used[0]].box
    has_colon = _COLON in squeeze(lines[anchor.used[0]].text)[: len(anchor.label) + 1]
    is_counted = anchor.key and abs(anchor.box.left - own.left) < own.height
    column = within(lefts, own.left - own.height, own.left + own.height) - bool(is_counted)
    if has_colon or column >= _LEAST_ALIGNED - 1:
        return False
    for i in bands.near(lambda _: (own.middle - _NEXT_LINE * own.height, own.middle)):
        is_above = 0 < own.middle - lines[i].box.middle < _NEXT_LINE * own.height
        if i not in used and is_above and abs(lines[i].box.left - own.left) < _ALIGNED * own.height:
            used.discard(anchor.used[0])
            return True
    return False


def _lone_characters(
    lines: Sequence[Line], words: Sequence[str], anchors: Sequence[Anchor], used: set[int], labels: Mapping[str, str | None]
) -> Iterator[Anchor]:
    """名 or 称 alone, the other character lost: believed where it lines up with the labels found for certain."""
    known = [anchor.box for anchor in anchors if anchor.key and anchor.score >= _INSIDE]
    lefts, rights = sorted(box.left for box in known), sorted(box.right for box in known)
    have = {anchor.key for anchor in anchors}
    for label, key in labels.items():
        if len(label) != 2 or key is None or key in have:
            continue
        for i in range(len(lines)):
            if i in used or not words[i] or words[i][0] not in label:
                continue
            box = part_of_box(lines[i].box, words[i], 0, 1)
            sides, side = (lefts, box.left) if words[i][0] == label[0] else (rights, box.right)
            if within(sides, side - box.height, side + box.height) >= _LEAST_ALIGNED and (
                len(words[i]) == 1 or words[i][0] == label[1]
            ):
                used.add(i)
                have.add(key)
                yield _anchor(lines[i], label, 1, key, _LONE, (i,))
                break


def _inside(
    line: Line, word: str, i: int, labels: Mapping[str, str | None], inside: frozenset[str], is_used: bool
) -> Iterator[Anchor]:
    for label in inside:
        at = word.find(label)
        if at > 0 or (at == 0 and is_used):
            found = _anchor(line, label, at + len(label), labels[label], _INSIDE, (i,))
            yield replace(found, box=part_of_box(line.box, word, at, at + len(label)))


def _anchor(line: Line, label: str, length: int, key: str | None, score: float, used: tuple[int, ...]) -> Anchor:
    """The anchor for the first ``length`` squeezed characters of the line, the remainder as ``rest``."""
    word = squeeze(line.text)
    end = length
    while end < len(word) and word[end] in ":;.·—-":
        end += 1
    box = part_of_box(line.box, word, 0, length)
    if end >= len(word):
        return Anchor(key, label, line.box if length >= len(word) else box, score, used)
    rest = replace(line, text=_after(line.text, end), box=part_of_box(line.box, word, end, len(word)))
    return Anchor(key, label, box, score, used, rest)


def _after(text: str, count: int) -> str:
    """The text behind its first ``count`` squeezed characters, inner spaces kept."""
    seen = 0
    for i, char in enumerate(text):
        if seen >= count:
            return text[i:].strip()
        seen += len(squeeze(char))
    return ""


def part_of_box(box: Box, word: str, start: int, end: int) -> Box:
    """The part of a line's box that its characters from ``start`` to ``end`` take, by their usual widths."""
    widths = [1.0 if ord(char) > _LATIN else 0.55 for char in compat(word)]
    unit = box.width / max(sum(widths), 1)
    edges = (round(box.left + unit * sum(widths[:count]), 2) for count in (start, end))
    return replace(box, left=next(edges), right=next(edges))
