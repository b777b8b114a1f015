"""Which kind of paper a page is: by its title line first, then by the labels it prints."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import inf
from statistics import median

from docforge.core.model import Line, MarkKind, Page
from docforge.core.text import simplified, squeeze
from docforge.extraction.kind import Element, Kind, Part
from docforge.extraction.layout import rows
from docforge.extraction.official import elements

_TITLE_SCORE = 10
_TITLE_EXTRA = 10
_LOOK_ALIKE_EXTRA = 16
_TOP = 0.55
_LARGE = 1.15
_LEAST_SHARE = 0.4
_OWN_PAPER = 0.25
_RESEMBLES = 3
_ANY = "…"
_LONG_TITLE, _LONGEST_TITLE = 6, 200
_FIRST_ROWS, _CENTRED = 6, 0.12
_QUOTES = str.maketrans("", "", "“”‘’\"'《》「」")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind a page is taken for; or ``look_alike``, the title of a paper that only resembles ``kind``.

    ``part``: which part of a paper that comes in several. ``titled``: its title was legible.
    """

    kind: Kind | None
    score: int = 0
    look_alike: str = ""
    part: str = ""
    titled: bool = False


def classify(page: Page, kinds: Sequence[Kind]) -> Verdict:
    """The best kind for the page; ``kind`` None when it is none."""
    if not page.lines or any(mark.kind is MarkKind.PORTRAIT for mark in page.marks):
        return _portrait(page, kinds)
    titles, alone, whole = _title_lines(page), _lone_lines(page), _whole(page)
    parts = elements(page)
    official = [_plain(parts.text(Element.TITLE))] if parts.is_official else []
    verdicts = [
        verdict
        for kind in kinds
        if kind.layout != "portrait"
        and (
            verdict := _judge(
                official if kind.layout == "official" else [*titles, *(alone & _long_titles(kind))], whole, kind, parts.is_official
            )
        )
    ]
    resembles = [v for v in verdicts if v.look_alike]
    proper = [v for v in verdicts if not v.look_alike and (v.titled or v.part or not resembles)]
    return max(proper or resembles, key=lambda v: v.score, default=Verdict(None))


def _long_titles(kind: Kind) -> frozenset[str]:
    return frozenset(word for title in kind.titles if len(word := _plain(title)) >= _LONG_TITLE)


def companions(page: Page, kind: Kind | None, kinds: Sequence[Kind]) -> list[Kind]:
    """The other kinds that stand on the page beside its own: the second side of a card."""
    if kind is None:
        return []
    whole = _whole(page)
    others = [other for other in kinds if kind.kind in other.accompanies or other.kind in kind.accompanies]
    return [other for other in others if _hits(whole, other) >= (other.without_title or len(other.fields))]


def _portrait(page: Page, kinds: Sequence[Kind]) -> Verdict:
    is_portrait = any(mark.kind is MarkKind.PORTRAIT for mark in page.marks)
    return Verdict(next((kind for kind in kinds if kind.layout == "portrait"), None) if is_portrait else None)


def _whole(page: Page) -> str:
    return "\n".join(squeeze("".join(line.text for line in row)) for row in rows(page.lines))


def papers_on(page: Page, kinds: Sequence[Kind]) -> list[Page]:
    """The page, or its parts where two papers were copied on it one below the other, each under a title of its own."""
    if not page.lines:
        return [page]
    titles = [title for kind in kinds if kind.layout != "official" for title in kind.titles if _ANY not in title]
    places = sorted({line.box.top for line in _large(page) if _title([_plain(line.text)], titles, _TITLE_EXTRA, at_end=True)})
    cuts = [lower for upper, lower in pairwise(places) if lower - upper > _OWN_PAPER * page.height]
    edges = [-inf, *cuts, inf]
    parts = [
        replace(
            page,
            lines=tuple(line for line in page.lines if top <= line.box.top < bottom),
            cells=tuple(cell for cell in page.cells if top <= cell.top < bottom),
            marks=tuple(mark for mark in page.marks if top <= (mark.box.middle if mark.box else 0) < bottom),
        )
        for top, bottom in pairwise(edges)
    ]
    return [part for part in parts if part.lines]


def _large(page: Page) -> list[Line]:
    """Lines in larger letters than most; all of them where a text document has one size only."""
    usual = median(line.box.height for line in page.lines)
    large = [line for line in page.lines if line.box.height >= _LARGE * usual]
    return large if large or page.unit != "pt" else list(page.lines)


def _title_lines(page: Page) -> list[str]:
    """Texts of the upper part in larger letters than most: singly, joined across their row, and two rows of a broken title."""
    if not page.lines:
        return []
    end = _upper_end(page)
    upper = [line for line in _large(page) if line.box.middle < end]
    joined_rows = [squeeze("".join(line.text for line in row)) for row in rows(upper)]
    broken = [first + second for first, second in pairwise(joined_rows[:_FIRST_ROWS])]
    return [_plain(text) for text in [*(line.text for line in upper), *joined_rows, *broken]]


def _upper_end(page: Page) -> float:
    """How far down the page titles stand."""
    top, bottom = min(line.box.top for line in page.lines), max(line.box.bottom for line in page.lines)
    return top + _TOP * max(bottom - top, _LEAST_SHARE * page.height)


def _lone_lines(page: Page) -> frozenset[str]:
    """Texts alone and centred in one of the first rows, of whatever size: a title may be printed no larger than the rest."""
    first = [row[0] for row in rows(page.lines)[:_FIRST_ROWS] if len(row) == 1]
    centred = [_plain(line.text) for line in first if abs(line.box.centre - page.width / 2) < _CENTRED * page.width]
    return frozenset([*centred, *(above + below for above, below in pairwise(centred))])


def _plain(text: str) -> str:
    """A title as compared: without white space and quotation marks, in simplified characters."""
    return simplified(squeeze(text)).translate(_QUOTES)


def _judge(titles: Sequence[str], whole: str, kind: Kind, is_official: bool) -> Verdict | None:
    title = _title(titles, kind.titles, _TITLE_EXTRA)
    look_alike = _title(titles, kind.resembling, _LOOK_ALIKE_EXTRA, at_end=bool(title))
    hits = _hits(whole, kind)
    part = next((part for part in kind.parts if is_part(part, titles, whole)), None)
    if look_alike:
        return Verdict(kind, hits, look_alike) if title or hits >= _RESEMBLES else None
    if is_official and kind.layout != "official":
        return None
    if title and (hits or kind.layout == "official"):
        first = part.name if part else kind.parts[0].name if kind.parts else ""
        return Verdict(kind, _TITLE_SCORE + (_weight(title, kind) if is_official else len(title)) + hits, part=first, titled=True)
    if part:
        return Verdict(kind, part.least + hits, part=part.name)
    needed = not kind.without_title_needs or any(squeeze(word) in whole for word in kind.without_title_needs)
    if kind.without_title and hits >= kind.without_title and needed:
        return Verdict(kind, hits)
    return None


def _hits(whole: str, kind: Kind) -> int:
    """How many of the kind's fields and supporting words the page prints, each word counted once."""
    said = [next((label for label in spec.printed if len(label) > 1 and label in whole), "") for spec in kind.fields]
    return len({word for word in (*said, *(squeeze(own) for own in kind.supporting)) if word and word in whole})


def parts_of(page: Page, kind: Kind) -> list[str]:
    """The names of the kind's parts that the page speaks for."""
    titles, whole = _title_lines(page), _whole(page)
    return [part.name for part in kind.parts if is_part(part, titles, whole)]


def is_part(part: Part, titles: Sequence[str], whole: str) -> bool:
    """Whether a page with these titles and this text is this part; one without words is known by the kind's title alone."""
    said = sum(squeeze(word) in whole for word in part.words)
    needed = not part.needs or any(squeeze(word) in whole for word in part.needs)
    return (
        bool(part.words) and said >= part.least and needed and (not part.titles or bool(_title(titles, part.titles, _TITLE_EXTRA)))
    )


def _title(lines: Sequence[str], titles: Sequence[str], extra: int, *, at_end: bool = False) -> str:
    """The line that holds one of the titles and little else; ``at_end``: that ends with it, as 关于…的公示 does."""
    for title in titles:
        pattern = _pattern(title, at_end)
        for text in lines:
            if len(text) <= _LONGEST_TITLE and pattern.search(text) and (_ANY in title or len(text) <= len(squeeze(title)) + extra):
                return text
    return ""


def _weight(text: str, kind: Kind) -> int:
    """How much of an official title the kind's own words make up: the most telling of its titles counts."""
    return max(len(squeeze(title.replace(_ANY, ""))) for title in kind.titles if _pattern(title, False).search(text))


@lru_cache(maxsize=2048)
def _pattern(title: str, at_end: bool) -> re.Pattern[str]:
    words = ".*".join(re.escape(_plain(part)) for part in title.split(_ANY))
    return re.compile(words + ("$" if at_end else ""))
