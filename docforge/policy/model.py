"""What a policy pack says, as strict data. Every value that decides carries the clause it comes from (``basis``)."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from docforge.policy.category import Category, Condition, Fact
from docforge.policy.papers import Notice, Publicity, PublicList, Score
from docforge.policy.strict import Strict

_LEAP = 2024


class Status(StrEnum):
    """How far the instrument has come; anything but ``in_force`` is printed on every paper."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"


class Region(Strict):
    """Where the policy applies."""

    name: str
    code: str | None = Field(None, description="GB/T 2260")
    not_to_confuse: tuple[str, ...] = ()


def _undated(value: Any) -> Any:
    return None if isinstance(value, str) and "X" in value.upper() else value


DraftDate = Annotated[date | None, BeforeValidator(_undated, json_schema_input_type=date | str | None)]
"""A date, or none yet: a draft writes 2026-XX-XX."""


class ValidityOfPolicy(Strict):
    """When the policy itself applies."""

    start: DraftDate = None
    end: DraftDate = None
    years: int | None = None
    basis: str

    def covers(self, day: date) -> bool:
        """Whether ``day`` is not outside the dates that are known."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Window(Strict):
    """When applications are taken: a month each year, or as the yearly guide (申报指南) says."""

    month: int | None = Field(None, ge=1, le=12)
    first_day: int = Field(1, ge=1, le=31)
    last_day: int = Field(31, ge=1, le=31)
    start: date | None = Field(None, description="with end: the window of one year, as a guide gives it")
    end: date | None = None
    guide: str | None = Field(None, description="what the policy says of the yearly guide")
    basis: str
    confirmed: bool = True

    def covers(self, day: date) -> bool | None:
        """Whether applications are taken on ``day``; None where the guide says it."""
        if self.start and self.end:
            return self.start <= day <= self.end
        return None if self.month is None else day.month == self.month and self.first_day <= day.day <= self.last_day

    @property
    def text(self) -> str:
        """每年11月1日至30日."""
        if self.start and self.end:
            return f"{self.start.year}年{self.start.month}月{self.start.day}日至{self.end.month}月{self.end.day}日"
        if not self.month:
            return self.guide or "未定"
        return f"每年{self.month}月{self.first_day}日至{min(self.last_day, monthrange(_LEAP, self.month)[1])}日"


class Department(Strict):
    """An office that receives, examines or publishes. Contact details are filled in where the pack is used."""

    name: str
    aliases: tuple[str, ...] = ()
    section: str | None = None
    address: str | None = None
    phone: str | None = None
    supervision_phone: str | None = None


class Level(Strict):
    """A level of recognition and what else it is called: 国家, 国家级, 标准级."""

    name: str
    aliases: tuple[str, ...] = ()
    confirmed: bool = True


class Exclusion(Strict):
    """就高不重复: of several supports within ``scope`` the highest is granted."""

    id: str
    text: str
    basis: str
    scope: Literal["same_project", "same_applicant"]
    members: tuple[str, ...] = Field(description="ids of categories; * for any, PLT-* for all that begin so")
    span: Literal["round", "policy_validity"] = "policy_validity"
    on_upgrade: str = Field("", description="what the clerk decides where a higher support follows a lower one")
    confirmed: bool = True


class Panel(Strict):
    """Who reviews."""

    least: int = Field(ge=1)
    roles: tuple[str, ...]
    scores: tuple[Score, ...] = Field((), description="what the experts' sheet gives points for")
    basis: str
    confirmed: bool = True


class Penalty(Strict):
    """What follows from a breach; ``bar_years``: for how long nothing may be applied for."""

    text: str
    basis: str
    bar_years: int | None = None
    recover: bool = False


class PerformanceGrade(Strict):
    """What follows from a grade of the evaluation; ``bar_years`` only once the rectification has failed."""

    effect: str = ""
    priority: bool = False
    rectify: bool = False
    bar_years: int | None = None
    recover: bool = False


class Performance(Strict):
    """Grades of the evaluation of earlier projects: 不合格 → 限期整改 → 整改不到位 → 暂停申报."""

    basis: str
    grade: str = Field(description="key of the fact: the grade of the last project")
    rectified: str = Field(description="key of the fact: how the rectification ended")
    passed: str = Field("整改到位", description="the value of that fact that says it succeeded")
    failed: str = Field("整改不到位", description="the value of that fact that says it failed")
    barred_from: str = Field(description="key of the fact: the day the bar starts")
    grades: dict[str, PerformanceGrade]
    midterm_if_years_over: int | None = None
    confirmed: bool = True


class OpenPoint(Strict):
    """An ambiguity of the text and what docforge does until a person confirms it."""

    id: str
    where: str
    problem: str
    decision: str
    confirmed: bool = False


class Annotation(Strict):
    """A comment in the source file that is not policy text: the instrument a clause rests upon."""

    near: str
    text: str


class Replaced(Strict):
    """The instrument that this one replaces."""

    title: str
    document_number: str | None = None


class Policy(Strict):
    """A policy pack: the content of ``policy.yaml``."""

    schema_: Literal["docforge.policy/1"] = Field(alias="schema")
    id: str
    title: str
    short_title: str
    status: Status
    draft_mark: str | None = None
    document_number: str | None = None
    replaces: Replaced | None = None
    money_unit: Literal["元", "万元"] = "万元"
    region: Region
    fund: str
    interpreters: tuple[str, ...] = ()
    validity: ValidityOfPolicy
    window: Window | None = None
    departments: dict[str, Department]
    support_modes: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    facts: tuple[Fact, ...] = Field((), description="asked for in every category")
    conditions: tuple[Condition, ...] = ()
    categories: tuple[Category, ...]
    exclusions: tuple[Exclusion, ...] = ()
    panel: Panel | None = None
    penalties: tuple[Penalty, ...] = ()
    performance: Performance | None = None
    publicity: Publicity | None = None
    lists: tuple[PublicList, ...] = Field((), description="the lists of what is granted, by kind of applicant")
    notices: tuple[Notice, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    @model_validator(mode="after")
    def _references(self) -> "Policy":
        leaves = [leaf for category in self.categories for leaf in category.leaves()]
        used = [leaf.department for leaf in leaves] + ([self.publicity.publisher] if self.publicity else [])
        unknown = sorted(set(used) - set(self.departments))
        if unknown:
            raise ValueError(f"引用了没有定义的部门 {'、'.join(unknown)}")
        repeated = sorted({leaf.id for leaf in leaves if [one.id for one in leaves].count(leaf.id) > 1})
        if repeated:
            raise ValueError(f"类别编号重复：{'、'.join(repeated)}")
        for leaf in leaves:
            self._check_awards(leaf)
        self._check_lists(leaves)
        return self

    def _check_lists(self, leaves: list[Category]) -> None:
        for leaf in leaves if self.lists else ():
            holding = [own.name for own in self.lists if own.holds(leaf)]
            if len(holding) != 1:
                told = f"列在{'、'.join(holding)}" if holding else "没有列入任何名单"
                raise ValueError(f"类别 {leaf.id} {told}，应列入且只列入一个（lists）")
        unknown = [name for own in self.lists for name in own.categories if not any(own.means(name, leaf) for leaf in leaves)]
        if unknown:
            raise ValueError(f"名单列出了没有定义的类别 {'、'.join(unknown)}")

    def _check_awards(self, leaf: Category) -> None:
        known = {fact.key for fact in (*self.facts, *leaf.facts)}
        if leaf.event_fact and leaf.event_fact not in known:
            raise ValueError(f"类别 {leaf.id} 的 event_fact 没有在 facts 中定义")
        levels = {level.name for level in self.levels}
        for event in leaf.events:
            for award in event.award:
                wrong = sorted(set(getattr(award, "by_level", {})) - levels)
                if wrong:
                    raise ValueError(f"类别 {leaf.id} 的金额写了没有定义的级别 {'、'.join(wrong)}")

    @property
    def unit(self) -> Decimal:
        """How many 元 the policy's money unit is."""
        return Decimal(10_000) if self.money_unit == "万元" else Decimal(1)

    @property
    def banner(self) -> str:
        """What every paper must say of a policy that is not in force; empty when it is."""
        if self.status is Status.DRAFT:
            return f"所依据的政策为{self.draft_mark or '草案'}，尚未生效，本文书仅供核对"
        return {Status.EXPIRED: "所依据的政策已失效", Status.REPEALED: "所依据的政策已废止"}.get(self.status, "")

    def level(self, text: str) -> Level | None:
        """The level with this name or alias."""
        return next((level for level in self.levels if text in (level.name, *level.aliases)), None)
