"""What a policy pack says, as strict data. Every value that decides carries the clause it comes from (``basis``)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """Unknown keys are refused; values do not change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(StrEnum):
    """How far the instrument has come; anything but ``in_force`` is printed on every paper."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"


class Region(Strict):
    """Where the policy applies."""

    name: str
    code: str | None = None


class ValidityOfPolicy(Strict):
    """When the policy itself applies."""

    start: date | None = None
    end: date | None = None
    years: int | None = None
    basis: str


class Window(Strict):
    """When applications are taken, each year."""

    month: int = Field(ge=1, le=12)
    first_day: int = Field(1, ge=1, le=31)
    last_day: int = Field(ge=1, le=31)
    basis: str
    confirmed: bool = True

    def covers(self, day: date) -> bool:
        """Whether applications are taken on ``day``."""
        return day.month == self.month and self.first_day <= day.day <= self.last_day

    @property
    def text(self) -> str:
        """11月1日至30日."""
        return f"{self.month}月{self.first_day}日至{self.last_day}日"


class Department(Strict):
    """An office that receives, examines or publishes. Contact details are filled in where the pack is used."""

    name: str
    section: str | None = None
    address: str | None = None
    phone: str | None = None
    supervision_phone: str | None = None


class Validity(Strict):
    """Until when a paper counts: the end of a term, or a date and a number of years from it."""

    field: str
    years: int | None = None
    basis: str | None = None


class Decision(Strict):
    """How a condition is decided from papers. ``field`` is kind.key; without it the clerk decides.

    ``contains``/``excludes``: words of which one must, none may stand in the text. ``fact``: key of a declared fact
    that must hold. ``paper``: kinds of paper of which one must be there, ``valid`` on the day of application.
    """

    field: str | None = None
    contains: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    fact: str | None = None
    paper: tuple[str, ...] = ()
    valid: Validity | None = None


class Condition(Strict):
    """A condition of eligibility. Without ``decide`` it is left to the clerk, by name."""

    id: str
    text: str
    basis: str
    decide: Decision | None = None
    look_up: str | None = Field(None, description="where the clerk can look it up")
    otherwise: str = "请主管部门经办人核查"


class Requirement(Strict):
    """A paper that the policy's attachment list names, or (as evidence) that a condition depends on."""

    id: str
    label: str
    basis: str
    any_of: tuple[str, ...] = Field((), description="kinds of paper of which one satisfies")
    form: str | None = Field(None, description="id of the form, where the paper is the application form")
    validity: tuple[Validity, ...] = ()
    relies_on: tuple[str, ...] = Field((), description="fields that must have been read clearly")
    copies: str = ""
    look_up: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "Requirement":
        if bool(self.any_of) == bool(self.form):
            raise ValueError("any_of 与 form 必须且只能写一个")
        return self


class Award(Strict):
    """What may be granted. ``cap``: at most; ``floor``: at least. Amount in the policy's money unit."""

    kind: Literal["cap", "floor"]
    amount: Decimal = Field(ge=0)
    wording: str
    basis: str


class Event(Strict):
    """What is funded: a first recognition, a renewed one."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    award: Award
    conditions: tuple[Condition, ...] = ()


class Fact(Strict):
    """Something no paper shows and the applicant declares."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    question: str
    choices: tuple[str, ...] = ()
    shapes: tuple[str, ...] = Field((), description="usual shapes: # a digit, * a letter or digit; others are only remarked upon")
    required: bool = False
    basis: str = ""


class Consistency(Strict):
    """Fields of several papers that must agree."""

    label: str
    fields: tuple[str, ...] = Field(min_length=2, description="kind.key, form.key for the application form")
    compare: Literal["name", "code", "person", "text"]
    basis: str = ""
    severity: Literal["error", "warning"] = "error"


class Applicant(Strict):
    """Where the applicant's name and code are read: kind.key, form.key, in order of preference."""

    name: tuple[str, ...] = Field(min_length=1)
    code: tuple[str, ...] = ()


class Recognition(Strict):
    """The recognition that is funded: where its number and date are read, and how old it may be before it is flagged."""

    number: str | None = None
    date: str
    within_months: int | None = None


class Category(Strict):
    """One thing that can be applied for."""

    id: str
    name: str
    basis: str
    aliases: tuple[str, ...] = ()
    department: str
    form: str | None = None
    requirements: tuple[Requirement, ...]
    evidence: tuple[Requirement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    event_fact: str = Field(description="key of the fact that says which event is applied for")
    events: tuple[Event, ...]
    facts: tuple[Fact, ...] = ()
    consistency: tuple[Consistency, ...] = ()
    applicant: Applicant
    recognition: Recognition | None = None


class Publicity(Strict):
    """How the list is published. ``count``: whether the day of publication is day 1."""

    working_days: int = Field(ge=1)
    count: Literal["inclusive", "next_day"] = "inclusive"
    calendars: tuple[str, ...] = ("cn",)
    publisher: str
    procedure: str
    basis: str
    confirmed: bool = True


class Notice(Strict):
    """A paper rendered from a Word template of the pack. ``of``: one for a case, or one for a list of cases."""

    id: str
    name: str
    template: str
    of: Literal["case", "list"]


class OpenPoint(Strict):
    """An ambiguity of the text and what docforge does until a person confirms it."""

    id: str
    where: str
    problem: str
    decision: str
    confirmed: bool = False


class Policy(Strict):
    """A policy pack: the content of ``policy.yaml``."""

    schema_: Literal["docforge.policy/1"] = Field(alias="schema")
    id: str
    title: str
    short_title: str
    status: Status
    draft_mark: str | None = None
    document_number: str | None = None
    money_unit: Literal["元", "万元"] = "万元"
    region: Region
    fund: str
    validity: ValidityOfPolicy
    window: Window | None = None
    departments: dict[str, Department]
    conditions: tuple[Condition, ...] = ()
    categories: tuple[Category, ...]
    publicity: Publicity | None = None
    notices: tuple[Notice, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()

    @model_validator(mode="after")
    def _references(self) -> "Policy":
        used = [c.department for c in self.categories] + ([self.publicity.publisher] if self.publicity else [])
        unknown = sorted(set(used) - set(self.departments))
        if unknown:
            raise ValueError(f"引用了没有定义的部门 {'、'.join(unknown)}")
        for category in self.categories:
            if category.event_fact not in {fact.key for fact in category.facts}:
                raise ValueError(f"类别 {category.id} 的 event_fact 没有在 facts 中定义")
        return self

    @property
    def banner(self) -> str:
        """What every paper must say of a policy that is not in force; empty when it is."""
        if self.status is Status.DRAFT:
            return f"所依据的政策为{self.draft_mark or '草案'}，尚未生效，本文书仅供核对"
        return {Status.EXPIRED: "所依据的政策已失效", Status.REPEALED: "所依据的政策已废止"}.get(self.status, "")


class FormColumn(Strict):
    """One column of a row table."""

    label: str
    labels: tuple[str, ...] = ()


class FormField(Strict):
    """One field of an application form. ``read_from``: kind.key, in order of preference."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(description="unique in the form; the placeholder in the Word template")
    printed: str | None = Field(None, description="the label as printed, where it differs")
    type: str = "text"
    required: bool = False
    shortest: int | None = None
    longest: int | None = None
    beside: str | None = None
    below: bool = Field(False, description="the value stands in the cell below its label")
    columns: tuple[FormColumn, ...] = Field((), description="of a row table: its columns as headed")
    read_from: tuple[str, ...] = ()
    hint: str = ""

    @property
    def bounds(self) -> str:
        """How long the text should be: 200～800字."""
        return f"{self.shortest or 1}～{self.longest}字" if self.longest else f"不少于{self.shortest}字"


class Form(Strict):
    """An application form: the content of ``forms/NAME.yaml``."""

    schema_: Literal["docforge.form/1"] = Field(alias="schema")
    id: str
    title: str
    template: str
    basis: str
    titles: tuple[str, ...] = ()
    fields: tuple[FormField, ...]
    stops: tuple[str, ...] = Field((), description="printed words that end a value: opinions, seals, dates")
