"""The verdict as one page that opens anywhere: self-contained HTML, every value escaped, no script."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from docforge.casework.filling import FilledForm
from docforge.casework.gather import Papers
from docforge.casework.words import GRADE, MARK, MET, RESULT, STATUS, VIA, display
from docforge.checking.case import Case
from docforge.checking.verdict import Verdict
from docforge.core.codes import Severity
from docforge.core.dates import chinese_date

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@cache
def _template() -> Template:
    text = (files("docforge.casework") / "report.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(text)


def report_page(case: Case, verdict: Verdict, papers: Papers, filled: FilledForm | None) -> str:
    """The page for one case: status, attachments, conditions, cap, what to do, what was read and where."""
    found = sorted(dict.fromkeys(verdict.all_findings), key=lambda f: _ORDER[f.severity])
    return _template().render(
        case=case,
        verdict=verdict,
        papers=papers,
        filled=filled,
        findings=found,
        policy=case.pack.policy,
        on=chinese_date(verdict.on),
        status=STATUS,
        met=MET,
        result=RESULT,
        grade=GRADE,
        via=VIA,
        mark=MARK,
        display=display,
    )
