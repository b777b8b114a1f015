"""Grades of earlier projects: 优秀 goes first, 不合格 must be put right, what was not put right bars for years."""

from collections.abc import Iterator
from datetime import date

from docforge.checking.case import Case
from docforge.checking.verdict import ConditionResult, Result
from docforge.core import codes
from docforge.core.dates import add_years, chinese_date
from docforge.core.model import Finding, finding
from docforge.policy.model import Performance, PerformanceGrade

_ID = "PERFORMANCE"


def standing(case: Case) -> ConditionResult | None:
    """Whether the applicant is barred by the grade of an earlier project; None where the policy has no grades."""
    rule = case.pack.policy.performance
    if rule is None:
        return None
    grade = rule.grades.get(case.said(rule.grade))
    result, because = (Result.UNKNOWN, "绩效评价等级未填") if grade is None else _state(case, rule, grade)
    return ConditionResult(_ID, "未因绩效评价不合格被暂停申报资格", result, because, rule.basis)


def _state(case: Case, rule: Performance, grade: PerformanceGrade) -> tuple[Result, str]:
    said, outcome = case.said(rule.grade), case.said(rule.rectified)
    if not grade.rectify:
        return Result.MET, f"绩效评价为{said}"
    if outcome != rule.failed:
        return (
            (Result.MET, f"绩效评价为{said}，{outcome}")
            if outcome == rule.passed
            else (Result.UNKNOWN, f"绩效评价为{said}，整改中")
        )
    start = case.answers.get(rule.barred_from)
    day = start.value if start else None
    if not isinstance(day, date):
        return Result.UNKNOWN, f"{outcome}，暂停起始日未填"
    end = add_years(day, grade.bar_years or 0)
    if case.on < end:
        recover = "，并追回已拨资金" if grade.recover else ""
        return Result.NOT_MET, f"{outcome}，自{chinese_date(day)}起暂停申报资格{grade.bar_years}年{recover}"
    return Result.MET, f"暂停期已于{chinese_date(end)}届满"


def remarks(case: Case) -> Iterator[Finding]:
    """What a grade means besides: priority, or a rectification whose end is not told."""
    rule = case.pack.policy.performance
    said = case.said(rule.grade) if rule else ""
    grade = rule.grades.get(said) if rule else None
    if rule is None or grade is None:
        return
    if grade.priority:
        yield finding(codes.PRIORITY, said, basis=rule.basis, grade=said, effect=grade.effect)
    if grade.rectify and not case.said(rule.rectified):
        yield finding(codes.RECTIFYING, said, basis=rule.basis, grade=said)
