"""What people see on a terminal: lines and tables on stdout, progress on stderr, plain JSON where asked."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docforge.casework.delivery import Delivery
from docforge.casework.words import GRADE, MET, RESULT, STATUS, display
from docforge.checking.verdict import Verdict
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.core.lazy import resolve
from docforge.core.model import Finding

if TYPE_CHECKING:
    from docforge.casework.gather import Papers

_MARK = {Severity.ERROR: ("须更正", "bold red"), Severity.WARNING: ("请核对", "yellow"), Severity.INFO: ("提示", "dim")}
_COLOUR = {"high": "green", "medium": "yellow", "low": "red"}


def progress(title: str, places: Sequence[Path]) -> AbstractContextManager[Callable[[str], None]]:
    """A bar over the files in ``places`` with the name of the last one read, on stderr, only where a person is looking."""
    if not places or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    bar: AbstractContextManager[Callable[[str], None]] = resolve("docforge.faces.terminal:progress")(title, places)
    return bar


def json_out(data: Any, path: Path | None) -> None:
    """One JSON object on stdout, or into ``path``."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    if path:
        write_atomic(path, text.encode())
    else:
        click.echo(text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str | tuple[str, str]]], title: str = "") -> None:
    """A table, a cell as its text or as text and style; the texts are never taken for markup."""
    resolve("docforge.faces.terminal:table")(heads, rows, title)


def say(text: str, style: str = "") -> None:
    """A line on stdout; ``style``: a colour, bold, dim, several with blanks between."""
    click.echo(_styled(text, style))


def _styled(text: str, style: str) -> str:
    """The text with its style, where colours are wanted; click leaves them out where nobody is looking."""
    words = style.split()
    if not words or os.environ.get("NO_COLOR"):
        return text
    colour = next((word for word in words if word not in ("bold", "dim")), None)
    return click.style(text, fg=colour, bold="bold" in words or None, dim="dim" in words or None)


def papers(found: "Papers") -> None:
    """Records with their fields, then what was not recognised, then what reading had to say."""
    for record in found.records:
        rows = [
            (
                f.label,
                display(f) or "（不能理解）",
                (f"{GRADE[f.grade.value]} {f.confidence:.0%}", _COLOUR[f.grade.value]),
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
            more = f"　{item.remedy}" + (f"（{item.basis}）" if item.basis else "") + (f" {places}" if places else "")
            say(_styled(f"{word} ", style) + f"[{item.code}] {item.message}" + _styled(more, "dim"))
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
