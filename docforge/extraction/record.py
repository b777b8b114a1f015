"""The pages of one paper → its Record: typed values with grades and evidence, and what must be said about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean
from types import MappingProxyType

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.dates import months_in
from docforge.core.model import (
    WORD,
    Evidence,
    Field,
    Finding,
    Grade,
    Line,
    Mark,
    MarkKind,
    Page,
    PartSeen,
    Record,
    Source,
    finding,
)
from docforge.core.text import letters, squeeze
from docforge.extraction import values
from docforge.extraction.cells import lowest_field, run_over
from docforge.extraction.fields import Found, find_fields
from docforge.extraction.kind import Derived, Element, FieldSpec, Kind, Months, ValueType
from docforge.extraction.layout import joined, rows
from docforge.extraction.lists import read_list
from docforge.extraction.official import closing, number_in
from docforge.extraction.papers import Paper
from docforge.extraction.printed_codes import checked_by_codes

_HIGH, _LOW = 0.93, 0.75
_SURE_LABEL = 0.8
_LONG_TEXT_DOUBT = 0.03
_HOLE = 0.9
_APART = 1.2
_RUNNING = {ValueType.TEXT, ValueType.LONG_TEXT, ValueType.ORGANISATION, ValueType.PERSON}
_COPY_STAMPS = ("与原件一致", "与原件核对", "与原件相符", "原件一致", "核对无误")


def make_record(paper: Paper, kind: Kind, source: Source) -> Record:
    """The record of the paper's pages."""
    places = _places(paper, kind)
    fields: dict[str, Field] = {}
    found: list[Finding] = []
    for spec in kind.fields:
        lines, score = places.get(spec.key, ([], 0.0))
        if not lines:
            continue
        made, code = _field(spec, lines, score, source)
        fields[spec.key] = made
        if code:
            found.append(_value_finding(code, spec, made))
    fields.update(_lists(paper, kind, source))
    fields, notes = checked_by_codes(paper.pages, kind, fields, source)
    fields.update(_derived(paper, kind, fields, source))
    notes += _derived_both_ways(kind, fields)
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
        codes.PART_MISSING.id,
        codes.VALUES_UNEQUAL.id,
    }
    kept = [own for own in record.findings if own.code not in told]
    new = [*_missing(kind, record), *_disagreements(kind, record.fields), *_unequal(kind, record.fields)]
    return replace(record, findings=tuple(kept + new))


def _places(paper: Paper, kind: Kind) -> Found:
    """The lines of each field, from the first page that has it; a form's row that runs over goes on with the next page."""
    names = {id(page): name for name, page in paper.parts}
    places: dict[str, tuple[list[Line], float]] = {}
    for i, page in enumerate(paper.pages):
        body = replace(page, lines=tuple(line for line in page.lines if not _is_stamp(line)))
        is_later = i > 0 and kind.layout in ("form", "official")
        own = _later(paper.pages[i - 1], body, kind, places) if is_later else find_fields(body, kind, names.get(id(page), ""))
        places.update({key: found for key, found in own.items() if is_later or key not in places})
    return places


def _later(before: Page, page: Page, kind: Kind, places: Found) -> Found:
    """What a later page adds: the end of a form's last row, the date and the body that sign an official document."""
    if kind.layout == "official":
        signed = closing(page)
        placed = [(spec.key, signed.get(spec.element, [])) for spec in kind.fields if spec.element]
        return {name: (own, _SURE_LABEL) for name, own in placed if own and name not in places}
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


def _field(spec: FieldSpec, lines: Sequence[Line], score: float, source: Source) -> tuple[Field, Code | None]:
    raw = _joined(lines)
    text = number_in(raw) or raw if spec.element is Element.DOCUMENT_NUMBER else raw
    typed = values.understand(text, spec, exact=source.media_type == WORD)
    confidence = _confidence(lines, spec)
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box) if line.page == lines[0].page else box
    evidence = Evidence(source.label, lines[0].page, box, raw)
    grade = _grade(confidence, score, typed)
    return Field(spec.key, spec.label, raw, typed.value, grade, round(confidence, 4), lines[0].via, evidence), typed.code


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


def _confidence(lines: Sequence[Line], spec: FieldSpec) -> float:
    """How surely the lines were read: of long text the worst line; a hole in a row of text is a doubt of its own."""
    least = min(line.confidence for line in lines)
    if spec.type is ValueType.LONG_TEXT:
        least -= _LONG_TEXT_DOUBT
    else:
        least = min(fmean(line.confidence for line in lines), least + 0.1)
    return min(least, _HOLE) if spec.type in _RUNNING and _has_hole(lines) else max(least, 0.0)


def _has_hole(lines: Sequence[Line]) -> bool:
    """Whether two pieces of one row stand further apart than a character: something between them was not read."""
    pairs = [pair for row in rows(lines) for pair in pairwise(row)]
    return any(right.box.left - left.box.right > _APART * right.box.height for left, right in pairs)


def _grade(confidence: float, score: float, typed: values.Typed) -> Grade:
    if typed.value is None or confidence < _LOW or (not typed.sure and typed.code is codes.CHECK_DIGIT):
        return Grade.LOW
    if typed.sure and confidence >= _HIGH and score >= _SURE_LABEL:
        return Grade.HIGH
    return Grade.MEDIUM


def _value_finding(code: Code, spec: FieldSpec, made: Field) -> Finding:
    return finding(
        code,
        spec.label,
        evidence=(made.evidence,),
        field=spec.label,
        raw=made.raw,
        value=made.value,
        type=values.type_name(spec),
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


def _disagreements(kind: Kind, fields: Mapping[str, Field]) -> list[Finding]:
    found = []
    for check in kind.same_year:
        code, date = fields.get(check.code), fields.get(check.date)
        year = getattr(date.value, "year", None) if date else None
        if code and date and year and isinstance(code.value, str) and str(year) not in code.value:
            number_year = "".join(c for c in code.value if c.isdigit())[:4]
            evidence = (code.evidence, date.evidence)
            found.append(finding(codes.CERTIFICATE_YEAR, code.label, evidence=evidence, number_year=number_year, date_year=year))
    return found


def _lists(paper: Paper, kind: Kind, source: Source) -> Iterator[tuple[str, Field]]:
    for spec in kind.fields:
        ends = {label for other in kind.fields if other is not spec for label in other.printed} if kind.layout == "form" else set()
        exact = source.media_type == WORD
        listed = read_list(paper.pages, spec.columns, ends, exact=exact) if spec.columns else None
        if listed:
            raw = "；".join("，".join(filter(None, row)) for row in listed.rows)
            first = listed.lines[0]
            confidence = min(line.confidence for line in listed.lines)
            grade = Grade.HIGH if confidence >= _HIGH else Grade.MEDIUM
            evidence = Evidence(source.label, first.page, first.box, raw)
            yield spec.key, Field(spec.key, spec.label, raw, listed.rows, grade, round(confidence, 4), first.via, evidence)


def _derived(paper: Paper, kind: Kind, fields: Mapping[str, Field], source: Source) -> Iterator[tuple[str, Field]]:
    """Values that other fields tell: the level of a title, the months in a list of payments."""
    for spec in kind.fields:
        if spec.months and spec.key not in fields and (listed := fields.get(spec.months.of)):
            months = _months(listed, kind, spec.months, fields)
            if months:
                yield spec.key, replace(listed, key=spec.key, label=spec.label, value=str(months))
        if spec.derived:
            sources = [fields[key] for key in spec.derived.from_ if key in fields]
            texts = [field.raw for field in sources] if spec.derived.from_ else [_text(paper)]
            value = next((told for text in texts if (told := told_by(text, spec.derived))), "")
            if value:
                yield spec.key, _told(spec, value, sources, paper, source)


def _derived_both_ways(kind: Kind, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Where two sources of a derived value speak for different ones: 国科发〔2025〕1号 of a city's bureau."""
    for spec in kind.fields:
        if not spec.derived:
            continue
        sources = [fields[key] for key in spec.derived.from_ if key in fields]
        told = {field.label: value for field in sources if (value := told_by(field.raw, spec.derived))}
        if len(set(told.values())) > 1:
            evidence = tuple(field.evidence for field in sources)
            ways = "，".join(f"按{label}为“{value}”" for label, value in told.items())
            yield finding(codes.DERIVED_DIFFER, spec.label, evidence=evidence, field=spec.label, ways=ways)


def told_by(text: str, derived: Derived) -> str:
    """The value one of whose words stands in the text, empty when none does.

    Of several words the first or the last counts, of those in one place the longest: 副教授 is no 教授.
    """
    plain = squeeze(text)
    found = [
        (at, at + len(word), value)
        for value, own in derived.told.items()
        for word in map(squeeze, own)
        if (at := plain.rfind(word)) >= 0
    ]
    if derived.pick == "last":
        return max(found, key=lambda hit: (hit[1], hit[1] - hit[0]), default=(0, 0, ""))[2]
    return min(found, key=lambda hit: (hit[0], -hit[1]), default=(0, 0, ""))[2]


def _told(spec: FieldSpec, value: str, sources: Sequence[Field], paper: Paper, source: Source) -> Field:
    """The derived field, as sure as the one that it was derived from."""
    if sources:
        return replace(sources[0], key=spec.key, label=spec.label, value=value)
    line = paper.pages[0].lines[0]
    evidence = Evidence(source.label, line.page)
    return Field(spec.key, spec.label, value, value, Grade.MEDIUM, line.confidence, line.via, evidence)


def _text(paper: Paper) -> str:
    return "".join(line.text for page in paper.pages for line in page.lines)


def _months(listed: Field, kind: Kind, counted: Months, fields: Mapping[str, Field]) -> int:
    """How many months the rows name, rows that contradict the field ``counted.only`` left out."""
    columns = kind.spec(counted.of).columns
    only = kind.spec(counted.only) if counted.only else None
    own = letters(str(fields[only.key].value)) if only and only.key in fields else ""
    at = next((i for i, column in enumerate(columns) if only and set(column.printed) & set(only.printed)), None)
    rows_ = listed.value if isinstance(listed.value, tuple) else ()
    paid = [row for row in rows_ if not any(word in cell for cell in row for word in counted.without)]
    right = [row for row in paid if at is None or not own or not row[at] or letters(row[at]) == own]
    return len({month for row in right for cell in row for month in months_in(cell)})
