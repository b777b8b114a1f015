"""Filling the application form: typed over submitted over read; what nobody gave stays blank and is listed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docforge.casework.gather import Papers
from docforge.casework.portraits import KIND, portrait
from docforge.casework.rendered import render, stated
from docforge.casework.row_tables import as_placed
from docforge.checking.case import Case
from docforge.checking.consistency import typed_against_read
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.lazy import resolve
from docforge.core.model import Field, Finding, finding
from docforge.policy.form import FieldType, Form, FormField
from docforge.policy.written import printed


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The Word file, the field behind each label, the labels left blank, what does not fit into its cell."""

    content: bytes
    fields: Mapping[str, Field]
    blanks: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def form_fields(case: Case, form: Form) -> dict[str, Field]:
    """The field that fills each of the form's places, by key; places that nobody filled are absent."""
    found = {}
    for spec in form.fields:
        candidates = [case.answers.get(spec.key), case.best((f"form.{spec.key}",)), case.best(spec.read_from)]
        chosen = next((field for field in candidates if field and field.value not in (None, "")), None)
        if chosen:
            found[spec.key] = chosen
    return found


def read_fields(case: Case, form: Form) -> dict[str, Field]:
    """What the papers alone give for each place, doubtful readings among it, by key."""
    paths = {spec.key: (f"form.{spec.key}", *spec.read_from) for spec in form.fields}
    return {key: field for key, path in paths.items() if (field := case.best(path, doubtful=True))}


def fill_form(case: Case, form: Form) -> FilledForm:
    """The form rendered from its template. Raises DocforgeError as ``Template.render`` does."""
    fields = form_fields(case, form)
    picture = portrait(case.folder, case.papers(KIND)) if any(spec.type is FieldType.PICTURE for spec in form.fields) else None
    values = {spec.label: _placed(spec, fields.get(spec.key), picture) for spec in form.fields}
    path = str(case.pack.form_template(form))
    content = render(path, stated({**year_heads(form, case.on.year), **values}, case.pack.policy))
    blanks = tuple(
        spec.label for spec in form.fields if spec.key not in fields and not (spec.type is FieldType.PICTURE and picture)
    )
    filled = {spec.label: fields[spec.key] for spec in form.fields if spec.key in fields}
    return FilledForm(content, filled, blanks, tuple(_cut_off(path, values)))


def _cut_off(template: str, values: Mapping[str, object]) -> Iterator[Finding]:
    """A finding for each value that Word would cut off, the row of its cell being of an exact height."""
    for one in resolve("docforge.rendering.template:template")(template).overlong(values):
        yield finding(codes.TEXT_CUT_OFF, one.name, field=one.name, length=one.length, fits=one.fits)


def _placed(spec: FormField, field: Field | None, picture: bytes | None) -> object:
    """A value as the template takes it: a picture that fills its cell, rows to loop over, else text."""
    value = field.value if field else None
    if spec.type is FieldType.PICTURE:
        return resolve("docforge.rendering.pictures:Picture")(picture) if picture else ""
    if spec.type is FieldType.ROWS:
        return as_placed(spec, value if isinstance(value, tuple) else ())
    return printed(spec, value)


def year_heads(form: Form, year: int) -> dict[str, str]:
    """The years over the columns of years, by the column's name: a template may head them ``{{ 前三年 }}``."""
    return {column.name: column.head(year) for spec in form.tables for column in spec.columns if column.year is not None}


def remarks(case: Case, papers: Papers, filled: FilledForm) -> tuple[Finding, ...]:
    """What is to be said beside a form filled from the case."""
    return (*filled.findings, *case.findings, *typed_against_read(case), *papers.findings)


def exit_status(filled: FilledForm, said: Sequence[Finding], papers: Papers) -> int:
    """3 a file could not be read at all, 1 places are blank or errors stand, 0 neither."""
    if papers.unreadable:
        return 3
    return int(bool(filled.blanks) or any(f.severity is Severity.ERROR for f in said))
