"""Opening a case: everything that is known of one application, from its papers, what was typed, and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docforge.casework.answers import NO_ANSWERS, Answers, read_answers
from docforge.casework.choosing import by_form, by_name, by_papers
from docforge.casework.form_checks import form_findings
from docforge.casework.gather import Papers, Progress, answers_file, gather_folder
from docforge.casework.history import with_history
from docforge.casework.kinds import form_kind_name, kinds_of
from docforge.checking.case import Case
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Evidence, Finding
from docforge.policy.category import Category
from docforge.policy.loader import Pack
from docforge.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one run: the policy, the category where it is told, the day of application.

    ``data``: answers given by who runs the program; ``sheet``: what the clerk filled in (核定表); ``ledger``: where what was
    granted before stands, "" the user's own, None not to look. ``findings``: what is known before anything is read.
    """

    pack: Pack
    category: str | None
    on: date
    data: Path | None = None
    sheet: Path | None = None
    ledger: str | None = None
    findings: tuple[Finding, ...] = ()


def open_case(folder: Path | None, request: Request, reader: Reader, progress: Progress | None = None) -> tuple[Case, Papers]:
    """The case in a folder; ``folder`` None: only what was typed.

    Raises DocforgeError P404 where neither the request nor what was handed in tells what is applied for, R101 for files that are
    not there.
    """
    pack, on = request.pack, request.on
    candidates = pack.candidates(request.category)
    for path in filter(None, (request.data, request.sheet)):
        if not path.is_file():
            raise DocforgeError(codes.FILE_NOT_FOUND, str(path))
    papers = gather_folder(folder, reader, kinds_of([pack]), progress, request.data) if folder else Papers((), (), ())
    narrowed = by_papers(by_form(pack, candidates, papers.records), papers.records)
    answers = _answers(folder, request, narrowed)
    chosen = pack.only(by_name(pack, narrowed, papers.records, answers.fields))
    form = pack.form(chosen) if chosen.form else None
    kind = form_kind_name(pack.policy.id, form) if form else ""
    unknown = tuple(replace(u.finding, evidence=(Evidence(u.source.label, u.page),)) for u in papers.unrecognised)
    findings = (*request.findings, *answers.findings, *papers.findings, *unknown)
    case = Case(pack, chosen, on, papers.records, answers.fields, form, kind, findings=findings, folder=folder)
    case = replace(case, findings=(*findings, *form_findings(case)))
    return (case if request.ledger is None else with_history(case, request.ledger)), papers


def _answers(folder: Path | None, request: Request, candidates: Sequence[Category]) -> Answers:
    """The answers with the clerk's over them. What lies in the applicant's folder answers no question of the clerk's."""
    own = answers_file(folder) if folder and not request.data else None
    typed = _read(request.data, request, candidates, by_clerk=True) if request.data else _read(own, request, candidates)
    clerk = _read(request.sheet, request, candidates, by_clerk=True)
    return Answers({**typed.fields, **clerk.fields}, (*typed.findings, *clerk.findings))


def _read(path: Path | None, request: Request, candidates: Sequence[Category], *, by_clerk: bool = False) -> Answers:
    """A file of answers, by the facts and the form that all candidates share; raises DocforgeError P404 where they share none."""
    if path is None:
        return NO_ANSWERS
    pack, first = request.pack, candidates[0]
    if any(c.form != first.form for c in candidates):
        raise pack.choice_needed(candidates)
    facts = {fact.key: fact for c in candidates for fact in (*pack.policy.facts, *c.facts) if by_clerk or fact.by == "applicant"}
    return read_answers(path, pack.form(first) if first.form else None, tuple(facts.values()), request.on.year)
