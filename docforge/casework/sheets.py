"""Workbooks of what was read and decided."""

from collections.abc import Iterable

from docforge.casework.batch.summary import CaseSummary
from docforge.casework.gather import Papers
from docforge.casework.report import GRADE, MET, STATUS, VIA, display
from docforge.casework.workbooks import workbook
from docforge.core.codes import Severity
from docforge.core.model import Finding
from docforge.core.money import wan

_SEVERITY = {Severity.ERROR: "须更正", Severity.WARNING: "请核对", Severity.INFO: "提示"}


def papers_workbook(papers: Papers) -> bytes:
    """One row for each field, and a sheet of what was not recognised or could not be read."""
    fields = [
        (
            r.label,
            r.source.label,
            str(f.evidence.page),
            f.label,
            display(f),
            GRADE[f.grade.value],
            f"{f.confidence:.2f}",
            VIA[f.via.value],
            f.raw,
        )
        for r in papers.records
        for f in r.fields.values()
    ]
    notes = [(u.source.label, str(u.page), u.finding.message, u.finding.remedy) for u in papers.unrecognised]
    notes += [(f.subject, "", f.message, f.remedy) for f in papers.findings]
    heads = ("材料", "文件", "页", "项目", "内容", "把握", "置信度", "来源", "原文")
    return workbook(
        {
            "内容": (heads, fields, (16, 30, 6, 18, 40, 8, 9, 10, 50)),
            "其他": (("文件", "页", "说明", "处理办法"), notes, (30, 6, 50, 50)),
        }
    )


def verdicts_workbook(cases: Iterable[CaseSummary]) -> bytes:
    """The clerk's table: one row a case, one column an attachment; and a sheet of every finding.

    A case that could not be checked has a row that says why.
    """
    kept = list(cases)
    decided = [(case.case, case.verdict, case.findings) for case in kept if case.verdict]
    attachments = list(dict.fromkeys(r.label for _, verdict, _ in decided for r in verdict.requirements))
    rows, notes = [], []
    for name, verdict, more in decided:
        marks = {r.label: MET[r.status.value] for r in verdict.requirements}
        cap = wan(verdict.cap.amount) if verdict.cap.amount is not None else "待定"
        own = (marks.get(label, "") for label in attachments)
        rows.append((name, verdict.applicant, STATUS[verdict.status.value], *own, cap, "；".join(verdict.cap.derivation)))
        notes += [_note(name, verdict.applicant, f) for f in sorted((*verdict.all_findings, *more), key=_gravity)]
    for name, failure in ((case.case, case.failure) for case in kept if case.failure):
        rows.append((name, "", "无法核对", *("" for _ in attachments), "", failure.message))
        notes.append(_note(name, "", failure))
    heads = ("文件夹", "申报单位", "结论", *attachments, "核定上限（万元）", "推导")
    note_heads = ("文件夹", "申报单位", "程度", "代码", "问题", "处理办法", "依据", "位置")
    return workbook(
        {
            "汇总": (heads, rows, (20, 32, 12, *([16] * len(attachments)), 16, 60)),
            "问题": (note_heads, notes, (20, 32, 10, 8, 50, 40, 18, 30)),
        }
    )


def _gravity(found: Finding) -> int:
    return list(Severity).index(found.severity)


def _note(name: str, applicant: str, found: Finding) -> tuple[str, ...]:
    places = "、".join(e.where for e in found.evidence)
    return (name, applicant, _SEVERITY[found.severity], found.code, found.message, found.remedy, found.basis, places)
