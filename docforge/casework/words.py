"""What stands in Chinese for what the program knows: states, grades, values, for papers, tables and the terminal alike."""

from datetime import date
from decimal import Decimal

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


def shown(field: Field | None) -> str:
    """A field's value as a person writes it in a list; empty when there is none."""
    if field is None or field.value is None:
        return ""
    if isinstance(field.value, tuple):
        return "；".join("，".join(filter(None, row)) for row in field.value)
    return str(field.value)
