"""Many cases from the command line: the run, its progress on stderr, its log; the outcomes in order afterwards."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from docforge.casework.batch.executors import open_executor
from docforge.casework.batch.finished import Finished
from docforge.casework.batch.jobs import Job, is_list, is_url
from docforge.casework.batch.journal import Outcome, journal_at
from docforge.casework.batch.run import run_batch
from docforge.casework.batch.shelf import alone
from docforge.casework.batch.work import Verb, Work, settled
from docforge.casework.contract import plain_verdict
from docforge.casework.opening import Request
from docforge.casework.words import STATUS
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.machine import cores
from docforge.faces.options import Many, Reading
from docforge.faces.show import say

_MINUTE = 60.0


def is_many(places: Sequence[str], many: Many) -> bool:
    """Whether these are done as a batch: several, one that is not a folder but holds cases, or one of which it was asked."""
    return len(places) > 1 or many.is_asked or any(is_list(p) or is_url(p) or Path(p).is_file() for p in places)


def work_of(verb: Verb, policy: str, overlays: Sequence[str], request: Request, own: Reading) -> Work:
    """The work that asks of each case what the request asks of one, the policy by its name."""
    return Work(
        verb,
        request.on,
        policy=policy,
        overlays=tuple(overlays),
        category=request.category,
        ledger=request.ledger,
        data=str(request.data or ""),
        sheet=str(request.sheet or ""),
        cache=own.cache,
        passwords=own.passwords,
    )


@contextmanager
def finished(jobs: Sequence[Job], work: Work, many: Many, heard: Callable[[Outcome], None] | None = None) -> Iterator[Finished]:
    """Run the cases; ``heard`` is told each outcome as it comes."""
    where = many.where if many.where.jobs else replace(many.where, jobs=min(cores(), len(jobs)))
    place = journal_at(work.out, jobs) if work.out or work.cache else ""
    with nullcontext(place) if place else TemporaryDirectory(prefix="docforge-journal-") as journal, alone(journal):
        work = settled(replace(work, journal=journal, threads=where.threads))
        status = 0
        with open_executor(where) as workers, _log(many.log) as log, _bar(len(jobs)) as step:
            for outcome in run_batch(jobs, work, workers, fresh=many.fresh):
                status = max(status, outcome.exit_status)
                log(outcome)
                step(outcome)
                if heard:
                    heard(outcome)
        yield Finished(work, jobs, status)


@contextmanager
def _log(path: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """One line a case: hour, conclusion, seconds, name, codes."""
    if path is None:
        yield lambda _: None
        return
    try:
        stream: TextIO = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise DocforgeError(codes.CANNOT_WRITE, f"{path}：{os_reason(error)}") from error
    with stream:
        yield lambda outcome: print(_line(outcome), file=stream)


def _line(outcome: Outcome) -> str:
    now = datetime.now().isoformat(timespec="seconds")
    took = "未变" if outcome.kept else f"{outcome.seconds:.2f}s"
    return "\t".join((now, conclusion(outcome), took, outcome.case, " ".join(_codes(outcome))))


def _codes(outcome: Outcome) -> Iterable[str]:
    summary = outcome.summary
    found = (*(summary.verdict.all_findings if summary.verdict else ()), *summary.findings)
    own = [f.code for f in found if f.severity is not Severity.INFO]
    return dict.fromkeys([summary.failure.code] if summary.failure else own)


def conclusion(outcome: Outcome) -> str:
    """What became of the case in a word or two."""
    if outcome.summary.failure:
        return "搁置" if outcome.summary.failure.code == codes.CASE_QUARANTINED.id else "无法处理"
    if outcome.summary.verdict:
        return STATUS[outcome.summary.verdict.status.value]
    return "完成" if outcome.exit_status == 0 else "有问题"


class _Rate(ProgressColumn):
    """Cases a minute, so far."""

    def render(self, task: Task) -> Text:
        return Text(f"每分钟 {task.speed * _MINUTE:.0f} 件" if task.speed else "")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Done of all, rate, time left, cases with problems; on stderr, only where a person is looking."""
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TextColumn("还需"), TimeRemainingColumn())
    problems = TextColumn("有问题 {task.fields[problems]} 件")
    with Progress(
        *columns, problems, console=Console(stderr=True), transient=True, redirect_stdout=False, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task("", total=total, problems=0)
        seen = 0

        def step(outcome: Outcome) -> None:
            nonlocal seen
            seen += outcome.exit_status != 0
            bar.update(task, advance=1, problems=seen)

        yield step


def streamed(outcome: Outcome) -> None:
    """The outcome as one line of JSON on stdout."""
    click.echo(json.dumps(plain(outcome), ensure_ascii=False))


def plain(outcome: Outcome) -> dict[str, Any]:
    """An outcome as a line of JSON: the case's name with its verdict, or with what was read, or why there is neither."""
    summary = outcome.summary
    if failure := summary.failure:
        return {"case": outcome.case, "failed": {"code": failure.code, "message": failure.message, "remedy": failure.remedy}}
    if summary.verdict:
        return {"case": outcome.case, **plain_verdict(summary.verdict)}
    return {"case": outcome.case, **json.loads(outcome.papers)}


def told(outcomes: Iterable[Outcome]) -> None:
    """A line for each case: its name, whose it is, how it stands, how much is to be put right."""
    for outcome in outcomes:
        summary = outcome.summary
        parts = [outcome.case, summary.verdict.applicant if summary.verdict else "", conclusion(outcome)]
        say("  ".join(filter(None, [*parts, _counts(outcome)])), "" if outcome.exit_status == 0 else "yellow")


def _counts(outcome: Outcome) -> str:
    summary = outcome.summary
    if summary.failure:
        return f"[{summary.failure.code}] {summary.failure.message}。{summary.failure.remedy}"
    found = {*(summary.verdict.all_findings if summary.verdict else ()), *summary.findings}
    counts = [(word, sum(f.severity is grade for f in found)) for grade, word in _GRADES.items()]
    blanks = [f"留空 {len(summary.blanks)} 项"] if summary.blanks else []
    return "，".join([f"{word} {count}" for word, count in counts if count] + blanks)


_GRADES = {Severity.ERROR: "须更正", Severity.WARNING: "请核对"}
