"""Document → Records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean
from types import MappingProxyType

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.dates import parse_date
from docforge.core.model import (
    WORD,
    Document,
    Evidence,
    Extraction,
    Field,
    Finding,
    Grade,
    Line,
    Page,
    Place,
    Record,
    Source,
    Unrecognised,
    finding,
)
from docforge.core.text import squeeze, tidy
from docforge.extraction import values
from docforge.extraction.anchors import Anchor, find_anchors
from docforge.extraction.cells import cell_claims, lowest_field, run_over
from docforge.extraction.classify import classify, papers_on
from docforge.extraction.kind import FieldSpec, Kind, ValueType
from docforge.extraction.layout import Claim, claims, joined, rows
from docforge.extraction.second_look import unread_codes

_HIGH, _LOW = 0.93, 0.75
_SURE_LABEL = 0.8
_ONE_ROW = {
    ValueType.USCC,
    ValueType.REGISTRATION_NUMBER,
    ValueType.CITIZEN_ID,
    ValueType.PATENT_NUMBER,
    ValueType.DATE,
    ValueType.MONEY,
    ValueType.PHONE,
    ValueType.PERSON,
    ValueType.CODE,
    ValueType.YEARS,
}
_MOST_UNDER = 8.0
_LONG_TEXT_DOUBT = 0.03
_HOLE = 0.9
_APART = 1.2
_RUNNING = {ValueType.TEXT, ValueType.LONG_TEXT, ValueType.ORGANISATION, ValueType.PERSON}


def extract(document: Document, kinds: Sequence[Kind], *, forced: Kind | None = None) -> Extraction:
    """The records on the document's pages. ``forced``: take every page for this kind."""
    records: list[Record] = []
    unknown: list[Unrecognised] = []
    again: list[Place] = []
    before: tuple[Page, Kind] | None = None
    parts = [part for page in document.pages if page.lines for part in ([page] if forced else papers_on(page, kinds))]
    for page in parts:
        verdict = classify(page, kinds)
        kind = forced or (None if verdict.look_alike else verdict.kind)
        if kind:
            records.append(_record(page, document.source, kind))
            again.extend(unread_codes(page, kind, records[-1]))
            before = (page, kind)
            continue
        if before and before[1].layout == "form" and _is_next_page(page, before[1]):
            records[-1] = _with_next_page(records[-1], *before, page)
            continue
        if verdict.look_alike and verdict.kind:
            note = finding(codes.LOOK_ALIKE, document.source.label, title=tidy(verdict.look_alike), label=verdict.kind.label)
        else:
            note = finding(codes.PAGE_UNRECOGNISED, document.source.label)
        unknown.append(Unrecognised(document.source, page.number, note, _pairs(page)))
    return Extraction(tuple(records), tuple(unknown), tuple(again))


def _is_next_page(page: Page, kind: Kind) -> bool:
    """Whether the page goes on with the form before it: a row runs over, or it prints what the form prints at its end."""
    text = squeeze("".join(line.text for line in page.lines))
    return bool(page.cells and run_over(page)) or any(squeeze(stop) in text for stop in kind.stops)


def _with_next_page(record: Record, first: Page, kind: Kind, page: Page) -> Record:
    """The record with the page added, and the text that runs over added to the form's last field."""
    lines, key = run_over(page) if page.cells else (), lowest_field(first, kind)
    pages = (*record.pages, page.number)
    own = record.fields.get(key or "")
    if not lines or own is None:
        return replace(record, pages=pages)
    spec = kind.spec(own.key)
    raw = own.raw + joined(lines)
    typed = values.understand(raw, spec, exact=record.source.media_type == WORD)
    confidence = min(own.confidence, _confidence(lines, spec))
    made = replace(own, raw=raw, value=typed.value, confidence=round(confidence, 4), grade=_grade(confidence, 1.0, typed))
    return replace(record, pages=pages, fields=MappingProxyType({**record.fields, own.key: made}))


def _record(page: Page, source: Source, kind: Kind) -> Record:
    best = _best_claims(page, kind)
    fields: dict[str, Field] = {}
    found: list[Finding] = []
    for spec in kind.fields:
        lines, score = best.get(spec.key, ([], 0.0))
        if not lines:
            continue
        made, code = _field(spec, lines, score, source)
        fields[spec.key] = made
        if code:
            found.append(_value_finding(code, spec, made))
    found += _missing(kind, fields, source) + _disagreements(kind, fields)
    return Record(kind.kind, kind.label, source, (page.number,), MappingProxyType(fields), tuple(found))


def _best_claims(page: Page, kind: Kind) -> Mapping[str, tuple[list[Line], float]]:
    """The lines of each field's value and how surely its label was found."""
    from_cells, outside = cell_claims(page, kind) if kind.layout == "form" and page.cells else ([], list(page.lines))
    labels = _labels(kind)
    inside = frozenset(label for spec in kind.fields if spec.inside_lines for label in spec.printed)
    alone = frozenset(squeeze(label) for spec in kind.fields for label in spec.labels_alone)
    anchors = find_anchors(outside, labels, inside, alone)
    in_cells = {claim.anchor.key: claim for claim in from_cells}
    loose = claims(outside, anchors)
    best: dict[str, tuple[list[Line], float]] = {}
    for spec in kind.fields:
        chosen = in_cells.get(spec.key) or _choose(spec, kind, loose)
        by_check = _by_check_digit(spec, chosen, outside)
        if by_check:
            best[spec.key] = ([by_check], _SURE_LABEL)
        elif chosen:
            best[spec.key] = (_value_lines(chosen, spec), chosen.anchor.score)
        elif spec.under:
            best[spec.key] = (_lines_under(spec, loose, page), 0.9)
    return best


def _by_check_digit(spec: FieldSpec, chosen: Claim | None, lines: Sequence[Line]) -> Line | None:
    """The one line of the page that holds a code whose check digits hold, when the label did not lead to one."""
    if spec.type not in values.STRONG or (chosen and _holds(joined(_value_lines(chosen, spec)), spec)):
        return None
    found = [line for line in lines if _holds(line.text, spec)]
    return found[0] if len({values.understand(line.text, spec).value for line in found}) == 1 else None


def _holds(text: str, spec: FieldSpec) -> bool:
    typed = values.understand(text, spec)
    return typed.value is not None and typed.code is not codes.CHECK_DIGIT


def _labels(kind: Kind) -> dict[str, str | None]:
    labels: dict[str, str | None] = {squeeze(stop): None for stop in kind.stops}
    for spec in kind.fields:
        labels.update(dict.fromkeys(spec.printed, spec.key))
    return labels


def _choose(spec: FieldSpec, kind: Kind, found: Sequence[Claim]) -> Claim | None:
    """Of several places that print the label, the one with a value that can be understood, read most surely, highest.

    Where two different labels may stand for a text (类型 and 组成形式), the one named first in the kind."""
    own = [claim for claim in found if claim.anchor.label in spec.printed and claim.anchor.key and claim.lines]
    own = [claim for claim in own if not spec.holds or any(word in squeeze(claim.text) for word in spec.holds)]
    if spec.beside:
        left = [c.anchor for c in found if c.anchor.label in kind.spec(spec.beside).printed]
        own = [c for c in own if any(_beside(a, c.anchor) for a in left)]
    ranks = {squeeze(label): -rank for rank, label in enumerate((spec.label, *spec.labels, *spec.labels_alone))}

    def merit(claim: Claim) -> tuple[bool, int, float, float]:
        typed = values.understand(joined(_value_lines(claim, spec)), spec)
        return (
            typed.sure,
            ranks[claim.anchor.label] if spec.type is ValueType.TEXT else 0,
            claim.anchor.score,
            -claim.anchor.box.top,
        )

    return max(own, key=merit, default=None)


def _beside(left: Anchor, right: Anchor) -> bool:
    return left.box.right <= right.box.left and abs(left.box.middle - right.box.middle) < left.box.height


def _value_lines(claim: Claim, spec: FieldSpec) -> list[Line]:
    """The claimed lines that count: for a value of one row the row nearest the label that can be understood."""
    ordered = rows(claim.lines)
    if spec.type not in _ONE_ROW or not ordered:
        return [line for row in ordered for line in row]
    if spec.type is ValueType.PERSON:
        return _name_lines(ordered, claim)
    ordered.sort(key=lambda row: abs(row[0].box.middle - claim.anchor.box.middle))
    candidates = ordered + [[line] for row in ordered for line in row if spec.type in values.CHECKED]
    return next((lines for lines in candidates if _holds(joined(lines), spec)), ordered[0])


def _name_lines(ordered: Sequence[Sequence[Line]], claim: Claim) -> list[Line]:
    """The row of a name without what stands apart from it (a watermark), and with the rows that an open bracket runs into."""
    start = min(range(len(ordered)), key=lambda i: abs(ordered[i][0].box.middle - claim.anchor.box.middle))
    first, *more = ordered[start]
    lines = [first]
    for line in more:
        is_apart = line.box.left - lines[-1].box.right > line.box.height
        if is_apart and len(squeeze(joined(lines))) > 1:
            break
        lines.append(line)
    for row in ordered[start + 1 :]:
        text = squeeze(joined(lines))
        if text.count("(") <= text.count(")"):
            break
        lines.extend(row)
    return lines


def _lines_under(spec: FieldSpec, found: Sequence[Claim], page: Page) -> list[Line]:
    """The nearest row below the other field's label that can be understood as this field."""
    anchor = next((c.anchor for c in found if c.anchor.key == spec.under), None)
    if anchor is None:
        return []
    height = anchor.box.height
    below = [
        line
        for line in page.lines
        if anchor.box.bottom - 0.3 * height < line.box.middle < anchor.box.bottom + _MOST_UNDER * height
        and line.box.right > anchor.box.left - height
    ]
    for row in rows(below):
        if parse_date(joined(row)):
            return row
    return []


def _field(spec: FieldSpec, lines: Sequence[Line], score: float, source: Source) -> tuple[Field, Code | None]:
    raw = joined(lines)
    typed = values.understand(raw, spec, exact=source.media_type == WORD)
    confidence = _confidence(lines, spec)
    box = lines[0].box
    for line in lines[1:]:
        box = box.union(line.box)
    evidence = Evidence(source.label, lines[0].page, box, raw)
    grade = _grade(confidence, score, typed)
    return Field(spec.key, spec.label, raw, typed.value, grade, round(confidence, 4), lines[0].via, evidence), typed.code


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


def _missing(kind: Kind, fields: Mapping[str, Field], source: Source) -> list[Finding]:
    groups = [(spec.key,) for spec in kind.fields if spec.required] + list(kind.one_of)
    found = []
    for group in groups:
        if not any(key in fields for key in group):
            label = "或".join(kind.spec(key).label for key in group)
            found.append(finding(codes.FIELD_MISSING, label, evidence=(Evidence(source.label),), kind=kind.label, field=label))
    unread = [spec.label for spec in kind.fields if spec.usual and spec.key not in fields]
    where = (Evidence(source.label),)
    found += [finding(codes.USUAL_FIELD_MISSING, label, evidence=where, kind=kind.label, field=label) for label in unread]
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


def _pairs(page: Page) -> tuple[tuple[str, str], ...]:
    """Label–value pairs of an unknown paper: lines of the shape 标签：值."""
    pairs = []
    for line in page.lines:
        label, colon, value = line.text.replace(":", "：").partition("：")
        if colon and value.strip() and 1 < len(squeeze(label)) <= 12:
            pairs.append((tidy(label), tidy(value)))
    return tuple(pairs[:40])
