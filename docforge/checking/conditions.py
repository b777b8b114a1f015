"""Conditions of eligibility: met, not met, or cannot tell, each with its reason."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from docforge.checking.case import Case
from docforge.checking.evaluation import Scope, evaluate
from docforge.checking.verdict import ConditionResult, Result
from docforge.core.dates import Term, chinese_date
from docforge.core.model import Evidence, Field, Value, Via
from docforge.policy.category import Condition
from docforge.policy.expressions import BUILT_IN, kinds_in, names_in

_MOST_SAID = 4


def condition(case: Case, wanted: Condition) -> ConditionResult:
    """How one condition stands, from the papers and the declared facts alone.

    What the applicant only declares never makes it met: that is for the clerk to look up.
    """
    if wanted.waived_by and case.said(wanted.waived_by) == "是":
        field = case.answers[wanted.waived_by]
        return _result(wanted, Result.MET, f"经办人确认：{field.label}", [field])
    if wanted.met is None and wanted.not_met is None:
        place = f"，可查询{wanted.look_up}" if wanted.look_up else ""
        return _result(wanted, Result.UNKNOWN, f"材料不能证明，由主管部门经办人核查{place}", [])
    scope = Scope(case, declared=False)
    result, used = _decided(wanted, scope), scope.used
    if result is Result.UNKNOWN and is_for_clerk(case, wanted):
        place = f"（{wanted.look_up}）" if wanted.look_up else ""
        return _result(wanted, result, f"尚未查询{place}，{wanted.otherwise}", used)
    if result is Result.UNKNOWN:
        supposed, seen = _supposed(case, wanted) if scope.hid else (result, used)
        if supposed is Result.NOT_MET:
            return _result(wanted, supposed, _said(seen), seen)
        if supposed is Result.MET:
            because = f"{_said(seen)}，未附佐证，由主管部门经办人查询{wanted.look_up or '相关部门'}核实"
            return replace(_result(wanted, Result.UNKNOWN, because, seen), declared=True)
        said = _said(used or seen)
        return _result(wanted, Result.UNKNOWN, f"{said or '没有读到所需内容'}，{wanted.otherwise}", used or seen)
    return _result(wanted, result, _said(used) or _by_papers(case, wanted, result), used)


def is_for_clerk(case: Case, wanted: Condition) -> bool:
    """Whether nothing but what the clerk finds out decides the condition."""
    if any(kinds_in(text) for text in (wanted.met, wanted.not_met) if text):
        return False
    names = [path for text in (wanted.met, wanted.not_met) if text for path in names_in(text)]
    facts = [case.fact(path[0]) if len(path) == 1 else None for path in names if path[0] not in BUILT_IN]
    return all(fact is not None and fact.by == "clerk" for fact in facts)


def _supposed(case: Case, wanted: Condition) -> tuple[Result, list[Field]]:
    """The outcome were every declaration true, and what was used."""
    scope = Scope(case)
    return _decided(wanted, scope), scope.used


def _decided(wanted: Condition, scope: Scope) -> Result:
    if wanted.not_met and evaluate(wanted.not_met, scope) is True:
        return Result.NOT_MET
    answer = evaluate(wanted.met, scope) if wanted.met else None
    if answer is False and wanted.not_met:
        answer = None
    return Result.UNKNOWN if answer is None else Result.MET if answer else Result.NOT_MET


def _by_papers(case: Case, wanted: Condition, result: Result) -> str:
    """What to say where no single field decided: the papers that are there, or that there are none."""
    scope = Scope(case)
    for text in filter(None, (wanted.met, wanted.not_met)):
        evaluate(text, scope)
    there = list(dict.fromkeys(record.label for kind in scope.kinds for record in case.papers(kind)))
    if result is Result.MET and there:
        return f"已提交{'、'.join(there)}"
    return "没有相应材料" if not there else f"所提交的{'、'.join(there)}不符合"


def _said(used: Iterable[Field]) -> str:
    """The fields that decided, as they read: 住所为“…”；申报单位填报“…”为“…”."""
    unique = list({id(field): field for field in used}.values())
    said = "；".join(f"{'填报的' if f.via is Via.TYPED else ''}“{f.label}”为“{shown(f.value)}”" for f in unique[:_MOST_SAID])
    return said + ("等" if len(unique) > _MOST_SAID else "")


def shown(value: Value | None) -> str:
    """A value as a sentence names it."""
    if isinstance(value, Term):
        start = chinese_date(value.start) if value.start else ""
        end = "长期" if value.open_ended else chinese_date(value.end) if value.end else ""
        return f"{start}至{end}"
    if isinstance(value, tuple):
        return f"{len(value)}行"
    return chinese_date(value) if isinstance(value, date) else str(value)


def _result(wanted: Condition, result: Result, because: str, used: Iterable[Field]) -> ConditionResult:
    evidence: tuple[Evidence, ...] = tuple({id(field.evidence): field.evidence for field in used}.values())
    return ConditionResult(wanted.id, wanted.text, result, because, wanted.basis, evidence)
