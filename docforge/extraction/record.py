"""The pages of one paper → its Record: typed values with grades and evidence, and what must be said about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import (
    WORD,
    Evidence,
    Field,
    Finding,
    Line,
    Mark,
    MarkKind,
    Page,
    PartSeen,
    Record,
    Source,
    finding,
)
from docforge.core.text import squeeze
from docforge.extraction import values
from docforge.extraction.bounds import bounded, cut_short, is_too_full
from docforge.extraction.cells import lowest_field, run_over
from docforge.extraction.derived import derived_both_ways, derived_fields
from docforge.extraction.dictionaries import Opinion, opinion
from docforge.extraction.fields import Found, find_fields
from docforge.extraction.grading import confidence, grade
from docforge.extraction.kind import Element, FieldSpec, Kind
from docforge.extraction.layout import joined
from docforge.extraction.listing import by_lists, list_fields
from docforge.extraction.numbers import number_findings
from docforge.extraction.official import closing, number_in
from docforge.extraction.papers import Paper
from docforge.extraction.printed_codes import checked_by_codes

_LATER_PAGE = 0.8
_COPY_STAMPS = ("与原件一致", "与原件核对", "与原件相符", "原件一致", "核对无误")


def make_records(paper: Paper, kind: Kind, source: Source) -> list[Record]:
    """The record of the paper's pages; several where its lists tell different things."""
    return by_lists(_record(paper, kind, source), paper.pages, kind)


def _record(paper: Paper, kind: Kind, source: Source) -> Record:
    places = _places(paper, kind)
    fields: dict[str, Field] = {}
    found: list[Finding] = []
    for spec in kind.fields:
        lines, score = places.get(spec.key, ([], 0.0))
        if not lines:
            continue
        fields[spec.key], notes = _field(spec, lines, score, source)
        found += notes
    fields.update(list_fields(paper.pages, kind, source))
    fields, notes = checked_by_codes(paper.pages, kind, fields, source)
    fields.update(derived_fields(paper.pages, kind, fields, source))
    notes += derived_both_ways(kind, fields)
    notes += [cut_short(page, source.label) for page in paper.pages if is_too_full(page)]
    parts = tuple(PartSeen(name, source, page.number) for name, page in paper.parts)
    record = Record(
        kind.kind,
        kind.label,
        source,
        tuple(dict.fromkeys(page.number for page in paper.pages)),
        MappingProxyType(fields),
        tuple(found + notes),
        tuple(mark for page in paper.pages for mark in (*page.marks, *_stamps(page))),
        parts,
    )
    return completed(record, kind)


def completed(record: Record, kind: Kind) -> Record:
    """The record with what is missing from it and what disagrees in it told, as of the fields that it has now."""
    told = {
        codes.FIELD_MISSING.id,
        codes.USUAL_FIELD_MISSING.id,
        codes.CERTIFICATE_YEAR.id,
        codes.NUMBER_PART_DIFFERS.id,
        codes.NUMBER_PART_UNKNOWN.id,
        codes.PART_MISSING.id,
        codes.VALUES_UNEQUAL.id,
    }
    kept = [own for own in record.findings if own.code not in told]
    new = [*_missing(kind, record), *number_findings(kind, record.fields), *_unequal(kind, record.fields)]
    return replace(record, findings=tuple(kept + new))


def _places(paper: Paper, kind: Kind) -> Found:
    """The lines of each field, from the first page that has it; a form's row that runs over goes on with the next page."""
    names = {id(page): name for name, page in paper.parts}
    places: dict[str, tuple[list[Line], float]] = {}
    for i, page in enumerate(paper.pages):
        body = bounded(page)
        body = replace(body, lines=tuple(line for line in body.lines if not _is_stamp(line)))
        is_later = i > 0 and kind.layout in ("form", "official")
        own = (
            _later(bounded(paper.pages[i - 1]), body, kind, places)
            if is_later
            else find_fields(body, kind, names.get(id(page), ""))
        )
        places.update({key: found for key, found in own.items() if is_later or key not in places})
    return places


def _later(before: Page, page: Page, kind: Kind, places: Found) -> Found:
    """What a later page adds: the end of a form's last row, the date and the body that sign an official document."""
    if kind.layout == "official":
        signed = closing(page)
        placed = [(spec.key, signed.get(spec.element, [])) for spec in kind.fields if spec.element]
        return {name: (own, _LATER_PAGE) for name, own in placed if own and name not in places}
    added = {key: found for key, found in find_fields(page, kind).items() if key not in places}
    lines, key = run_over(page) if page.cells else (), lowest_field(before, kind)
    if lines and key in places and key is not None:
        added[key] = ([*places[key][0], *lines], places[key][1])
    return added


def _is_stamp(line: Line) -> bool:
    text = squeeze(line.text)
    return len(text) < 14 and any(stamp in text for stamp in _COPY_STAMPS)


def _stamps(page: Page) -> Iterator[Mark]:
    """与原件一致 and its kin on the page."""
    for line in page.lines:
        if _is_stamp(line):
            yield Mark(MarkKind.CERTIFIED_COPY, page.number, line.box, line.text.strip())


def _field(spec: FieldSpec, lines: Sequence[Line], score: float, source: Source) -> tuple[Field, list[Finding]]:
    raw = _joined(lines)
    text = number_in(raw) or raw if spec.element is Element.DOCUMENT_NUMBER else raw
    typed = values.understand(text, spec, exact=source.media_type == WORD)
    said = opinion(typed.value, spec)
    sure = confidence(lines, spec)
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box) if line.page == lines[0].page else box
    evidence = Evidence(source.label, lines[0].page, box, raw)
    trust = grade(sure, score, typed, said.says)
    made = Field(spec.key, spec.label, raw, typed.value, trust, round(sure, 4), lines[0].via, evidence)
    return made, [_value_finding(code, spec, made, said) for code in (typed.code, said.code) if code]


def _unequal(kind: Kind, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Pairs of fields that must say the same and do not: 大写 and 小写."""
    for first, second in kind.same_value:
        own, other = fields.get(first), fields.get(second)
        if own and other and own.value is not None and other.value is not None and own.value != other.value:
            evidence = (own.evidence, other.evidence)
            yield finding(
                codes.VALUES_UNEQUAL, own.label, evidence=evidence, first=own.label, a=own.raw, second=other.label, b=other.raw
            )


def _joined(lines: Sequence[Line]) -> str:
    """The text of the lines, page by page."""
    pages = dict.fromkeys(line.page for line in lines)
    return "".join(joined([line for line in lines if line.page == page]) for page in pages)


def _value_finding(code: Code, spec: FieldSpec, made: Field, said: Opinion) -> Finding:
    return finding(
        code,
        spec.label,
        evidence=(made.evidence,),
        field=spec.label,
        raw=made.raw,
        value=made.value,
        type=values.type_name(spec),
        word=said.word,
        near=said.near,
    )


def _missing(kind: Kind, record: Record) -> list[Finding]:
    fields, source = record.fields, record.source
    groups = [(spec.key,) for spec in kind.fields if spec.required] + list(kind.one_of)
    found = []
    for group in groups:
        if not any(key in fields for key in group):
            label = "或".join(kind.spec(key).label for key in group)
            found.append(finding(codes.FIELD_MISSING, label, evidence=(Evidence(source.label),), kind=kind.label, field=label))
    unread = [spec.label for spec in kind.fields if spec.usual and spec.key not in fields]
    where = (Evidence(source.label),)
    found += [finding(codes.USUAL_FIELD_MISSING, label, evidence=where, kind=kind.label, field=label) for label in unread]
    seen = {part.name for part in record.parts}
    absent = [part.name for part in kind.parts if part.name not in seen] if kind.parts else []
    if absent:
        found.append(finding(codes.PART_MISSING, kind.label, evidence=where, kind=kind.label, parts="、".join(absent)))
    return found
