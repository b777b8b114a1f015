"""Form files: strict, and all of what the annexes print."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError
from docforge.policy.form import FieldType, Form, FormField
from docforge.policy.written import figure, month, period, printed, understood
from docforge.rendering.template import Template
from tests.conftest import ROOT

FORMS = sorted((ROOT / "templates" / "yining" / "forms").glob("*.yaml"))
HEAD = "schema: docforge.form/1\nid: f\ntitle: 表\ntemplate: f.docx\nbasis: 附件1\nfields:\n"


def load(path: Path) -> Form:
    return strict_yaml.load(path, Form)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_annex_fills_its_template(path: Path) -> None:
    form = load(path)
    years = {column.name for spec in form.tables for column in spec.columns if column.year is not None}
    labels = {spec.label for spec in form.fields} | years
    assert Template(path.with_suffix(".docx")).placeholders() - {"政策状态"} == labels
    assert not any(word in label for label in labels for word in ("意见", "盖章", "日期"))


def test_annex_2_holds_the_rows_and_years_of_the_printed_form() -> None:
    form = load(FORMS[0])
    metrics = form.field("metrics")
    assert [row.label for row in metrics.fixed_rows] == [
        "研发投入（万元）",
        "创新项目已实现收入（万元）",
        "实现税收（万元）",
        "参加社保人数（人）",
    ]
    assert [column.head(2024) for column in metrics.columns] == ["项目", "2021", "2022", "2023", "2024（预计）"]
    assert [spec.key for spec in form.tables] == ["education", "work", "projects", "metrics"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{key: a, label: 甲, typ: text}", "不认识的键“typ”，是否想写“type”"),
        ("{key: a, label: 甲, type: enum}", "第 7 行"),
        ("{key: a, label: 甲, type: choice}", "choice 必须写 choices"),
        ("{key: a, label: 甲, choices: [是]}", "choices 只用于"),
        ("{key: a, label: 甲, least: 1}", "只用于 type: number"),
        ("{key: a, label: 甲, shortest: 5, longest: 3}", "shortest 不能大于 longest"),
        ("{key: a, label: 甲, type: rows}", "必须写 columns"),
        ("{key: a, label: 甲, columns: [{label: 乙}]}", "必须写 columns"),
        ("{key: a, label: 甲, most_rows: 3}", "只用于 type: rows"),
        ("{key: a, label: 甲, type: rows, least_rows: 3, most_rows: 2, columns: [{label: 乙}]}", "least_rows 不能大于"),
        ("{key: a, label: 甲, type: rows, columns: [{label: 乙}, {label: 乙（万元）}]}", "columns 中重复：乙"),
        ("{key: a, label: 甲, type: rows, ascending: true, columns: [{label: 乙}]}", "type: period"),
        ("{key: a, label: 甲, type: rows, columns: [{label: 乙, type: picture}]}", "不能再放表格或图片"),
        ("{key: a, label: 甲, beside: b}", "没有定义的字段 b"),
        ("{key: a, label: 甲, only_where: {b: [是]}}", "没有定义的字段 b"),
        ("{key: a, label: 甲}\n  - {key: a, label: 乙}", "fields 中重复：a"),
        ("{key: a, label: 甲}\n  - {key: b, label: 甲}", "fields 中重复：甲"),
        ("{key: a, label: 甲}\nchecks:\n  - {kind: one_of, fields: [a, b]}", "没有定义的字段 b"),
        ("{key: a, label: 甲}\nchecks:\n  - {kind: total, of: [a], table: a, row: 乙, column: 丙}", "没有“乙”行“丙”列"),
    ],
)
def test_a_faulty_form_is_refused(field: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(f"{HEAD}  - {field}\n", encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        load(path)
    assert said in str(caught.value)


MONEY = FormField(key="a", label="甲", type=FieldType.MONEY, unit="万元")
MONTH = FormField(key="a", label="甲", type=FieldType.MONTH)
DATE = FormField(key="a", label="甲", type=FieldType.DATE)


def test_sums_are_understood_in_the_unit_of_the_place() -> None:
    assert [figure(raw, MONEY) for raw in ("500", "500万元", "人民币伍佰万圆整", "-5万元", "五百")] == [500, 500, 500, None, None]
    assert understood(MONEY, "500") == understood(MONEY, Decimal(5000000))
    assert printed(MONEY, Decimal(5005000)) == "500.5"


def test_months_and_periods() -> None:
    assert [month(raw) for raw in ("2010年9月", "2010.09", "2010-09-01", "2010", "2010.09-2014.06")] == [
        *[(2010, 9)] * 3,
        None,
        None,
    ]
    assert period("2010.09-2014.06") == period("2010年9月至2014年6月") == ((2010, 9), (2014, 6))
    assert period("2017.07-至今") == ((2017, 7), None)
    assert [period(raw) for raw in ("2014.06-2010.09", "至今", "大学", "2010.09-2011.01-至今")] == [None] * 4
    assert understood(MONTH, "1988.05") == understood(MONTH, date(1988, 5, 2))
    assert printed(MONTH, date(1988, 5, 2)) == "1988年5月"
    assert printed(DATE, date(2016, 11, 5)) == "2016年11月5日"
