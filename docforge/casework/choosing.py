"""Which category an application is for, where the clerk does not say: by its form, its papers, the names on them."""

from collections.abc import Mapping, Sequence

from docforge.casework.kinds import form_kind_name
from docforge.core.model import Field, Record
from docforge.policy.category import Category
from docforge.policy.loader import Pack
from docforge.policy.routing import mentioned, named


def by_form(pack: Pack, candidates: Sequence[Category], records: Sequence[Record]) -> Sequence[Category]:
    """The candidates whose application form was handed in; all of them where none was."""
    kinds = {record.kind for record in records}
    forms = {form.id for form in pack.forms if form_kind_name(pack.policy.id, form) in kinds}
    return [c for c in candidates if c.form in forms] or candidates


def by_papers(candidates: Sequence[Category], records: Sequence[Record]) -> Sequence[Category]:
    """The one candidate all of whose listed papers were handed in; all of them where there is none or several."""
    kinds = {record.kind for record in records}
    listed = [(c, [r for r in c.requirements if r.any_of and not r.when and not r.implied]) for c in candidates]
    found = [c for c, wanted in listed if wanted and all(kinds & {*r.any_of, *r.flagged} for r in wanted)]
    return found if len(found) == 1 else candidates


def by_name(
    pack: Pack, candidates: Sequence[Category], records: Sequence[Record], answers: Mapping[str, Field]
) -> Sequence[Category]:
    """The candidates that the declared variant names, else those that the first telling field names; else all."""
    if len(candidates) == 1:
        return candidates
    for text in (*_declared(candidates, answers), *_printed(pack, candidates, records)):
        found = named(candidates, text) or mentioned(candidates, text)
        if len(found) == 1:
            return found
    return candidates


def _declared(candidates: Sequence[Category], answers: Mapping[str, Field]) -> list[str]:
    keys = dict.fromkeys(c.variant_fact for c in candidates if c.variant_fact)
    return [str(answers[key].value) for key in keys if key in answers]


def _printed(pack: Pack, candidates: Sequence[Category], records: Sequence[Record]) -> list[str]:
    """Texts that name the variant, in the order the category gives; lists without their rows for other applicants."""
    forms = {form_kind_name(pack.policy.id, form) for form in pack.forms}
    texts = []
    for path in dict.fromkeys(path for c in candidates for path in c.route_by):
        kind, _, key = path.partition(".")
        for record in records:
            value = record.value(key) if record.kind == kind or (kind == "form" and record.kind in forms) else None
            texts += [value] if isinstance(value, str) else []
    return texts
