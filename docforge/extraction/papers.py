"""Which pages of a document are one paper: a certificate, a form and its second page, a 红头文件 with its 附件."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docforge.core.model import Document, Page
from docforge.core.text import squeeze
from docforge.extraction.bounds import bounded, is_too_full
from docforge.extraction.cells import form_keys, run_over
from docforge.extraction.classify import Verdict, classify, companions, papers_on, parts_of
from docforge.extraction.kind import Kind
from docforge.extraction.lists import read_list
from docforge.extraction.official import closing, elements

_MOST_PAGES = 60
_COLUMN, _LEAST_COLUMNS = 12.0, 3
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
    if forced:
        return [_forced(page, forced) for page in document.pages if page.lines or forced.layout == "portrait"]
    found: list[Paper] = []
    for part in (part for page in document.pages if page.lines or page.marks for part in _apart(page, kinds)):
        top = bounded(part)
        verdict = classify(top, kinds)
        kind = None if verdict.look_alike else verdict.kind
        last = found[-1] if found else None
        if last and last.kind and len(last.pages) < _MOST_PAGES and _goes_on(last, last.kind, part, verdict):
            last.pages.append(part)
            more = [verdict.part] if kind is last.kind and verdict.part else parts_of(top, last.kind)
            last.parts += [(name, part) for name in more]
            continue
        parts = [(verdict.part, part)] if kind and verdict.part else []
        found.append(Paper(kind, verdict, [part], parts))
        found += [Paper(other, Verdict(other), [part]) for other in companions(top, kind, kinds)]
    return [one for paper in _forms_joined(found) for one in _without_strangers(paper)]


def _apart(page: Page, kinds: Sequence[Kind]) -> list[Page]:
    """The page, or the papers that stand on it one below the other; one too full for papers is left whole."""
    return [page] if is_too_full(page) else papers_on(page, kinds)


def _forms_joined(found: Sequence[Paper]) -> list[Paper]:
    """The papers, the later part of a form joined to the earlier one that it completes, unknown pages between them with it."""
    joined: list[Paper] = []
    for paper in found:
        at = next((i for i in reversed(range(len(joined))) if joined[i].kind is not None), None)
        if at is not None and _completes(joined[at], paper):
            joined[at].pages += [page for between in joined[at + 1 :] for page in between.pages] + paper.pages
            del joined[at + 1 :]
        else:
            joined.append(paper)
    return joined


def _completes(before: Paper, paper: Paper) -> bool:
    """Whether both are parts of one form: of one kind, none of its fields in both."""
    kind = paper.kind
    if kind is None or before.kind is not kind or kind.layout != "form":
        return False
    earlier = {key for page in before.pages for key in form_keys(bounded(page), kind)}
    return not earlier & form_keys(bounded(paper.pages[0]), kind)


def _forced(page: Page, kind: Kind) -> Paper:
    names = parts_of(bounded(page), kind) or [part.name for part in kind.parts[:1]]
    return Paper(kind, Verdict(kind), [page], [(name, page) for name in names[:1]])


def _without_strangers(paper: Paper) -> list[Paper]:
    """The paper, and as papers of their own the unknown pages behind its first part when its last part never came."""
    if not paper.kind or not paper.kind.body_pages or any(name == paper.kind.parts[-1].name for name, _ in paper.parts):
        return [paper]
    own = {id(page) for _, page in paper.parts}
    strangers = [page for page in paper.pages if id(page) not in own]
    kept = Paper(paper.kind, paper.verdict, [page for page in paper.pages if id(page) in own] or paper.pages[:1], paper.parts)
    return [kept, *(Paper(None, Verdict(None), [page]) for page in strangers)]


def _goes_on(last: Paper, own: Kind, page: Page, verdict: Verdict) -> bool:
    """Whether the page belongs to the paper before it."""
    is_unknown = verdict.kind is None
    if own.parts:
        seen = {name for name, _ in last.parts}
        if verdict.kind is own and not verdict.look_alike:
            return bool(verdict.part) and verdict.part not in seen and verdict.part != own.parts[0].name
        return is_unknown and own.parts[-1].name not in seen and (own.body_pages or bool(parts_of(bounded(page), own)))
    if own.layout == "form":
        return (is_unknown or bool(verdict.look_alike)) and _is_next_page(page, own)
    if own.layout == "official":
        return not elements(page).is_official and (_begins_attachment(page) or (is_unknown and _is_attachment(last, own, page)))
    return False


def _is_next_page(page: Page, kind: Kind) -> bool:
    """Whether the page goes on with the form before it: a row runs over, or it prints what the form prints at its end."""
    text = squeeze("".join(line.text for line in page.lines))
    return _begins_with_table(page) or bool(page.cells and run_over(page)) or any(squeeze(stop) in text for stop in kind.stops)


def _begins_with_table(page: Page) -> bool:
    """Whether the page's first text stands in a ruled cell: a table that goes on."""
    first = min(page.lines, key=lambda line: line.box.top, default=None)
    return first is not None and any(cell.holds(first.box) for cell in page.cells)


def _begins_attachment(page: Page) -> bool:
    return any(_ATTACHMENT.match(squeeze(line.text)) for line in page.lines[:3])


def _is_attachment(last: Paper, kind: Kind, page: Page) -> bool:
    """Whether an unknown page goes on with an official document: not yet dated, its list, or numbered on."""
    before = _number(last.pages[-1])
    numbered = before is not None and _number(page) == before + 1
    has_list = any(spec.columns and read_list([page], spec.columns) for spec in kind.fields)
    is_open = not any(closing(own) for own in last.pages)
    return numbered or has_list or is_open or _same_columns(last.pages[-1], page)


def _same_columns(before: Page, page: Page) -> bool:
    """Whether the page's table has the columns of the one before: a list that goes on without its headings."""
    edges = [sorted({round(cell.left / _COLUMN) for cell in own.cells}) for own in (before, page)]
    return len(edges[0]) >= _LEAST_COLUMNS and edges[0] == edges[1]


def _number(page: Page) -> int | None:
    """The page number printed at the foot."""
    for line in sorted(page.lines, key=lambda line: -line.box.middle)[:2]:
        if found := _PAGE_NUMBER.match(line.text.strip()):
            return int(found[1] or found[2])
    return None
