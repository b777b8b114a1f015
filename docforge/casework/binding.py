"""An official blank becomes a template: the fields of a form looked for in it, or a first form written from what it prints."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Evidence, Finding, finding
from docforge.core.text import did_you_mean
from docforge.policy.form import FieldType, Form, FormField
from docforge.policy.loader import Pack
from docforge.rendering.binding_model import Binding, Column, Wanted


def form_named(pack: Pack, name: str) -> Form:
    """The form with this id, title or file name. Raises DocforgeError T521 with the nearest."""
    for form in pack.forms:
        if name in (form.id, form.title, form.template, f"{form.id}.yaml"):
            return form
    names = [known for form in pack.forms for known in (form.id, form.title)]
    known = "、".join(f"{form.id}（{form.title}）" for form in pack.forms)
    raise DocforgeError(codes.FORM_UNKNOWN, policy=pack.policy.id, name=name, hint=did_you_mean(name, names), known=known)


def bind_form(blank: Path, form: Form) -> Binding:
    """The blank with the placeholders of the form's fields.

    Raises DocforgeError R101 when there is no such file, T503 when it is no .docx.
    """
    stops = _protecting(form)
    made: Binding = resolve("docforge.rendering.binding:bind_wanted")(_content(blank), wanted_of(form), stops, blank.name)
    return made


def bind_blank(blank: Path) -> Binding:
    """The blank with a placeholder for every label cell found in it, named after its label. Raises as ``bind_form``."""
    made: Binding = resolve("docforge.rendering.binding:bind_all")(_content(blank), blank.name)
    return made


def _content(blank: Path) -> bytes:
    if not blank.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(blank))
    return blank.read_bytes()


_SEALS = re.compile("盖章|公章|印章|签字|签章|年月日|意见")


def _protecting(form: Form) -> list[str]:
    """The stops that are printed where nothing is ever filled in; the others only end a value when a form is read."""
    return [stop for stop in form.stops if _SEALS.search(stop)]


def wanted_of(form: Form) -> list[Wanted]:
    """The form's fields as binding looks for them."""
    return [_wanted(form, spec) for spec in form.fields]


def _wanted(form: Form, spec: FormField) -> Wanted:
    left = form.field(spec.beside) if spec.beside else None
    rows = spec.type is FieldType.ROWS
    columns = [
        Column(column.name, tuple(dict.fromkeys((column.label, *column.labels))), column.year is not None)
        for column in spec.columns
    ]
    return Wanted(
        name=spec.label,
        labels=_printed(spec),
        beside=_printed(left) if left else (),
        below=spec.below,
        is_picture=spec.type is FieldType.PICTURE,
        required=spec.required,
        choices=spec.choices,
        columns=tuple(columns) if rows else (),
        fixed_rows=tuple(row.label for row in spec.fixed_rows),
        printed_rows=spec.printed_rows,
    )


def _printed(spec: FormField) -> tuple[str, ...]:
    return (spec.printed,) if spec.printed else (spec.label,)


def findings_of(binding: Binding) -> Iterator[Finding]:
    """What could not be bound, what the blank prints besides, what the author should know."""
    for missed in binding.missed:
        code = codes.BIND_MISSED if missed.required else codes.BIND_MISSED_OPTIONAL
        places = tuple(map(Evidence, missed.places))
        yield finding(code, missed.name, evidence=places, field=missed.name, reason=missed.reason)
    for label, where in binding.spare:
        yield finding(codes.BIND_SPARE, label, evidence=(Evidence(where),), label=label)
    for note in binding.notes:
        yield finding(codes.BIND_NOTE, note=note)


def as_json(binding: Binding, files: Sequence[Path]) -> dict[str, object]:
    """The contract of ``template bind --format json``."""
    return {
        "files": [str(file) for file in files],
        "bound": [{"field": b.name, "label": b.label, "at": b.where, "placeholder": b.tag} for b in binding.bound],
        "unbound": [
            {"field": m.name, "required": m.required, "reason": m.reason, "places": list(m.places)} for m in binding.missed
        ],
        "without_field": [{"label": label, "at": where} for label, where in binding.spare],
        "never_filled": [{"label": label, "at": where} for label, where in binding.never],
        "notes": list(binding.notes),
    }
