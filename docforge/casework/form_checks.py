"""What must agree inside an application form, whoever filled it in: typed, submitted or read."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from docforge.casework.filling import form_fields, read_fields
from docforge.checking.case import Case
from docforge.core import codes
from docforge.core.model import Field, Finding, Grade, finding
from docforge.core.text import letters, squeeze
from docforge.policy.form import ByCitizenId, Form, FormCheck, OneOf, SameName, TotalCovers
from docforge.policy.written import figure, understood

_DIGITS = 17


def form_findings(case: Case) -> Iterator[Finding]:
    """The checks of the form itself, once anything of it was submitted or typed."""
    if case.form is None or not (case.answers or case.papers("form")):
        return
    fields = {**read_fields(case, case.form), **form_fields(case, case.form)}
    sure = {key: field for key, field in fields.items() if field.grade is not Grade.LOW}
    for check in case.form.checks:
        if isinstance(check, OneOf):
            yield from _one_of(case.form, check, fields)
        elif isinstance(check, SameName):
            yield from _same_name(check, [sure[key] for key in check.fields if key in sure])
        elif isinstance(check, ByCitizenId):
            yield from _by_citizen_id(case.form, check, sure)
        else:
            yield from _total(case.form, check, sure)


def _one_of(form: Form, check: OneOf, fields: Mapping[str, Field]) -> Iterator[Finding]:
    if not any(key in fields for key in check.fields):
        names = "”或“".join(form.field(key).label for key in check.fields)
        yield finding(codes.FORM_FIELD_EMPTY, form.title, basis=check.basis, field=names)


def _same_name(check: SameName, fields: Sequence[Field]) -> Iterator[Finding]:
    if len({letters(str(field.value)) for field in fields}) > 1:
        yield _differ(check, fields[0].label, fields)


def _differ(check: FormCheck, label: str, fields: Sequence[Field]) -> Finding:
    pairs = "；".join(f"“{field.label}”为“{field.raw}”（{field.evidence.where}）" for field in fields)
    evidence = tuple(field.evidence for field in fields)
    return finding(codes.VALUES_DIFFER, label, basis=check.basis, evidence=evidence, field=label, pairs=pairs)


def _by_citizen_id(form: Form, check: ByCitizenId, fields: Mapping[str, Field]) -> Iterator[Finding]:
    number = fields.get(check.number)
    digits = squeeze(str(number.value))[:_DIGITS] if number else ""
    if number is None or len(digits) < _DIGITS or not digits.isdecimal() or not _counts(form, check.number, fields):
        return
    sex, born = (fields.get(key) if key else None for key in (check.sex, check.born))
    if sex and squeeze(str(sex.value)) != ("男" if int(digits[16]) % 2 else "女"):
        yield _differ(check, sex.label, (number, sex))
    if born and born.value is not None and check.born:
        told = understood(form.field(check.born), born.value)
        if told not in (None, (int(digits[6:10]), int(digits[10:12]))):
            yield _differ(check, born.label, (number, born))


def _counts(form: Form, key: str, fields: Mapping[str, Field]) -> bool:
    """Whether the number is one of a citizen: the fields that say of what kind it is do not say otherwise."""
    return all(
        key not in fields or squeeze(str(fields[key].value)) in map(squeeze, words)
        for key, words in form.field(key).only_where.items()
    )


def _total(form: Form, check: TotalCovers, fields: Mapping[str, Field]) -> Iterator[Finding]:
    table = fields.get(check.table)
    columns = [column.label for column in form.field(check.table).columns]
    rows = table.value if table and isinstance(table.value, tuple) else ()
    cell = next((row[columns.index(check.column)] for row in rows if squeeze(row[0]) == squeeze(check.row)), "")
    least = figure(cell, form.field(check.table).columns[columns.index(check.column)])
    parts = [figure(str(fields[key].value), form.field(key)) for key in check.of if key in fields]
    known = [part for part in parts if part is not None]
    if table is None or least is None or len(known) < len(check.of):
        return
    total = sum(known, Decimal(0))
    if total < least:
        names = "、".join(form.field(key).label for key in check.of)
        value = f"{names}合计{total}，少于{check.column}“{check.row}”{least}"
        evidence = (*(fields[key].evidence for key in check.of), table.evidence)
        yield finding(codes.TYPED_UNUSUAL, names, basis=check.basis, evidence=evidence, field=names, value=value)
