"""Cases that a clerk can write: facts and papers in, verdict and cap out. Run by ``docforge policy test``."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from docforge.policy.strict import Strict


class Paper(Strict):
    """A paper as it would have been read: its kind and its fields, dates and terms as they are printed."""

    kind: str
    fields: dict[str, Any] = Field({})


class Support(Strict):
    """One support: claimed in the same round, or granted before (``granted_on``). ``amount`` in the policy's money unit."""

    category: str
    level: str | None = None
    event: str | None = None
    facts: dict[str, Any] = Field({})
    amount: Decimal | None = Field(None, description="where it is not that of the policy")
    project: str = ""
    granted_on: date | None = None


class Expected(Strict):
    """What must come out; what is not given is not compared. Amounts in the policy's money unit."""

    status: Literal["complete", "incomplete", "needs_review"] | None = None
    cap: Decimal | None = None
    open_cap: bool = Field(False, description="no amount can be told")
    kind: str | None = Field(None, description="kind of the award")
    total: Decimal | None = Field(None, description="of several claims together")
    conditions: dict[str, Literal["met", "not_met", "unknown"]] = Field({})
    requirements: dict[str, Literal["met", "missing", "invalid", "doubtful", "not_asked"]] = Field({})
    codes: tuple[str, ...] = Field((), description="findings that must be there")
    department: str | None = None


class Example(Strict):
    """One case. Either a ``category`` with facts and papers, or several ``claims`` of one applicant."""

    name: str
    basis: str = ""
    category: str | None = None
    on: date
    facts: dict[str, Any] = Field({})
    papers: tuple[str | Paper, ...] = Field((), description="names of the papers above, or papers")
    form: dict[str, Any] | None = Field(None, description="fields of the submitted form; the form is left aside where not given")
    overlays: tuple[str, ...] = ()
    others: tuple[Support, ...] = Field((), description="what the applicant claims besides or was granted before")
    claims: tuple[Support, ...] = ()
    expect: Expected

    @model_validator(mode="after")
    def _one_way(self) -> "Example":
        if bool(self.category) == bool(self.claims):
            raise ValueError("category 与 claims 必须且只能写一个")
        return self


class Examples(Strict):
    """The content of ``examples.yaml``."""

    schema_: Literal["docforge.examples/1"] = Field(alias="schema")
    papers: dict[str, Paper] = Field({})
    examples: tuple[Example, ...]
