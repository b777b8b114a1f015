"""What a form file says, as strict data: its fields, their types and rules, its row tables, what must agree in it."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from docforge.policy.strict import Strict


class FieldType(StrEnum):
    """What may stand in a place of a form."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ORGANISATION = "organisation"
    PERSON = "person"
    SEX = "sex"
    USCC = "uscc"
    CITIZEN_ID = "citizen_id"
    PHONE = "phone"
    DATE = "date"
    MONTH = "month"
    PERIOD = "period"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    PICTURE = "picture"
    SERIAL = "serial"
    ROWS = "rows"
    LINES = "lines"


FIGURES = (FieldType.NUMBER, FieldType.MONEY)
TABLES = (FieldType.ROWS, FieldType.LINES)
"""``rows`` are printed as rows of a table, ``lines`` as lines of text in one cell."""
_CHOSEN = (FieldType.CHOICE, FieldType.SEX)


class Entry(Strict):
    """The rules of one place, be it a field, a column or a row of a table."""

    type: FieldType = FieldType.TEXT
    required: bool = False
    choices: tuple[str, ...] = Field((), description="of a choice: what may be written")
    holds: tuple[str, ...] = Field((), description="words of which one usually stands in it; others are only remarked upon")
    shortest: int | None = Field(None, ge=1, description="least length in characters, spaces not counted")
    longest: int | None = Field(None, ge=1, description="greatest length in characters, spaces not counted")
    least: Decimal | None = Field(None, description="of a figure: the least that may be written; 0 where nothing is said")
    decimals: int | None = Field(None, ge=0, le=6, description="of a figure: how many at most; a number 0, money 2")
    unit: Literal["元", "万元"] | None = Field(None, description="of money: what a bare figure means")
    hint: str = Field("", description="what the applicant should know, shown beside the place")
    basis: str = Field("", description="the clause that asks for it, where it is not the form's own")

    @model_validator(mode="after")
    def _rules_fit(self) -> "Entry":
        if (self.choices and self.type not in _CHOSEN) or (self.type is FieldType.CHOICE and not self.choices):
            raise ValueError("choices 只用于 type: choice 或 sex，choice 必须写 choices")
        if (self.least, self.decimals) != (None, None) and self.type not in FIGURES:
            raise ValueError("least、decimals 只用于 type: number 或 money")
        if self.shortest and self.longest and self.shortest > self.longest:
            raise ValueError("shortest 不能大于 longest")
        return self

    @property
    def bounds(self) -> str:
        """How long the text should be: 200～800字."""
        return f"{self.shortest or 1}～{self.longest}字" if self.longest else f"不少于{self.shortest}字"

    @property
    def places(self) -> int:
        """How many decimals a figure may have."""
        return self.decimals if self.decimals is not None else 2 if self.type is FieldType.MONEY else 0

    @property
    def lowest(self) -> Decimal:
        """The least that a figure may be."""
        return self.least if self.least is not None else Decimal(0)


def bare(label: str) -> str:
    """The label without what stands in brackets behind it: a name that a Word template can use, 行.本年 of 本年（预计）."""
    return label.partition("（")[0]


class FormColumn(Entry):
    """One column of a row table. ``year``: the column of a year, counted from the year of application."""

    label: str
    labels: tuple[str, ...] = Field((), description="what else the column is called")
    year: int | None = Field(None, ge=-20, le=20, description="0 the year of application, -1 the one before")
    forecast: bool = False

    @property
    def name(self) -> str:
        """The placeholder in the row of the Word template, ``{{ 行.NAME }}``."""
        return bare(self.label)

    def head(self, year: int) -> str:
        """The year that the official form prints over the column: 2022, 2025（预计）; the label of any other column."""
        return self.label if self.year is None else f"{year + self.year}" + ("（预计）" if self.forecast else "")


class FormRow(Entry):
    """One row that is printed in the form: its label stands in the first column, its type holds for the others."""

    label: str


class FormField(Entry):
    """One field of an application form. ``read_from``: kind.key, in order of preference."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(description="unique in the form; the placeholder in the Word template")
    printed: str | None = Field(None, description="the label as printed, where it differs")
    beside: str | None = None
    below: bool = Field(False, description="the value stands in the cell below its label")
    columns: tuple[FormColumn, ...] = Field((), description="of a row table: its columns as headed")
    fixed_rows: tuple[FormRow, ...] = Field((), description="of a row table: the rows that are printed in the form")
    least_rows: int | None = Field(None, ge=1)
    most_rows: int | None = Field(None, ge=1)
    printed_rows: int = Field(0, ge=0, le=50, description="rows that the form shows even where fewer are filled in")
    ascending: bool = Field(False, description="of a row table: its periods follow each other and do not overlap")
    only_where: dict[str, tuple[str, ...]] = Field(
        {}, description="the type is checked only where these fields have one of these values"
    )
    read_from: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether it is filled in row by row."""
        return self.type in TABLES

    @model_validator(mode="after")
    def _rows_fit(self) -> "FormField":
        if self.is_table != bool(self.columns):
            raise ValueError("type: rows 或 lines 必须写 columns，其他类型不能写")
        told = (self.fixed_rows, self.least_rows, self.most_rows, self.printed_rows, self.ascending)
        if any(told) and not self.is_table:
            raise ValueError("fixed_rows、least_rows、most_rows、printed_rows、ascending 只用于 type: rows 或 lines")
        if self.least_rows and self.most_rows and self.least_rows > self.most_rows:
            raise ValueError("least_rows 不能大于 most_rows")
        _unique("columns", [column.name for column in self.columns])
        _unique("fixed_rows", [row.label for row in self.fixed_rows])
        if any(entry.type in (*TABLES, FieldType.PICTURE) for entry in (*self.columns, *self.fixed_rows)):
            raise ValueError("表格的格内不能再放表格或图片")
        if self.ascending and sum(column.type is FieldType.PERIOD for column in self.columns) != 1:
            raise ValueError("ascending 需要且只能有一个 type: period 的列")
        return self


class SameName(Strict):
    """Fields that must name the same firm or person."""

    kind: Literal["same_name"]
    fields: tuple[str, ...] = Field(min_length=2)
    basis: str = ""


class OneOf(Strict):
    """Fields of which one at least must be filled in."""

    kind: Literal["one_of"]
    fields: tuple[str, ...] = Field(min_length=2)
    basis: str = ""


class ByCitizenId(Strict):
    """What a citizen number says of the person's sex and month of birth."""

    kind: Literal["citizen_id"]
    number: str
    sex: str | None = None
    born: str | None = None
    basis: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys that the check names."""
        return tuple(key for key in (self.number, self.sex, self.born) if key)


class TotalCovers(Strict):
    """Figures whose sum is usually not below one cell of a row table."""

    kind: Literal["total"]
    of: tuple[str, ...] = Field(min_length=1)
    table: str
    row: str
    column: str
    basis: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys that the check names."""
        return (*self.of, self.table)


FormCheck = Annotated[SameName | OneOf | ByCitizenId | TotalCovers, Field(discriminator="kind")]


class Form(Strict):
    """An application form: the content of ``forms/NAME.yaml``."""

    schema_: Literal["docforge.form/1"] = Field(alias="schema")
    id: str
    title: str
    template: str
    basis: str
    titles: tuple[str, ...] = ()
    pages: int | None = Field(None, ge=1, description="how many pages the form is meant to have, told where its PDF has others")
    fields: tuple[FormField, ...]
    checks: tuple[FormCheck, ...] = Field((), description="what must agree inside the form")
    stops: tuple[str, ...] = Field((), description="printed words that end a value: opinions, seals, dates; never filled in")

    @model_validator(mode="after")
    def _names_known(self) -> "Form":
        keys = [spec.key for spec in self.fields]
        _unique("fields", keys)
        _unique("fields", [spec.label for spec in self.fields])
        named = [spec.beside for spec in self.fields if spec.beside]
        named += [key for spec in self.fields for key in spec.only_where]
        named += [key for check in self.checks for key in check.fields]
        unknown = sorted(set(named) - set(keys))
        if unknown:
            raise ValueError(f"引用了没有定义的字段 {'、'.join(unknown)}")
        for check in self.checks:
            if isinstance(check, TotalCovers):
                _cell_known(self.field(check.table), check)
        return self

    def field(self, key: str) -> FormField:
        """The field with this key; raises KeyError."""
        return {spec.key: spec for spec in self.fields}[key]

    @property
    def tables(self) -> tuple[FormField, ...]:
        """The fields that are filled in row by row."""
        return tuple(spec for spec in self.fields if spec.is_table)


def _unique(where: str, names: Sequence[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"{where} 中重复：{'、'.join(repeated)}")


def _cell_known(table: FormField, check: TotalCovers) -> None:
    is_row = check.row in {row.label for row in table.fixed_rows}
    if not is_row or check.column not in {column.label for column in table.columns}:
        raise ValueError(f"“{table.label}”没有“{check.row}”行“{check.column}”列")
