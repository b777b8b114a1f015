"""The lists of a paper as fields; lists of opposite meaning in one document (认定名单, 取消名单) are told apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from docforge.core.model import WORD, Evidence, Field, Grade, Page, Record, Row, Source
from docforge.extraction.derived import told_by
from docforge.extraction.kind import FieldSpec, Kind
from docforge.extraction.lists import Listed, Manner, read_lists

_HIGH = 0.93


def list_fields(pages: Sequence[Page], kind: Kind, source: Source) -> Iterator[tuple[str, Field]]:
    """The kind's lists by key, those left out that may be several."""
    for spec in kind.fields:
        if spec.columns and not spec.apart_by:
            for listed in read_lists(pages, spec.columns, _manner(spec, kind, source)):
                yield spec.key, _field(spec, [listed], source)


def _manner(spec: FieldSpec, kind: Kind, source: Source) -> Manner:
    """A list of a form ends at the form's next label; what was typed in Word is kept to the letter."""
    is_form = kind.layout == "form"
    ends = frozenset(label for other in kind.fields if other is not spec for label in other.printed) if is_form else frozenset()
    return Manner(ends=ends, exact=source.media_type == WORD)


def by_lists(record: Record, pages: Sequence[Page], kind: Kind) -> list[Record]:
    """The record with its list; several records where lists under titles of their own tell different things: an applicant in
    the list of those whose recognition was withdrawn is not recognised. What was found on the paper is told once."""
    spec = next((spec for spec in kind.fields if spec.apart_by), None)
    if spec is None or spec.apart_by is None:
        return [record]
    told = kind.spec(spec.apart_by)
    said = record.value(told.key)
    groups: dict[str, list[Listed]] = {}
    for listed in read_lists(pages, spec.columns, Manner(several=True)):
        groups.setdefault(_verb(listed, told) or str(said or ""), []).append(listed)
    made: list[Record] = []
    for verb, lists in groups.items():
        fields = {**record.fields, spec.key: _field(spec, lists, record.source)}
        if verb != (said or ""):
            fields[told.key] = replace(fields[spec.key], key=told.key, label=told.label, raw="，".join(lists[0].titles), value=verb)
        made.append(replace(record, fields=MappingProxyType(_in_order(fields, kind)), findings=() if made else record.findings))
    return made or [record]


def _verb(listed: Listed, told: FieldSpec) -> str:
    """What the nearest title that tells anything says of the list."""
    derived = told.derived
    return next((verb for title in listed.titles if derived and (verb := told_by(title, derived))), "")


def _field(spec: FieldSpec, lists: Sequence[Listed], source: Source) -> Field:
    rows: tuple[Row, ...] = tuple(row for listed in lists for row in listed.rows)
    raw = "；".join("，".join(filter(None, row)) for row in rows)
    first = lists[0].lines[0]
    least = min(line.confidence for listed in lists for line in listed.lines)
    evidence = Evidence(source.label, first.page, first.box, raw)
    trust = Grade.HIGH if least >= _HIGH and not any(listed.is_uneven for listed in lists) else Grade.MEDIUM
    return Field(spec.key, spec.label, raw, rows, trust, round(least, 4), first.via, evidence)


def _in_order(fields: Mapping[str, Field], kind: Kind) -> dict[str, Field]:
    return {spec.key: fields[spec.key] for spec in kind.fields if spec.key in fields}
