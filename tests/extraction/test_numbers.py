"""Digits that stand for something agree with what the paper says, or it is told."""

import pytest

from docforge.core.model import Box, Document, Line, Page, Record, Source
from docforge.extraction.extract import extract
from docforge.extraction.kind import shipped_kinds


def record_of(*texts: str) -> Record:
    lines = [Line(texts[0], Box(200, 40, 400, 80), 1)]
    lines += [Line(text, Box(70, 100 + 40 * i, 70 + 16 * len(text), 116 + 40 * i), 1) for i, text in enumerate(texts[1:])]
    (record,) = extract(
        Document(Source("a.pdf", "a", "application/pdf"), (Page(1, 900, 900, tuple(lines), unit="pt"),)), shipped_kinds()
    ).records
    return record


def diploma(number: str, level: str = "本科", year: str = "二〇一二") -> list[str]:
    first = "学生周明远，性别男，一九九〇年五月六日生，于二〇〇八年九月至二〇一二年六月在"
    second = f"本校软件专业四年制{level}学习，成绩合格，准予毕业。"
    record = record_of("毕业证书", first, second, "校名：天山示例大学", f"证书编号：{number}", f"日期：{year}年六月三十日")
    assert record.kind == "diploma"
    return [f.code for f in record.findings if f.code in ("E226", "E227", "V342")]


@pytest.mark.parametrize(
    ("number", "level", "year", "told"),
    [
        ("109991201205001234", "本科", "二〇一二", []),
        ("109991201206001234", "本科", "二〇一二", ["E226"]),
        ("109991201206001234", "专科", "二〇一二", []),
        ("109993201205001234", "本科", "二〇一二", ["E227"]),
        ("109991201209001234", "本科", "二〇一二", ["E227"]),
        ("109991201205001234", "本科", "二〇一三", ["V342"]),
        ("201291201105001234", "本科", "二〇一二", ["V342"]),  # the year stands elsewhere in the number
        ("10999120020500123", "本科", "二〇〇二", []),  # of 2002, with 17 digits
    ],
)
def test_a_diploma_number_by_its_parts(number: str, level: str, year: str, told: list[str]) -> None:
    assert diploma(number, level, year) == told


@pytest.mark.parametrize(("number", "told"), [("1099932017000123", []), ("Z1099932017000123", []), ("1099942017000123", ["E226"])])
def test_a_degree_number_by_its_parts(number: str, told: list[str]) -> None:
    record = record_of(
        "硕士学位证书",
        "阿依努尔·买买提，女，一九九二年三月八日生。在本校农学专业业已毕业，授予农学硕士学位。",
        "学位授予单位：天山示例大学",
        f"证书编号：{number}",
        "日期：二〇一七年六月二十八日",
    )
    assert record.kind == "degree_certificate"
    assert [f.code for f in record.findings if f.code in ("E226", "E227", "V342")] == told


def test_the_year_that_differs_is_the_numbers_own() -> None:
    record = record_of(
        "高新技术企业证书", "企业名称：甲示例有限公司", "证书编号：GR202165000123", "发证时间：2022年10月12日", "有效期：三年"
    )
    (told,) = (f for f in record.findings if f.code == "V342")
    assert "2021" in told.message
