"""What each verb does with one case, and what is kept of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Outcome
from docforge.casework.batch.shelf import returned
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.batch.traces import summarise
from docforge.casework.batch.work import Verb, Work
from docforge.casework.contract import plain_papers
from docforge.casework.delivery import Paper, deliver, file_name
from docforge.casework.filling import exit_status, fill_form, remarks
from docforge.casework.gather import gather, papers_in
from docforge.casework.kinds import all_kinds
from docforge.casework.opening import Request, open_case
from docforge.casework.process import Result, check_folder, list_row, process
from docforge.casework.sheets import field_rows, note_rows
from docforge.casework.verbs import reader
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.model import Finding
from docforge.extraction.kind import Kind, kind_named
from docforge.policy.loader import Pack, load_policy
from docforge.reading.reader import Reader


@dataclass(frozen=True)
class Tools:
    """What a process makes once for all its cases. ``pack`` None: the verb needs no policy."""

    reader: Reader
    pack: Pack | None
    kinds: tuple[Kind, ...]


def tools(work: Work) -> Tools:
    """The tools for the work; the OCR engine is loaded when a page first needs it."""
    own = reader(cache=work.cache, passwords=work.passwords, threads=work.threads, thorough=bool(work.kind or work.kinds))
    pack = load_policy(work.policy, work.overlays) if work.policy else None
    return Tools(own, pack, all_kinds(Path(work.kinds) if work.kinds else None) if work.verb is Verb.EXTRACT else ())


@dataclass(frozen=True, slots=True)
class Task:
    """One case on this machine: the folder of its papers (None: only what was typed), what unpacking it had to say."""

    work: Work
    job: Job
    folder: Path | None
    findings: tuple[Finding, ...]
    tools: Tools

    @property
    def request(self) -> Request:
        """What is asked of it."""
        work, job = self.work, self.job
        data, sheet = (Path(path) if path else None for path in (job.data or work.data, job.sheet or work.sheet))
        return Request(self.pack, job.category or work.category, work.on, data, sheet, work.ledger, self.findings)

    @property
    def pack(self) -> Pack:
        """The policy; raises ValueError for work without one."""
        if self.tools.pack is None:
            raise ValueError("work without a policy")
        return self.tools.pack

    @property
    def papers(self) -> Path:
        """The folder of its papers; raises DocforgeError U705 where there are none."""
        if self.folder is None:
            raise DocforgeError(codes.NOT_A_FOLDER, self.job.name)
        return self.folder


def do(task: Task) -> Outcome:
    """The outcome of the case, without key and stamps. Raises DocforgeError for what stops the whole case."""
    return _VERBS[task.work.verb](task)


def _process(task: Task) -> Outcome:
    with returned(f"{task.work.out}/{task.job.name}") as out:
        result = process(task.papers, task.request, out, task.tools.reader, pdf=task.work.pdf)
    return Outcome(task.job.name, "", result.exit_status, summary_of(task.job.name, result, task.job.place))


def _check(task: Task) -> Outcome:
    result = check_folder(task.papers, task.request, task.tools.reader)
    return Outcome(task.job.name, "", result.exit_status, summary_of(task.job.name, result, task.job.place))


def _fill(task: Task) -> Outcome:
    known, papers = open_case(task.folder, task.request, task.tools.reader)
    if known.form is None:
        raise DocforgeError(codes.FORM_MISSING, category=known.category.name)
    filled = fill_form(known, known.form)
    with returned(f"{task.work.out}/{task.job.name}") as out:
        paper = Paper(out / f"{file_name(known.form.title)}.docx", filled.content, known.form.pages)
        made = deliver(paper, pdf=task.work.pdf)
    said = remarks(known, papers, filled)
    name, names = task.job.name, tuple(path.name for path in made.files)
    summary = CaseSummary(name, name, None, files=names, blanks=filled.blanks, findings=(*said, *made.findings))
    return Outcome(name, "", made.exit_status or exit_status(filled, said, papers), summary)


def _extract(task: Task) -> Outcome:
    own, place = task.tools.reader, task.papers
    documents = papers_in(place, own) if place.is_dir() else own.read_path(place)
    forced = kind_named(task.work.kind, task.tools.kinds) if task.work.kind else None
    found = gather(documents, task.tools.kinds, forced=forced, look_again=own.look_again)
    status = 3 if found.unreadable else int(any(f.severity is Severity.ERROR for f in found.findings))
    summary = CaseSummary(task.job.name, task.job.name, None, findings=found.findings, unreadable=found.unreadable)
    papers = json.dumps(plain_papers(found), ensure_ascii=False)
    return Outcome(task.job.name, "", status, summary, (), papers, tuple(field_rows(found)), tuple(note_rows(found)))


_VERBS: dict[Verb, Callable[[Task], Outcome]] = {
    Verb.PROCESS: _process,
    Verb.CHECK: _check,
    Verb.FILL: _fill,
    Verb.EXTRACT: _extract,
}


def summary_of(name: str, result: Result, place: str = "") -> CaseSummary:
    """What a run keeps of the case called ``name``; ``place``: where its papers lie."""
    return summarise(
        name,
        result.case,
        result.papers,
        result.verdict,
        out=name,
        place=place,
        files=[path.name for path in result.files],
        blanks=result.blanks,
        findings=result.findings,
        row=list_row(result.case, result.verdict),
    )
