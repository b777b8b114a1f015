"""Faults of a policy pack that its schema cannot see."""

from collections.abc import Iterator
from pathlib import Path

from docforge.casework.filling import BANNER
from docforge.casework.kinds import kinds_of
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding, finding_of
from docforge.extraction.kind import Kind
from docforge.policy.loader import Pack
from docforge.policy.model import Category, Condition, Form, Requirement


def lint(pack: Pack) -> list[Finding]:
    """Templates against forms, kinds that nothing reads, references to unknown fields, points not confirmed."""
    kinds = {kind.kind: kind for kind in kinds_of([pack])}
    found: list[Finding] = []
    for category in pack.policy.categories:
        found += _papers(category, kinds)
        found += _references(pack, category, kinds)
        if category.form:
            found += _form(pack, category)
    for notice in pack.policy.notices:
        found += _template(pack.notice_template(notice), None)
    found += [
        finding(codes.LINT_UNCONFIRMED, p.id, basis=p.where, problem=p.problem, decision=p.decision)
        for p in pack.policy.open_points
        if not p.confirmed
    ]
    for name, department in pack.policy.departments.items():
        if not (department.phone and department.address):
            found.append(finding(codes.LINT_CONTACT, name, name=department.name))
    return found


def _papers(category: Category, kinds: dict[str, Kind]) -> Iterator[Finding]:
    soft = {wanted.id for wanted in category.evidence}
    wanted: Requirement
    for wanted in (*category.requirements, *category.evidence):
        unknown = [kind for kind in wanted.any_of if kind not in kinds]
        if unknown:
            code = codes.LINT_KIND_SOFT if wanted.id in soft else codes.LINT_KIND
            yield finding(code, wanted.label, basis=wanted.basis, label=wanted.label, kinds="、".join(unknown))


def _references(pack: Pack, category: Category, kinds: dict[str, Kind]) -> Iterator[Finding]:
    """Fields and facts that the policy or its form names and nothing defines."""
    forms = [form for form in pack.forms if form.id == category.form]
    keys = {kind: {spec.key for spec in known.fields} for kind, known in kinds.items()}
    keys["form"] = {field.key for form in forms for field in form.fields}
    for path in _paths(pack, category, forms):
        kind, _, key = path.partition(".")
        if key not in keys.get(kind, ()) and kind not in _soft_kinds(category):
            yield finding(codes.LINT_REFERENCE, category.name, path=path)
    facts = {fact.key for fact in category.facts}
    for condition in _conditions(pack, category):
        if condition.decide and condition.decide.fact and condition.decide.fact not in facts:
            yield finding(codes.LINT_REFERENCE, condition.id, path=condition.decide.fact)


def _conditions(pack: Pack, category: Category) -> list[Condition]:
    return [*pack.policy.conditions, *category.conditions, *(c for event in category.events for c in event.conditions)]


def _soft_kinds(category: Category) -> set[str]:
    """Kinds of evidence that no kind file defines yet: said by another remark."""
    return {kind for wanted in category.evidence for kind in wanted.any_of}


def _paths(pack: Pack, category: Category, forms: list[Form]) -> Iterator[str]:
    for check in category.consistency:
        yield from check.fields
    yield from (*category.applicant.name, *category.applicant.code)
    if category.recognition:
        yield from (path for path in (category.recognition.number, category.recognition.date) if path)
    for wanted in (*category.requirements, *category.evidence):
        fields = [*(one.field for one in wanted.validity), *wanted.relies_on]
        yield from (f"{kind}.{field}" for kind in wanted.any_of for field in fields)
    for decision in (c.decide for c in _conditions(pack, category) if c.decide):
        yield from [decision.field] if decision.field else []
        yield from (f"{kind}.{decision.valid.field}" for kind in decision.paper if decision.valid)
    yield from (path for form in forms for field in form.fields for path in field.read_from)


def _form(pack: Pack, category: Category) -> Iterator[Finding]:
    try:
        form = pack.form(category)
    except DocforgeError as error:
        yield finding_of(error, category.name)
        return
    yield from _template(pack.form_template(form), {spec.label for spec in form.fields} | {BANNER})


def _template(path: Path, expected: set[str] | None) -> Iterator[Finding]:
    try:
        used = resolve("docforge.rendering.template:Template")(path).placeholders()
    except DocforgeError as error:
        yield finding_of(error, path.name)
        return
    for name in sorted((used - expected) if expected is not None else ()):
        yield finding(codes.LINT_PLACEHOLDER, path.name, name=name)
    for name in sorted((expected - used) if expected is not None else ()):
        yield finding(codes.LINT_FIELD_UNUSED, path.name, name=name)
