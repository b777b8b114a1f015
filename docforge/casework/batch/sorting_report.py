"""What sorting did, as rows, as the plain data of JSON, as a workbook."""

from collections.abc import Iterator
from typing import Any

from docforge.casework.batch.sorting import Copy, SortedFile, Sorting
from docforge.casework.contract import plain_finding
from docforge.casework.workbooks import workbook
from docforge.core.model import Finding

HEADS = ("文件", "归入", "新文件名", "依据", "材料", "读到", "说明")
REPORT = "归类结果.xlsx"


def rows(done: Sorting) -> Iterator[tuple[str, ...]]:
    """A row for each copy of each file; what could not be placed last."""
    for file in sorted(done.files, key=lambda file: not file.is_placed):
        reading = file.placed.reading
        said = "；".join(f"{f.message}。{f.remedy}" for f in file.placed.findings)
        kinds = "、".join(label for _, label in reading.kinds)
        for copy in file.copies or (Copy("（没有复制）", ""),):
            yield reading.name, copy.folder, copy.name, file.placed.why, kinds, _read(file), said


def plain(done: Sorting) -> dict[str, Any]:
    """Everything as JSON has it."""
    return {
        "applicants": [{"name": own.name, "uscc": own.code, "folder": own.folder} for own in done.applicants],
        "files": [_plain_file(file) for file in done.files],
        "findings": [plain_finding(found) for found in done.findings],
    }


def report_workbook(done: Sorting) -> bytes:
    """The rows, the applicants with how many files each has, and what contradicts itself."""
    counts = [(own, sum(own.folder in file.placed.folders for file in done.files)) for own in done.applicants]
    firms = [(own.folder, own.name, own.code, str(count)) for own, count in counts]
    notes = [(found.code, found.message, found.remedy) for found in _findings(done)]
    return workbook(
        {
            "归类": (HEADS, list(rows(done)), (36, 32, 30, 24, 24, 40, 60)),
            "申报单位": (("文件夹", "名称", "统一社会信用代码", "文件数"), firms, (36, 36, 22, 9)),
            "请核对": (("代码", "问题", "处理办法"), notes, (8, 80, 50)),
        }
    )


def _findings(done: Sorting) -> list[Finding]:
    return [*done.findings, *(found for file in done.files for found in file.placed.findings)]


def _read(file: SortedFile) -> str:
    """What of the papers speaks for an applicant. No citizen number."""
    reading = file.placed.reading
    names = dict.fromkeys((*(own.shown for own in reading.own), *(person.shown for person in reading.persons)))
    return "、".join((*sorted(reading.codes), *names))


def _plain_file(file: SortedFile) -> dict[str, Any]:
    reading = file.placed.reading
    return {
        "source": reading.name,
        "placed": file.is_placed,
        "copies": [{"folder": copy.folder, "name": copy.name} for copy in file.copies],
        "why": file.placed.why,
        "kinds": [{"kind": kind, "label": label} for kind, label in reading.kinds],
        "read": _read(file),
        "findings": [plain_finding(found) for found in file.placed.findings],
    }
