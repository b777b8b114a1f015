"""The clerk's papers: sums, dates, bad rows named, personal data refused, every kind from a list and from checked cases."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result

from docforge.casework.notices import Order, numbers
from docforge.casework.notices_drafts import MadeNotice
from docforge.core.errors import DocforgeError
from docforge.policy.loader import Pack, load_policy
from tests.casework.made import made_notices
from tests.conftest import FIXTURES

PACK = load_policy("yining")
ON = date(2025, 12, 1)
HEADS = "单位名称,类别,申报情形,编号,核定上限（万元）,拟支持金额（万元）,备注\n"


def publicity(
    pack: Pack, path: Path, on: date, until: date | None = None, calendars: Sequence[Path] = (), **more: Any
) -> MadeNotice:
    (made,) = made_notices("publicity", Order(pack, path, on, until, tuple(calendars), **more))
    return made


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
    assert "等2家企业给予支持，支持资金总额15万元（大写：人民币壹拾伍万元整）" in text
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
    path = listed(
        tmp_path,
        "甲公司,高企,,,10,12,\n,高企,,,10,5,\n丙公司,高企,,,10,,\n丁公司,高企,,,10,很多,\n戊公司,高企,,,10,-1,\n己公司,高枝企业,,,10,1,\n庚公司,,,,10,1,\n",
    )
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, path, ON)
    said = str(caught.value)
    for part in (
        "第2行“拟支持金额（万元）”12 超过上限 10",
        "第3行“企业名称”没有填写",
        "第4行",
        "没有填写",
        "第5行",
        "“很多”不是数字",
        "第6行",
        "应大于 0",
        "第7行“类别”政策“yining”没有类别“高枝企业”",
        "第8行“类别”没有填写",
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
    first, second = made_notices("supplement", Order(PACK, path, ON, number="12"))
    assert "共有2项需要补充" in text_of(first.content)
    assert "〔2025〕12号" in text_of(first.content)
    assert first.name.endswith("甲公司")
    assert "共有1项" in text_of(second.content)
    assert "〔2025〕13号" in text_of(second.content)
    assert "补正期限" in first.blanks


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("甲公司,高企,,,10,10,\n甲 公司,高企,,,10,5,\n", "第3行“企业名称”与名单.csv 第2行重复"),
        ("甲公司,高企,,,10,0.00001,\n", "不足一元"),
        ("甲公司,高企,,,十,10,\n", "上限“十”不是数字"),
        ("甲公司,高企,,,10,NaN,\n", "应大于 0"),
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
        publicity(PACK, listed(tmp_path, "甲公司,高企,,,10,10,\n"), ON, until)
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


LIST = """单位名称,平台名称,姓名,工作单位,类别,级别,申报情形,编号,核定上限（万元）,拟支持金额（万元）,联系电话,年度分期,就高说明
乙公司,,,,高新技术企业,,再次认定,GR202365000341,5,5,0999-8000001,,
甲公司,,,,高新技术企业,,首次认定,GR202565000127,10,10,13999990001,,就高不重复
丙医院,心血管病临床医学研究中心,,,PLT-CMRC,伊犁州,首次认定,,10,10,,,
,,努尔兰·叶尔肯,甲公司,科技创新人才,,,,30,30,13999990002,2025年10,
"""


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "拟支持.csv"
    path.write_bytes(LIST.encode("gb18030"))
    return path


def rows_of(made: MadeNotice) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(made.content))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_each_kind_of_applicant_has_its_own_columns_and_talents_only_name_and_unit(whole: Path) -> None:
    made = publicity(PACK, whole, ON)
    firms, platforms, talents = rows_of(made)
    assert [row[1] for row in firms[1:3]] == ["甲公司", "乙公司"]
    assert platforms[1][1:4] == ["心血管病临床医学研究中心", "丙医院", "伊犁州"]
    assert talents[0] == ["序号", "姓名", "工作单位", "拟支持金额\n（万元）", "年度分期"]
    assert talents[1] == ["1", "努尔兰·叶尔肯", "甲公司", "30", "2025年10"]
    text = text_of(made.content)
    assert "拟对甲公司等2家企业、心血管病临床医学研究中心、努尔兰·叶尔肯给予支持，支持资金总额55万元" in text
    assert "附件：1.2025年度伊宁市科技创新支持资金拟支持企业名单" in text
    assert "13999990001" not in text
    assert "名单中的“联系电话”属于个人信息，没有写入" in made.remarks
    assert "各名单合计 15、10、30 万元，与正文总额 55 万元一致" in made.log
    assert "没有发现个人信息" in made.log
    assert "word/header1.xml" in made.log


def test_one_notice_for_each_department_or_category(whole: Path) -> None:
    path = whole.with_name("多部门.csv")
    path.write_text(HEADS + "甲公司,高企,首次认定,,10,10,\n乙公司,SRD-S,新认定,,5,5,\n", encoding="utf-8")
    first, second = made_notices("公示", Order(PACK, path, ON, by="department"))
    assert text_of(first.content).count("伊宁市科学技术局") >= 2
    assert "伊宁市商务和工业信息化局" in text_of(second.content)
    named = made_notices("公示", Order(PACK, path, ON, by="category"))
    assert [one.name.split("-")[2] for one in named] == ["高新技术企业", "自治区“专精特新”中小企业"]
    assert "附件：2025年度伊宁市科技创新支持资金拟支持企业名单" in text_of(named[0].content)


def test_two_grants_of_which_the_policy_allows_the_higher_are_refused(tmp_path: Path) -> None:
    path = listed(tmp_path, "甲公司,高企,首次认定,,10,10,\n甲公司,SRD-S,新认定,,5,5,\n")
    with pytest.raises(DocforgeError, match=r"U701") as caught:
        publicity(PACK, path, ON)
    assert "按就高不重复只支持一项（第五条（二））" in str(caught.value)


def test_nobody_is_ranked_where_the_policy_says_so(whole: Path) -> None:
    assert PACK.policy.publicity is not None
    rule = PACK.policy.publicity.model_copy(update={"order": "none"})
    pack = replace(PACK, policy=PACK.policy.model_copy(update={"publicity": rule}))
    made = publicity(pack, whole, ON)
    assert "排名不分先后" in text_of(made.content)
    assert [row[1] for row in rows_of(made)[0][1:3]] == ["乙公司", "甲公司"]


def test_the_official_style_has_a_number_and_the_web_style_none(whole: Path) -> None:
    official = publicity(PACK, whole, ON, official=True, number="伊市科〔2025〕7号")
    assert "伊宁市科学技术局文件" in text_of(official.content)
    assert "伊市科〔2025〕7号" in text_of(official.content)
    assert "文件" not in text_of(publicity(PACK, whole, ON).content)
    assert "发文字号" in publicity(PACK, whole, ON, official=True).blanks


def test_what_came_of_the_publication(whole: Path) -> None:
    (quiet,) = made_notices("公示结果", Order(PACK, whole, ON))
    assert "公示期间未收到异议" in text_of(quiet.content)
    (spoken,) = made_notices("publicity_result", Order(PACK, whole, ON, objections=2))
    assert "收到异议2件。经核查：________" in text_of(spoken.content)
    assert "核查情况" in spoken.blanks
    (again,) = made_notices("再次公示", Order(PACK, whole, date(2025, 12, 15), published=ON))
    assert "2025年12月1日，我们对" in text_of(again.content)
    assert "现再次公示" in text_of(again.content)


def test_the_plan_of_allocation_adds_up_by_category(whole: Path) -> None:
    (made,) = made_notices("资金分配方案表", Order(PACK, whole, ON))
    (table,) = rows_of(made)
    subtotals = [row[5] for row in table if "小计" in row[0]]
    assert subtotals == ["30", "15", "10"]
    assert table[-2][5] == "55"
    assert table[-1][3] == "人民币伍拾伍万元整"
    assert [row[6] for row in table if row[1] == "甲公司"] == ["就高不重复"]


def test_the_table_of_applicants_lies_across(whole: Path) -> None:
    (made,) = made_notices("汇总表", Order(PACK, whole, ON))
    section = docx.Document(io.BytesIO(made.content)).sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    assert "13999990001" in text_of(made.content)


@pytest.mark.parametrize("kind", ["checklist", "acceptance", "rejection", "review"])
@pytest.mark.parametrize("policy", ["yining", "changji"])
def test_a_paper_to_one_applicant_from_a_list(kind: str, policy: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    category = {"yining": "HNT", "changji": "CJ-ENV-HNT"}[policy]
    path.write_text(f"申报单位,类别,收到日期,内容,依据\n甲公司,{category},2025-11-20,不在受理范围,第二条\n", encoding="utf-8")
    (made,) = made_notices(kind, Order(load_policy(policy), path, ON))
    text = text_of(made.content)
    assert "甲公司" in text
    assert "{" not in text
    assert made.name.endswith("-甲公司")


def test_who_is_competent_is_told_where_another_office_answers(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("申报单位,类别,内容,受理部门\n甲公司,PLT-ERC,不属本部门职责,市科技局\n", encoding="utf-8")
    (made,) = made_notices("不予受理告知书", Order(PACK, path, ON))
    assert "由伊宁市发展和改革委员会负责受理和审核" in text_of(made.content)


def test_every_bad_row_of_a_list_for_applicants_is_named(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("申报单位,类别,内容\n,高企,缺\n甲公司,高企,\n乙公司,高枝企业,缺\n", encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        made_notices("supplement", Order(PACK, path, ON))
    said = str(caught.value)
    assert all(part in said for part in ("第2行“申报单位”没有填写", "第3行“内容”没有填写", "第4行“类别”"))


def test_a_policy_without_publication_says_so() -> None:
    with pytest.raises(DocforgeError) as caught:
        publicity(load_policy("changji"), FIXTURES / "approved.csv", ON)
    assert caught.value.code.id == "T508"
    assert "--overlay" in str(caught.value)


def test_a_guide_laid_over_a_policy_lets_it_publish(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("项目名称,承担单位,类别,推荐部门,拟支持金额（万元）\n棉花育种攻关,甲公司,CJ-KEY,某局,20\n", encoding="utf-8")
    made = publicity(load_policy("changji", ["guide-2027-example"]), path, ON)
    assert rows_of(made)[0][1][:5] == ["1", "棉花育种攻关", "甲公司", "某局", "20"]
    assert "州科技局会同州财政局审核，拟对棉花育种攻关给予支持" in text_of(made.content)


def test_the_case_sheet_is_made_by_process() -> None:
    with pytest.raises(DocforgeError) as caught:
        made_notices("核定表", Order(PACK, FIXTURES / "approved.csv", ON))
    assert caught.value.code.id == "T510"


@pytest.mark.parametrize("first", ["伊科", "〔2025〕号"])
def test_a_number_without_a_figure_is_refused(first: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        next(numbers(first, ON))
    assert caught.value.code.id == "U701"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two checked cases as the program writes them; the clerk decided on one."""
    folder = tmp_path_factory.mktemp("核对")
    for name, status, sheet in (("甲", "complete", "8"), ("乙", "incomplete", "")):
        place = folder / name
        place.mkdir()
        missing = {"id": "licence", "label": "营业执照", "status": "missing", "by": [], "basis": "附件1", "findings": [FINDING]}
        met = {**missing, "status": "met", "by": [{"source": "照.jpg", "page": 1}], "findings": []}
        verdict = {
            "applicant": f"{name}公司",
            "policy": "yining",
            "category": "HNT",
            "on": "2025-11-20",
            "status": status,
            "requirements": [met if status == "complete" else missing],
            "conditions": [],
            "cap": {"amount": "100000", "kind": "cap", "derivation": [], "basis": "第五条（一）"},
            "findings": [],
        }
        (place / "核对结果.json").write_text(json.dumps(verdict, ensure_ascii=False), encoding="utf-8")
        records = [{"kind": "business_licence", "source": "照.jpg", "pages": [1, 2], "fields": {}}]
        (place / "材料数据.json").write_text(json.dumps({"records": records}), encoding="utf-8")
        book = openpyxl.Workbook()
        book.worksheets[0].append(["项目", "填写内容"])
        book.worksheets[0].append(["拟支持金额", sheet])
        book.save(place / "核定表.xlsx")
    return folder


FINDING = {
    "code": "V301",
    "severity": "error",
    "subject": "营业执照",
    "message": "缺少营业执照",
    "basis": "附件1",
    "evidence": [],
    "remedy": "请补充",
}


def test_a_folder_of_checked_cases_is_a_list(checked: Path) -> None:
    made = publicity(PACK, checked, ON)
    assert rows_of(made)[0][1][1:3] == ["甲公司", "高新技术企业"]
    assert "总额8万元" in text_of(made.content)
    assert any("没有拟支持金额、未列入的有1件：乙公司（乙）" in remark for remark in made.remarks)


def test_each_checked_case_gets_the_paper_that_is_due(checked: Path) -> None:
    (accepted,) = made_notices("acceptance", Order(PACK, checked, ON))
    assert rows_of(accepted)[0][1][1:4] == ["营业执照", "照.jpg", "2"]
    assert "没有出具的有1件：乙公司" in accepted.remarks[-1]
    (asked,) = made_notices("supplement", Order(PACK, checked, ON))
    assert "缺少营业执照" in text_of(asked.content)
    every = made_notices("checklist", Order(PACK, checked, ON))
    assert "未提交" in text_of(every[0].content)
    with pytest.raises(DocforgeError) as caught:
        made_notices("rejection", Order(PACK, checked, ON))
    assert caught.value.code.id == "U704"


def test_a_folder_that_was_not_checked_is_told(tmp_path: Path, checked: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, tmp_path, ON)
    assert caught.value.code.id == "U704"
    (tmp_path / "核对结果.json").write_text('{"applicant": "甲"}', encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        publicity(PACK, tmp_path, ON)
    assert "不是 docforge process 生成的核对结果" in str(caught.value)


def test_the_command_writes_the_notice_and_what_it_was_searched_for(
    docforge: Callable[..., Result], whole: Path, tmp_path: Path
) -> None:
    result = docforge(
        "notice", "公示", "--policy", "yining", "--list", whole, "--on", "2025-12-01", "--by", "部门", "--out", tmp_path
    )
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in tmp_path.glob("公示-*"))
    assert [name.rpartition(".")[2] for name in names] == ["docx", "txt"]
    assert "SHA-256" in next(tmp_path.glob("*.检查.txt")).read_text(encoding="utf-8")
