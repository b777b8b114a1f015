"""The main job: one applicant's folder in; facts, verdict, filled form, notice and publicity row out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from docforge.casework import notices
from docforge.casework.answers import CASE_SHEETS, NO_ANSWERS, Answers, read_answers, shown
from docforge.casework.answers_book import answers_workbook
from docforge.casework.case_sheet import case_sheet
from docforge.casework.choosing import by_form, by_name, by_papers
from docforge.casework.contract import plain_papers, plain_verdict
from docforge.casework.delivery import deliver, file_name
from docforge.casework.filling import FilledForm, fill_form, read_fields
from docforge.casework.form_checks import form_findings
from docforge.casework.gather import Papers, Progress, answers_file, case_sheet_file, gather_folder
from docforge.casework.history import with_history
from docforge.casework.kinds import form_kind_name, kinds_of
from docforge.casework.report import report_page
from docforge.casework.workbooks import workbook
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.checking.verdict import CaseStatus, Verdict
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.core.model import Evidence, Finding
from docforge.policy.category import Category
from docforge.policy.loader import Pack
from docforge.reading.reader import Reader

_MANIFEST = ".docforge.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run made: the verdict, the papers, the files written, the blanks left, what writing had to say."""

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


def open_case(
    folder: Path | None,
    pack: Pack,
    category: str | None,
    data: Path | None,
    on: date,
    reader: Reader,
    progress: Progress | None = None,
    *,
    ledger: str | None = None,
    sheet: Path | None = None,
) -> tuple[Case, Papers]:
    """Read everything that is known of an application. ``folder`` None: only what was typed. ``ledger``: where what was granted
    before stands ("" the user's own), None not to look; ``sheet``: what the clerk filled in, where it does not lie in the folder.

    Raises DocforgeError P404 where neither ``category`` nor what was handed in tells what is applied for, R101 for no ``data``.
    """
    candidates = pack.candidates(category)
    if data and not data.is_file():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(data))
    papers = gather_folder(folder, reader, kinds_of([pack]), progress, data) if folder else Papers((), (), ())
    narrowed = by_papers(by_form(pack, candidates, papers.records), papers.records)
    is_folder = folder is not None and folder.is_dir()
    answers = _answers(data or (answers_file(folder) if folder and is_folder else None), pack, narrowed, on.year)
    clerk = _answers((case_sheet_file(folder) if folder and is_folder else None) or sheet, pack, narrowed, on.year)
    answers = Answers({**answers.fields, **clerk.fields}, (*answers.findings, *clerk.findings))
    chosen = pack.only(by_name(pack, narrowed, papers.records, answers.fields))
    form = pack.form(chosen) if chosen.form else None
    kind = form_kind_name(pack, form) if form else ""
    unknown = tuple(replace(u.finding, evidence=(Evidence(u.source.label, u.page),)) for u in papers.unrecognised)
    findings = (*answers.findings, *papers.findings, *unknown)
    case = Case(pack, chosen, on, papers.records, answers.fields, form, kind, findings=findings)
    case = replace(case, findings=(*findings, *form_findings(case)))
    return (case if ledger is None else with_history(case, ledger)), papers


def _answers(path: Path | None, pack: Pack, candidates: Sequence[Category], year: int) -> Answers:
    """The answers, by the facts and the form that all candidates share; raises DocforgeError P404 where they share none."""
    if path is None:
        return NO_ANSWERS
    first = candidates[0]
    if any(c.form != first.form for c in candidates):
        raise pack.choice_needed(candidates)
    facts = {fact.key: fact for c in candidates for fact in (*pack.policy.facts, *c.facts)}
    return read_answers(path, pack.form(first) if first.form else None, tuple(facts.values()), year)


def check_folder(
    folder: Path,
    pack: Pack,
    category: str | None,
    data: Path | None,
    on: date,
    reader: Reader,
    progress: Progress | None = None,
    *,
    ledger: str | None = None,
) -> Result:
    """The verdict on a folder as it was handed in; nothing is written."""
    case, papers = open_case(folder, pack, category, data, on, reader, progress, ledger=ledger)
    return Result(check(case), papers)


def attempt(
    folder: Path,
    pack: Pack,
    category: str | None,
    data: Path | None,
    on: date,
    reader: Reader,
    progress: Progress | None = None,
    *,
    ledger: str | None = None,
) -> Result | DocforgeError:
    """``check_folder``, its error as a value: one folder that cannot be checked does not keep the others from it."""
    pack.candidates(category)
    try:
        return check_folder(folder, pack, category, data, on, reader, progress, ledger=ledger)
    except DocforgeError as error:
        return error


def process(
    folder: Path,
    pack: Pack,
    category: str | None,
    data: Path | None,
    on: date,
    out: Path,
    reader: Reader,
    *,
    pdf: bool = False,
    progress: Progress | None = None,
    ledger: str | None = None,
) -> Result:
    """The whole job for one applicant; every file is written atomically, the .docx before any PDF.

    Where no ``data`` is given and none lies in the folder, what was typed into the workbook of an earlier run counts.
    """
    if out.resolve().is_relative_to(folder.resolve()):
        raise DocforgeError(codes.OUT_INSIDE, str(out))
    typed_before = out / "填报数据.xlsx"
    if data is None and folder.is_dir() and answers_file(folder) is None and typed_before.is_file():
        data = typed_before
    before = out / CASE_SHEETS[0]
    sheet = before if before.is_file() else None
    case, papers = open_case(folder, pack, category, data, on, reader, progress, ledger=ledger, sheet=sheet)
    writer = _Writer(out, pdf)
    filled: FilledForm | None = None
    if case.form:
        filled = fill_form(case, case.form)
        case = replace(case, filled=Evidence(writer.word(case.form.title, filled.content).name))
    verdict = check(case)
    items = notices.supplement_items(verdict)
    if verdict.status is CaseStatus.INCOMPLETE and items:
        notice = notices.supplement(pack, verdict.applicant, case.category.name, items, pack.department(case.category))
        writer.word(notice.name, notice.content)
    if case.form:
        workbook_ = answers_workbook(case.form, case.applicant_facts, read_fields(case, case.form), case.answers, on.year)
        writer.file("填报数据.xlsx", workbook_)
    if made := case_sheet(case, verdict):
        writer.word(made.name, made.content)
        writer.file(CASE_SHEETS[0], answers_workbook(None, case.clerk_facts, {}, case.answers, on.year))
    row = notices.publicity_row(verdict, pack, _row_fields(case))
    writer.file("公示名单行.xlsx", workbook({"名单": (tuple(row), [tuple(row.values())], (36, 22, 18, 12, 20, 14, 14, 16, 20))}))
    writer.file("核对结果.json", _json(plain_verdict(verdict)))
    writer.file("材料数据.json", _json(plain_papers(papers)))
    writer.file("核对结果.html", report_page(case, verdict, papers, filled).encode())
    writer.forget_stale()
    return Result(verdict, papers, tuple(writer.files), filled.blanks if filled else (), tuple(writer.findings))


class _Writer:
    """Writes into the output folder; a PDF that cannot be made is a finding, the .docx is there already."""

    def __init__(self, out: Path, pdf: bool) -> None:
        self._out, self._pdf = out, pdf
        self.files: list[Path] = []
        self.findings: list[Finding] = []

    def file(self, name: str, content: bytes) -> Path:
        made = write_atomic(self._out / name, content)
        self.files.append(made)
        return made

    def word(self, name: str, content: bytes) -> Path:
        made = deliver(self._out / f"{file_name(name)}.docx", content, pdf=self._pdf)
        self.files.extend(made.files)
        self.findings.extend(made.findings)
        return made.files[0]

    def forget_stale(self) -> None:
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


def _row_fields(case: Case) -> Mapping[str, str]:
    category = case.category
    return {
        notices.CODE: shown(case.best(category.applicant.code)),
        notices.NUMBER: shown(case.best(category.recognition.number) if category.recognition else None),
        notices.DATE: shown(case.best(category.recognition.date) if category.recognition else None),
        notices.EVENT: case.said(category.event_fact),
    }


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
