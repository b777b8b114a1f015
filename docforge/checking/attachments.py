"""Requirement by requirement: met, missing, invalid or doubtful, by which paper, with clause and remedy."""

from collections.abc import Iterable
from datetime import date

from docforge.checking.case import Case
from docforge.checking.verdict import Met, RequirementResult
from docforge.core import codes
from docforge.core.dates import Term, add_years, chinese_date
from docforge.core.model import Evidence, Field, Finding, Grade, Record, finding
from docforge.policy.model import FormField, Requirement, Validity


def requirement(case: Case, wanted: Requirement) -> RequirementResult:
    """How one attachment of the policy's list stands."""
    if wanted.form:
        return _form(case, wanted)
    papers = [record for kind in wanted.any_of for record in case.papers(kind)]
    if not papers:
        return _missing(wanted)
    expiries = [(record, expired(record, wanted.validity, case.on)) for record in papers]
    valid = [record for record, end in expiries if end is None]
    if not valid:
        record, end = max(((r, e) for r, e in expiries if e), key=lambda pair: pair[1])
        note = finding(
            codes.ATTACHMENT_EXPIRED,
            wanted.label,
            basis=wanted.basis,
            evidence=(_where(record, *wanted.validity),),
            label=wanted.label,
            end=chinese_date(end),
            on=chinese_date(case.on),
        )
        return RequirementResult(wanted.id, wanted.label, Met.INVALID, (_where(record),), wanted.basis, (note,))
    doubts = list(_doubts(wanted, valid[0]))
    status = Met.DOUBTFUL if doubts else Met.MET
    return RequirementResult(
        wanted.id, wanted.label, status, tuple(_where(record) for record in valid), wanted.basis, tuple(doubts)
    )


def expired(record: Record, validity: Iterable[Validity], on: date) -> date | None:
    """The day the paper ended, when that is before ``on``; None when it is valid or the paper does not say."""
    ends = [end for one in validity if (end := end_of_validity(record, one)) and end < on]
    return min(ends, default=None)


def end_of_validity(record: Record, validity: Validity) -> date | None:
    """The last day the paper counts; None when open-ended or unknown."""
    value = record.value(validity.field)
    if isinstance(value, Term):
        return value.end
    if isinstance(value, date):
        return add_years(value, validity.years) if validity.years else value
    return None


def evidence_finding(case: Case, wanted: Requirement) -> Finding | None:
    """What to say of a paper that a condition depends on but the attachment list does not name."""
    if any(case.papers(kind) for kind in wanted.any_of):
        return None
    return finding(codes.EVIDENCE_MISSING, wanted.label, basis=wanted.basis, label=wanted.label, place=wanted.look_up or "相关部门")


def _missing(wanted: Requirement) -> RequirementResult:
    note = finding(codes.ATTACHMENT_MISSING, wanted.label, basis=wanted.basis, label=wanted.label, copies=wanted.copies)
    return RequirementResult(wanted.id, wanted.label, Met.MISSING, (), wanted.basis, (note,))


def _doubts(wanted: Requirement, record: Record) -> Iterable[Finding]:
    """Fields of the paper that a person should look at before relying on them."""
    for note in record.findings:
        if note.code in (codes.CHECK_DIGIT.id, codes.FIELD_MISSING.id, codes.CERTIFICATE_YEAR.id, codes.VALUE_UNREADABLE.id):
            yield Finding(note.code, note.severity, note.subject, note.message, note.remedy, wanted.basis, note.evidence)
    weak = [f for f in record.fields.values() if f.grade is Grade.LOW and f.value is not None and f.key in wanted.relies_on]
    if weak:
        names = "、".join(f"{f.label}“{f.raw}”" for f in weak)
        yield finding(
            codes.ATTACHMENT_DOUBTFUL,
            wanted.label,
            basis=wanted.basis,
            evidence=tuple(f.evidence for f in weak),
            label=wanted.label,
            fields=names,
        )


def _form(case: Case, wanted: Requirement) -> RequirementResult:
    submitted = case.papers("form")
    if not submitted and not case.filled:
        return _missing(wanted)
    by = tuple(_where(record) for record in submitted[:1]) or ((case.filled,) if case.filled else ())
    fields = case.form.fields if case.form else ()
    blanks = tuple(
        finding(codes.FORM_FIELD_EMPTY, spec.label, basis=wanted.basis, evidence=by, field=spec.label)
        for spec in fields
        if _is_blank(case, spec)
    )
    status = Met.INVALID if blanks else Met.MET
    made = () if submitted else (finding(codes.FORM_MADE_HERE, wanted.label, basis=wanted.basis, evidence=by, label=wanted.label),)
    return RequirementResult(wanted.id, wanted.label, status, by, wanted.basis, (*blanks, *made))


def _is_blank(case: Case, spec: FormField) -> bool:
    """Whether a required field has no value: in the submitted form, or, where the form is filled here, at all."""
    if not spec.required:
        return False
    sources: list[Field] = case.fields(f"form.{spec.key}")
    if case.filled:
        sources += [case.answers[spec.key]] if spec.key in case.answers else []
        sources += [f for path in spec.read_from for f in case.fields(path)]
    return not any(f.value not in (None, "") and f.grade is not Grade.LOW for f in sources)


def _where(record: Record, *validity: Validity) -> Evidence:
    """The place of the field that tells the validity, else the paper's first page."""
    field = next((record.fields[one.field] for one in validity if one.field in record.fields), None)
    return field.evidence if field else Evidence(record.source.label, record.pages[0])
