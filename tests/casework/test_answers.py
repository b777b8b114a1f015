"""What people type: any of four formats, unknown keys named, values checked, nothing cut."""

import json
from pathlib import Path

import openpyxl
import pytest

from docforge.casework.answers import Answers, answers_workbook, read_answers
from docforge.casework.filling import read_fields
from docforge.casework.process import open_case
from docforge.core.errors import DocforgeError
from docforge.core.model import Via
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES
from tests.rendering.test_papers import FORM as TYPED

PACK = load_policy("yining")
HNT = PACK.category(None)
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
    case, _ = open_case(FIXTURES / "applicants/complete", PACK, None, None, __import__("datetime").date(2025, 11, 20), reader)
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
