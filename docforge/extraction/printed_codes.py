"""What a QR code on the paper says, compared with what is printed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docforge.core import codes, ids
from docforge.core.model import Evidence, Field, Finding, Grade, Mark, MarkKind, Page, Source, Value, Via, finding
from docforge.core.text import letters, squeeze
from docforge.extraction import values
from docforge.extraction.kind import FieldSpec, Kind, ValueType

_PAIR = re.compile(r"[\n;；|｜]")
_TYPED = {ValueType.DATE, ValueType.MONEY, *values.CHECKED}
_COMPARED = _TYPED | {ValueType.ORGANISATION, ValueType.PERSON, ValueType.CODE}


def checked_by_codes(
    pages: Sequence[Page], kind: Kind, fields: Mapping[str, Field], source: Source
) -> tuple[dict[str, Field], list[Finding]]:
    """The fields with what the page's codes say: agreement makes a value sure, a value only the code holds is added.

    A code that says otherwise than the paper is a finding; the printed value stays, its grade falls.
    """
    made, found = dict(fields), []
    for mark in (mark for page in pages for mark in page.marks if mark.kind is MarkKind.CODE):
        said = [(spec, raw, typed) for spec, raw in _said(mark.text, kind) if (typed := _value(raw, spec)) is not None]
        is_of_another = any(_contradicts(made.get(spec.key), typed, spec) for spec, _, typed in said)
        for spec, raw, value in said:
            printed = made.get(spec.key)
            if is_of_another and (printed is None or printed.grade is Grade.LOW):
                continue
            if (printed is None and _is_wanted(spec, kind, made)) or (
                printed and printed.grade is Grade.LOW and spec.type in _TYPED
            ):
                made[spec.key] = _from_code(spec, raw, value, mark, source)
            elif printed and _same(printed.value, value):
                made[spec.key] = replace(printed, grade=Grade.HIGH)
            elif printed and _contradicts(printed, value, spec):
                made[spec.key] = replace(printed, grade=min(printed.grade, Grade.MEDIUM, key=_ORDER.index))
                found.append(_differs(spec, printed, value, mark, source))
    return made, found


_ORDER = (Grade.LOW, Grade.MEDIUM, Grade.HIGH)


def _said(text: str, kind: Kind) -> list[tuple[FieldSpec, str]]:
    """The kind's fields that the code names, and a bare 统一社会信用代码 where it names none."""
    by_label = {label: spec for spec in kind.fields for label in spec.printed}
    said = []
    for piece in _PAIR.split(text):
        label, colon, value = squeeze(piece).partition(":")
        if colon and value and label in by_label and not value.endswith("..."):
            said.append((by_label[label], value))
    spec = next((spec for spec in kind.fields if spec.type is ValueType.USCC), None)
    if spec and not any(own is spec for own, _ in said) and ids.is_uscc(squeeze(text)):
        said.append((spec, squeeze(text)))
    return said


def _value(raw: str, spec: FieldSpec) -> Value | None:
    typed = values.understand(raw, spec)
    return None if typed.code is codes.CHECK_DIGIT else typed.value


def _contradicts(printed: Field | None, said: Value, spec: FieldSpec) -> bool:
    """Whether what was read with some certainty is another value: then the code may belong to another paper."""
    if printed is None or printed.value is None or printed.grade is Grade.LOW:
        return False
    return spec.type in _COMPARED and not _same(printed.value, said)


def _is_wanted(spec: FieldSpec, kind: Kind, fields: Mapping[str, Field]) -> bool:
    """Whether the paper should bear the field and nothing of its group was read: a code also names what is not printed."""
    group = next((group for group in kind.one_of if spec.key in group), ())
    return (spec.required or spec.usual or bool(group)) and not any(key in fields for key in group)


def _from_code(spec: FieldSpec, raw: str, value: Value, mark: Mark, source: Source) -> Field:
    """A value that the code alone holds: certain as characters, but nobody has seen it printed."""
    grade = Grade.HIGH if spec.type in values.CHECKED else Grade.MEDIUM
    return Field(spec.key, spec.label, raw, value, grade, 1.0, Via.CODE, Evidence(source.label, mark.page, mark.box, raw))


def _same(printed: Value | None, said: Value) -> bool:
    if isinstance(printed, str) and isinstance(said, str):
        return letters(printed) == letters(said)
    return printed == said


def _differs(spec: FieldSpec, printed: Field, said: Value, mark: Mark, source: Source) -> Finding:
    evidence = (printed.evidence, Evidence(source.label, mark.page, mark.box, str(said)))
    return finding(codes.CODE_DIFFERS, spec.label, evidence=evidence, field=spec.label, printed=printed.raw, said=said)
