"""Document → Records."""

from collections.abc import Sequence

from docforge.core import codes
from docforge.core.model import Document, Extraction, Page, Place, Record, Source, Unrecognised, finding
from docforge.core.text import squeeze, tidy
from docforge.extraction.classify import Verdict
from docforge.extraction.kind import Kind
from docforge.extraction.papers import papers
from docforge.extraction.record import make_records
from docforge.extraction.second_look import unread_codes


def extract(document: Document, kinds: Sequence[Kind], *, forced: Kind | None = None) -> Extraction:
    """The records on the document's pages. ``forced``: take every page for this kind."""
    records: list[Record] = []
    unknown: list[Unrecognised] = []
    again: list[Place] = []
    for paper in papers(document, kinds, forced):
        if paper.kind is None:
            unknown += [_unrecognised(document.source, page, paper.verdict) for page in paper.pages if page.lines]
            continue
        made = make_records(paper, paper.kind, document.source)
        records += made
        again += unread_codes(paper.pages[0], paper.kind, made[0])
    return Extraction(tuple(records), tuple(unknown), tuple(again))


def _unrecognised(source: Source, page: Page, verdict: Verdict) -> Unrecognised:
    if verdict.look_alike and verdict.kind:
        note = finding(codes.LOOK_ALIKE, source.label, title=tidy(verdict.look_alike), label=verdict.kind.label)
    else:
        note = finding(codes.PAGE_UNRECOGNISED, source.label)
    return Unrecognised(source, page.number, note, _pairs(page))


def _pairs(page: Page) -> tuple[tuple[str, str], ...]:
    """Label–value pairs of an unknown paper: lines of the shape 标签：值."""
    pairs = []
    for line in page.lines:
        label, colon, value = line.text.replace(":", "：").partition("：")
        if colon and value.strip() and 1 < len(squeeze(label)) <= 12:
            pairs.append((tidy(label), tidy(value)))
    return tuple(pairs[:40])
