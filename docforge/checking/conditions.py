"""Conditions of eligibility: met, not met, or cannot tell, each with its reason."""

from docforge.checking.case import Case
from docforge.checking.verdict import ConditionResult, Result
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
    paper = next((record for kind in decision.paper for record in case.papers(kind)), None)
    if paper:
        evidence = next((f.evidence for f in paper.fields.values()), None)
        return ConditionResult(
            wanted.id, wanted.text, Result.MET, f"已提交{paper.label}", wanted.basis, (evidence,) if evidence else ()
        )
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
