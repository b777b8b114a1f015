"""公示 and 补正告知书: sums, dates, bad rows named, personal data refused."""

import io
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from docforge.casework.notices import personal_data, publicity, supplements_from_list
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from tests.conftest import FIXTURES

PACK = load_policy("yining")
ON = date(2025, 12, 1)
HEADS = "单位名称,类别,申报情形,编号,核定上限（万元）,拟支持金额（万元）,备注\n"


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def listed(tmp_path: Path, rows: str, name: str = "名单.csv") -> Path:
    path = tmp_path / name
    path.write_text(HEADS + rows, encoding="utf-8-sig")
    return path


def test_the_notice_from_a_list_in_gbk() -> None:
    made = publicity(PACK, FIXTURES / "approved.csv", ON)
    text = text_of(made.content)
    assert "等2家单位给予支持，支持资金总额15万元（大写：人民币壹拾伍万元整）" in text
    assert "公示期为5个工作日，自2025年12月1日至2025年12月5日" in text
    assert "经主管部门初审、专家评审、与市人才工作领导小组办公室会商、市人才工作领导小组会议审议" in text
    assert text.count("15") >= 2
    assert made.blanks == ("受理科室", "电话", "地址", "监督电话")


def test_the_xinjiang_calendar_decides_the_last_day(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,高新技术企业,首次认定,GR202565000127,10,10,\n")
    assert "自2025年6月5日至2025年6月16日" in text_of(publicity(PACK, path, date(2025, 6, 5)).content)


def test_beyond_the_calendar_the_end_must_be_typed(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,高新技术企业,首次认定,GR202565000127,10,10,\n")
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, path, date(2026, 12, 1))
    assert caught.value.code.id == "P411"
    assert "2026年12月7日" in text_of(publicity(PACK, path, date(2026, 12, 1), date(2026, 12, 7)).content)


def test_a_calendar_of_the_user_decides_where_the_shipped_ones_end(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,高新技术企业,首次认定,GR202565000127,10,10,\n")
    own = tmp_path / "2026.yaml"
    own.write_text(
        "name: 某年\nyears: {2026: {source: 自治区通知, covers: [xinjiang], holidays: [2026-12-03]}}\n", encoding="utf-8"
    )
    made = publicity(PACK, path, date(2026, 12, 1), calendars=[own])
    assert "自2026年12月1日至2026年12月8日" in text_of(made.content)
    assert "共5个工作日" in made.remarks[0]
    assert made.remarks[0].endswith("自治区通知")


def test_what_the_last_day_was_counted_by_is_told(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,高新技术企业,首次认定,GR202565000127,10,10,\n")
    counted, no_workday = publicity(PACK, path, date(2025, 11, 29)).remarks
    assert counted.startswith("2025年11月29日至2025年12月5日共5个工作日，依据：国务院办公厅2025年")
    assert "肉孜节" in counted
    assert no_workday == "发布日期2025年11月29日不是工作日"
    assert publicity(PACK, path, date(2026, 12, 1), date(2026, 12, 7)).remarks == ()


def test_every_bad_row_is_named_and_none_is_dropped(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,,,,10,12,\n,,,,10,5,\n丙公司,,,,10,,\n丁公司,,,,10,很多,\n戊公司,,,,10,-1,\n")
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, path, ON)
    said = str(caught.value)
    for part in (
        "第2行“拟支持金额（万元）”12 超过上限 10",
        "第3行“单位名称”没有填写",
        "第4行",
        "没有填写",
        "第5行",
        "“很多”不是数字",
        "第6行",
        "应大于 0",
    ):
        assert part in said


def test_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, listed(tmp_path, ""), ON)
    assert caught.value.code.id == "U704"


@pytest.mark.parametrize(
    "leak",
    [
        "11010519491231002X",
        "13999990001",
        "6222021234567890123",
        "110105 19491231 002X",
        "6222 0212 3456 7890 123",
        "139-9999-0001",
        "139 9999 0001",
    ],
)
def test_personal_numbers_stop_the_notice(leak: str, tmp_path: Path) -> None:
    path = listed(tmp_path, f"甲公司,高新技术企业,首次认定,GR202565000127,10,10,联系 {leak}\n")
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, path, ON)
    assert caught.value.code.id == "W605"
    assert leak not in str(caught.value)


@pytest.mark.parametrize("harmless", ["91654002MATE5T017G", "GR202565000127", "2025654002A8000123", "0999-8000001", ""])
def test_codes_of_firms_are_not_personal(harmless: str) -> None:
    assert personal_data(harmless) == ""


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.yaml", "名单.json"])
def test_the_list_in_other_formats(name: str, tmp_path: Path) -> None:
    row = {"单位名称": "甲公司", "类别": "高新技术企业", "编号": "GR202565000127", "拟支持金额（万元）": 2.5}
    path = tmp_path / name
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        book.worksheets[0].append(["伊宁市拟支持名单"])
        book.worksheets[0].append(list(row))
        book.worksheets[0].append(list(row.values()))
        book.save(path)
    else:
        import json

        path.write_text(json.dumps([row], ensure_ascii=False), encoding="utf-8")
    assert "总额2.5万元（大写：人民币贰万伍仟元整）" in text_of(publicity(PACK, path, ON).content)


def test_one_supplement_notice_for_each_applicant(tmp_path: Path) -> None:
    path = tmp_path / "补正.csv"
    path.write_text(
        "申报单位,类别,内容,依据,方法\n甲公司,高企,缺少营业执照,附件1,请补充\n乙公司,专精特新中小企业,缺少证书,附件1,请补充\n甲公司,,缺少证书,附件1,请补充\n",
        encoding="utf-8",
    )
    first, second = supplements_from_list(PACK, path)
    assert "共有2项需要补充" in text_of(first.content)
    assert first.name.endswith("甲公司")
    assert "共有1项" in text_of(second.content)
    assert "补正期限" in first.blanks


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("甲公司,,,,10,10,\n甲 公司,,,,10,5,\n", "第3行“单位名称”与名单.csv 第2行重复"),
        ("甲公司,,,,10,0.00001,\n", "不足一元"),
        ("甲公司,,,,十,10,\n", "上限“十”不是数字"),
        ("甲公司,,,,10,NaN,\n", "应大于 0"),
        ("甲公司,高企,再次认定,,,100,\n", "超过政策规定的上限 5"),
    ],
)
def test_nonsense_in_a_list_is_refused(rows: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, listed(tmp_path, rows), ON)
    assert said in str(caught.value)


@pytest.mark.parametrize("until", [date(2025, 11, 1), date(2025, 12, 4)])
def test_a_period_shorter_than_the_policy_has_it_is_refused(until: date, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, listed(tmp_path, "甲公司,,,,10,10,\n"), ON, until)
    assert "不足5个工作日" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"), [("a.yaml", "只是一句话"), ("a.json", "3"), ("a.json", '[{"单位名称": "甲", "单位名称": "乙"}]')]
)
def test_a_list_that_is_no_list_is_told_with_its_file(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, path, ON)
    assert caught.value.code.id == "U701"
    assert name in str(caught.value)
