"""What checking decides, and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from docforge.core.codes import Severity
from docforge.core.model import Evidence, Finding


class CaseStatus(StrEnum):
    """Complete: nothing missing, nothing doubtful. Never complete while an error stands."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NEEDS_REVIEW = "needs_review"


class Met(StrEnum):
    """How an attachment stands."""

    MET = "met"
    MISSING = "missing"
    INVALID = "invalid"
    DOUBTFUL = "doubtful"


class Result(StrEnum):
    """How a condition stands; unknown is said, never guessed."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """One attachment of the policy's list: by which papers it is met, or what is wrong.

    ``implied``: the policy lists no papers, this one follows from its conditions.
    """

    id: str
    label: str
    status: Met
    by: tuple[Evidence, ...]
    basis: str
    findings: tuple[Finding, ...] = ()
    implied: bool = False


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """One condition of eligibility with its reason. ``declared``: unknown only because nothing but a declaration says it is met."""

    id: str
    text: str
    result: Result
    because: str
    basis: str
    evidence: tuple[Evidence, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """The most (or least) that may be granted, in 元; ``amount`` None when it cannot be told. Never what is owed."""

    amount: Decimal | None
    kind: str
    derivation: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one case."""

    applicant: str
    policy: str
    category: str
    on: date
    status: CaseStatus
    requirements: tuple[RequirementResult, ...]
    conditions: tuple[ConditionResult, ...]
    cap: Cap
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The findings of the requirements and of the case."""
        return tuple(f for r in self.requirements for f in r.findings) + self.findings

    @property
    def has_errors(self) -> bool:
        """Whether a finding of error grade stands."""
        return any(f.severity is Severity.ERROR for f in self.all_findings)
