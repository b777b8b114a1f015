"""Conditions of eligibility: met, not met, or cannot tell, each with its reason."""

from docforge.checking.case import Case
from docforge.checking.validity import end_of_validity, is_open_ended
from docforge.checking.verdict import ConditionResult, Result
from docforge.core.dates import chinese_date
from docforge.core.model import Evidence, Record
from docforge.core.text import squeeze
from docforge.policy.model import Condition, Decision

_NO = {"无", "没有", "否", "no", "none", "/"}


def condition(case: Case, wanted: Condition) -> ConditionResult:
    """How one condition stands, from the papers and the declared facts alone."""
    decision = wanted.decide
    if decision is None:
        place = f"，可查询{wanted.look_up}" if wanted.look_up else ""
        return ConditionResult(wanted.id, wanted.text, Result.UNKNOWN, f"材料不能证明，由主管部门经办人核查{place}", wanted.basis)
    if decision.field:
        return _by_words(case, wanted, decision, decision.field)
    return _by_fact(case, wanted, decision)


def _by_words(case: Case, wanted: Condition, decision: Decision, path: str) -> ConditionResult:
    field = case.best((path,))
    if field is None or not isinstance(field.value, str):
        return ConditionResult(wanted.id, wanted.text, Result.UNKNOWN, f"没有读到所需内容，{wanted.otherwise}", wanted.basis)
    text = squeeze(field.value)
    against = next((word for word in decision.excludes if squeeze(word) in text), None)
    found = next((word for word in decision.contains if squeeze(word) in text), None)
    if against:
        result, because = Result.NOT_MET, f"{field.label}为“{field.value}”，含“{against}”"
    elif found or not decision.contains:
        result, because = Result.MET, f"{field.label}为“{field.value}”"
    else:
        result, because = (
            Result.UNKNOWN,
            f"{field.label}为“{field.value}”，未写明{'、'.join(decision.contains)}，{wanted.otherwise}",
        )
    return ConditionResult(wanted.id, wanted.text, result, because, wanted.basis, (field.evidence,))


def _by_fact(case: Case, wanted: Condition, decision: Decision) -> ConditionResult:
    papers = [record for kind in decision.paper for record in case.papers(kind)]
    if papers:
        return _by_paper(case, wanted, decision, papers)
    answer = case.answers.get(decision.fact or "")
    if answer is None or answer.value in (None, ""):
        return ConditionResult(wanted.id, wanted.text, Result.UNKNOWN, f"没有佐证，也没有填报；{wanted.otherwise}", wanted.basis)
    if str(answer.value).strip().lower() in _NO:
        return ConditionResult(
            wanted.id,
            wanted.text,
            Result.NOT_MET,
            f"申报单位填报“{answer.label}”为“{answer.value}”",
            wanted.basis,
            (answer.evidence,),
        )
    because = f"申报单位填报“{answer.label}”为“{answer.value}”，未附佐证，由主管部门经办人查询{wanted.look_up or '相关部门'}核实"
    return ConditionResult(wanted.id, wanted.text, Result.UNKNOWN, because, wanted.basis, (answer.evidence,))


def _by_paper(case: Case, wanted: Condition, decision: Decision, papers: list[Record]) -> ConditionResult:
    """Met by a paper that is valid on the day; a paper whose validity is over or cannot be read leaves it to the clerk."""
    record = papers[0]
    evidence = (Evidence(record.source.label, record.pages[0]),)
    if decision.valid is None or is_open_ended(record, decision.valid):
        return ConditionResult(wanted.id, wanted.text, Result.MET, f"已提交{record.label}", wanted.basis, evidence)
    end = end_of_validity(record, decision.valid)
    if end and end >= case.on:
        because = f"已提交{record.label}，有效期至{chinese_date(end)}"
        return ConditionResult(wanted.id, wanted.text, Result.MET, because, wanted.basis, evidence)
    what = f"有效期至{chinese_date(end)}，申报日已过" if end else "没有读到有效期"
    return ConditionResult(
        wanted.id, wanted.text, Result.UNKNOWN, f"{record.label}{what}，由主管部门经办人核查", wanted.basis, evidence
    )
