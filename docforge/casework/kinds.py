"""The kinds a run knows: the shipped ones, and the application forms of the policy packs as kinds of their own."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.extraction.kind import Column, FieldSpec, Kind, ValueType, kinds_in, shipped_kinds
from docforge.policy.form import FieldType, Form, FormField
from docforge.policy.loader import Pack, forms_in, shipped_packs


def form_kind_name(policy: str, form: Form) -> str:
    """The record kind of a submitted form of the policy with this id: ``yining.annex3``."""
    return f"{policy}.{form.id}"


_READ_AS = {
    FieldType.LINES: ValueType.LONG_TEXT,
    **dict.fromkeys(
        (FieldType.MONTH, FieldType.PERIOD, FieldType.NUMBER, FieldType.MONEY, FieldType.CHOICE, FieldType.SERIAL), ValueType.TEXT
    ),
}
"""Types of a form that extraction takes as they are written; the others bear the same name in both."""


def value_type(type_: FieldType) -> ValueType:
    """How extraction understands what stands in a place of this type."""
    return _READ_AS[type_] if type_ in _READ_AS else ValueType(type_.value)


def field_spec(field: FormField) -> FieldSpec:
    """A form's field as extraction understands it."""
    printed = field.printed or field.label
    columns = field.columns if field.type is FieldType.ROWS else ()
    return FieldSpec(
        key=field.key,
        label=field.label,
        labels=(printed,),
        type=value_type(field.type),
        beside=field.beside,
        below=field.below,
        hint=field.hint,
        columns=tuple(Column(label=column.label, labels=column.labels, is_year=column.year is not None) for column in columns),
    )


def form_kind(policy: str, form: Form) -> Kind:
    """A form of the policy with this id as a kind: its printed labels, its title. A picture is no text to be read."""
    specs = tuple(field_spec(field) for field in form.fields if field.type is not FieldType.PICTURE)
    return Kind(
        kind=form_kind_name(policy, form),
        label=f"《{form.title}》",
        titles=form.titles or (form.title,),
        stops=form.stops,
        layout="form",
        fields=specs,
    )


def kinds_of(packs: Iterable[Pack]) -> tuple[Kind, ...]:
    """The shipped kinds, the packs' own (``kinds/*.yaml`` in their folder) and their forms."""
    return shipped_kinds() + tuple(kind for pack in packs for kind in _own_kinds(pack.policy.id, pack.folder, pack.forms))


def _own_kinds(policy: str, folder: Path, forms: Iterable[Form]) -> tuple[Kind, ...]:
    return kinds_in(folder / "kinds") + tuple(form_kind(policy, form) for form in forms)


@cache
def all_kinds(more: Path | None = None) -> tuple[Kind, ...]:
    """The shipped kinds, the kinds and forms of every shipped pack, and those written in the folder ``more``.

    The rules of the packs, most of what is written in them, are not read: a shipped pack's folder bears its id.

    Raises DocforgeError U705 when ``more`` is no folder, P402 when a kind in it is wrong.
    """
    if more and not more.is_dir():
        raise DocforgeError(codes.NOT_A_FOLDER, str(more))
    own = (kind for name, folder in shipped_packs().items() for kind in _own_kinds(name, folder, forms_in(folder)))
    return (*shipped_kinds(), *own, *(kinds_in(more) if more else ()))
