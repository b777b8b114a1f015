"""What people type: any of four formats, unknown keys named, values checked, nothing cut."""

import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docforge.casework.answers import Answers, read_answers
from docforge.casework.answers_book import answers_workbook
from docforge.casework.excel import read_sheets
from docforge.casework.filling import fill_form, read_fields, year_heads
from docforge.casework.form_checks import form_findings
from docforge.casework.opening import Request, open_case
from docforge.casework.row_tables import as_placed, sheet_name
from docforge.casework.workbooks import workbook
from docforge.checking.case import Case
from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.model import Via
from docforge.policy.form import FieldType, Form
from docforge.policy.loader import load_policy
from docforge.policy.written import printed
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES, ROOT
from tests.rendering.test_papers import FORM as TYPED

PACK = load_policy("yining")
HNT = PACK.category("HNT")
FORM = PACK.form(HNT)


def read(path: Path) -> Answers:
    return read_answers(path, FORM, HNT.facts)


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "联系人: 李思雨\ncontact_phone: 0999-8000001\n申报情形: 首次认定\n"),
        ("a.json", json.dumps({"联系人": "李思雨", "联系人联系电话": "0999-8000001", "event": "首次认定"}, ensure_ascii=False)),
        ("a.csv", "项目,填写内容\n联系人,李思雨\n联系人联系电话,0999-8000001\n申报情形,首次认定\n".encode("gb18030")),
        ("a.csv", "\ufeff项目,填写内容\n联系人,李思雨\n联系人联系电话,0999-8000001\n申报情形,首次认定\n"),
    ],
)
def test_labels_and_keys_in_any_format(name: str, content: str | bytes, tmp_path: Path) -> None:
    answers = read(written(tmp_path, name, content))
    assert {key: field.value for key, field in answers.fields.items()} == {
        "contact": "李思雨",
        "contact_phone": "0999-8000001",
        "event": "首次认定",
    }
    assert all(field.via is Via.TYPED and name in field.evidence.source for field in answers.fields.values())


def test_an_unknown_key_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        read(written(tmp_path, "a.yaml", "联系人: 李\n联系人电话: '1'\n电话号码啊啊啊: '2'\n"))
    said = str(caught.value)
    assert "a.yaml 第2行：不认识的项目“联系人电话”，是否想写“联系人联系电话”？" in said
    assert "第3行" in said


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.yaml", "联系人: 李\n联系人: 王\n", "U701"),
        ("a.json", '{"联系人": "李", "联系人": "王"}', "U701"),
        ("a.yaml", "- 联系人\n", "U701"),
        ("a.yaml", "联系人: [1, 2]\n", "U701"),
        ("a.yaml", "联系人: '", "U701"),
        ("a.xlsx", b"not a workbook", "U702"),
        ("a.csv", b"\xff\xfe\x00\x80\x81", "U702"),
        ("a.csv", "甲,乙\n1,2\n", "U701"),
    ],
)
def test_a_bad_data_file_is_told(name: str, content: str | bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        read(written(tmp_path, name, content))
    assert caught.value.code.id == code
    assert caught.value.code.exit_status == 2


def test_a_missing_data_file(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError):
        read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("统一社会信用代码: 91654002MATE5T017H", "V332"),
        ("联系人联系电话: 打给我", "V332"),
        ("申报情形: 第三次", "V332"),
        ("拟实施科研项目概要: 太短", "V334"),
    ],
)
def test_wrong_values_are_findings_and_stay_as_typed(line: str, code: str, tmp_path: Path) -> None:
    answers = read(written(tmp_path, "a.yaml", line + "\n"))
    assert [f.code for f in answers.findings] == [code]
    (field,) = answers.fields.values()
    assert str(field.value) == line.partition(": ")[2]


def test_numbers_from_excel_are_not_given_decimals(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("填报说明",), ("项目", "填写内容"), ("联系人联系电话", 13999990001.0), ("联系人", None)):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    answers = read(tmp_path / "a.xlsx")
    assert {key: field.value for key, field in answers.fields.items()} == {"contact_phone": "13999990001"}


def test_the_workbook_shows_what_was_read_and_reads_back_what_was_typed(tmp_path: Path, reader: Reader) -> None:
    case, _ = open_case(FIXTURES / "applicants/complete", Request(PACK, "HNT", date(2025, 11, 20)), reader)
    content = answers_workbook(FORM, HNT.facts, read_fields(case, FORM), case.answers)
    path = written(tmp_path, "填报数据.xlsx", content)
    rows = {row[0]: row for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)}
    assert rows["企业名称"][1] is None
    assert rows["企业名称"][2] == "伊宁市天山雪莲云数据科技有限公司"
    assert "营业执照副本.jpg#1" in str(rows["企业名称"][3])
    again = read(path)
    assert {k: f.value for k, f in again.fields.items()} == {k: f.value for k, f in case.answers.items()}


def test_text_that_starts_like_a_formula_stays_text(tmp_path: Path) -> None:
    answers = read(written(tmp_path, "a.yaml", "联系人: =1+1\n"))
    content = answers_workbook(FORM, HNT.facts, {}, answers.fields)
    sheet = openpyxl.load_workbook(written(tmp_path, "b.xlsx", content)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_samples_of_the_other_tests_are_right(tmp_path: Path) -> None:
    lines = [f"{label}: '{value}'" for label, value in TYPED.items() if label != "政策状态"]
    assert read(written(tmp_path, "a.yaml", "\n".join(lines))).findings == ()


@pytest.mark.parametrize(
    ("line", "shown"),
    [("统一社会信用代码: 91654002MATE5TO17G", "91654002MATE5TO17G"), ("联系人联系电话: '8000001.5'", "8000001.5")],
)
def test_what_was_typed_is_never_changed(line: str, shown: str, tmp_path: Path) -> None:
    answers = read(written(tmp_path, "a.yaml", line + "\n"))
    (field,) = answers.fields.values()
    assert field.value == shown
    assert [f.code for f in answers.findings] == ["V332"]


def test_an_item_typed_twice_in_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        read(written(tmp_path, "a.csv", "项目,填写内容\n联系人,李\n联系人,王\n"))
    assert "第3行" in str(caught.value)


def test_an_unusual_number_is_only_remarked_upon(tmp_path: Path) -> None:
    assert [f.code for f in read(written(tmp_path, "a.yaml", "科技型中小企业入库登记编号: abc\n")).findings] == ["V336"]
    assert read(written(tmp_path, "a.yaml", "科技型中小企业入库登记编号: 无\n")).findings == ()


def test_a_file_in_gbk_is_read(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.yaml", "联系人: 李思雨\n".encode("gb18030"))).fields["contact"].value == "李思雨"


def test_figures_in_yaml_keep_their_zeros(tmp_path: Path) -> None:
    answers = read(written(tmp_path, "a.yaml", "联系人联系电话: 09998123456\n联系人: ~\n"))
    assert {key: field.value for key, field in answers.fields.items()} == {"contact_phone": "09998123456"}


def test_signs_before_a_text_are_kept_through_the_workbook(tmp_path: Path) -> None:
    answers = read(written(tmp_path, "a.yaml", "拟实施科研项目概要: '- 建设云平台'\n"))
    again = read(written(tmp_path, "b.xlsx", answers_workbook(FORM, HNT.facts, {}, answers.fields)))
    assert again.fields["plan"].value == "- 建设云平台"


def form_of(name: str) -> Form:
    return strict_yaml.load(ROOT / "templates" / "yining" / "forms" / f"{name}.yaml", Form)


PERSON, PLATFORM = form_of("annex2"), form_of("annex5")
ROWS = """学习经历:
- {时间: 2010.09-2014.06, 学校: 天山示例大学, 专业: 农学, 学历: 本科}
- {}
- {时间: 2014.09-2017.06, 学校: 天山示例大学, 专业: 0999, 学历: 硕士研究生}
科技投入与效益情况:
- {项目: 实现税收, 前三年: 21, 前二年: 26, 上一年: 33.10, 本年: 40}
- {项目: 研发投入（万元）, "2022": 80, 2023年: 95.5, 上一年2024年: 120, 本年（预计）: 150}
"""
EDUCATION = (("2010.09-2014.06", "天山示例大学", "农学", "本科"), ("2014.09-2017.06", "天山示例大学", "0999", "硕士研究生"))
METRICS = (("研发投入（万元）", "80", "95.5", "120", "150"), ("实现税收（万元）", "21", "26", "33.10", "40"))


def read_person(path: Path, year: int | None = 2025) -> Answers:
    return read_answers(path, PERSON, (), year)


def values_of(answers: Answers) -> dict[str, object]:
    return {key: field.value for key, field in answers.fields.items()}


def problem_in(tmp_path: Path, content: str) -> str:
    with pytest.raises(DocforgeError) as caught:
        read_person(written(tmp_path, "a.yaml", content))
    assert caught.value.code.id == "U701"
    return str(caught.value)


def test_rows_from_yaml_keep_what_is_written_and_printed_rows_their_order(tmp_path: Path) -> None:
    answers = read_person(written(tmp_path, "a.yaml", ROWS))
    assert values_of(answers) == {"education": EDUCATION, "metrics": METRICS}


def test_rows_from_json(tmp_path: Path) -> None:
    rows = [dict(zip(("时间", "学校", "专业", "学历"), row, strict=True)) for row in EDUCATION]
    answers = read_person(written(tmp_path, "a.json", json.dumps({"education": rows, "work": []})))
    assert values_of(answers) == {"education": EDUCATION}


def test_a_sheet_for_each_row_table_comes_back_as_typed(tmp_path: Path) -> None:
    typed = read_person(written(tmp_path, "a.yaml", ROWS + "注册资金: 500\n注册时间: 2016-11-15\n在企业工作年限: '3.50'\n"))
    path = written(tmp_path, "b.xlsx", answers_workbook(PERSON, HNT.facts, {}, typed.fields, 2025))
    assert openpyxl.load_workbook(path).sheetnames == ["填报数据", *(sheet_name(spec) for spec in PERSON.tables), "选项"]
    again = read_answers(path, PERSON, HNT.facts, 2025)
    assert values_of(again) == values_of(typed)
    assert again.fields["education"].evidence.source == "b.xlsx 工作表“学习经历”"


def test_the_workbook_helps_while_typing(tmp_path: Path) -> None:
    path = written(tmp_path, "b.xlsx", answers_workbook(PERSON, HNT.facts, {}, {}, 2025))
    book = openpyxl.load_workbook(path)
    main, metrics = book["填报数据"], book["科技投入与效益情况"]
    at = {row[0].value: row[1].coordinate for row in main.iter_rows()}
    checks = {str(check.sqref): check for check in main.data_validations.dataValidation}
    assert checks[at["性别"]].type == "list"
    assert checks[at["申报情形"]].type == "list"
    assert checks[at["研究生"]].type == "whole"
    assert (checks[at["注册时间"]].type, checks[at["注册时间"]].errorStyle) == ("date", "warning")
    assert (checks[at["籍贯"]].type, checks[at["籍贯"]].errorStyle) == ("textLength", "warning")
    assert at["学习经历"] not in checks
    assert main[at["证件号"]].number_format == "@"
    assert [cell.value for cell in metrics[1]] == [
        "项目",
        "前三年\n2022年",
        "前二年\n2023年",
        "上一年\n2024年",
        "本年（预计）\n2025年",
    ]
    assert {str(c.sqref): c.type for c in metrics.data_validations.dataValidation}["B5"] == "whole"
    assert "依据：附件2" in str(metrics["A1"].comment)
    assert all(sheet.freeze_panes == "A2" and not sheet.protection.sheet for sheet in (main, metrics))
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("学习经历:\n- {时间: 2010.09, 学校名: 甲}\n", "第2行：“学习经历”没有列“学校名”，是否想写“学校”？"),
        ("学习经历: 本科\n", "应逐行填写"),
        ("姓名:\n- {时间: 甲}\n", "“姓名”应为一个值"),
        ("照片: a.jpg\n", "是图片"),
        ("科技投入与效益情况:\n- {项目: 研发投人, 上一年: 1}\n", "没有“研发投人”一行，是否想写“研发投入”？"),
        ("科技投入与效益情况:\n- {项目: 实现税收, 上一年: 1}\n- {项目: 实现税收（万元）, 上一年: 2}\n", "一行重复"),
        ("科技投入与效益情况:\n- {项目: 实现税收, 上一年2023年: 1}\n", "与申报年度2025年不符，“上一年”应为2024年"),
        ("学习经历:\n- {时间: {a: 1}}\n", "“时间”应为一个值"),
        ("学习经历:\n- {时间: a, 时间: b}\n", "重复的键“时间”"),
    ],
)
def test_misplaced_rows_are_told(content: str, said: str, tmp_path: Path) -> None:
    assert said in problem_in(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("学习经历:\n- {时间: 去年, 学校: 甲, 专业: 乙, 学历: 丙}\n", "V332", "“学习经历”第1行“时间”有误：“去年”不是起止年月"),
        ("学习经历:\n- {时间: 2014.09-2010.06, 学校: 甲, 专业: 乙, 学历: 丙}\n", "V332", "不是起止年月"),
        ("工作经历:\n- {时间: 2017.07-至今, 单位: 甲}\n", "V332", "“任职”有误：未填写"),
        (
            "工作经历:\n- {时间: 2017.07-至今, 单位: 甲, 任职: 乙}\n- {时间: 2018.01-2019.01, 单位: 甲, 任职: 乙}\n",
            "V336",
            "之后是2018.01",
        ),
        ("在企业工作年限: 三年\n", "V332", "应为不小于0的数，最多1位小数"),
        ("研究生: -1\n", "V332", "应为不小于0的整数"),
        ("注册资金: '12.345'\n", "V332", "最多2位小数（万元）"),
        ("出生年月: 五月\n", "V332", "不是年月"),
        ("政治面貌: 党员\n", "V332", "不在可选项"),
        ("注册地: 乌鲁木齐市\n", "V336", "乌鲁木齐市"),
        ("证件号: '110105194912310021'\n", "V332", "校验码不符"),
    ],
)
def test_each_entry_is_checked_by_its_type(content: str, code: str, said: str, tmp_path: Path) -> None:
    (found,) = read_person(written(tmp_path, "a.yaml", content)).findings
    assert (found.code, said in found.message) == (code, True), found.message


@pytest.mark.parametrize("amount", ["500", "500万元", "人民币伍佰万圆整", "1,000.5"])
def test_sums_may_be_written_in_several_ways(amount: str, tmp_path: Path) -> None:
    answers = read_person(written(tmp_path, "a.yaml", f"注册资金: '{amount}'\n"))
    assert (answers.findings, answers.fields["capital"].value) == ((), amount)


def test_a_passport_is_not_checked_like_a_citizen_number(tmp_path: Path) -> None:
    assert read_person(written(tmp_path, "a.yaml", "证件类型: 护照\n证件号: E12345678\n")).findings == ()


def test_cells_of_a_sheet_are_told_with_sheet_and_row(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(PERSON, (), {}, {}, 2025)))
    sheet = book["科技投入与效益情况"]
    for row, figure in ((2, 1.5), (3, "无"), (4, 3), (5, 2.5)):
        for column in range(2, 6):
            sheet.cell(row, column, figure)
    book.save(tmp_path / "b.xlsx")
    answers = read_person(tmp_path / "b.xlsx")
    assert {f.code for f in answers.findings} == {"V332"}
    assert len(answers.findings) == 8
    assert answers.findings[0].evidence[0].source == "b.xlsx 工作表“科技投入与效益情况” 第3行 前三年"


@pytest.mark.parametrize(
    ("sheet", "cell", "said"),
    [("学习经厉", "A1", "不认识的工作表“学习经厉”，是否想写“学习经历”？"), ("学习经历", "E1", "“学习经历”没有列“备注”")],
)
def test_unknown_sheets_and_columns_are_named(sheet: str, cell: str, said: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(PERSON, (), {}, {}, 2025)))
    book["学习经历"].title = sheet
    book[sheet]["A2"], book[sheet][cell] = "2010.09-2014.06", "备注" if cell == "E1" else "时间"
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(DocforgeError, match="U701") as caught:
        read_person(tmp_path / "b.xlsx")
    assert said in str(caught.value)


def test_a_formula_without_a_value_is_told(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(PERSON, (), {}, {}, 2025)))
    book["科技投入与效益情况"]["B2"] = "=1+1"
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(DocforgeError, match="工作表“科技投入与效益情况”B2：公式尚未计算"):
        read_person(tmp_path / "b.xlsx")


def test_lines_are_typed_row_by_row_or_as_text(tmp_path: Path) -> None:
    rows = written(tmp_path, "a.yaml", "主要仪器:\n- {名称: 试验台, 数量: 1套}\n主要技术人员: 马小东，高级工程师\n")
    typed = read_answers(rows, PLATFORM, ())
    assert (typed.fields["instruments"].value, typed.findings) == ((("试验台", "", "1套"),), ())
    again = read_answers(written(tmp_path, "b.xlsx", answers_workbook(PLATFORM, (), {}, typed.fields)), PLATFORM, ())
    assert values_of(again) == values_of(typed)
    assert printed(PLATFORM.field("instruments"), typed.fields["instruments"].value) == "试验台，1套"


def test_rows_fill_the_template_in_their_places() -> None:
    metrics, projects = PERSON.field("metrics"), PERSON.field("projects")
    placed = as_placed(metrics, METRICS)
    assert [row["项目"] for row in placed] == [row.label for row in metrics.fixed_rows]
    assert placed[1] == {"项目": "创新项目已实现收入（万元）", "前三年": "", "前二年": "", "上一年": "", "本年": ""}
    assert (placed[2]["上一年"], placed[2]["本年"]) == ("33.10", "40")
    assert as_placed(projects, ()) == [dict.fromkeys(("序号", "时间", "科研项目名称", "取得的成绩"), "")] * 3
    assert year_heads(PERSON, 2025) == {"前三年": "2022", "前二年": "2023", "上一年": "2024", "本年": "2025（预计）"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=12).map(str.strip)
ODD = ["0", "3.50", "=1", "-5", "0999", "1e5", "#NUM!", "2016-11-15", "甲\n乙", "95.5", "'x", "TRUE"]
WRITINGS = st.one_of(TEXTS, st.sampled_from(ODD))
SINGLE = [spec for spec in PERSON.fields if spec.type not in (FieldType.ROWS, FieldType.PICTURE)]


@st.composite
def answers_written(draw: st.DrawFn) -> dict[str, object]:
    made: dict[str, object] = {spec.label: draw(WRITINGS) for spec in draw(st.lists(st.sampled_from(SINGLE), max_size=6))}
    for spec in draw(st.lists(st.sampled_from(PERSON.tables), max_size=3)):
        fixed = draw(st.lists(st.sampled_from(spec.fixed_rows), unique=True)) if spec.fixed_rows else ()
        count = len(fixed) if spec.fixed_rows else draw(st.integers(0, 4))
        rows = [{column.label: draw(WRITINGS) for column in spec.columns} for _ in range(count)]
        made[spec.label] = [row | {spec.columns[0].label: f.label} for row, f in zip(rows, fixed, strict=True)] if fixed else rows
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers_written())
def test_what_is_written_is_read_back(tmp_path: Path, made: dict[str, object]) -> None:
    typed = read_person(written(tmp_path, "a.json", json.dumps(made)))
    again = read_person(written(tmp_path, "b.xlsx", answers_workbook(PERSON, (), {}, typed.fields, 2025)))
    assert values_of(again) == values_of(typed)
    assert sorted(f.message for f in again.findings) == sorted(f.message for f in typed.findings)


def person_case(tmp_path: Path, content: str) -> Case:
    answers = read_person(written(tmp_path, "a.yaml", content))
    return Case(PACK, HNT, date(2025, 11, 20), (), answers.fields, PERSON, "yining.annex2")


AGREEING = "国内最高学历学位: 硕士研究生\n证件号: 11010519491231002X\n性别: 女\n出生年月: 1949年12月\n"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (AGREEING, []),
        (AGREEING + "目前工作单位: 甲有限公司\n企业名称: 乙有限公司\n", ["V304"]),
        (AGREEING.replace("女", "男"), ["V304"]),
        (AGREEING.replace("12月", "11月"), ["V304"]),
        (AGREEING.replace("女", "男") + "证件类型: 护照\n", []),
        ("姓名: 甲\n", ["V333"]),
        (AGREEING + "研究生: 1\n本科: 2\n其他: 3\n科技投入与效益情况:\n- {项目: 参加社保人数, 上一年: 7}\n", ["V336"]),
        (AGREEING + "研究生: 1\n本科: 2\n其他: 4\n科技投入与效益情况:\n- {项目: 参加社保人数, 上一年: 7}\n", []),
    ],
)
def test_what_the_form_says_must_agree(content: str, codes: list[str], tmp_path: Path) -> None:
    assert [found.code for found in form_findings(person_case(tmp_path, content))] == codes


def test_the_form_of_a_person_is_filled_row_by_row(tmp_path: Path) -> None:
    filled = fill_form(person_case(tmp_path, AGREEING + ROWS + "注册时间: 2016-11-15\n"), PERSON)
    tables = docx.Document(io.BytesIO(filled.content)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["实现税收（万元）", "实现税收（万元）", "21", "26", "33.10", "40"] in rows
    assert sum("天山示例大学" in row for row in rows) == 2
    assert any("2016年11月15日" in row for row in rows)
    assert {"照片", "工作经历"} <= set(filled.blanks)


def test_text_that_looks_like_an_error_of_excels_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"表": (("项目", "内容"), [["备注", "#NUM!"]], (10, 10))}))
    (sheet,) = read_sheets(path)
    assert (sheet.grid[1], sheet.broken) == (("备注", "#NUM!"), {})
