"""What was read, as a workbook."""

from docforge.casework.gather import Papers
from docforge.casework.report import GRADE, VIA, display
from docforge.casework.workbooks import workbook
from docforge.core.codes import Severity

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
