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
from docforge.policy.model import Category, Requirement


def lint(pack: Pack) -> list[Finding]:
    """Templates against forms, kinds that nothing reads, references to unknown fields, points not confirmed."""
    kinds = {kind.kind: kind for kind in kinds_of([pack])}
    found: list[Finding] = []
    for category in pack.policy.categories:
        found += _papers(category, kinds)
        found += _references(category, kinds)
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


def _references(category: Category, kinds: dict[str, Kind]) -> Iterator[Finding]:
    paths = [path for check in category.consistency for path in check.fields]
    paths += [*category.applicant.name, *category.applicant.code]
    if category.recognition:
        paths += [path for path in (category.recognition.number, category.recognition.date) if path]
    for path in paths:
        kind, _, key = path.partition(".")
        known = [spec.key for spec in kinds[kind].fields] if kind in kinds else None
        if kind != "form" and (known is None or key not in known):
            yield finding(codes.LINT_REFERENCE, category.name, path=path)


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
