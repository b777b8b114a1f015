"""A document kind as data: how a paper is recognised, which labels it prints, what its values are."""

from enum import StrEnum
from functools import cache
from importlib.resources import as_file, files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import nearest, squeeze


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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSpec(_Strict):
    """One value of a kind. ``labels`` are the printed variants; white space and width do not matter."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    labels: tuple[str, ...] = ()
    labels_alone: tuple[str, ...] = Field((), description="labels that count only alone in their line or before a colon")
    type: ValueType = ValueType.TEXT
    required: bool = False
    usual: bool = Field(False, description="printed on nearly every paper of the kind: its absence is told, not held against it")
    shapes: tuple[str, ...] = Field((), description="of a code: # stands for a digit, other characters for themselves")
    holds: tuple[str, ...] = Field(
        (), description="words of which one stands in every value of this field; other text is not its value"
    )
    beside: str | None = Field(None, description="key of the field whose label stands left of this one in the same row")
    under: str | None = Field(None, description="key of the field below whose label this one is printed without a label")
    inside_lines: bool = Field(False, description="the label may stand in the middle of a line")
    unit: str | None = None

    @property
    def printed(self) -> tuple[str, ...]:
        """The label variants as compared, longest first."""
        own = () if self.under else (self.label,)
        return tuple(sorted({squeeze(label) for label in (*own, *self.labels, *self.labels_alone)}, key=len, reverse=True))


class SameYear(_Strict):
    """The four-digit year inside one field's code must be the year of another field's date."""

    code: str
    date: str


class Kind(_Strict):
    """One kind of paper."""

    kind: str
    label: str
    titles: tuple[str, ...]
    supporting: tuple[str, ...] = Field((), description="words that speak for this kind besides its labels")
    look_alikes: tuple[str, ...] = Field((), description="title words of other papers that resemble this one")
    stops: tuple[str, ...] = Field((), description="printed words that end a value")
    without_title: int | None = Field(None, description="labels and supporting words that suffice when no title is legible")
    one_of: tuple[tuple[str, ...], ...] = Field((), description="groups of fields of which one is required")
    layout: Literal["labels", "form"] = "labels"
    fields: tuple[FieldSpec, ...]
    same_year: tuple[SameYear, ...] = ()

    @model_validator(mode="after")
    def _keys_known(self) -> "Kind":
        keys = [spec.key for spec in self.fields]
        if len(keys) != len(set(keys)):
            raise ValueError("fields 中有重复的 key")
        named = [spec.beside for spec in self.fields if spec.beside] + [k for group in self.one_of for k in group]
        named += [spec.under for spec in self.fields if spec.under]
        named += [k for check in self.same_year for k in (check.code, check.date)]
        unknown = sorted(set(named) - set(keys))
        if unknown:
            raise ValueError(f"引用了没有定义的字段 {'、'.join(unknown)}")
        return self

    def spec(self, key: str) -> FieldSpec:
        """The field with this key; raises KeyError."""
        return next(spec for spec in self.fields if spec.key == key)


@cache
def shipped_kinds() -> tuple[Kind, ...]:
    """The kinds in ``extraction/kinds``, by name."""
    with as_file(files("docforge.extraction") / "kinds") as folder:
        return tuple(strict_yaml.load(path, Kind) for path in sorted(folder.glob("*.yaml")))


def kind_named(name: str, kinds: tuple[Kind, ...]) -> Kind:
    """The kind with this name or Chinese label.

    Raises DocforgeError P412 with the nearest name.
    """
    for kind in kinds:
        if name in (kind.kind, kind.label):
            return kind
    names = [n for kind in kinds for n in (kind.kind, kind.label)]
    near = nearest(name, names)
    hint = f"，是否想写“{near}”？" if near else ""
    known = "、".join(f"{kind.kind}（{kind.label}）" for kind in kinds)
    raise DocforgeError(codes.KIND_UNKNOWN, name=name, hint=hint, known=known)
