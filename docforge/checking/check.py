"""Policy + Records → Verdict."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from docforge.checking import attachments, consistency, performance
from docforge.checking.amount import cap, chosen_event
from docforge.checking.case import Case
from docforge.checking.conditions import condition, is_for_clerk
from docforge.checking.evaluation import Scope, evaluate
from docforge.checking.exclusions import Claim, settle
from docforge.checking.verdict import Cap, CaseStatus, ConditionResult, Met, RequirementResult, Result, Verdict
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.dates import add_months, chinese_date
from docforge.core.model import Evidence, Finding, finding
from docforge.core.money import wan
from docforge.policy.category import Condition, Event, Requirement

DECIDED, INSTALMENT_PLAN = "decided_amount", "instalments"
"""Keys of the clerk's facts that docforge itself understands: the amount decided, and the amounts of the instalments."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?=\s*万|[、，,；;+/ ]|$)")


def check(case: Case) -> Verdict:
    """The verdict on a case: every requirement, every condition, the cap with its derivation, every finding."""
    wanted = [one for one in case.category.requirements if one.applies(case.on) and _is_asked(case, one)]
    requirements = tuple(attachments.requirement(case, one) for one in wanted)
    lacking = tuple(r.label for r in requirements if r.status in (Met.MISSING, Met.INVALID) and not r.implied)
    conditions, due = decide(case, lacking)
    settled, own = _settled(case, due)
    decided = {one.id for one in conditions_of(case, chosen_event(case)) if not is_for_clerk(case, one)}
    findings = (*case.findings, *_findings(case, conditions, decided), *settled, *_decided_amounts(case, own))
    findings += tuple(_of_papers(case, requirements))
    return Verdict(
        applicant=case.applicant_name,
        policy=case.pack.policy.id,
        category=case.category.id,
        on=case.on,
        status=_status(requirements, findings),
        requirements=requirements,
        conditions=conditions,
        cap=own,
        findings=findings,
    )


def decide(case: Case, lacking: Sequence[str] = ()) -> tuple[tuple[ConditionResult, ...], Cap]:
    """The conditions and the cap from the facts alone; ``lacking`` papers are said in the derivation."""
    event = chosen_event(case)
    conditions = tuple(condition(case, one) for one in conditions_of(case, event) if one.applies(case.on))
    standing = performance.standing(case)
    conditions += (standing,) if standing else ()
    return conditions, cap(case, event, conditions, lacking)


def conditions_of(case: Case, event: Event | None) -> tuple[Condition, ...]:
    """The policy's conditions, the category's, the event's."""
    return (*case.pack.policy.conditions, *case.category.conditions, *(event.conditions if event else ()))


def _is_asked(case: Case, wanted: Requirement) -> bool:
    """Whether a paper is asked for here: one whose ``when`` cannot be told is."""
    return wanted.when is None or evaluate(wanted.when, Scope(case)) is not False


def _settled(case: Case, own: Cap) -> tuple[tuple[Finding, ...], Cap]:
    """The cap after 就高不重复 against what the applicant claims besides or was granted before."""
    if not case.others:
        return (), own
    claim = Claim(case.category.id, case.category.name, own.amount, own.kind, case.said("project"))
    settled = settle(case.pack.policy.exclusions, (claim, *case.others))
    if claim in settled.kept:
        return settled.findings, replace(own, derivation=(*own.derivation, *settled.lines))
    lines = (*own.derivation, *settled.lines, "→ 就高不重复，本项不另支持，由经办人确认")
    return settled.findings, replace(own, amount=Decimal(0), derivation=lines)


def _findings(case: Case, conditions: tuple[ConditionResult, ...], decided: set[str]) -> Iterator[Finding]:
    category = case.category
    if not case.records:
        yield finding(codes.NO_PAPER)
    if category.requirements and all(wanted.implied for wanted in category.requirements if not wanted.form):
        yield finding(codes.NO_PAPERS_LISTED, category.name, basis=category.basis)
    for result in conditions:
        yield from _condition_findings(result, result.id in decided and not result.declared)
    for wanted in category.consistency:
        if found := consistency.across_papers(case, wanted):
            yield found
    yield from consistency.typed_against_read(case)
    for evidence in category.evidence:
        if evidence.applies(case.on) and _is_asked(case, evidence) and (missing := attachments.evidence_finding(case, evidence)):
            yield missing
    told = {category.variant_fact, category.level_fact if case.level else None}
    for fact in case.facts:
        if fact.required and fact.key not in case.answers and fact.key not in told:
            yield finding(codes.FACT_NEEDED, fact.label, basis=fact.basis, question=fact.question, key=fact.label)
    yield from performance.remarks(case)
    yield from _level(case)
    yield from _repeated(case)
    yield from _dates(case)


def _decided_amounts(case: Case, own: Cap) -> Iterator[Finding]:
    """The clerk's amount and instalments against the cap."""
    if own.amount is None:
        return
    decided, bound = case.fact_value(DECIDED), wan(own.amount)
    if isinstance(decided, Decimal) and own.kind == "floor" and decided < own.amount:
        yield finding(codes.BELOW_FLOOR, DECIDED, basis=own.basis, decided=wan(decided), cap=bound)
    if isinstance(decided, Decimal) and own.kind != "floor" and decided > own.amount:
        yield finding(codes.ABOVE_CAP, DECIDED, basis=own.basis, decided=wan(decided), cap=bound)
    parts = [Decimal(part) for part in _FIGURE.findall(case.said(INSTALMENT_PLAN))]
    total = sum(parts, Decimal(0)) * case.pack.policy.unit
    if len(parts) > 1 and own.kind != "floor" and total > own.amount:
        yield finding(codes.INSTALMENTS, INSTALMENT_PLAN, basis=own.basis, total=wan(total), cap=bound)


def _of_papers(case: Case, requirements: tuple[RequirementResult, ...]) -> Iterator[Finding]:
    """What extraction found on the papers, where the requirements have not said it yet."""
    said = {(f.code, f.message) for r in requirements for f in r.findings}
    for record in case.records:
        yield from (f for f in record.findings if (f.code, f.message) not in said)


def _condition_findings(result: ConditionResult, is_decided: bool) -> Iterator[Finding]:
    if result.result is Result.NOT_MET:
        yield finding(
            codes.CONDITION_NOT_MET,
            result.id,
            basis=result.basis,
            evidence=result.evidence,
            text=result.text,
            remedy=result.because,
        )
    elif result.result is Result.UNKNOWN:
        code = codes.CONDITION_UNKNOWN if is_decided else codes.CONDITION_FOR_CLERK
        yield finding(code, result.id, basis=result.basis, evidence=result.evidence, text=result.text, because=result.because)


def _level(case: Case) -> Iterator[Finding]:
    """A declared level that is not the one the paper shows: the paper's counts."""
    said, read = case.said(case.category.level_fact), case.best(case.category.level_from)
    declared = case.pack.policy.level(said)
    if read and declared and declared.name != case.level:
        spec = case.fact(case.category.level_fact or "")
        label, where = spec.label if spec else "级别", read.evidence
        yield finding(
            codes.TYPED_CONTRADICTS, label, evidence=(where,), field=label, typed=said, read=read.value, source=where.where
        )


def _repeated(case: Case) -> Iterator[Finding]:
    by_kind: dict[str, list[str]] = {}
    for record in case.records:
        by_kind.setdefault(record.label, []).append(f"{record.source.label}#{record.pages[0]}")
    for label, sources in by_kind.items():
        if len(sources) > 1:
            evidence = tuple(Evidence(source.rpartition("#")[0], int(source.rpartition("#")[2])) for source in sources)
            yield finding(codes.DUPLICATE_RECORD, label, evidence=evidence, count=len(sources), sources="、".join(sources))


def _dates(case: Case) -> Iterator[Finding]:
    window, validity = case.pack.policy.window, case.pack.policy.validity
    if window and window.covers(case.on) is False:
        yield finding(codes.WINDOW_CLOSED, "申报日期", basis=window.basis, on=chinese_date(case.on), window=window.text)
    if not validity.covers(case.on):
        yield finding(codes.POLICY_NOT_YET, "申报日期", basis=validity.basis)
    recognition = case.category.recognition
    recognised = case.best(recognition.date) if recognition else None
    if recognition is None or recognised is None or not isinstance(recognised.value, date):
        return
    if recognised.value > case.on:
        yield finding(codes.DATE_IN_FUTURE, recognised.label, evidence=(recognised.evidence,), date=chinese_date(recognised.value))
    elif recognition.within_months and recognised.value < add_months(case.on, -recognition.within_months):
        yield finding(
            codes.RECOGNISED_LONG_AGO,
            recognised.label,
            basis=case.category.basis,
            evidence=(recognised.evidence,),
            date=chinese_date(recognised.value),
            months=recognition.within_months,
        )


def _status(requirements: tuple[RequirementResult, ...], findings: tuple[Finding, ...]) -> CaseStatus:
    everything = [f for r in requirements for f in r.findings] + list(findings)
    if any(r.status in (Met.MISSING, Met.INVALID) and not r.implied for r in requirements) or any(
        f.severity is Severity.ERROR for f in everything
    ):
        return CaseStatus.INCOMPLETE
    if any(r.status is not Met.MET for r in requirements) or any(f.severity is Severity.WARNING for f in everything):
        return CaseStatus.NEEDS_REVIEW
    return CaseStatus.COMPLETE
