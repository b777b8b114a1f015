"""What may be granted, as the policy words it. Amounts in the policy's money unit."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from docforge.policy.strict import Strict

_PERCENT = re.compile(r"\d+(?:\.\d+)?%")


class Dated(Strict):
    """Something that applies from a day, until a day; always where neither is given."""

    since: date | None = None
    until: date | None = None

    def applies(self, day: date) -> bool:
        """Whether it applies on ``day``; ``until`` is its last day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class _Worded(Dated):
    wording: str = Field("", description="as the policy says it: 一次性给予最高支持资金")
    basis: str
    mode: str | None = Field(None, description="form of support: 补助、奖补、奖励、拨投结合 …")


class Sum(_Worded):
    """``cap``: at most; ``floor``: at least; ``fixed``: this sum. One amount, or one for each level."""

    kind: Literal["cap", "floor", "fixed"]
    amount: Decimal | None = Field(None, ge=0)
    by_level: dict[str, Annotated[Decimal, Field(ge=0)]] = Field({})
    over_years: int | None = Field(None, description="paid in instalments over so many years")
    may_exceed: str | None = Field(None, description="what may be granted beyond, case by case")

    @model_validator(mode="after")
    def _one(self) -> "Sum":
        if (self.amount is None) == (not self.by_level):
            raise ValueError("amount 与 by_level 必须且只能写一个")
        return self


def _share(value: Any) -> Any:
    """10% as people write it: 0.1."""
    text = str(value).strip()
    return Decimal(text[:-1]) / 100 if _PERCENT.fullmatch(text) else value


Share = Annotated[Decimal, BeforeValidator(_share, json_schema_input_type=Decimal | str), Field(gt=0, le=1)]
"""A share: 0.1 or 10%."""


class Rate(_Worded):
    """A share of a base: at most so much for a project, so much for a unit and year."""

    kind: Literal["rate"]
    rate: Share
    of: str = Field(description="key of the fact that holds the base, in 元")
    per_project: Decimal | None = None
    per_unit_year: Decimal | None = None
    granted: str | None = Field(None, description="key of the fact: what the unit was granted this year already, in 元")


class Prize(_Worded):
    """A sum for each prize; the winners at most a ``share`` of the entries, rounded down, where one is given."""

    kind: Literal["prize"]
    prizes: dict[str, Decimal]
    prize: str = Field(description="key of the fact: which prize was won")
    share: Share | None = Field(None, description="the winners are at most this share of the entries")
    winners: str | None = Field(None, description="key of the fact: how many won in all")
    entries: str | None = Field(None, description="key of the fact: how many valid entries there were")


class Pool(_Worded):
    """As needed, all grants of a year together at most so much."""

    kind: Literal["pool"]
    per_year: Decimal
    wanted: str = Field(description="key of the fact: what this activity needs, in 元")
    granted: str = Field(description="key of the fact: what was granted this year already, in 元")


class Open(_Worded):
    """No figure in the policy: the yearly guide gives it, or it is decided case by case."""

    kind: Literal["by_guide", "case_by_case"]


Award = Annotated[Sum | Rate | Prize | Pool | Open, Field(discriminator="kind")]
