"""The kinds a run knows: the shipped ones, and the application forms of the policy packs as kinds of their own."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.extraction.kind import Column, FieldSpec, Kind, ValueType, kinds_in, shipped_kinds
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
        below=field.below,
        columns=tuple(Column(label=column.label, labels=column.labels) for column in field.columns),
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
    """The shipped kinds, the packs' own (``kinds/*.yaml`` in their folder) and their forms."""
    own = [kind for pack in packs for kind in (*kinds_in(pack.folder / "kinds"), *(form_kind(pack, form) for form in pack.forms))]
    return shipped_kinds() + tuple(own)


@cache
def all_kinds(more: Path | None = None) -> tuple[Kind, ...]:
    """The shipped kinds, the kinds and forms of every shipped pack, and those written in the folder ``more``.

    Raises DocforgeError U705 when ``more`` is no folder, P402 when a kind in it is wrong.
    """
    if more and not more.is_dir():
        raise DocforgeError(codes.NOT_A_FOLDER, str(more))
    return kinds_of(load_policy(name) for name in shipped_packs()) + (kinds_in(more) if more else ())
