"""What the applicant types: from YAML, JSON or the answers workbook, typed and checked like what is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docforge.casework.kinds import field_spec
from docforge.casework.tables import plain_text, read_mapping, read_rows, workbook
from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.model import Evidence, Field, Finding, Grade, Via, finding
from docforge.core.text import nearest, squeeze
from docforge.extraction import values
from docforge.extraction.kind import FieldSpec, ValueType
from docforge.policy.model import Fact, Form, FormField

ITEM, ANSWER, READ, SOURCE, NOTE = "项目", "填写内容", "材料读出", "出处", "说明"
FILE_NAMES = ("填报数据.xlsx", "填报数据.yaml", "填报数据.yml", "填报数据.json", "填报数据.csv")
"""A file of this name in an applicant's folder is taken for the answers and not for a paper."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Typed fields by key, and what is wrong with them."""

    fields: Mapping[str, Field]
    findings: tuple[Finding, ...] = ()


NO_ANSWERS = Answers({})


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    raw: str
    where: str


def read_answers(path: Path, form: Form | None, facts: Sequence[Fact]) -> Answers:
    """The answers in the file; keys are labels or keys of the form's fields and the category's facts.

    Raises DocforgeError U701 with line and nearest key for an unknown one, U702 when the file cannot be read.
    """
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    is_mapping = path.suffix.lower() in (".yaml", ".yml", ".json")
    items = list(_from_mapping(path) if is_mapping else _from_table(path))
    known = _known(form, facts)
    unknown = [item for item in items if squeeze(item.name) not in known]
    if unknown:
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="；".join(_unknown(item, known) for item in unknown))
    fields: dict[str, Field] = {}
    found: list[Finding] = []
    for item in items:
        if item.raw.strip():
            spec = known[squeeze(item.name)]
            if spec.key in fields:
                problem = f"{item.where}：“{spec.label}”已在{fields[spec.key].evidence.source}填写过"
                raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem)
            fields[spec.key], notes = _typed(spec, item)
            found.extend(notes)
    return Answers(fields, tuple(found))


def _from_mapping(path: Path) -> Iterator[_Item]:
    if path.suffix.lower() != ".json":
        for name, text, line in strict_yaml.scalars(path, codes.DATA_INVALID):
            yield _Item(name, text, f"{path.name} 第{line}行")
        return
    data: Any = read_mapping(path)
    if not isinstance(data, dict) or any(isinstance(value, dict | list) for value in data.values()):
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="应为“项目: 内容”的键值对")
    for name, value in data.items():
        yield _Item(str(name), plain_text(value), path.name)


def _from_table(path: Path) -> Iterator[_Item]:
    for row in read_rows(path, (ITEM, ANSWER)):
        if row.cells.get(ITEM):
            yield _Item(row.cells[ITEM], row.cells.get(ANSWER, ""), row.where)


def _known(form: Form | None, facts: Sequence[Fact]) -> dict[str, FormField | Fact]:
    known: dict[str, FormField | Fact] = {}
    items: list[FormField | Fact] = [*(form.fields if form else ()), *facts]
    for spec in items:
        known[squeeze(spec.label)] = known[spec.key] = spec
    return known


def _unknown(item: _Item, known: Mapping[str, FormField | Fact]) -> str:
    near = nearest(item.name, [spec.label for spec in known.values()] + [spec.key for spec in known.values()])
    return f"{item.where}：不认识的项目“{item.name}”" + (f"，是否想写“{near}”？" if near else "")


def _typed(spec: FormField | Fact, item: _Item) -> tuple[Field, list[Finding]]:
    evidence = Evidence(item.where, raw=item.raw)
    if isinstance(spec, Fact):
        notes = list(_fact_problems(spec, item.raw, evidence))
        return Field(spec.key, spec.label, item.raw, item.raw.strip(), Grade.HIGH, 1.0, Via.TYPED, evidence), notes
    reading = field_spec(spec)
    typed = values.understand(item.raw, reading, exact=True)
    is_text = reading.type in values.CHECKED or reading.type is ValueType.PHONE
    value = item.raw.strip() if is_text or typed.value is None else typed.value
    made = Field(spec.key, spec.label, item.raw, value, Grade.HIGH, 1.0, Via.TYPED, evidence)
    return made, list(_problems(spec, reading, typed, made))


def _fact_problems(spec: Fact, raw: str, evidence: Evidence) -> Iterator[Finding]:
    if spec.choices and squeeze(raw) not in map(squeeze, spec.choices):
        reason = f"“{raw}”不在可选项 {'、'.join(spec.choices)} 中"
        yield finding(codes.TYPED_INVALID, spec.label, basis=spec.basis, evidence=(evidence,), field=spec.label, reason=reason)
    if spec.shapes and not any(_fits(squeeze(raw), shape) for shape in spec.shapes):
        yield finding(codes.TYPED_UNUSUAL, spec.label, basis=spec.basis, evidence=(evidence,), field=spec.label, value=raw)


def _fits(text: str, shape: str) -> bool:
    kinds = {"#": str.isdigit, "*": str.isalnum}
    return len(text) == len(shape) and all(kinds.get(s, s.__eq__)(c) for c, s in zip(text, shape, strict=True))


def _problems(spec: FormField, reading: FieldSpec, typed: values.Typed, made: Field) -> Iterator[Finding]:
    is_altered = reading.type is ValueType.PHONE and squeeze(made.raw) != typed.value
    if typed.code or is_altered:
        reason = "校验码不符" if reading.type in values.CHECKED else f"“{made.raw}”不是{values.type_name(reading)}"
        yield finding(codes.TYPED_INVALID, spec.label, evidence=(made.evidence,), field=spec.label, reason=reason)
    length = len(squeeze(made.raw))
    if (spec.longest and length > spec.longest) or (spec.shortest and length < spec.shortest):
        yield finding(codes.TEXT_LENGTH, spec.label, evidence=(made.evidence,), field=spec.label, length=length, bounds=spec.bounds)


def answers_workbook(form: Form, facts: Sequence[Fact], read: Mapping[str, Field], typed: Mapping[str, Field]) -> bytes:
    """The workbook a person completes: what the papers gave stands beside each item; left empty it is used as read."""
    rows = []
    for spec in form.fields:
        found, own = read.get(spec.key), typed.get(spec.key)
        note = spec.hint or _note(found)
        rows.append((spec.label, own.raw if own else "", shown(found), found.evidence.where if found else "", note))
    for fact in facts:
        own = typed.get(fact.key)
        note = fact.question + (f"（可选：{'、'.join(fact.choices)}）" if fact.choices else "")
        rows.append((fact.label, own.raw if own else "", "", "", note))
    return workbook({"填报数据": ((ITEM, ANSWER, READ, SOURCE, NOTE), rows, (24, 50, 40, 28, 50))})


def _note(found: Field | None) -> str:
    if found is None:
        return ""
    return "材料上看不清，请核对原件后填写" if found.grade is Grade.LOW else "材料已读出，留空即采用；如有变更请填写"


def shown(field: Field | None) -> str:
    """A field's value as a person writes it in a form; empty when there is none."""
    if field is None or field.value is None:
        return ""
    return str(field.value)
