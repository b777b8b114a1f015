"""The main job: one applicant's folder in; facts, verdict, filled form, notice and publicity row out."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from docforge.casework import notices
from docforge.casework.answers import CASE_SHEETS, FILE_NAMES
from docforge.casework.answers_book import answers_workbook
from docforge.casework.case_sheet import case_sheet
from docforge.casework.contract import plain_papers, plain_verdict
from docforge.casework.delivery import Paper, deliver_many, file_name
from docforge.casework.filling import FilledForm, fill_form, read_fields
from docforge.casework.gather import Papers, Progress, answers_file
from docforge.casework.notices_many import made
from docforge.casework.opening import Request, open_case
from docforge.casework.report import report_page
from docforge.casework.words import shown
from docforge.casework.workbooks import workbook
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.checking.verdict import CaseStatus, Verdict
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic, write_many_atomic
from docforge.core.model import Evidence, Finding
from docforge.reading.reader import Reader

_MANIFEST = ".docforge.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run made: the verdict, the papers, the files written, the blanks left, what writing had to say."""

    case: Case
    verdict: Verdict
    papers: Papers
    files: tuple[Path, ...] = ()
    blanks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 no error stands, 1 errors stand, 3 a file could not be read at all, 4 the PDF asked for cannot be made here."""
        if self.papers.unreadable:
            return 3
        if any(f.code == codes.OFFICE_MISSING.id for f in self.findings):
            return codes.OFFICE_MISSING.exit_status
        return int(self.verdict.has_errors or any(f.severity is Severity.ERROR for f in self.findings))


def check_folder(folder: Path, request: Request, reader: Reader, progress: Progress | None = None) -> Result:
    """The verdict on a folder as it was handed in; nothing is written."""
    case, papers = open_case(folder, request, reader, progress)
    return Result(case, check(case), papers)


def process(
    folder: Path, request: Request, out: Path, reader: Reader, *, pdf: bool = False, progress: Progress | None = None
) -> Result:
    """The whole job for one applicant; every file is written atomically, the .docx before any PDF.

    Where no answers are given and none lie in the folder, what was typed into the workbooks of an earlier run counts.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise DocforgeError(codes.OUT_INSIDE, str(out))
    request = _with_earlier(request, folder, out)
    pack, on = request.pack, request.on
    case, papers = open_case(folder, request, reader, progress)
    writer = _Writer(out, pdf)
    filled: FilledForm | None = None
    if case.form:
        filled = fill_form(case, case.form)
        writer.findings += filled.findings
        case = replace(case, filled=Evidence(writer.word(case.form.title, filled.content, case.form.pages).name))
    verdict = check(case)
    items = notices.supplement_items(verdict)
    if verdict.status is CaseStatus.INCOMPLETE and items:
        notice = notices.supplement(pack, verdict.applicant, case.category.name, items, pack.department(case.category))
        writer.word(notice.name, made(notice).content)
    if case.form:
        workbook_ = answers_workbook(case.form, case.applicant_facts, read_fields(case, case.form), case.answers, on.year)
        writer.file(FILE_NAMES[0], workbook_)
    if sheet := case_sheet(case, verdict):
        writer.word(sheet.name, made(sheet).content)
        writer.file(CASE_SHEETS[0], answers_workbook(None, case.clerk_facts, {}, case.answers, on.year))
    row = list_row(case, verdict)
    writer.file("公示名单行.xlsx", workbook({"名单": (tuple(row), [tuple(row.values())], (36, 22, 18, 12, 20, 14, 14, 16, 20))}))
    writer.file("核对结果.json", _json(plain_verdict(verdict)))
    writer.file("材料数据.json", _json(plain_papers(papers)))
    writer.file("核对结果.html", report_page(case, verdict, papers, filled).encode())
    writer.write()
    return Result(case, verdict, papers, tuple(writer.files), filled.blanks if filled else (), tuple(writer.findings))


def _with_earlier(request: Request, folder: Path, out: Path) -> Request:
    """The request with what people typed into the workbooks of an earlier run, where nothing else is given."""
    typed, sheet = out / FILE_NAMES[0], out / CASE_SHEETS[0]
    if request.data is None and folder.is_dir() and answers_file(folder) is None and typed.is_file():
        request = replace(request, data=typed)
    return replace(request, sheet=sheet) if request.sheet is None and sheet.is_file() else request


class _Writer:
    """Collects what goes into the output folder and writes it at once: all PDFs of a case in one call, after everything else.

    A PDF that cannot be made is a finding, the .docx is there already.
    """

    def __init__(self, out: Path, pdf: bool) -> None:
        self._out, self._pdf = out, pdf
        self._others: list[tuple[Path, bytes]] = []
        self._papers: list[Paper] = []
        self.files: list[Path] = []
        self.findings: list[Finding] = []

    def file(self, name: str, content: bytes) -> None:
        self._others.append((self._out / name, content))

    def word(self, name: str, content: bytes, pages: int | None = None) -> Path:
        """``pages``: how many its PDF should have, where that is known."""
        path = self._out / f"{file_name(name)}.docx"
        self._papers.append(Paper(path, content, pages))
        return path

    def write(self) -> None:
        written = write_many_atomic(self._others)
        for delivery in deliver_many(self._papers, pdf=self._pdf):
            self.files.extend(delivery.files)
            self.findings.extend(delivery.findings)
        self.files.extend(written)
        self._forget_stale()

    def _forget_stale(self) -> None:
        """Remove what an earlier run wrote here and this one did not, as long as nobody has changed it since."""
        manifest = self._out / _MANIFEST
        for name, stamp in _read_manifest(manifest).items():
            file = self._out / name
            if file.name == name and file not in self.files and file.is_file() and _stamp(file) == stamp:
                file.unlink()
        write_atomic(manifest, _json({file.name: _stamp(file) for file in self.files}))


def _stamp(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def _read_manifest(path: Path) -> dict[str, str]:
    """What the earlier run wrote, by name with its content's hash; nothing where that is not known."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(stamp) for name, stamp in known.items()} if isinstance(known, dict) else {}


def list_row(case: Case, verdict: Verdict) -> dict[str, str]:
    """The case's row of the list for the notice, by column."""
    category = case.category
    fields = {
        notices.CODE: shown(case.best(category.applicant.code)),
        notices.NUMBER: shown(case.best(category.recognition.number) if category.recognition else None),
        notices.DATE: shown(case.best(category.recognition.date) if category.recognition else None),
        notices.EVENT: case.said(category.event_fact),
    }
    return notices.publicity_row(verdict, case.pack, fields)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
