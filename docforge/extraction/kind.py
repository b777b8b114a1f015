"""A document kind as data: how a paper is recognised, which labels it prints, what its values are."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, model_validator

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import did_you_mean, squeeze


class ValueType(StrEnum):
    """How a value is understood."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ORGANISATION = "organisation"
    PERSON = "person"
    USCC = "uscc"
    REGISTRATION_NUMBER = "registration_number"
    CITIZEN_ID = "citizen_id"
    PATENT_NUMBER = "patent_number"
    CODE = "code"
    DATE = "date"
    MONEY = "money"
    TERM = "term"
    YEARS = "years"
    PHONE = "phone"
    ROWS = "rows"
    MONTHS = "months"
    SEX = "sex"


class Element(StrEnum):
    """What a part of a page is by its place: the heading of an article, the elements of GB/T 9704-2012 (clause 7)."""

    HEADING = "heading"
    BYLINE = "byline"
    ISSUER = "issuer"
    DOCUMENT_NUMBER = "document_number"
    TITLE = "title"
    ADDRESSEE = "addressee"
    ISSUED_ON = "issued_on"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a list: its heading, and what else it is called."""

    label: str
    labels: tuple[str, ...] = ()
    is_year: bool = Field(False, description="headed by a year: such columns take the years in their order")

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """The heading's variants as compared."""
        return tuple(squeeze(label) for label in (self.label, *self.labels))


class Derived(_Strict):
    """A value told by words in other fields: the first (or last) word decides, of several in one place the longest."""

    from_: tuple[str, ...] = Field(
        (), alias="from", description="keys of the fields whose text is searched, in this order; none: the whole paper"
    )
    words: dict[str, tuple[str, ...]] = Field({}, description="value → words that speak for it")
    table: str | None = Field(None, description="name of a shared table of such words, in place of words of its own")
    pick: Literal["first", "last"] = Field("first", description="which word decides where several stand in the text")

    @property
    def told(self) -> Mapping[str, Sequence[str]]:
        """The words, its own or those of the table."""
        return shared_table(self.table) if self.table else self.words


class Months(_Strict):
    """A number of months counted from the periods in a list."""

    of: str = Field(description="key of the list")
    only: str | None = Field(None, description="key of the field that a row must not contradict in the column of its label")
    without: tuple[str, ...] = Field((), description="words of rows that do not count: 欠费")


class Within(_Strict):
    """Labels that count only in one block of the page: 户名 right of 付款人, and not of 收款人."""

    block: str
    labels: tuple[str, ...]


class Dictionary(_Strict):
    """What is known of a field's values besides the paper: it may lower or raise a grade, it never changes what was read.

    Tables are those that kinds share, in ``extraction/tables``.
    """

    ends_in: str | None = Field(None, description="table: a value that ends in none of its words is not graded high")
    among: str | None = Field(None, description="table: a value that is one of its words needs less certainty to be graded high")
    phrases: str | None = Field(
        None, description="table of set phrases: a value that holds one with a character or two misread is not graded high"
    )
    divisions: Literal["address", "code"] | None = Field(
        None,
        description="GB/T 2260: address lowers one whose divisions are misread by one character; code tells of unknown digits",
    )

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables it uses."""
        return tuple(table for table in (self.ends_in, self.among, self.phrases) if table)


class WordTable(RootModel[dict[str, tuple[str, ...]]]):
    """Value → words that speak for it."""


class FieldSpec(_Strict):
    """One value of a kind. ``labels`` are the printed variants; white space and width do not matter."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    labels: tuple[str, ...] = ()
    labels_alone: tuple[str, ...] = Field((), description="labels that count only alone in their line or before a colon")
    type: ValueType = ValueType.TEXT
    required: bool = False
    usual: bool = Field(False, description="printed on nearly every paper of the kind: its absence is told, not held against it")
    shapes: tuple[str, ...] = Field(
        (), description="of a code: # stands for a digit, @ for a capital letter, other characters for themselves"
    )
    holds: tuple[str, ...] = Field(
        (), description="words of which one stands in every value of this field; other text is not its value"
    )
    beside: str | None = Field(None, description="key of the field whose label stands left of this one in the same row")
    below: bool = Field(False, description="in a ruled form: the value stands in the cell below the label")
    under: str | None = Field(None, description="key of the field below whose label this one is printed without a label")
    within: Within | None = None
    phrases: tuple[str, ...] = Field(
        (), description="where the value stands in running text: {} for the value, the words around it as printed"
    )
    element: Element | None = Field(None, description="what the value is by its place on the page")
    part: str | None = Field(None, description="the part of the paper on which the value stands")
    columns: tuple[Column, ...] = Field((), description="of a list: its columns, the first two needed to know the list")
    apart_by: str | None = Field(
        None, description="of a list: key of a derived field; lists whose own titles tell another value of it are other records"
    )
    months: Months | None = None
    derived: Derived | None = None
    hint: str = Field("", description="of a form: what may be printed in the value's place, in brackets, before the value")
    inside_lines: bool = Field(False, description="the label may stand in the middle of a line")
    unit: str | None = None
    dictionary: Dictionary | None = None

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """The label variants as compared, longest first."""
        is_placed = self.under or self.element or self.derived or self.columns or (self.phrases and not self.labels)
        own = () if is_placed or (self.months and not self.labels) else (self.label,)
        inside = self.within.labels if self.within else ()
        words = (*own, *self.labels, *self.labels_alone, *inside)
        return tuple(sorted({squeeze(label) for label in words}, key=len, reverse=True))


class SameYear(_Strict):
    """The four-digit year inside one field's code must be the year of another field's date."""

    code: str
    date: str
    digits: tuple[int, int] | None = Field(
        None, description="which of the number's digits are the year, counted from 1; none: they stand anywhere in it"
    )


class NumberPart(_Strict):
    """Digits of a number that stand for something: the sixth of a diploma's for the kind of education."""

    code: str = Field(description="key of the number's field")
    label: str = Field(description="what the digits stand for: 层次")
    length: int = Field(ge=1, description="how many digits a number has of which this holds")
    digits: tuple[int, int] = Field(description="the first and the last of the digits, counted from 1")
    words: dict[str, tuple[str, ...]] = Field(description="what the digits may be → words that say the same in the other field")
    agrees_with: str | None = Field(None, description="key of the field that says the same in words")


class Certificate(_Strict):
    """The number that only one paper bears, and in whose name it is made out."""

    number: str
    holder: str


class Part(_Strict):
    """One part of a paper that comes in several, on pages or pictures of their own: the cover, the last page."""

    name: str
    titles: tuple[str, ...] = ()
    words: tuple[str, ...] = Field((), description="words that speak for this part")
    least: int = Field(2, ge=1, description="how many of the words suffice")
    needs: tuple[str, ...] = Field((), description="words of which one must be there besides")


class Kind(_Strict):
    """One kind of paper. In titles … stands for any words."""

    kind: str
    label: str
    titles: tuple[str, ...]
    supporting: tuple[str, ...] = Field((), description="words that speak for this kind besides its labels")
    look_alikes: tuple[str, ...] = Field((), description="title words of other papers that resemble this one")
    stops: tuple[str, ...] = Field((), description="printed words that end a value")
    without_title: int | None = Field(None, description="labels and supporting words that suffice when no title is legible")
    without_title_needs: tuple[str, ...] = Field((), description="words of which one must be there where no title is legible")
    look_alike_table: str | None = Field(None, description="name of a shared table of look-alikes, added to the kind's own")
    one_of: tuple[tuple[str, ...], ...] = Field((), description="groups of fields of which one is required")
    layout: Literal["labels", "form", "official", "portrait"] = Field(
        "labels", description="labels: label and value; form: ruled cells; official: GB/T 9704; portrait: a face, no text"
    )
    body_pages: bool = Field(False, description="pages between the first and the last part belong to the paper")
    parts: tuple[Part, ...] = Field((), description="the parts that belong together, in order; the first one begins a paper")
    accompanies: tuple[str, ...] = Field((), description="kinds that may stand on the same page: both sides of a card")
    fields: tuple[FieldSpec, ...]
    certificate: Certificate | None = Field(None, description="keys of the number that one paper alone bears and of its holder")
    same_year: tuple[SameYear, ...] = ()
    number_parts: tuple[NumberPart, ...] = ()
    same_value: tuple[tuple[str, str], ...] = Field((), description="pairs of fields that must say the same: 大写 and 小写")

    @model_validator(mode="after")
    def _keys_known(self) -> "Kind":
        keys = [spec.key for spec in self.fields]
        if len(keys) != len(set(keys)):
            raise ValueError("fields 中有重复的 key")
        named = [spec.beside for spec in self.fields if spec.beside] + [k for group in self.one_of for k in group]
        named += [spec.under for spec in self.fields if spec.under]
        named += [k for pair in self.same_value for k in pair]
        named += [self.certificate.number, self.certificate.holder] if self.certificate else []
        named += [k for check in self.same_year for k in (check.code, check.date)]
        named += [k for spec in self.fields if spec.derived for k in spec.derived.from_]
        named += [key for spec in self.fields if spec.months for key in (spec.months.of, spec.months.only) if key]
        named += [key for part in self.number_parts for key in (part.code, part.agrees_with) if key]
        named += [spec.apart_by for spec in self.fields if spec.apart_by]
        unknown = sorted(set(named) - set(keys))
        if unknown:
            raise ValueError(f"引用了没有定义的字段 {'、'.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _dictionaries_fit(self) -> "Kind":
        coded = (ValueType.USCC, ValueType.REGISTRATION_NUMBER, ValueType.CITIZEN_ID)
        wrong = [s.key for s in self.fields if s.dictionary and s.dictionary.divisions == "code" and s.type not in coded]
        if wrong:
            raise ValueError(f"dictionary.divisions 写 code 的字段须是含行政区划的号码：{'、'.join(wrong)}")
        for table in (t for s in self.fields if s.dictionary for t in s.dictionary.tables):
            shared_table(table)
        return self

    @model_validator(mode="after")
    def _parts_known(self) -> "Kind":
        unknown = sorted({spec.part for spec in self.fields if spec.part} - {part.name for part in self.parts})
        if unknown:
            raise ValueError(f"引用了没有定义的部分 {'、'.join(unknown)}")
        if any(phrase.count("{}") != 1 for spec in self.fields for phrase in spec.phrases):
            raise ValueError("phrases 中每个写法须有且只有一个 {}")
        if any(spec.apart_by and not self.spec(spec.apart_by).derived for spec in self.fields):
            raise ValueError("apart_by 须指向 derived 的字段")
        return self

    @property
    def resembling(self) -> tuple[str, ...]:
        """The titles of look-alikes, its own and those of its table."""
        shared = shared_table(self.look_alike_table) if self.look_alike_table else {}
        return (*self.look_alikes, *(title for titles in shared.values() for title in titles))

    def spec(self, key: str) -> FieldSpec:
        """The field with this key; raises KeyError."""
        return next(spec for spec in self.fields if spec.key == key)


@cache
def shared_table(name: str) -> Mapping[str, Sequence[str]]:
    """The table of words in ``extraction/tables`` that several kinds share.

    Raises DocforgeError P402 when there is none of this name.
    """
    with as_file(files("docforge.extraction") / "tables" / f"{name}.yaml") as path:
        return strict_yaml.load(path, WordTable).root


@cache
def shipped_kinds() -> tuple[Kind, ...]:
    """The kinds in ``extraction/kinds``, by name."""
    with as_file(files("docforge.extraction") / "kinds") as folder:
        return kinds_in(folder)


def kinds_in(folder: Path) -> tuple[Kind, ...]:
    """The kinds written in a folder, by file name; none where there is no such folder.

    Raises DocforgeError P402 naming file and line of what is wrong in one.
    """
    return tuple(strict_yaml.load(path, Kind) for path in sorted(folder.glob("*.yaml")))


def kind_named(name: str, kinds: tuple[Kind, ...]) -> Kind:
    """The kind with this name or Chinese label.

    Raises DocforgeError P412 with the nearest name.
    """
    for kind in kinds:
        if name in (kind.kind, kind.label):
            return kind
    names = [n for kind in kinds for n in (kind.kind, kind.label)]
    hint = did_you_mean(name, names)
    known = "、".join(f"{kind.kind}（{kind.label}）" for kind in kinds)
    raise DocforgeError(codes.KIND_UNKNOWN, name=name, hint=hint, known=known)
