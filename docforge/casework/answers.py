"""What the applicant types: from YAML, JSON, CSV or the answers workbook, typed and checked like what is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docforge.casework.cell_texts import Sheet, plain_text
from docforge.casework.entries import fact_entry, problems, typed_value
from docforge.casework.mappings import read_mapping
from docforge.casework.row_tables import ANSWER, ITEM, MAIN_SHEET, TypedRow, column_at, heads_wrong, sheet_name, table_field
from docforge.casework.tables import EXCEL, HEAD_ROWS, read_csv, rows_under
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Evidence, Field, Finding, Grade, Via, finding
from docforge.core.text import did_you_mean, squeeze
from docforge.policy.category import Fact
from docforge.policy.form import FieldType, Form, FormField

FILE_NAMES = ("填报数据.xlsx", "填报数据.yaml", "填报数据.yml", "填报数据.json", "填报数据.csv")
"""A file of this name in an applicant's folder is taken for the answers and not for a paper."""
CASE_SHEETS = ("核定表.xlsx", "核定表.yaml", "核定表.yml", "核定表.json", "核定表.csv")
"""What the clerk fills in; of such a name it is no paper either."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Typed fields by key, and what is wrong with them."""

    fields: Mapping[str, Field]
    findings: tuple[Finding, ...] = ()


NO_ANSWERS = Answers({})
_Spec = FormField | Fact


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry as written: a text, or rows."""

    name: str
    raw: str
    where: str
    rows: tuple[TypedRow, ...] | None = None


def read_answers(path: Path, form: Form | None, facts: Sequence[Fact], year: int | None = None) -> Answers:
    """The answers in the file; keys are labels or keys of the form's fields and the category's facts.

    ``year`` is that of the application, for columns headed by a year. Raises DocforgeError U701 with the place and the
    nearest name for an unknown item, sheet or column, U702 when the file cannot be read.
    """
    if not path.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    known = _known(form, facts)
    items = [item for item in _items(path, known, year) if item.raw.strip() or item.rows or squeeze(item.name) not in known]
    wrong = [problem for item in items for problem in _misplaced(item, known, year)]
    if wrong:
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="；".join(dict.fromkeys(wrong)))
    written = {known[squeeze(item.name)].key: item.raw for item in items}
    fields: dict[str, Field] = {}
    found: list[Finding] = []
    for item in items:
        spec = known[squeeze(item.name)]
        made, notes = _field(spec, item, written, year)
        if made and spec.key in fields:
            problem = f"{item.where}：“{spec.label}”已在{fields[spec.key].evidence.source}填写过"
            raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem)
        fields |= {spec.key: made} if made else {}
        found.extend(notes)
    return Answers(fields, tuple(found))


def _known(form: Form | None, facts: Sequence[Fact]) -> dict[str, _Spec]:
    known: dict[str, _Spec] = {}
    items: list[_Spec] = [*(form.fields if form else ()), *facts]
    for spec in items:
        known[squeeze(spec.label)] = known[spec.key] = spec
    return known


def _items(path: Path, known: Mapping[str, _Spec], year: int | None) -> Iterator[_Item]:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return _from_yaml(path)
    if suffix == ".json":
        return _from_json(path)
    return _from_workbook(path, known, year) if suffix in EXCEL else _from_grid(read_csv(path), path)


def _from_yaml(path: Path) -> Iterator[_Item]:
    for entry in resolve("docforge.core.plain_yaml:entries")(path, codes.DATA_INVALID):
        rows = None
        if entry.rows is not None:
            heads = ((tuple((head, text) for head, text, _ in row), row[0][2] if row else entry.line) for row in entry.rows)
            rows = tuple(TypedRow(cells, f"{path.name} 第{line}行") for cells, line in heads)
        yield _Item(entry.key, entry.text, f"{path.name} 第{entry.line}行", rows)


def _from_json(path: Path) -> Iterator[_Item]:
    data: Any = read_mapping(path)
    if not isinstance(data, dict):
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="应为“项目: 内容”的键值对")
    for name, value in data.items():
        if isinstance(value, list):
            yield _Item(name, "", path.name, _json_rows(name, value, path))
        else:
            yield _Item(name, _text(value, name, path), path.name)


def _json_rows(name: str, rows: Sequence[Any], path: Path) -> tuple[TypedRow, ...]:
    if not all(isinstance(row, dict) for row in rows):
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"“{name}”的每一行应为“列名: 内容”的键值对")
    cells = (tuple((head, _text(cell, head, path)) for head, cell in row.items()) for row in rows)
    return tuple(TypedRow(row, f"{path.name} {name} 第{i}行") for i, row in enumerate(cells, start=1))


def _text(value: object, name: str, path: Path) -> str:
    if isinstance(value, dict | list):
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"“{name}”应为一个值")
    return plain_text(value)


def _from_grid(grid: Sequence[Sequence[str]], path: Path) -> Iterator[_Item]:
    for row in rows_under(grid, (ITEM,), path):
        if row.cells.get(ITEM):
            yield _Item(row.cells[ITEM], row.cells.get(ANSWER, ""), row.where)


def _from_workbook(path: Path, known: Mapping[str, _Spec], year: int | None) -> Iterator[_Item]:
    """The sheet of single items (the first, where none bears its name), and every other sheet as a row table."""
    own = [spec for spec in known.values() if isinstance(spec, FormField) and spec.is_table]
    tables = {squeeze(name): spec for spec in own for name in (sheet_name(spec), spec.label, spec.key)}
    read: list[Sheet] = resolve("docforge.casework.excel:read_sheets")(path)
    sheets = [sheet for sheet in read if not sheet.is_blank]
    main = next((sheet for sheet in sheets if sheet.name == MAIN_SHEET), None)
    main = main or next((sheet for sheet in sheets if squeeze(sheet.name) not in tables), None)
    for sheet in sheets:
        if sheet.broken:
            told = "；".join(f"工作表“{sheet.name}”{_place(*at)}：{reason}" for at, reason in sheet.broken.items())
            raise DocforgeError(codes.DATA_INVALID, str(path), problem=told)
        if sheet is main:
            yield from _from_grid(sheet.grid, path)
        elif spec := tables.get(squeeze(sheet.name)):
            where = f"{path.name} 工作表“{sheet.name}”"
            yield _Item(spec.key, "", where, tuple(_sheet_rows(spec, sheet, where, path, year)))
        else:
            problem = f"不认识的工作表“{sheet.name}”" + did_you_mean(sheet.name, [sheet_name(spec) for spec in own])
            raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem)


def _sheet_rows(spec: FormField, sheet: Sheet, where: str, path: Path, year: int | None) -> Iterator[TypedRow]:
    """The rows under the head of a row table; a column without a head goes by its letter."""
    at = next((i for i, row in enumerate(sheet.grid[:HEAD_ROWS]) if any(_is_head(spec, cell, year) for cell in row)), None)
    if at is None:
        heads = "、".join(column.label for column in spec.columns)
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"工作表“{sheet.name}”没有找到表头（{heads}）")
    own = [" ".join(cell.split()) for cell in sheet.grid[at]]
    for r, row in enumerate(sheet.grid[at + 1 :], start=at + 1):
        cells = ((own[i] if i < len(own) else "", text, i) for i, text in enumerate(row))
        named = tuple((head or f"（{_place(at, i)}空白）", text) for head, text, i in cells if head or text.strip())
        if any(text.strip() for _, text in named):
            yield TypedRow(named, f"{where} 第{r + 1}行")


def _place(row: int, column: int) -> str:
    named: str = resolve("docforge.casework.excel:place")(row, column)
    return named


def _is_head(spec: FormField, cell: str, year: int | None) -> bool:
    return bool(cell.strip()) and (isinstance(column_at(spec, cell, year), int) or isinstance(column_at(spec, cell, None), int))


def _misplaced(item: _Item, known: Mapping[str, _Spec], year: int | None) -> Iterator[str]:
    """What cannot be taken for an answer: unknown names, rows where one value is due, one value where rows are."""
    spec = known.get(squeeze(item.name))
    if spec is None:
        yield f"{item.where}：不认识的项目“{item.name}”" + did_you_mean(
            item.name, [own.label for own in known.values()] + [own.key for own in known.values()]
        )
    elif item.rows is not None:
        if isinstance(spec, FormField) and spec.is_table:
            yield from heads_wrong(spec, item.rows, year)
        else:
            yield f"{item.where}：“{spec.label}”应为一个值"
    elif isinstance(spec, FormField) and spec.type is FieldType.ROWS:
        yield f"{item.where}：“{spec.label}”应逐行填写（Excel 中为工作表“{sheet_name(spec)}”，YAML 和 JSON 中为列表）"
    elif isinstance(spec, FormField) and spec.type is FieldType.PICTURE:
        yield f"{item.where}：“{spec.label}”是图片，打印后贴上，不在这里填写"


def _field(spec: _Spec, item: _Item, written: Mapping[str, str], year: int | None) -> tuple[Field | None, list[Finding]]:
    """What was typed as a field, None where only blank rows were, and what is wrong with it."""
    if isinstance(spec, FormField) and item.rows is not None:
        return table_field(spec, item.rows, item.where, year)
    evidence = Evidence(item.where, raw=item.raw)
    if isinstance(spec, Fact):
        return typed_fact(spec, item.raw, item.where)
    made = Field(spec.key, spec.label, item.raw, typed_value(spec, item.raw), Grade.HIGH, 1.0, Via.TYPED, evidence)
    is_other = any(key in written and squeeze(written[key]) not in map(squeeze, words) for key, words in spec.only_where.items())
    wrong = problems(spec, item.raw, any_type=is_other)
    return made, [finding(code, spec.label, basis=spec.basis, evidence=(evidence,), field=spec.label, **d) for code, d in wrong]


def typed_fact(spec: Fact, raw: str, where: str) -> tuple[Field, list[Finding]]:
    """What was written for a fact as a field, and what is wrong with it."""
    evidence = Evidence(where, raw=raw)
    value = typed_value(fact_entry(spec), raw) if spec.type == "date" else raw.strip()
    made = Field(spec.key, spec.label, raw, value, Grade.HIGH, 1.0, Via.TYPED, evidence)
    return made, list(_fact_problems(spec, raw, evidence))


def _fact_problems(spec: Fact, raw: str, evidence: Evidence) -> Iterator[Finding]:
    for code, details in problems(fact_entry(spec), raw):
        yield finding(code, spec.label, basis=spec.basis, evidence=(evidence,), field=spec.label, **details)
    if spec.shapes and not any(_fits(squeeze(raw), shape) for shape in spec.shapes):
        yield finding(codes.TYPED_UNUSUAL, spec.label, basis=spec.basis, evidence=(evidence,), field=spec.label, value=raw)


def _fits(text: str, shape: str) -> bool:
    kinds = {"#": str.isdigit, "*": str.isalnum}
    return len(text) == len(shape) and all(kinds.get(s, s.__eq__)(c) for c, s in zip(text, shape, strict=True))
