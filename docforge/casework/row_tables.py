"""The row tables of a form: their sheets and columns as people see them, their rows as typed, every cell checked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docforge.casework.entries import problems
from docforge.core import codes
from docforge.core.model import Evidence, Field, Finding, Grade, Row, Via, finding
from docforge.core.text import did_you_mean, squeeze
from docforge.policy.form import Entry, FieldType, FormColumn, FormField, bare
from docforge.policy.written import Month, period

MAIN_SHEET = "填报数据"
ITEM, ANSWER, READ, SOURCE, NOTE = "项目", "填写内容", "材料读出", "出处", "说明"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_YEAR = re.compile(r"((?:19|20)\d{2})年?(?:\(预计\))?$")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it was typed: (column as headed, text), and where it stands."""

    cells: tuple[tuple[str, str], ...]
    where: str


def sheet_name(spec: FormField) -> str:
    """The sheet of a row table: its label as far as Excel allows."""
    return _FORBIDDEN.sub("", spec.label)[:_LONGEST_NAME]


def column_head(column: FormColumn, year: int | None) -> str:
    """A column as the workbook heads it; that of a year says which: 前三年 over 2022年."""
    return column.label if column.year is None or year is None else f"{column.label}\n{year + column.year}年"


def row_entry(spec: FormField, label: str, at: int) -> Entry:
    """The rules of a cell: those of its printed row, where the form prints one, else those of its column."""
    fixed = next((row for row in spec.fixed_rows if squeeze(row.label) == squeeze(label)), None)
    return spec.columns[at] if fixed is None or at == 0 else fixed


def column_at(spec: FormField, head: str, year: int | None) -> int | str:
    """The place of the column headed so; a sentence when there is none."""
    plain = squeeze(head)
    for i, column in enumerate(spec.columns):
        names = {squeeze(name) for name in (column.label, column.name, *column.labels)}
        if plain in names:
            return i
        if column.year is None:
            continue
        told = _YEAR.search(plain)
        label = plain[: told.start()] if told else ""
        if told and (label in names or (not label and year is not None and int(told[1]) == year + column.year)):
            if year is not None and int(told[1]) != year + column.year:
                return f"列“{head}”与申报年度{year}年不符，“{column.label}”应为{year + column.year}年"
            return i
    return f"“{spec.label}”没有列“{head}”" + did_you_mean(
        head, [name for column in spec.columns for name in (column.label, *column.labels)]
    )


def heads_wrong(spec: FormField, rows: Sequence[TypedRow], year: int | None) -> Iterator[str]:
    """What is wrong with the columns and the printed rows named; each wrong head is told once, with its first place."""
    told: set[str] = set()
    named: list[str | None] = []
    for row in rows:
        places = [column_at(spec, head, year) for head, _ in row.cells]
        for (head, _), at in zip(row.cells, places, strict=True):
            problem = at if isinstance(at, str) else f"列“{head}”重复" if places.count(at) > 1 else ""
            if problem and problem not in told:
                told.add(problem)
                yield f"{row.where}：{problem}"
        own = next((text for (_, text), at in zip(row.cells, places, strict=True) if at == 0), "")
        if spec.fixed_rows and any(text.strip() for _, text in row.cells):
            yield from _row_wrong(spec, own, row.where, named)
            named.append(_printed_row(spec, own))


def _row_wrong(spec: FormField, label: str, where: str, before: Sequence[str | None]) -> Iterator[str]:
    known = _printed_row(spec, label)
    if known is None:
        yield f"{where}：“{spec.label}”没有“{label}”一行" + did_you_mean(
            label, [name for fixed in spec.fixed_rows for name in (fixed.label, bare(fixed.label))]
        )
    elif known in before:
        yield f"{where}：“{spec.label}”的“{known}”一行重复"


def _printed_row(spec: FormField, text: str) -> str | None:
    known = {squeeze(name): row.label for row in spec.fixed_rows for name in (row.label, bare(row.label))}
    return known.get(squeeze(text))


def table_field(spec: FormField, rows: Sequence[TypedRow], where: str, year: int | None) -> tuple[Field | None, list[Finding]]:
    """The rows typed as one field, blank ones left out, and what is wrong with them; None where all are blank."""
    filled = [(cells, row.where) for row in rows if not _is_blank(spec, cells := _cells(spec, row, year))]
    if not filled:
        return None, []
    printed = [fixed.label for fixed in spec.fixed_rows]
    if printed:
        filled.sort(key=lambda pair: printed.index(pair[0][0]))
    made = [_numbered(spec, cells, number) for number, (cells, _) in enumerate(filled, start=1)]
    places = [where_ for _, where_ in filled]
    raw = "；".join("，".join(filter(None, row)) for row in made)
    field = Field(spec.key, spec.label, raw, tuple(made), Grade.HIGH, 1.0, Via.TYPED, Evidence(where, raw=raw))
    return field, [*_cells_wrong(spec, made, places), *_rows_wrong(spec, made, places, where)]


def _cells(spec: FormField, row: TypedRow, year: int | None) -> list[str]:
    cells = [""] * len(spec.columns)
    for head, text in row.cells:
        at = column_at(spec, head, year)
        if isinstance(at, int):
            cells[at] = "\n".join(line.strip() for line in text.strip().splitlines())
    if spec.fixed_rows:
        cells[0] = _printed_row(spec, cells[0]) or cells[0]
    return cells


def _is_blank(spec: FormField, cells: Sequence[str]) -> bool:
    return not any(cell for i, cell in enumerate(cells) if not _is_given(spec, i))


def _is_given(spec: FormField, at: int) -> bool:
    """Whether the workbook fills the column itself: numbers, the names of printed rows."""
    return spec.columns[at].type is FieldType.SERIAL or bool(spec.fixed_rows and at == 0)


def _numbered(spec: FormField, cells: Sequence[str], number: int) -> Row:
    return tuple(str(number) if spec.columns[i].type is FieldType.SERIAL else cell for i, cell in enumerate(cells))


def _cells_wrong(spec: FormField, rows: Sequence[Row], places: Sequence[str]) -> Iterator[Finding]:
    for number, (row, where) in enumerate(zip(rows, places, strict=True), start=1):
        for i, cell in enumerate(row):
            if _is_given(spec, i):
                continue
            column = spec.columns[i]
            name = f"{spec.label}”{row[0] if spec.fixed_rows else f'第{number}行'}“{column.label}"
            evidence = Evidence(f"{where} {column.label}", raw=cell)
            if not cell:
                if column.required:
                    yield _wrong(spec, evidence, name, "未填写")
                continue
            for code, details in problems(row_entry(spec, row[0], i), cell):
                yield finding(code, spec.label, basis=spec.basis, evidence=(evidence,), field=name, **details)


def _rows_wrong(spec: FormField, rows: Sequence[Row], places: Sequence[str], where: str) -> Iterator[Finding]:
    evidence = Evidence(where)
    if spec.least_rows and len(rows) < spec.least_rows:
        yield _wrong(spec, evidence, spec.label, f"只有{len(rows)}行，应不少于{spec.least_rows}行")
    if spec.most_rows and len(rows) > spec.most_rows:
        yield _wrong(spec, evidence, spec.label, f"有{len(rows)}行，应不超过{spec.most_rows}行")
    for fixed in spec.fixed_rows:
        if fixed.label not in (row[0] for row in rows):
            yield _wrong(spec, evidence, f"{spec.label}”“{fixed.label}", "未填写")
    if spec.ascending:
        yield from _out_of_order(spec, rows, places)


def _out_of_order(spec: FormField, rows: Sequence[Row], places: Sequence[str]) -> Iterator[Finding]:
    """Periods that begin before the one above has ended: remarked upon, for a person may well study and work at once."""
    at = next(i for i, column in enumerate(spec.columns) if column.type is FieldType.PERIOD)
    spans: list[tuple[str, str, tuple[Month, Month | None] | None]]
    spans = [(row[at], where, period(row[at])) for row, where in zip(rows, places, strict=True)]
    for (above, _, before), (text, where, after) in pairwise(spans):
        if before and after and (before[1] is None or after[0] < before[1]):
            evidence = (Evidence(where, raw=text),)
            yield finding(
                codes.TYPED_UNUSUAL, spec.label, basis=spec.basis, evidence=evidence, field=spec.label, value=f"{above}之后是{text}"
            )


def _wrong(spec: FormField, evidence: Evidence, name: str, reason: str) -> Finding:
    return finding(codes.TYPED_INVALID, spec.label, basis=spec.basis, evidence=(evidence,), field=name, reason=reason)


def as_placed(spec: FormField, rows: Sequence[Row]) -> list[Mapping[str, str]]:
    """The rows as the Word template loops over them: every printed row in its place, blank ones up to the form's number."""
    names = [column.name for column in spec.columns]
    listed = [tuple(row) for row in rows]
    if spec.fixed_rows:
        known = {squeeze(_printed_row(spec, row[0]) or row[0]): row for row in listed if row}
        listed = [(fixed.label, *known.pop(squeeze(fixed.label), ())[1:]) for fixed in spec.fixed_rows] + list(known.values())
    listed += [()] * (spec.printed_rows - len(listed))
    return [{name: row[i] if i < len(row) else "" for i, name in enumerate(names)} for row in listed]
