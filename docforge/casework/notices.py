"""What notices share, and what is made of one verdict: the 补正告知书 that tells everything at once, the row of the list."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docforge.casework.notices_drafts import Draft
from docforge.casework.rendered import stated
from docforge.checking.verdict import Met, Result, Verdict
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.model import Finding
from docforge.core.money import wan
from docforge.policy.loader import Pack
from docforge.policy.model import Department

BLANK = "________"
CASE_SHEET = "case_sheet"
"""The notice that ``process`` makes, 核定表."""
NAME, CODE, CATEGORY, EVENT, NUMBER, DATE, CAP, AMOUNT, REMARK = (
    "单位名称",
    "统一社会信用代码",
    "类别",
    "申报情形",
    "编号",
    "认定时间",
    "核定上限（万元）",
    "拟支持金额（万元）",
    "备注",
)
_NOT_FOR_APPLICANT = {
    c.id for c in (codes.CONDITION_NOT_MET, codes.NO_PAPER, codes.ENGINE_FAILED, codes.ENGINE_MISSING, codes.READING_TIMEOUT)
}
_NUMBER = re.compile(r"(.*?)(\d+)(号?)\s*")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of ``docforge notice``.

    ``source``: a list, or a folder of checked cases; ``on``: the day of the paper (the first day of a publication); ``until``:
    its last day where the calendar cannot tell; ``by``: one notice for each department or category; ``official``: with number
    and room for the seal; ``number``: the first document number, counted on; ``objections``: how many came; ``published``: the
    first day of the earlier publication.
    """

    pack: Pack
    source: Path
    on: date
    until: date | None = None
    calendars: tuple[Path, ...] = ()
    by: str = ""
    official: bool = False
    number: str = ""
    objections: int = 0
    published: date | None = None


def numbers(first: str, on: date) -> Iterator[str]:
    """Document numbers from the first one on: 12 is 〔2025〕12号, 伊科〔2025〕3号 is followed by 4号; empty where none is given.

    Raises DocforgeError U701 when the number has no figure to count on.
    """
    found = _NUMBER.fullmatch(first.strip()) if first else None
    if first and not found:
        raise DocforgeError(codes.DATA_INVALID, "--number", problem=f"“{first}”不是文号，应写成 12 或 伊科〔2025〕12号")
    if found is None:
        while True:
            yield ""
    before, at = found[1] or f"〔{on.year}〕", int(found[2])
    while True:
        yield f"{before}{at}号"
        at += 1


def to_supplement(verdict: Verdict) -> list[Finding]:
    """The findings that the applicant can put right: errors, then doubts about papers handed in."""
    wrong = [f for f in verdict.all_findings if f.severity is Severity.ERROR and f.code not in _NOT_FOR_APPLICANT]
    return wrong + [f for r in verdict.requirements if r.status is Met.DOUBTFUL for f in r.findings]


def supplement_items(verdict: Verdict) -> list[dict[str, str]]:
    """Everything the applicant can put right, each with basis and remedy; the form's empty places as one item."""
    wrong = to_supplement(verdict)
    empty = [f for f in wrong if f.code == codes.FORM_FIELD_EMPTY.id]
    items = [(f.message, f.basis, f.remedy) for f in wrong if f.code != codes.FORM_FIELD_EMPTY.id]
    if empty:
        names = "、".join(f"“{f.subject}”" for f in empty)
        items.append((f"申请表以下栏目尚未填写：{names}", empty[0].basis, "请填写完整后打印、盖章"))
    unique = list(dict.fromkeys(items))
    return [
        {"序号": str(i), "内容": what, "依据": basis, "方法": remedy} for i, (what, basis, remedy) in enumerate(unique, start=1)
    ]


def supplement(
    pack: Pack, applicant: str, category: str, items: Sequence[Mapping[str, str]], department: Department, number: str = ""
) -> Draft:
    """一次性补正告知书 for one applicant. Deadline, seal and dates are left to the department."""
    notice = pack.notice("supplement")
    reach, blanks = contact(department)
    values = {
        "申报单位": applicant or BLANK,
        "文号": number,
        "政策名称": pack.policy.title,
        "申报类别": category,
        "补正数目": str(len(items)),
        "补正事项": list(items),
        "受理部门": department.name,
        "地址": reach["地址"],
        "电话": reach["电话"],
    }
    return Draft(
        f"{notice.name}-{applicant or '未读出名称'}",
        str(pack.notice_template(notice)),
        stated(values, pack.policy),
        ("补正期限", "落款日期", *(b for b in blanks if b in ("地址", "电话"))),
    )


def publicity_row(verdict: Verdict, pack: Pack, fields: Mapping[str, str]) -> dict[str, str]:
    """The row of one case for the list; the amount is the clerk's to type and stays empty."""
    cap = wan(verdict.cap.amount) if verdict.cap.amount is not None else ""
    return {
        NAME: verdict.applicant,
        CODE: fields.get(CODE, ""),
        CATEGORY: pack.category(verdict.category).name,
        EVENT: fields.get(EVENT, ""),
        NUMBER: fields.get(NUMBER, ""),
        DATE: fields.get(DATE, ""),
        CAP: cap,
        AMOUNT: "",
        REMARK: "；".join(f"不符合“{c.text}”" for c in verdict.conditions if c.result is Result.NOT_MET),
    }


def contact(department: Department) -> tuple[dict[str, str], list[str]]:
    """How a department is reached, as its papers print it, and what of it has to be filled in by hand."""
    known = {
        "受理科室": department.section,
        "电话": department.phone,
        "地址": department.address,
        "监督电话": department.supervision_phone,
    }
    return {name: value or BLANK for name, value in known.items()}, [name for name, value in known.items() if not value]
