"""What was read, as a workbook."""

from collections.abc import Iterator

from docforge.casework.gather import Papers
from docforge.casework.words import GRADE, VIA, display
from docforge.casework.workbooks import workbook

FIELDS, NOTES = "内容", "其他"
"""The sheets: what was read, and what was not recognised or could not be read."""
COLUMNS = {
    FIELDS: {"材料": 16, "文件": 30, "页": 6, "项目": 18, "内容": 40, "把握": 8, "置信度": 9, "来源": 10, "原文": 50},
    NOTES: {"文件": 30, "页": 6, "说明": 50, "处理办法": 50},
}
"""Of each sheet the heads of its columns with their widths in half-width characters."""


def papers_workbook(papers: Papers) -> bytes:
    """One row for each field, and a sheet of what was not recognised or could not be read."""
    rows = {FIELDS: list(field_rows(papers)), NOTES: list(note_rows(papers))}
    return workbook({name: (tuple(heads), rows[name], tuple(heads.values())) for name, heads in COLUMNS.items()})


def field_rows(papers: Papers) -> Iterator[tuple[str, ...]]:
    """A row for each field, by the columns of its sheet."""
    for record in papers.records:
        for field in record.fields.values():
            yield (
                record.label,
                record.source.label,
                str(field.evidence.page),
                field.label,
                display(field),
                GRADE[field.grade.value],
                f"{field.confidence:.2f}",
                VIA[field.via.value],
                field.raw,
            )


def note_rows(papers: Papers) -> Iterator[tuple[str, ...]]:
    """A row for each page that was not recognised and for each finding, by the columns of its sheet."""
    yield from ((u.source.label, str(u.page), u.finding.message, u.finding.remedy) for u in papers.unrecognised)
    yield from ((f.subject, "", f.message, f.remedy) for f in papers.findings)
