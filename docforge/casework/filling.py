"""Filling the application form: typed over submitted over read; what nobody gave stays blank and is listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docforge.casework.gather import Papers
from docforge.casework.row_tables import as_placed
from docforge.checking.case import Case
from docforge.checking.consistency import typed_against_read
from docforge.core.codes import Severity
from docforge.core.lazy import resolve
from docforge.core.model import Field, Finding
from docforge.policy.form import FieldType, Form, FormField
from docforge.policy.model import Policy
from docforge.policy.written import printed

BANNER = "政策状态"


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The Word file, the field behind each label, and the labels left blank."""

    content: bytes
    fields: Mapping[str, Field]
    blanks: tuple[str, ...]


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
    values = {spec.label: _placed(spec, fields.get(spec.key)) for spec in form.fields}
    content = render(str(case.pack.form_template(form)), {**year_heads(form, case.on.year), **values}, case.pack.policy)
    blanks = tuple(spec.label for spec in form.fields if spec.key not in fields)
    return FilledForm(content, {spec.label: fields[spec.key] for spec in form.fields if spec.key in fields}, blanks)


def _placed(spec: FormField, field: Field | None) -> object:
    """A value as the template takes it: rows to loop over, else text."""
    value = field.value if field else None
    if spec.type is FieldType.ROWS:
        return as_placed(spec, value if isinstance(value, tuple) else ())
    return printed(spec, value)


def year_heads(form: Form, year: int) -> dict[str, str]:
    """The years over the columns of years, by the column's name: a template may head them ``{{ 前三年 }}``."""
    return {column.name: column.head(year) for spec in form.tables for column in spec.columns if column.year is not None}


def render(template: str, values: Mapping[str, object], policy: Policy) -> bytes:
    """A template of the pack with the policy's state added."""
    product: bytes = resolve("docforge.rendering.template:template")(template).render({**values, BANNER: policy.banner})
    return product


def remarks(case: Case, papers: Papers) -> tuple[Finding, ...]:
    """What is to be said beside a form filled from the case."""
    return (*case.findings, *typed_against_read(case), *papers.findings)


def exit_status(filled: FilledForm, said: Sequence[Finding], papers: Papers) -> int:
    """3 a file could not be read at all, 1 places are blank or errors stand, 0 neither."""
    if papers.unreadable:
        return 3
    return int(bool(filled.blanks) or any(f.severity is Severity.ERROR for f in said))
