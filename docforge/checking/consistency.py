"""The same fact on several papers, and what was typed against what was read: every mismatch names the pair."""

from collections.abc import Callable, Iterator

from docforge.checking.case import Case
from docforge.core import codes
from docforge.core.model import Field, Finding, Grade, finding
from docforge.core.text import letters, person_name, squeeze
from docforge.policy.category import Consistency
from docforge.policy.form import FormField
from docforge.policy.written import printed, understood


def _name(text: str) -> str:
    return letters(text)


def _near_name(text: str) -> str:
    """Alike as a suggestion only: 有限责任公司 and 有限公司 are never taken for equal."""
    return letters(text).replace("有限责任公司", "有限公司")


_FOLD: dict[str, Callable[[str], str]] = {
    "name": _name,
    "code": lambda text: squeeze(text).upper(),
    "person": lambda text: squeeze(person_name(text)),
    "text": letters,
}


def across_papers(case: Case, wanted: Consistency) -> Finding | None:
    """The finding when the fields do not agree; None when they do or fewer than two were read."""
    fields = [
        field
        for path in wanted.fields
        for field in case.fields(path)
        if isinstance(field.value, str) and field.grade is not Grade.LOW
    ]
    fold = _FOLD[wanted.compare]
    if len({fold(str(field.value)) for field in fields}) < 2:
        return None
    nearly = wanted.compare == "name" and len({_near_name(str(f.value)) for f in fields}) == 1
    code = codes.NAME_NEARLY if nearly or wanted.severity == "warning" else codes.VALUES_DIFFER
    pairs = "；".join(f"{field.evidence.where}“{field.value}”" for field in fields)
    return finding(
        code, wanted.label, basis=wanted.basis, evidence=tuple(f.evidence for f in fields), field=wanted.label, pairs=pairs
    )


def typed_against_read(case: Case) -> Iterator[Finding]:
    """Typed answers that contradict a paper. The typed value stands; the finding says so."""
    for spec in case.form.fields if case.form else ():
        typed = case.answers.get(spec.key)
        against = [case.best(spec.read_from), case.best((f"form.{spec.key}",))] if typed else []
        for read in against:
            if typed is None or read is None or same(typed, read, spec):
                continue
            yield finding(
                codes.TYPED_CONTRADICTS,
                spec.label,
                basis=case.form.basis if case.form else "",
                evidence=(typed.evidence, read.evidence),
                field=spec.label,
                typed=printed(spec, typed.value),
                read=printed(spec, read.value),
                source=read.evidence.where,
            )


def same(typed: Field, read: Field, spec: FormField) -> bool:
    """Whether a typed and a read value say the same, brackets, widths, spaces and ways of writing apart."""
    if typed.value is None or read.value is None:
        return typed.value == read.value
    ours, theirs = understood(spec, typed.value), understood(spec, read.value)
    if ours is not None and theirs is not None:
        return ours == theirs
    if isinstance(typed.value, str) and isinstance(read.value, str):
        fold = _FOLD[{"uscc": "code", "person": "person"}.get(spec.type, "text")]
        return fold(typed.value) == fold(read.value)
    return typed.value == read.value
