"""What a run keeps of one case: its summary, with the marks by which another application can be seen to hold the same.

Numbers of persons are never kept in clear: a digest tells that two are the same. The digest is keyed with a fixed word, so that
machines of a cluster agree; it keeps a number from being read, not from being guessed. Journals stay with the department.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from docforge.casework.batch.summary import PERSONAL, CaseSummary, Contact, Trace, TraceKind
from docforge.casework.duplicates import Seen
from docforge.casework.filling import form_fields
from docforge.casework.gather import Papers
from docforge.casework.kinds import kinds_of
from docforge.checking.case import Case
from docforge.checking.verdict import Verdict
from docforge.core.ids import is_citizen_id, is_uscc
from docforge.core.lazy import resolve
from docforge.core.masks import masked
from docforge.core.model import Field, Finding, Grade, Record
from docforge.core.text import compat, letters
from docforge.extraction.kind import Kind, ValueType
from docforge.policy.form import FieldType

_DOMAIN = b"docforge.trace/1"
_LONG_FIGURE = 8
_MOST_FIGURES = 48
_PLAIN_LOOK = 6
"""A picture whose hash has fewer bits of either kind shows next to nothing: an empty sheet, a plain ground."""


def summarise(
    name: str,
    case: Case,
    papers: Papers,
    verdict: Verdict,
    *,
    out: str = "",
    place: str = "",
    files: Sequence[str] = (),
    blanks: Sequence[str] = (),
    findings: Sequence[Finding] = (),
    row: Mapping[str, str] | None = None,
) -> CaseSummary:
    """The summary of a case that has a verdict.

    ``name``: unique in the run; ``out``, ``place`` (where its papers lie), ``files``: as in ``CaseSummary``; ``blanks``: what the
    filled form leaves empty; ``findings``: what writing had to say; ``row``: as ``process.list_row`` makes it.
    """
    who = case.category.applicant
    kinds = {kind.kind: kind for kind in kinds_of([case.pack])}
    return CaseSummary(
        case=name,
        out=out,
        verdict=verdict,
        uscc=_uscc(case),
        category_name=case.category.name,
        event=case.said(case.category.event_fact),
        level=case.level,
        department=case.pack.department(case.category).name,
        contact=Contact(_said(case, who.contact), _said(case, who.phone)),
        files=tuple(files),
        blanks=tuple(blanks),
        findings=tuple(findings),
        unreadable=papers.unreadable,
        row=tuple((row or {}).items()),
        traces=tuple(dict.fromkeys(_traces(case, papers, kinds))),
        papers=place,
        personal=_is_personal(case, kinds),
    )


def digest(kind: TraceKind, text: str, size: int = 16) -> str:
    """What is kept in place of a person's number; ``size`` in bytes."""
    return blake2b(text.encode(), digest_size=size, key=_DOMAIN, person=kind.value.encode()).hexdigest()


def _traces(case: Case, papers: Papers, kinds: Mapping[str, Kind]) -> Iterator[Trace]:
    if code := _uscc(case):
        yield Trace(TraceKind.USCC, code, code, holder=case.applicant_name)
    yield from (trace for record in papers.records for trace in _certificate(record, kinds))
    yield from _files(papers, kinds)
    yield from _persons(case, kinds)
    yield from _typed(case)


def _certificate(record: Record, kinds: Mapping[str, Kind]) -> Iterator[Trace]:
    """The number of a paper that is made out to one holder; one that was not read for certain is no mark."""
    spec = kinds[record.kind].certificate if record.kind in kinds else None
    number = record.fields.get(spec.number) if spec else None
    if spec and number and number.value is not None and number.grade is not Grade.LOW:
        text = str(number.value)
        more = (record.label, *_personal(record, kinds))
        holder = str(record.value(spec.holder) or "")
        yield Trace(TraceKind.CERTIFICATE, f"{record.kind}:{letters(text).upper()}", text, record.source.label, holder, more)


def _personal(record: Record, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The word for a paper made out to a person: its holder is one, it bears a citizen number or a face."""
    kind = kinds.get(record.kind)
    if kind and kind.layout == "portrait":
        return (PERSONAL,)
    holder = kind.certificate.holder if kind and kind.certificate else ""
    types = [spec.type for spec in kind.fields if spec.key == holder or spec.type is ValueType.CITIZEN_ID] if kind else []
    return (PERSONAL,) if {ValueType.PERSON, ValueType.CITIZEN_ID} & set(types) else ()


def _files(papers: Papers, kinds: Mapping[str, Kind]) -> Iterator[Trace]:
    """Files and pictures. An official document names many: that several hand it in is as it should be."""
    first: dict[str, Record] = {}
    shared = set()
    for record in papers.records:
        first.setdefault(record.source.label, record)
        if record.kind in kinds and kinds[record.kind].layout == "official":
            shared.add(record.source.label)
    for seen in papers.seen:
        name = seen.source.label
        if seen.source.sha256 and name not in shared and seen.shapes:
            paper = first.get(name)
            label, personal = (paper.label, _personal(paper, kinds)) if paper else ("", ())
            yield Trace(TraceKind.FILE, seen.source.sha256, label, name, more=personal)
            yield from _picture(seen, label, personal)


def _picture(seen: Seen, label: str, personal: tuple[str, ...]) -> Iterator[Trace]:
    plain = 64 - _PLAIN_LOOK
    if seen.looks and all(_PLAIN_LOOK <= look.bit_count() <= plain for look in seen.looks):
        looks = "-".join(f"{look:016x}" for look in seen.looks)
        shapes = "-".join(f"{shape:.4f}" for shape in seen.shapes)
        long = _figures(figure for figure in seen.figures if len(figure) >= _LONG_FIGURE)
        short = _figures(figure for figure in seen.figures if len(figure) < _LONG_FIGURE)
        more = (seen.source.sha256, shapes, long, short, *personal)
        yield Trace(TraceKind.PICTURE, looks, label, seen.source.label, more=more)


def _figures(figures: Iterable[str]) -> str:
    """Digests of printed figures, the smallest ones where there are many: of like sets alike ones are kept."""
    return "-".join(sorted(digest(TraceKind.PICTURE, figure, 5) for figure in figures)[:_MOST_FIGURES])


def _persons(case: Case, kinds: Mapping[str, Kind]) -> Iterator[Trace]:
    """Citizen numbers of the person who applies, from the papers that name the applicant and from what was typed."""
    fields = [(field, case.form.title) for field in _of_type(case, FieldType.CITIZEN_ID)] if case.form else []
    for path in case.category.applicant.name:
        for record in case.papers(path.partition(".")[0]):
            specs = kinds[record.kind].fields if record.kind in kinds else ()
            own = [record.fields[s.key] for s in specs if s.type is ValueType.CITIZEN_ID and s.key in record.fields]
            fields += [(field, record.label) for field in own]
    for field, where in fields:
        number = compat(str(field.value or "")).upper().strip()
        if field.grade is not Grade.LOW and is_citizen_id(number):
            yield Trace(TraceKind.CITIZEN_ID, digest(TraceKind.CITIZEN_ID, number), masked(number), where, case.applicant_name)


def _typed(case: Case) -> Iterator[Trace]:
    """Telephones and long texts of the application form."""
    for field in _of_type(case, FieldType.PHONE):
        number = "".join(char for char in compat(str(field.value or "")) if char.isdigit())
        if number:
            yield Trace(TraceKind.PHONE, digest(TraceKind.PHONE, number), masked(number), field.label, case.applicant_name)
    for field in _of_type(case, FieldType.LONG_TEXT):
        bands = resolve("docforge.casework.batch.shingles:bands")(str(field.value))
        yield from (Trace(TraceKind.TEXT, band, where=field.label) for band in bands)


def _of_type(case: Case, type_: FieldType) -> Iterator[Field]:
    """What stands in the form's places of a type, as typed, submitted or read."""
    if case.form:
        found = form_fields(case, case.form)
        yield from (found[spec.key] for spec in case.form.fields if spec.type is type_ and spec.key in found)


def _uscc(case: Case) -> str:
    """The applicant's code, typed or read; empty where it does not hold."""
    code = _said(case, case.category.applicant.code).upper()
    return code if is_uscc(code) else ""


def _said(case: Case, paths: Sequence[str]) -> str:
    """The text in the first of the places that has one; in the form what was typed goes before what was submitted."""
    for path in paths:
        kind, _, key = path.partition(".")
        field = (case.answers.get(key) if kind == "form" else None) or case.best((path,))
        if field and field.value not in (None, ""):
            return str(field.value).strip()
    return ""


def _is_personal(case: Case, kinds: Mapping[str, Kind]) -> bool:
    """Whether the applicant's name is that of a person, as the place where it stands says."""
    paths = case.category.applicant.name
    path = next((path for path in paths if case.best((path,), doubtful=True)), paths[0])
    kind, _, key = path.partition(".")
    if kind == "form":
        fields = case.form.fields if case.form else ()
        return any(spec.key == key and spec.type is FieldType.PERSON for spec in fields)
    return kind in kinds and any(spec.key == key and spec.type is ValueType.PERSON for spec in kinds[kind].fields)
