"""Faults of a policy pack that its schema cannot see."""

from collections.abc import Iterator, Set
from pathlib import Path

from docforge.casework.dangling import dangling_in, dangling_members
from docforge.casework.filling import year_heads
from docforge.casework.kinds import kinds_of
from docforge.casework.names import Names, kinds_named
from docforge.casework.rendered import BANNER
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding, finding_of
from docforge.core.text import letters
from docforge.extraction.kind import Kind
from docforge.policy.category import Category, Requirement
from docforge.policy.form import FieldType, Form
from docforge.policy.loader import Pack


def lint(pack: Pack) -> list[Finding]:
    """Templates against forms, kinds that nothing reads, expressions that name what is not there, conditions that nothing can
    show, branches that cannot be reached, dates left blank, points not confirmed."""
    kinds = {kind.kind: kind for kind in kinds_of([pack])}
    found: list[Finding] = []
    for category in pack.categories:
        found += _papers(category, kinds)
        found += _references(pack, category, kinds)
        found += _unproven(pack, category)
        found += _unreachable(category)
        found += dangling_in(pack, category)
    for family in pack.policy.categories:
        found += _undecided(pack, family)
        found += _form(pack, family) if family.form else ()
    for notice in pack.policy.notices:
        found += _template(pack.notice_template(notice), None)
    found += _blank_dates(pack)
    found += dangling_members(pack)
    found += [
        finding(codes.LINT_UNCONFIRMED, p.id, basis=p.where, problem=p.problem, decision=p.decision)
        for p in pack.policy.open_points
        if not p.confirmed
    ]
    for name, department in pack.policy.departments.items():
        if not (department.phone and department.address):
            found.append(finding(codes.LINT_CONTACT, name, name=department.name))
    return list(dict.fromkeys(found))


def _papers(category: Category, kinds: dict[str, Kind]) -> Iterator[Finding]:
    soft = {wanted.id for wanted in category.evidence}
    wanted: Requirement
    for wanted in (*category.requirements, *category.evidence):
        unknown = [kind for kind in (*wanted.any_of, *wanted.flagged) if kind not in kinds]
        if unknown:
            is_soft = wanted.id in soft or wanted.implied
            code = codes.LINT_KIND_SOFT if is_soft else codes.LINT_KIND
            yield finding(code, wanted.label, basis=wanted.basis, label=wanted.label, kinds="、".join(unknown))


def _references(pack: Pack, category: Category, kinds: dict[str, Kind]) -> Iterator[Finding]:
    """Fields, facts and kinds that the policy, its expressions or its form name and nothing defines; types that do not fit."""
    forms = [form for form in pack.forms if form.id == category.form]
    known = Names(pack, category, kinds, forms)
    for path in _paths(category, forms):
        if not known.has_field(path):
            yield finding(codes.LINT_REFERENCE, category.name, path=path)
    for wanted in (*category.requirements, *category.evidence):
        kinds_taken = (*wanted.any_of, *wanted.flagged)
        for path in (
            f"{'/'.join(kinds_taken)}.{one.field}" for one in wanted.validity if not known.in_one_of(kinds_taken, one.field)
        ):
            yield finding(codes.LINT_REFERENCE, category.name, path=path)
    for owner, text in _expressions(pack, category):
        for problem in known.problems(text):
            yield finding(codes.LINT_EXPRESSION, owner, expression=text, problem=problem)


def _paths(category: Category, forms: list[Form]) -> Iterator[str]:
    for check in category.consistency:
        yield from check.fields
    who = category.applicant
    yield from (*who.name, *who.code, *who.contact, *who.phone, *category.level_from, *category.route_by)
    if category.recognition:
        yield from (*category.recognition.number, *category.recognition.date)
    for wanted in (*category.requirements, *category.evidence):
        yield from (f"{kind}.{field}" for kind in wanted.any_of for field in wanted.relies_on if len(wanted.any_of) == 1)
    yield from (path for form in forms for field in form.fields for path in field.read_from)


def _expressions(pack: Pack, category: Category) -> Iterator[tuple[str, str]]:
    for condition in (*pack.policy.conditions, *category.all_conditions):
        yield from ((condition.id, text) for text in (condition.met, condition.not_met) if text)
    for wanted in (*category.requirements, *category.evidence):
        yield from ((wanted.id, text) for text in (wanted.where, wanted.when) if text)


def _unproven(pack: Pack, category: Category) -> Iterator[Finding]:
    """Conditions for which the policy's own attachment list asks no paper: the clerk must look them up."""
    shown = {name for wanted in category.requirements if not wanted.implied for name in wanted.supports}
    listed = {kind for wanted in category.requirements if not wanted.implied for kind in (*wanted.any_of, *wanted.flagged)}
    for condition in (*pack.policy.conditions, *category.all_conditions):
        used = {kind for text in (condition.met, condition.not_met) if text for kind in kinds_named(text)}
        if condition.id not in shown and not used & listed:
            yield finding(codes.LINT_UNPROVEN, condition.id, basis=condition.basis, category=category.name, text=condition.text)


def _unreachable(category: Category) -> Iterator[Finding]:
    """Events that no answer can choose, levels and choices without an award, awards that a later one hides altogether."""
    facts = {fact.key: fact for fact in category.facts}
    chosen = facts.get(category.event_fact or "")
    if chosen and chosen.choices:
        for event in category.events:
            if not set(map(letters, chosen.choices)) & set(map(letters, (event.id, event.name, *event.aliases))):
                yield finding(codes.LINT_UNREACHABLE, event.id, category=category.name, branch=event.name)
        named = {letters(name) for event in category.events for name in (event.id, event.name, *event.aliases)}
        for choice in chosen.choices:
            if letters(choice) not in named:
                yield finding(codes.LINT_UNREACHABLE, chosen.key, category=category.name, branch=f"{chosen.label}“{choice}”")


def _undecided(pack: Pack, family: Category) -> Iterator[Finding]:
    """What the decision needs and the form does not hold: variant, level, event. It is asked for in the answers instead."""
    forms = [form for form in pack.forms if form.id == family.form]
    held = {field.key for form in forms for field in form.fields}
    needed = [(family.variant_fact, "类型"), (family.level_fact, "级别"), (family.event_fact, "情形")]
    lacking = [what for key, what in needed if key and key not in held]
    if forms and lacking:
        yield finding(codes.LINT_FORM_LACKS, family.name, form=forms[0].title, what="、".join(lacking))


def _blank_dates(pack: Pack) -> Iterator[Finding]:
    validity = pack.policy.validity
    if validity.start is None:
        yield finding(codes.LINT_BLANK_DATE, "validity", basis=validity.basis)


def _form(pack: Pack, category: Category) -> Iterator[Finding]:
    try:
        form = pack.form(category)
    except DocforgeError as error:
        yield finding_of(error, category.name)
        return
    expected = {spec.label for spec in form.fields if spec.type is not FieldType.PICTURE} | {BANNER}
    yield from _template(pack.form_template(form), expected, known={spec.label for spec in form.fields} | set(year_heads(form, 0)))


def _template(path: Path, expected: set[str] | None, known: Set[str] = frozenset()) -> Iterator[Finding]:
    """Placeholders that nothing fills, and fields without a placeholder; ``known`` ones may be there."""
    try:
        used = resolve("docforge.rendering.template:Template")(path).placeholders()
    except DocforgeError as error:
        yield finding_of(error, path.name)
        return
    for name in sorted((used - expected - known) if expected is not None else ()):
        yield finding(codes.LINT_PLACEHOLDER, path.name, name=name)
    for name in sorted((expected - used) if expected is not None else ()):
        yield finding(codes.LINT_FIELD_UNUSED, path.name, name=name)
