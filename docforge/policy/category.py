"""One thing that can be applied for: its papers, conditions, events with their awards, and the facts it asks for."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from docforge.policy.award import Award, Dated
from docforge.policy.expressions import Expression
from docforge.policy.strict import Strict


class Validity(Strict):
    """Until when a paper counts: the end of a term, or a date and a number of years from it."""

    field: str
    years: int | None = None
    basis: str | None = None


class Condition(Dated):
    """A condition of eligibility.

    ``met`` alone decides both ways; with ``not_met`` too, what neither says is unknown. Without either the clerk decides.
    ``waived_by``: key of the clerk's fact that lifts it.
    """

    id: str
    text: str
    basis: str
    met: Expression | None = None
    not_met: Expression | None = None
    waived_by: str | None = None
    look_up: str | None = Field(None, description="where the clerk can look it up")
    otherwise: str = "请主管部门经办人核查"
    confirmed: bool = True


class Requirement(Dated):
    """A paper that the policy's attachment list names, or (as evidence) that a condition depends on."""

    id: str
    label: str
    basis: str
    any_of: tuple[str, ...] = Field((), description="kinds of paper of which one satisfies")
    flagged: tuple[str, ...] = Field((), description="kinds that the list does not name, taken with the clerk's consent")
    where: Expression | None = Field(None, description="which papers of these kinds count")
    when: Expression | None = Field(None, description="when it is asked for; always where not given")
    form: str | None = Field(None, description="id of the form, where the paper is the application form")
    validity: tuple[Validity, ...] = ()
    relies_on: tuple[str, ...] = Field((), description="fields that must have been read clearly")
    copies: str = ""
    look_up: str | None = None
    supports: tuple[str, ...] = Field((), description="ids of the conditions that it is evidence for")
    implied: bool = Field(False, description="the policy lists no papers; this one follows from its conditions")

    @model_validator(mode="after")
    def _one_source(self) -> "Requirement":
        if bool(self.any_of) == bool(self.form):
            raise ValueError("any_of 与 form 必须且只能写一个")
        return self


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Awards = Annotated[tuple[Award, ...], BeforeValidator(_as_list, json_schema_input_type=Award | list[Award])]
"""One award, or several with the days they apply from and until."""


class Event(Strict):
    """What is funded: a first recognition, a renewed one."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    award: Awards
    conditions: tuple[Condition, ...] = ()

    def award_on(self, day: date) -> Award | None:
        """The award that applies on ``day``: of several the one that came last."""
        applying = [award for award in self.award if award.applies(day)]
        return max(applying, key=lambda award: award.since or date.min, default=None)


class Fact(Strict):
    """Something no paper shows: declared by the applicant, or filled in by the clerk on the case sheet (核定表)."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    question: str
    type: Literal["text", "number", "money", "date", "yes_no"] = "text"
    choices: tuple[str, ...] = ()
    shapes: tuple[str, ...] = Field((), description="usual shapes: # a digit, * a letter or digit; others are only remarked upon")
    required: bool = False
    by: Literal["applicant", "clerk"] = "applicant"
    selects: bool = Field(False, description="a choice of what is applied for, or under which branch: it needs no evidence itself")
    basis: str = ""


class Consistency(Strict):
    """Fields of several papers that must agree."""

    label: str
    fields: tuple[str, ...] = Field(min_length=2, description="kind.key, form.key for the application form")
    compare: Literal["name", "code", "person", "text"]
    basis: str = ""
    severity: Literal["error", "warning"] = "error"


class Applicant(Strict):
    """Where the applicant's name, code and contact are read: kind.key, form.key, in order of preference."""

    name: tuple[str, ...] = Field(min_length=1)
    code: tuple[str, ...] = ()
    contact: tuple[str, ...] = Field((), description="where the person is named whom the department calls: form.key")
    phone: tuple[str, ...] = Field((), description="that person's telephone")


class Recognition(Strict):
    """The recognition that is funded: where its number and date are read, and how old it may be before it is flagged."""

    number: tuple[str, ...] = ()
    date: tuple[str, ...] = Field(min_length=1)
    within_months: int | None = None


class Variant(Strict):
    """One of several things a category covers under the same papers and rules. What is not given is the category's."""

    id: str
    name: str
    basis: str | None = None
    aliases: tuple[str, ...] = ()
    not_this: tuple[str, ...] = ()
    department: str | None = None
    level: str | None = Field(None, description="the one level it has")
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    conditions: tuple[Condition, ...] = ()
    requirements: tuple[Requirement, ...] = ()


class Category(Strict):
    """One thing that can be applied for, or several alike (``variants``)."""

    id: str
    name: str
    basis: str
    aliases: tuple[str, ...] = ()
    not_this: tuple[str, ...] = Field((), description="names that look like this category and are another thing")
    family: str = Field("", description="id of the category that this is a variant of; set by docforge")
    department: str
    subject: str = Field("", description="who may apply, as the policy says")
    form: str | None = None
    requirements: tuple[Requirement, ...] = ()
    evidence: tuple[Requirement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    level: str | None = None
    level_fact: str | None = Field(None, description="key of the fact that says the level")
    level_from: tuple[str, ...] = Field((), description="fields that tell the level where it is not declared")
    variant_fact: str | None = Field(None, description="key of the fact that says which variant")
    variants: tuple[Variant, ...] = ()
    event_fact: str | None = Field(None, description="key of the fact that says which event is applied for")
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    quota: int | None = Field(None, description="how many are supported a year: a warning, no bar")
    consistency: tuple[Consistency, ...] = ()
    applicant: Applicant
    recognition: Recognition | None = None
    route_by: tuple[str, ...] = Field((), description="fields whose text names the variant: kind.key, form.key")

    @model_validator(mode="after")
    def _has_events(self) -> "Category":
        lacking = [leaf.id for leaf in self.leaves() if not leaf.events]
        if lacking:
            raise ValueError(f"类别 {'、'.join(lacking)} 没有 events")
        return self

    def leaves(self) -> Iterator["Category"]:
        """The things that can be applied for: one for each variant, or the category itself."""
        if not self.variants:
            yield self
        for variant in self.variants:
            own = {name: getattr(variant, name) for name in ("id", "name", "aliases", "not_this")}
            instead = {name: given for name in ("basis", "department", "level", "events") if (given := getattr(variant, name))}
            more = {name: (*getattr(self, name), *getattr(variant, name)) for name in ("facts", "conditions", "requirements")}
            yield self.model_copy(update={**own, **instead, **more, "family": self.id, "variants": ()})

    @property
    def all_conditions(self) -> tuple[Condition, ...]:
        """Those of the category and of all its events."""
        return (*self.conditions, *(condition for event in self.events for condition in event.conditions))
