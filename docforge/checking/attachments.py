"""Requirement by requirement: met, missing, invalid or doubtful, by which paper, with clause and remedy."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum

from docforge.checking.case import Case
from docforge.checking.evaluation import Scope, evaluate
from docforge.checking.validity import expired
from docforge.checking.verdict import Met, RequirementResult
from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.dates import chinese_date
from docforge.core.model import Evidence, Field, Finding, Grade, Record, finding
from docforge.core.text import squeeze
from docforge.policy.category import Requirement, Validity
from docforge.policy.form import FieldType, FormField


def requirement(case: Case, wanted: Requirement) -> RequirementResult:
    """How one attachment of the policy's list stands."""
    if wanted.form:
        return _form(case, wanted)
    papers = [record for kind in (*wanted.any_of, *wanted.flagged) for record in case.papers(kind)]
    fits = [_fits(case, wanted, record) for record in papers]
    counted = [record for record, fit in zip(papers, fits, strict=True) if fit is not False]
    if not counted:
        return _not_it(wanted, papers) if papers else _missing(wanted)
    expiries = [(record, expired(record, wanted.validity, case.on)) for record in counted]
    valid = [record for record, end in expiries if end is None]
    if not valid:
        return _expired(case, wanted, max(((r, e) for r, e in expiries if e), key=lambda pair: pair[1]))
    unsure = [record for record, fit in zip(papers, fits, strict=True) if fit is None and record in valid]
    doubts = (*_doubts(wanted, valid[0]), *_unsure(wanted, valid, unsure), *_flagged(wanted, valid))
    status = Met.DOUBTFUL if doubts else Met.MET
    return RequirementResult(wanted.id, wanted.label, status, tuple(map(_where, valid)), wanted.basis, doubts, wanted.implied)


def _fits(case: Case, wanted: Requirement, record: Record) -> bool | None:
    if wanted.where is None:
        return True
    answer = evaluate(wanted.where, Scope(case), record)
    return None if answer is None else bool(answer)


def _expired(case: Case, wanted: Requirement, latest: tuple[Record, date]) -> RequirementResult:
    record, end = latest
    note = finding(
        codes.ATTACHMENT_EXPIRED,
        wanted.label,
        basis=wanted.basis,
        evidence=(_where(record, *wanted.validity),),
        label=wanted.label,
        end=chinese_date(end),
        on=chinese_date(case.on),
    )
    return RequirementResult(wanted.id, wanted.label, Met.INVALID, (_where(record),), wanted.basis, (note,), wanted.implied)


def _not_it(wanted: Requirement, papers: Sequence[Record]) -> RequirementResult:
    """Papers of the right kind, none of which is what is asked for: a list that does not name the applicant."""
    where = tuple(_where(record) for record in papers)
    note = finding(
        codes.ATTACHMENT_NOT_IT,
        wanted.label,
        basis=wanted.basis,
        evidence=where,
        label=wanted.label,
        papers="、".join(dict.fromkeys(record.label for record in papers)),
    )
    return RequirementResult(wanted.id, wanted.label, Met.INVALID, where, wanted.basis, (note,), wanted.implied)


def _unsure(wanted: Requirement, valid: Sequence[Record], unsure: Sequence[Record]) -> Iterable[Finding]:
    if len(unsure) == len(valid):
        evidence = tuple(map(_where, unsure))
        yield finding(codes.ATTACHMENT_UNSURE, wanted.label, basis=wanted.basis, evidence=evidence, label=wanted.label)


def _flagged(wanted: Requirement, valid: Sequence[Record]) -> Iterable[Finding]:
    """A paper that the list does not name and the clerk may accept."""
    if valid and all(record.kind in wanted.flagged for record in valid):
        evidence = (_where(valid[0]),)
        yield finding(
            codes.ATTACHMENT_FLAGGED, wanted.label, basis=wanted.basis, evidence=evidence, label=wanted.label, paper=valid[0].label
        )


def evidence_finding(case: Case, wanted: Requirement) -> Finding | None:
    """What to say of a paper that a condition depends on but the attachment list does not name."""
    if any(_fits(case, wanted, record) is not False for kind in wanted.any_of for record in case.papers(kind)):
        return None
    return finding(codes.EVIDENCE_MISSING, wanted.label, basis=wanted.basis, label=wanted.label, place=wanted.look_up or "相关部门")


def _missing(wanted: Requirement) -> RequirementResult:
    code = codes.IMPLIED_MISSING if wanted.implied else codes.ATTACHMENT_MISSING
    note = finding(code, wanted.label, basis=wanted.basis, label=wanted.label, copies=wanted.copies)
    return RequirementResult(wanted.id, wanted.label, Met.MISSING, (), wanted.basis, (note,), wanted.implied)


def _doubts(wanted: Requirement, record: Record) -> Iterable[Finding]:
    """Fields of the paper that a person should look at before relying on them."""
    for note in record.findings:
        if note.code in (
            codes.CHECK_DIGIT.id,
            codes.CODE_SUPPOSED.id,
            codes.FIELD_MISSING.id,
            codes.CERTIFICATE_YEAR.id,
            codes.NUMBER_PART_DIFFERS.id,
            codes.DIVISION_MISREAD.id,
            codes.VALUE_UNREADABLE.id,
        ):
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
    places = [(spec, _state(case, spec)) for spec in (case.form.fields if case.form else ())]

    def said(code: Code, state: _State) -> tuple[Finding, ...]:
        named = [spec.label for spec, own in places if own is state]
        return tuple(finding(code, label, basis=wanted.basis, evidence=by, field=label) for label in named)

    blanks, unclear = said(codes.FORM_FIELD_EMPTY, _State.BLANK), said(codes.FORM_FIELD_UNCLEAR, _State.UNCLEAR)
    lengths = tuple(note for spec, _ in places for note in _length(case, spec, wanted) if submitted)
    made = () if submitted else (finding(codes.FORM_MADE_HERE, wanted.label, basis=wanted.basis, evidence=by, label=wanted.label),)
    status = Met.INVALID if blanks else Met.DOUBTFUL if unclear else Met.MET
    return RequirementResult(wanted.id, wanted.label, status, by, wanted.basis, (*blanks, *unclear, *lengths, *made))


class _State(Enum):
    FILLED = 1
    UNCLEAR = 2
    BLANK = 3


def _state(case: Case, spec: FormField) -> _State:
    """How a place of the form stands: in the submitted form, or, where the form is filled here, in all that fills it."""
    sources: list[Field] = case.fields(f"form.{spec.key}")
    if case.filled:
        sources += [case.answers[spec.key]] if spec.key in case.answers else []
        sources += [f for path in spec.read_from for f in case.fields(path)]
    if (
        not spec.required
        or spec.type is FieldType.PICTURE
        or any(f.value not in (None, "") and f.grade is not Grade.LOW for f in sources)
    ):
        return _State.FILLED
    in_form = case.fields(f"form.{spec.key}")
    return _State.UNCLEAR if in_form else _State.BLANK


def _length(case: Case, spec: FormField, wanted: Requirement) -> Iterable[Finding]:
    """What is to be said of a text in the submitted form that is shorter or longer than the form asks."""
    for field in case.fields(f"form.{spec.key}"):
        length = len(squeeze(str(field.value or "")))
        if length and ((spec.longest and length > spec.longest) or (spec.shortest and length < spec.shortest)):
            yield finding(
                codes.TEXT_LENGTH,
                spec.label,
                basis=wanted.basis,
                evidence=(field.evidence,),
                field=spec.label,
                length=length,
                bounds=spec.bounds,
            )


def _where(record: Record, *validity: Validity) -> Evidence:
    """The place of the field that tells the validity, else the paper's first page."""
    field = next((record.fields[one.field] for one in validity if one.field in record.fields), None)
    return field.evidence if field else Evidence(record.source.label, record.pages[0])
