"""The verdict as one page that opens anywhere: self-contained HTML, every value escaped, no script."""

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from docforge.casework.answers import shown
from docforge.casework.filling import FilledForm
from docforge.casework.gather import Papers
from docforge.checking.case import Case
from docforge.checking.verdict import Verdict
from docforge.core.codes import Severity
from docforge.core.dates import Term, chinese_date
from docforge.core.model import Field
from docforge.core.money import wan

STATUS = {"complete": "材料齐全", "incomplete": "需要补正", "needs_review": "需人工核对"}
MET = {"met": "● 齐", "missing": "缺", "invalid": "无效", "doubtful": "疑"}
RESULT = {"met": "符合", "not_met": "不符合", "unknown": "待核"}
GRADE = {"high": "高", "medium": "中", "low": "低"}
VIA = {"text": "文字层", "ocr": "图像识别", "typed": "填报"}
MARK = {
    "seal": "印章",
    "code": "二维码",
    "portrait": "照片",
    "watermark": "水印",
    "certified_copy": "与原件一致章",
    "signature": "电子签名",
}
_WAN = 10_000
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


def display(field: Field) -> str:
    """A value for people: 长期, dates in Chinese, money with its unit."""
    value = field.value
    if isinstance(value, Term):
        start = chinese_date(value.start) if value.start else ""
        end = "长期" if value.open_ended else chinese_date(value.end) if value.end else "（未印）"
        return f"{start}至{end}" if start else end
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Decimal):
        return f"{wan(value)}万元" if value >= _WAN else f"{value:f}元"
    return shown(field)
