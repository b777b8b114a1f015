"""What people see on a terminal: rich tables on stdout, progress on stderr, plain JSON where asked."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from docforge.casework.delivery import Delivery
from docforge.casework.gather import Papers
from docforge.casework.report import GRADE, MET, RESULT, STATUS, display
from docforge.checking.verdict import Verdict
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.core.model import Finding

_MARK = {Severity.ERROR: ("须更正", "bold red"), Severity.WARNING: ("请核对", "yellow"), Severity.INFO: ("提示", "dim")}
_COLOUR = {"high": "green", "medium": "yellow", "low": "red"}


def console() -> Console:
    """The terminal on stdout; wide enough for tables when the output goes into a pipe."""
    is_sized = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if is_sized else 140, highlight=False)


@contextmanager
def progress(title: str, places: Iterable[Path]) -> Iterator[Callable[[str], None]]:
    """A bar over the files in ``places`` with the name of the last one read, on stderr, only where a person is looking."""
    total = sum(sum(p.is_file() for p in place.rglob("*")) if place.is_dir() else 1 for place in places)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {name}")


def json_out(data: Any, path: Path | None) -> None:
    """One JSON object on stdout, or into ``path``."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    if path:
        write_atomic(path, text.encode())
    else:
        click.echo(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str | Text]], title: str = "") -> None:
    """A table; the texts are never taken for markup."""
    made = Table(title=title or None, title_justify="left", header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    console().print(made)


def say(text: str, style: str = "") -> None:
    """A line on stdout."""
    console().print(Text(text, style=style), soft_wrap=True)


def papers(found: Papers) -> None:
    """Records with their fields, then what was not recognised, then what reading had to say."""
    for record in found.records:
        rows = [
            (
                f.label,
                display(f) or "（不能理解）",
                Text(f"{GRADE[f.grade.value]} {f.confidence:.0%}", _COLOUR[f.grade.value]),
                f.raw,
            )
            for f in record.fields.values()
        ]
        table(("项目", "内容", "把握", "原文"), rows, f"{record.label}  {record.source.label}#{record.pages[0]}")
    for unknown in found.unrecognised:
        say(f"{unknown.source.label}#{unknown.page}：{unknown.finding.message}", "yellow")
    if not (found.records or found.unrecognised or found.findings):
        say("没有找到可读的文件", "yellow")
    findings((*found.findings, *(f for record in found.records for f in record.findings)))


def delivered(made: Delivery) -> int:
    """The files written and what is to be said of them; the exit status."""
    for file in made.files:
        say(f"已生成 {file}")
    findings(made.findings)
    return made.exit_status


def findings(found: Iterable[Finding], *, brief: bool = True) -> None:
    """Findings, errors first; with ``brief`` what is only to be known stands in short at the end."""
    unique = list(dict.fromkeys(found))
    for item in sorted(unique, key=lambda f: list(Severity).index(f.severity)):
        if not brief or item.severity is not Severity.INFO:
            word, style = _MARK[item.severity]
            places = "、".join(dict.fromkeys(e.where for e in item.evidence)) or item.subject
            line = Text(f"{word} ", style)
            line.append(f"[{item.code}] {item.message}", "")
            line.append(f"　{item.remedy}" + (f"（{item.basis}）" if item.basis else "") + (f" {places}" if places else ""), "dim")
            console().print(line, soft_wrap=True)
    known = [f"[{f.code}] {f.message}" for f in unique if f.severity is Severity.INFO]
    if known and brief:
        say("提示 " + "；".join(known), "dim")


def verdict(found: Verdict, more: Iterable[Finding] = ()) -> None:
    """Status, attachments, conditions, cap, findings."""
    colour = {"complete": "bold green", "incomplete": "bold red", "needs_review": "bold yellow"}[found.status.value]
    say(f"{found.applicant or '（未读出单位名称）'}：{STATUS[found.status.value]}", colour)
    rows = [(r.label, MET[r.status.value], "、".join(e.where for e in r.by), r.basis) for r in found.requirements]
    table(("材料", "结论", "对应文件", "依据"), rows)
    table(("条件", "结论", "理由", "依据"), [(c.text, RESULT[c.result.value], c.because, c.basis) for c in found.conditions])
    for line in found.cap.derivation:
        say(f"  {line}")
    findings((*found.all_findings, *more))
