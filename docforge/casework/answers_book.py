"""The workbook that an applicant completes: one sheet of single items, one for each row table of the form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from docforge.casework.cell_texts import plain_text
from docforge.casework.entries import fact_entry, figure_rule
from docforge.casework.row_tables import ANSWER, ITEM, MAIN_SHEET, NOTE, READ, SOURCE, column_head, row_entry, sheet_name
from docforge.casework.workbook_model import Form as Sheet
from docforge.casework.workbook_model import Place, Rule, Value
from docforge.casework.workbooks import forms_workbook
from docforge.core.model import Field, Grade, Row
from docforge.core.text import squeeze
from docforge.policy.category import Fact
from docforge.policy.form import FIGURES, Entry, FieldType, Form, FormColumn, FormField
from docforge.policy.written import printed

_CANONICAL = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")
_FIRST_YEAR = 1901
_SPARE = 5
_MOST = 30
_MAIN_WIDTHS = (24, 46, 34, 26, 56)
_FIXED_WIDTH, _YEAR_WIDTH, _SERIAL_WIDTH, _PERIOD_WIDTH, _WIDEST = 30, 16, 8, 22, 48
_WRITTEN_AS = {
    FieldType.MONTH: "写法如 2010年9月",
    FieldType.PERIOD: "写法如 2010.09-2014.06 或 2017.07-至今",
    FieldType.DATE: "写法如 2016-11-15",
    FieldType.USCC: "18位，核对校验码",
    FieldType.CITIZEN_ID: "居民身份证为18位，核对校验码",
    FieldType.PHONE: "手机号，或区号-号码",
}


def answers_workbook(
    form: Form | None, facts: Sequence[Fact], read: Mapping[str, Field], typed: Mapping[str, Field], year: int | None = None
) -> bytes:
    """The workbook of a form's places and of facts, or of facts alone. What the papers gave stands beside each item; an item left
    empty is used as read.

    Row tables have sheets of their own, filled with what was typed before, else with what was read. ``year`` is that of
    the application; with it the columns of years say which they are.
    """
    sheets = [_main(form, facts, read, typed)]
    for spec in form.tables if form else ():
        given = next((f.value for f in (typed.get(spec.key), read.get(spec.key)) if f and isinstance(f.value, tuple)), ())
        sheets.append(_table(spec, given, form.basis if form else "", year))
    return forms_workbook(sheets)


def _main(form: Form | None, facts: Sequence[Fact], read: Mapping[str, Field], typed: Mapping[str, Field]) -> Sheet:
    rows: list[Sequence[Value]] = []
    places = []
    for spec in form.fields if form else ():
        found, own = read.get(spec.key), typed.get(spec.key)
        is_text = own is not None and not isinstance(own.value, tuple)
        note = "；".join(filter(None, (_where_to_write(spec), *rules(spec, form.basis if form else ""), _note(found))))
        answer = entered(spec, own.raw) if own and is_text else ""
        shown, where = (printed(spec, found.value), found.evidence.where) if found else ("", "")
        rows.append((spec.label, answer, shown, where, note))
        places.append(Place(2, len(rows) + 1, len(rows) + 1, _rule(spec) if _is_asked(spec) else None))
    for fact in facts:
        own, entry = typed.get(fact.key), fact_entry(fact)
        rows.append((fact.label, entered(entry, own.raw) if own else "", "", "", "；".join(rules(entry))))
        places.append(Place(2, len(rows) + 1, len(rows) + 1, _rule(entry)))
    return Sheet(MAIN_SHEET, (ITEM, ANSWER, READ, SOURCE, NOTE), rows, _MAIN_WIDTHS, places)


def _is_asked(spec: FormField) -> bool:
    return spec.type not in (FieldType.ROWS, FieldType.PICTURE)


def _where_to_write(spec: FormField) -> str:
    if spec.is_table:
        return f"请在工作表“{sheet_name(spec)}”中逐行填写"
    return "不在这里填写" if spec.type is FieldType.PICTURE else ""


def _note(found: Field | None) -> str:
    if found is None:
        return ""
    return "材料上看不清，请核对原件后填写" if found.grade is Grade.LOW else "材料已读出，留空即采用；如有变更请填写"


def rules(entry: Entry, basis: str = "") -> Iterator[str]:
    """What a person should know of a place, each in a few words: 必填, 200～800字, 依据."""
    if entry.required:
        yield "必填"
    if entry.hint:
        yield entry.hint
    if entry.choices:
        yield f"可选：{'、'.join(entry.choices)}"
    if entry.type in FIGURES:
        yield figure_rule(entry)
    elif entry.type in _WRITTEN_AS and "如" not in entry.hint:
        yield _WRITTEN_AS[entry.type]
    if entry.shortest:
        yield entry.bounds
    elif entry.longest:
        yield f"不超过{entry.longest}字"
    if clause := entry.basis or basis:
        yield f"依据：{clause}"


def _rule(entry: Entry) -> Rule:
    prompt = "；".join(rules(entry))
    if entry.choices:
        return Rule("list", entry.choices, prompt=prompt)
    if entry.type in FIGURES:
        return Rule("decimal" if entry.places else "whole", least=entry.lowest, prompt=prompt)
    if entry.type is FieldType.DATE:
        return Rule("date", prompt=prompt, stop=False)
    is_tall = entry.type is FieldType.LONG_TEXT
    return Rule(longest=entry.longest, prompt=prompt, stop=False, tall=is_tall)


def entered(entry: Entry, text: str) -> Value:
    """The text as Excel should hold it: a figure or a day where reading it back gives the same text."""
    if entry.type in FIGURES and _CANONICAL.fullmatch(text) and plain_text(float(text)) == text:
        return Decimal(text)
    if entry.type is FieldType.DATE:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return day if day.isoformat() == text and day.year >= _FIRST_YEAR else text
    return text


def _table(spec: FormField, given: Sequence[Row], basis: str, year: int | None) -> Sheet:
    notes = {i: _column_note(spec, column, basis, year) for i, column in enumerate(spec.columns)}
    heads = [column_head(column, year) for column in spec.columns]
    widths = [_width(spec, i) for i in range(len(spec.columns))]
    lines, places = _fixed(spec, given) if spec.fixed_rows else _free(spec, given)
    return Sheet(sheet_name(spec), heads, lines, widths, places, {i: note for i, note in notes.items() if note})


def _column_note(spec: FormField, column: FormColumn, basis: str, year: int | None) -> str:
    about = [f"{spec.label}（{'；'.join(rules(spec, basis))}{_how_many(spec)}）"] if column is spec.columns[0] else []
    if column.type is FieldType.SERIAL:
        return "\n".join([*about, "序号自动编排"])
    if column.year is not None and year is not None:
        about.append(f"{year + column.year}年" + ("的预计数" if column.forecast else "的数"))
    return "\n".join([*about, "；".join(rules(column))]).strip()


def _how_many(spec: FormField) -> str:
    if spec.most_rows:
        return f"；{spec.least_rows or 0}～{spec.most_rows}行"
    return f"；至少{spec.least_rows}行" if spec.least_rows else ""


def _fixed(spec: FormField, given: Sequence[Row]) -> tuple[list[list[Value]], list[Place]]:
    """The rows that the form prints, each with its own rule; what was given stands in its row."""
    known = {squeeze(row[0]): row for row in given if row}
    lines: list[list[Value]] = []
    places = []
    for at, fixed in enumerate(spec.fixed_rows, start=2):
        own = known.get(squeeze(fixed.label), ())
        cells = [own[i] if i < len(own) else "" for i in range(1, len(spec.columns))]
        lines.append([fixed.label, *(entered(row_entry(spec, fixed.label, i), cell) for i, cell in enumerate(cells, start=1))])
        places += [Place(i + 1, at, at, _rule(row_entry(spec, fixed.label, i))) for i in range(1, len(spec.columns))]
    return lines, places


def _free(spec: FormField, given: Sequence[Row]) -> tuple[list[list[Value]], list[Place]]:
    """The rows given and some more to write in, numbered where a column bears numbers."""
    count = max(min(spec.most_rows or _MOST, _MOST), len(given) + _SPARE if not spec.most_rows else len(given))
    lines: list[list[Value]] = []
    for at in range(count):
        row = given[at] if at < len(given) else ()
        cells = [row[i] if i < len(row) else "" for i in range(len(spec.columns))]
        is_serial = [column.type is FieldType.SERIAL for column in spec.columns]
        lines.append([str(at + 1) if is_serial[i] else entered(spec.columns[i], cell) for i, cell in enumerate(cells)])
    asked = [(i, column) for i, column in enumerate(spec.columns, start=1) if column.type is not FieldType.SERIAL]
    return lines, [Place(i, 2, count + 1, _rule(column)) for i, column in asked]


def _width(spec: FormField, at: int) -> int:
    column = spec.columns[at]
    if spec.fixed_rows:
        return _YEAR_WIDTH if at else _FIXED_WIDTH
    if column.type is FieldType.SERIAL:
        return _SERIAL_WIDTH
    return _PERIOD_WIDTH if column.type is FieldType.PERIOD else min(_WIDEST, max(14, (column.longest or 20) + 4))
