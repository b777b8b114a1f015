"""The kinds a run knows: the shipped ones, and the application forms of the policy packs as kinds of their own."""

from collections.abc import Iterable
from functools import cache

from docforge.extraction.kind import FieldSpec, Kind, ValueType, shipped_kinds
from docforge.policy.loader import Pack, load_policy, shipped_packs
from docforge.policy.model import Form, FormField


def form_kind_name(pack: Pack, form: Form) -> str:
    """The record kind of a submitted form: ``yining.annex3``."""
    return f"{pack.policy.id}.{form.id}"


def field_spec(field: FormField) -> FieldSpec:
    """A form's field as extraction and the answers workbook understand it."""
    printed = field.printed or field.label
    return FieldSpec(
        key=field.key,
        label=field.label,
        labels=(printed,),
        type=ValueType(field.type),
        beside=field.beside,
    )


def form_kind(pack: Pack, form: Form) -> Kind:
    """A form as a kind: its printed labels, its title."""
    specs = tuple(field_spec(field) for field in form.fields)
    return Kind(
        kind=form_kind_name(pack, form),
        label=f"《{form.title}》",
        titles=form.titles or (form.title,),
        stops=form.stops,
        layout="form",
        fields=specs,
    )


def kinds_of(packs: Iterable[Pack]) -> tuple[Kind, ...]:
    """The shipped kinds and the forms of the packs."""
    return shipped_kinds() + tuple(form_kind(pack, form) for pack in packs for form in pack.forms)


@cache
def all_kinds() -> tuple[Kind, ...]:
    """The shipped kinds and the forms of every shipped pack."""
    return kinds_of(load_policy(name) for name in shipped_packs())
