"""The case sheet (核定表): what the decision rests on, for the department's own file."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from docforge.casework.notices import CASE_SHEET
from docforge.casework.notices_drafts import Draft
from docforge.casework.rendered import stated
from docforge.casework.words import MET, RESULT
from docforge.checking.case import Case
from docforge.checking.check import DECIDED
from docforge.checking.verdict import Verdict
from docforge.core.dates import chinese_date
from docforge.core.money import in_words, wan


def case_sheet(case: Case, verdict: Verdict) -> Draft | None:
    """The sheet for one case; None where the pack has no template of this name."""
    notice = next((one for one in case.pack.policy.notices if one.id == CASE_SHEET), None)
    if notice is None:
        return None
    blanks = [fact.label for fact in case.facts if fact.by == "clerk" and not case.said(fact.key)]
    return Draft(
        notice.name, str(case.pack.notice_template(notice)), stated(_values(case, verdict), case.pack.policy), tuple(blanks)
    )


def _values(case: Case, verdict: Verdict) -> Mapping[str, object]:
    amount = case.fact_value(DECIDED)
    decided = amount if isinstance(amount, Decimal) else None
    cap = verdict.cap.amount
    return {
        "申报单位": verdict.applicant,
        "政策名称": case.pack.policy.title,
        "类别": case.category.name,
        "级别": case.level,
        "受理部门": case.pack.department(case.category).name,
        "申报日期": chinese_date(verdict.on),
        "上限": "待定" if cap is None else f"{wan(cap)}万元（{in_words(cap)}）",
        "拟支持金额": "" if decided is None else f"{wan(decided)}万元（{in_words(decided)}）",
        "事项": list(_facts(case)),
        "材料": [{"名称": r.label, "结论": MET[r.status.value], "依据": r.basis} for r in verdict.requirements],
        "条件": [{"条件": c.text, "结论": RESULT[c.result.value], "理由": c.because, "依据": c.basis} for c in verdict.conditions],
        "推导": [{"内容": line} for line in verdict.cap.derivation],
        "待确认": [{"编号": p.id, "问题": p.problem, "处理": p.decision} for p in case.open_points],
    }


def _facts(case: Case) -> Iterator[dict[str, str]]:
    """Each fact with the answer, the clerk's own and the applicant's apart; what was not answered stays blank."""
    for fact in case.facts:
        who = "经办人" if fact.by == "clerk" else "申报单位"
        answer = case.answers.get(fact.key)
        yield {"项目": fact.label, "内容": answer.raw if answer else "", "填写": who, "依据": fact.basis}
