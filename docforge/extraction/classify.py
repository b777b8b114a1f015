"""Which kind of paper a page is: by its title line first, then by the labels it prints."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from docforge.core.model import Line, Page
from docforge.core.text import squeeze
from docforge.extraction.kind import Kind
from docforge.extraction.layout import rows

_TITLE_SCORE = 10
_TITLE_EXTRA = 10
_LOOK_ALIKE_EXTRA = 16
_TOP = 0.55
_LARGE = 1.15
_LEAST_SHARE = 0.4
_OWN_PAPER = 0.25
_RESEMBLES = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind a page is taken for; or ``look_alike``, the title of a paper that only resembles ``kind``."""

    kind: Kind | None
    score: int = 0
    look_alike: str = ""


def classify(page: Page, kinds: Sequence[Kind]) -> Verdict:
    """The best kind for the page; ``kind`` None when it is none."""
    titles = _title_lines(page)
    whole = "\n".join(squeeze("".join(line.text for line in row)) for row in rows(page.lines))
    verdicts = [verdict for kind in kinds if (verdict := _judge(titles, whole, kind))]
    proper = [v for v in verdicts if not v.look_alike]
    return max(proper or verdicts, key=lambda v: v.score, default=Verdict(None))


def papers_on(page: Page, kinds: Sequence[Kind]) -> list[Page]:
    """The page, or its parts where two papers were copied on it one below the other, each under a title of its own."""
    places = sorted(
        {line.box.top for line in _large(page) for kind in kinds if _title([squeeze(line.text)], kind.titles, _TITLE_EXTRA)}
    )
    cuts = [lower for upper, lower in pairwise(places) if lower - upper > _OWN_PAPER * page.height]
    edges = [-inf, *cuts, inf]
    parts = [
        replace(
            page,
            lines=tuple(line for line in page.lines if top <= line.box.top < bottom),
            cells=tuple(cell for cell in page.cells if top <= cell.top < bottom),
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
    """Texts of the upper part in larger letters than most, singly and joined across their row."""
    if not page.lines:
        return []
    top, bottom = min(line.box.top for line in page.lines), max(line.box.bottom for line in page.lines)
    upper = [line for line in _large(page) if line.box.middle - top < _TOP * max(bottom - top, _LEAST_SHARE * page.height)]
    joined_rows = [squeeze("".join(line.text for line in row)) for row in rows(upper)]
    return [squeeze(line.text) for line in upper] + joined_rows


def _judge(titles: Sequence[str], whole: str, kind: Kind) -> Verdict | None:
    title = _title(titles, kind.titles, _TITLE_EXTRA)
    look_alike = _title(titles, kind.look_alikes, _LOOK_ALIKE_EXTRA, at_end=bool(title))
    hits = sum(any(label in whole for label in spec.printed if len(label) > 1) for spec in kind.fields)
    hits += sum(squeeze(word) in whole for word in kind.supporting)
    if look_alike:
        return Verdict(kind, hits, look_alike) if title or hits >= _RESEMBLES else None
    if title and hits:
        return Verdict(kind, _TITLE_SCORE + len(title) + hits)
    if kind.without_title and hits >= kind.without_title:
        return Verdict(kind, hits)
    return None


def _title(lines: Sequence[str], titles: Sequence[str], extra: int, *, at_end: bool = False) -> str:
    """The line that holds one of the titles and little else; ``at_end``: that ends with it, as 关于…的公示 does."""
    for title in map(squeeze, titles):
        for text in lines:
            if (text.endswith(title) if at_end else title in text) and len(text) <= len(title) + extra:
                return text
    return ""
