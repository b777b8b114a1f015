"""Which pages of a document are one paper: a certificate, a form and its second page, a 红头文件 with its 附件."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docforge.core.model import Document, Page
from docforge.core.text import squeeze
from docforge.extraction.cells import run_over
from docforge.extraction.classify import Verdict, classify, companions, papers_on
from docforge.extraction.kind import Kind, Part
from docforge.extraction.lists import read_list
from docforge.extraction.official import closing, elements

_MOST_PAGES = 60
_PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(\d{1,3})[-—–－·\s]*$|^第(\d{1,3})页")
_ATTACHMENT = re.compile(r"^附件\d{0,2}[:.]?")


@dataclass
class Paper:
    """Pages that belong together; ``kind`` None when they are none of the known kinds. ``parts``: names with their pages."""

    kind: Kind | None
    verdict: Verdict
    pages: list[Page]
    parts: list[tuple[str, Page]] = field(default_factory=list)


def papers(document: Document, kinds: Sequence[Kind], forced: Kind | None = None) -> list[Paper]:
    """The papers of the document in order. ``forced``: each page is a paper of this kind."""
    found: list[Paper] = []
    if forced:
        return [Paper(forced, Verdict(forced), [page]) for page in document.pages if page.lines or forced.layout == "portrait"]
    for part in (part for page in document.pages if page.lines or page.marks for part in papers_on(page, kinds)):
        verdict = classify(part, kinds)
        kind = None if verdict.look_alike else verdict.kind
        last = found[-1] if found else None
        if last and last.kind and len(last.pages) < _MOST_PAGES and _goes_on(last, last.kind, part, kind, verdict.part):
            last.pages.append(part)
            last.parts += [(verdict.part, part)] if kind is last.kind and verdict.part else _parts_on(part, last.kind)
            continue
        parts = [(verdict.part, part)] if kind and verdict.part else []
        found.append(Paper(kind, verdict, [part], parts))
        found += [Paper(other, Verdict(other), [part]) for other in companions(part, kind, kinds)]
    return found


def _goes_on(last: Paper, own: Kind, page: Page, kind: Kind | None, part: str) -> bool:
    """Whether the page belongs to the paper before it."""
    if own.parts:
        seen = {name for name, _ in last.parts}
        if kind is own:
            return bool(part) and part not in seen and part != own.parts[0].name
        return kind is None and own.parts[-1].name not in seen
    if own.layout == "form":
        return kind is None and _is_next_page(page, own)
    if own.layout == "official":
        return (kind is None or kind.layout != "official") and not elements(page).is_official and _is_attachment(last, own, page)
    return False


def _is_next_page(page: Page, kind: Kind) -> bool:
    """Whether the page goes on with the form before it: a row runs over, or it prints what the form prints at its end."""
    text = squeeze("".join(line.text for line in page.lines))
    return bool(page.cells and run_over(page)) or any(squeeze(stop) in text for stop in kind.stops)


def _is_attachment(last: Paper, kind: Kind, page: Page) -> bool:
    """Whether the page goes on with an official document: not yet dated, an 附件, its list, or numbered on."""
    previous = last.pages[-1]
    texts = [squeeze(line.text) for line in page.lines]
    numbered = _number(page) is not None and _number(page) == (_number(previous) or 0) + 1
    has_list = any(spec.columns and read_list([page], spec.columns) for spec in kind.fields)
    is_open = not any(closing(own) for own in last.pages)
    return numbered or has_list or is_open or any(_ATTACHMENT.match(text) for text in texts[:3])


def _number(page: Page) -> int | None:
    """The page number printed at the foot."""
    for line in sorted(page.lines, key=lambda line: -line.box.middle)[:2]:
        if found := _PAGE_NUMBER.match(line.text.strip()):
            return int(found[1] or found[2])
    return None


def _parts_on(page: Page, kind: Kind) -> list[tuple[str, Page]]:
    return [(part.name, page) for part in kind.parts if speaks_for(part, page)]


def speaks_for(part: Part, page: Page) -> bool:
    """Whether the page prints enough of the part's words."""
    text = squeeze("".join(line.text for line in page.lines))
    return sum(squeeze(word) in text for word in part.words) >= part.least
