"""Papers to one applicant, from a list or from checked cases: received, accepted, to be supplemented, not accepted, reviewed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docforge.casework.notices import BLANK, CAP, CATEGORY, Order, contact, numbers, supplement, supplement_items
from docforge.casework.notices_drafts import Draft
from docforge.casework.rendered import stated
from docforge.casework.tables import TableRow, first, read_rows
from docforge.casework.words import MET
from docforge.checking.verdict import CaseStatus, Met, RequirementResult, Result
from docforge.core import codes
from docforge.core.dates import chinese_date, parse_date
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.money import wan
from docforge.policy.category import Category, Requirement
from docforge.policy.loader import Pack
from docforge.policy.model import Department
from docforge.policy.papers import Notice

if TYPE_CHECKING:
    from docforge.casework.checked_cases import CheckedCase

CHECKLIST, ACCEPTANCE, SUPPLEMENT, REJECTION, REVIEW = "checklist", "acceptance", "supplement", "rejection", "review"
_APPLICANT = ("申报单位", "单位名称", "姓名")
_PAPER, _WHAT = ("材料", "材料名称"), ("内容", "原因", "理由")
_NOT_HANDED_IN = "未提交"
_BLANKS = {
    CHECKLIST: ("签字", "日期"),
    ACCEPTANCE: ("落款日期", "签收"),
    SUPPLEMENT: ("补正期限", "落款日期"),
    REJECTION: ("落款日期", "签收"),
    REVIEW: ("评分", "意见", "签字"),
}


@dataclass(frozen=True, slots=True)
class CasePaper:
    """What a paper to one applicant is made of; rows are by column of the template."""

    applicant: str
    category: Category
    office: Department
    received: str = ""
    cap: str = ""
    papers: Sequence[dict[str, str]] = ()
    items: Sequence[dict[str, str]] = ()
    reasons: Sequence[dict[str, str]] = ()
    status: CaseStatus = field(default=CaseStatus.COMPLETE)


def case_papers(order: Order, notice: Notice) -> list[Draft]:
    """One paper for each applicant to whom this kind is due; who gets none is told in the first one's remarks.

    Raises DocforgeError U701 that names every bad row, U704 where nobody is left.
    """
    if order.source.is_dir():
        cases: Sequence[CheckedCase] = resolve("docforge.casework.checked_cases:checked_cases")(order.source, order.pack)
        due, left = _sorted((_from_case(case, order.pack) for case in cases), notice)
    else:
        due, left = _from_list(order, notice), []
    remarks = (f"不适用“{notice.name}”、没有出具的有{len(left)}件：{'、'.join(left)}",) if left else ()
    if not due:
        raise DocforgeError(codes.LIST_EMPTY, "；".join((str(order.source), *remarks)))
    own = numbers(order.number, order.on)
    head, *rest = [_draft(order, notice, paper, number) for paper, number in zip(due, own, strict=False)]
    return [replace(head, remarks=(*head.remarks, *remarks)), *rest]


def _sorted(papers: Iterable[CasePaper], notice: Notice) -> tuple[list[CasePaper], list[str]]:
    """Those to whom the kind is due, and the names of the others."""
    is_due: Callable[[CasePaper], bool] = {
        ACCEPTANCE: lambda paper: paper.status is not CaseStatus.INCOMPLETE and not paper.reasons,
        SUPPLEMENT: lambda paper: bool(paper.items) and paper.status is CaseStatus.INCOMPLETE,
        REJECTION: lambda paper: bool(paper.reasons),
    }.get(notice.id, lambda _: True)
    every = list(papers)
    return [paper for paper in every if is_due(paper)], [paper.applicant for paper in every if not is_due(paper)]


def _draft(order: Order, notice: Notice, paper: CasePaper, number: str) -> Draft:
    pack = order.pack
    if notice.id == SUPPLEMENT:
        return supplement(pack, paper.applicant, paper.category.name, paper.items, paper.office, number)
    reach, blanks = contact(paper.office)
    template = pack.notice_template(notice)
    values = stated({**_values(pack, paper, number), **reach}, pack.policy)
    uses = {name for name in blanks if notice.id in (ACCEPTANCE, REJECTION)}
    remarks = ("有待人工核对的事项，请核对后发出",) if paper.status is CaseStatus.NEEDS_REVIEW and notice.id == ACCEPTANCE else ()
    own = _BLANKS.get(notice.id, ("日期",))
    return Draft(f"{notice.name}-{paper.applicant}", str(template), values, (*own, *(b for b in blanks if b in uses)), remarks)


def _values(pack: Pack, paper: CasePaper, number: str) -> dict[str, object]:
    """The values of every paper to an applicant, a policy's own among them."""
    panel, competent = pack.policy.panel, pack.department(paper.category)
    scores = panel.scores if panel else ()
    figures = [row["页数"] for row in paper.papers]
    return {
        "申报单位": paper.applicant,
        "政策名称": pack.policy.title,
        "申报类别": paper.category.name,
        "受理部门": paper.office.name,
        "应向部门": "" if competent == paper.office else competent.name,
        "收到日期": paper.received or BLANK,
        "文号": number,
        "上限": paper.cap,
        "材料": paper.papers,
        "材料数目": str(len(paper.papers)),
        "页数合计": str(sum(map(int, figures))) if figures and all(map(str.isdecimal, figures)) else "",
        "理由": paper.reasons,
        "评分项目": [
            {"序号": str(i), "项目": s.item, "分值": str(s.points), "得分": "", "意见": ""} for i, s in enumerate(scores, 1)
        ],
        "分值合计": str(sum(score.points for score in scores)) if scores else "",
        "评审组成": f"{'、'.join(panel.roles)}，不少于{panel.least}人（{panel.basis}）" if panel else "由主管部门确定",
    }


def _from_case(case: "CheckedCase", pack: Pack) -> CasePaper:
    verdict = case.verdict
    unmet = [c for c in verdict.conditions if c.result is Result.NOT_MET]
    return CasePaper(
        applicant=verdict.applicant or BLANK,
        category=case.category,
        office=pack.department(case.category),
        received=chinese_date(verdict.on),
        cap="" if verdict.cap.amount is None else f"{wan(verdict.cap.amount)}万元",
        papers=[_paper(i, r, case) for i, r in enumerate(verdict.requirements, start=1)],
        items=supplement_items(verdict),
        reasons=[{"序号": str(i), "内容": f"不符合“{c.text}”：{c.because}", "依据": c.basis} for i, c in enumerate(unmet, 1)],
        status=verdict.status,
    )


def _paper(number: int, result: RequirementResult, case: "CheckedCase") -> dict[str, str]:
    asked = {one.id: one for one in case.category.requirements}.get(result.id)
    sources = list(dict.fromkeys(evidence.source for evidence in result.by))
    pages = sum(case.pages.get(source, 0) for source in sources)
    is_here = result.status is not Met.MISSING
    return {
        "序号": str(number),
        "名称": result.label,
        "来源": "、".join(sources) if is_here else "",
        "页数": str(pages) if pages else "",
        "形式": _form(asked) if is_here else "",
        "备注": "" if result.status is Met.MET else MET[result.status.value] if is_here else _NOT_HANDED_IN,
    }


def _form(asked: Requirement | None) -> str:
    """原件 or 复印件, as the policy's list asks; the form is always an original."""
    return "" if asked is None else "原件" if asked.form else asked.copies


def _from_list(order: Order, notice: Notice) -> list[CasePaper]:
    """The applicants of a list, each with its rows: papers, points to put right, or reasons. Every bad row is named."""
    grouped: dict[tuple[str, str], list[TableRow]] = {}
    problems = []
    categories: dict[str, Category] = {}
    named: dict[str | None, Category] = {}
    applied_for: dict[str, str] = {}
    for row in read_rows(order.source, _APPLICANT):
        who = first(row.cells, _APPLICANT)
        said = first(row.cells, (CATEGORY, "申报类别")) or applied_for.get(who)
        problems += [f"{row.where}“{_APPLICANT[0]}”没有填写"] if not who else []
        if notice.id in (SUPPLEMENT, REJECTION) and not first(row.cells, _WHAT):
            problems.append(f"{row.where}“{_WHAT[0]}”没有填写")
        try:
            category = named.get(said) or order.pack.category(said)
        except DocforgeError as error:
            problems.append(f"{row.where}“{CATEGORY}”{error.message}")
            continue
        named[said] = categories[category.id] = category
        applied_for.setdefault(who, category.id)
        grouped.setdefault((who, category.id), []).append(row)
    if problems:
        raise DocforgeError(codes.DATA_INVALID, str(order.source), problem="；".join(problems))
    return [_from_rows(order.pack, who, categories[id_], rows) for (who, id_), rows in grouped.items()]


def _from_rows(pack: Pack, who: str, category: Category, rows: Sequence[TableRow]) -> CasePaper:
    received = _told(rows, ("收到日期", "申报日期"))
    day = parse_date(received) if received else None
    cap, office = _told(rows, (CAP,)), _told(rows, ("受理部门",))
    offices = [one for one in pack.policy.departments.values() if office in (one.name, *one.aliases)]
    points = [_point(i, row) for i, row in enumerate((row for row in rows if first(row.cells, _WHAT)), start=1)]
    return CasePaper(
        applicant=who,
        category=category,
        office=offices[0] if offices else pack.department(category),
        received=chinese_date(day) if day else "",
        cap=f"{cap}万元" if cap else "",
        papers=list(_listed_papers(category, rows)),
        items=points,
        reasons=points,
    )


def _told(rows: Sequence[TableRow], heads: Sequence[str]) -> str:
    """What the first of the rows that says anything under the heads says; else empty."""
    for row in rows:
        if text := first(row.cells, heads):
            return text
    return ""


def _listed_papers(category: Category, rows: Sequence[TableRow]) -> Iterator[dict[str, str]]:
    """The papers that the list names, else those that the policy asks for, to be ticked off."""
    named = [row for row in rows if first(row.cells, _PAPER)]
    for i, row in enumerate(named, start=1):
        cells = {
            "名称": _PAPER,
            "来源": ("对应文件", "文件"),
            "页数": ("页数",),
            "形式": ("原件/复印件", "形式"),
            "备注": ("备注",),
        }
        yield {"序号": str(i), **{name: first(row.cells, heads) for name, heads in cells.items()}}
    for i, asked in enumerate(category.requirements if not named else (), start=1):
        yield {"序号": str(i), "名称": asked.label, "来源": "", "页数": "", "形式": _form(asked), "备注": ""}


def _point(number: int, row: TableRow) -> dict[str, str]:
    cells = {"内容": _WHAT, "依据": ("依据",), "方法": ("方法", "补正方法")}
    return {"序号": str(number), **{name: first(row.cells, heads) for name, heads in cells.items()}}
