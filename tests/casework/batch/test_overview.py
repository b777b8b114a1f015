"""The clerk's tables: what stands in them, links that lead somewhere, texts that are no formulas, paper to print on."""

import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from docforge.casework.batch import overview, overview_page
from docforge.casework.batch.across import Shared
from docforge.casework.batch.delivery import write_overview
from docforge.casework.batch.overview import write_workbook
from docforge.casework.batch.overview_rows import gathered
from docforge.casework.batch.summary import CaseSummary, TraceKind
from docforge.checking.verdict import CaseStatus, Met
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import finding
from docforge.policy.loader import load_policy
from tests.casework.batch.builders import case, verdict

SHEETS = ["总表", "问题清单", "上限与推导", "部门分办", "联系人（内部）", "补正原因统计", "按类别合计", "相互比对"]
LACKING = verdict("乙公司", status=CaseStatus.INCOMPLETE, certificate=Met.MISSING, licence=Met.DOUBTFUL, amount=None)
FAILED = CaseSummary("丙", "out/丙", None, failure=finding(codes.CATEGORY_NEEDED, "丙", known="…"))
CASES = (case("甲", "甲公司", uscc="91654002MAE48UGB3K"), case("乙", made=LACKING), FAILED)
ALIKE = Shared(TraceKind.PHONE, ("甲", "乙", "丁"), finding(codes.SAME_PHONE, "甲公司", count=3, number="139****0001", sides="…"))


def written(folder: Path, cases: Sequence[CaseSummary] = CASES) -> Any:
    (path,) = write_overview([folder / "汇总.xlsx"], iter(cases), load_policy("yining"), iter([ALIKE]), root=folder)
    return openpyxl.load_workbook(path)


def rows(sheet: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_applicants_by_papers(tmp_path: Path) -> None:
    book = written(tmp_path)
    assert book.sheetnames == SHEETS
    heads, *body = rows(book["总表"])
    at = {str(head): i for i, head in enumerate(heads)}
    assert [row[at["高新技术企业证书"]] for row in body] == ["●", "缺", "—"]
    assert [row[at["企业营业执照"]] for row in body] == ["●", "疑", "—"]
    assert [row[at["结论"]] for row in body] == ["材料齐全", "需要补正", "无法处理"]
    assert [row[at["上限（万元）"]] for row in body] == [10, "待定", None]


def test_findings_come_by_severity(tmp_path: Path) -> None:
    body = rows(written(tmp_path)["问题清单"])[1:]
    assert [row[0] for row in body] == ["须更正", "须更正", "请核对"]
    assert {row[7] for row in body} == {"V301", "P404", "V303"}


def test_sums_departments_contacts_and_reasons(tmp_path: Path) -> None:
    book = written(tmp_path, [*CASES, case("丁", made=verdict("丁公司", amount=Decimal(50000)))])
    sums = rows(book["按类别合计"])
    assert sums[1] == ["高新技术企业", "伊宁市科学技术局", 3, 2, 1, 0, 0, 15, 1]
    assert sums[-1][2:] == [4, 2, 1, 0, 1, 15, 1]
    assert ["缺少高新技术企业证书", 1, "100%"] in rows(book["补正原因统计"])
    assert rows(book["联系人（内部）"])[1][3:5] == ["李思雨", "0999-8000001"]
    assert rows(book["相互比对"])[1][2:5] == ["甲", "乙", "丁"]
    assert [row[0] for row in rows(book["部门分办"])[1:]] == ["伊宁市科学技术局"] * 3 + [None]


def test_links_lead_to_the_report_and_to_the_papers(tmp_path: Path) -> None:
    for place in ("out/甲/核对结果.html", "材料/甲/营业执照.jpg", "材料/甲/材料.zip"):
        (tmp_path / "run" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "run" / place).touch()
    one = CASES[0]
    named = CaseSummary("甲", one.out, one.verdict, files=one.files, papers="材料/甲", category_name="高新技术企业")
    (path,) = write_overview([tmp_path / "run" / "表" / "汇总.xlsx"], [named], load_policy("yining"), root=tmp_path / "run")
    with zipfile.ZipFile(path) as package:
        targets = re.findall(
            r'Target="([^"]+)" TargetMode="External"', package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        )
    assert sorted(targets) == ["../out/甲/核对结果.html", "../材料/甲/材料.zip", "../材料/甲/营业执照.jpg"]
    assert all((path.parent / unquote(target)).exists() for target in targets)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(tmp_path: Path, start: str) -> None:
    evil = f'{start}HYPERLINK("http://x")公司\x07'
    book = written(tmp_path, [case(f"{start}1", made=verdict(evil)), case("2", uscc=f"{start}A1", made=verdict(evil))])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in cells} == {"s"}
    named = [cell for cell in cells if "HYPERLINK" in cell.value]
    assert len(named) >= 8
    assert all(cell.quotePrefix or cell.hyperlink for cell in named if cell.value.startswith(("=", "+", "-", "@")))


def test_sheets_can_be_filtered_and_printed(tmp_path: Path) -> None:
    for sheet in written(tmp_path):
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert str(sheet.freeze_panes).endswith("2")
        assert "&P" in str(sheet.oddFooter.right.text)
        assert load_policy("yining").policy.banner in str(sheet.oddHeader.right.text)
        assert bool(sheet.auto_filter.ref) == (sheet.title != "按类别合计")


def test_the_same_cases_give_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b")
    assert (tmp_path / "a/汇总.xlsx").read_bytes() == (tmp_path / "b/汇总.xlsx").read_bytes()


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_MOST_ROWS", 2)
    book = written(tmp_path)
    assert book.sheetnames[:2] == ["总表", "总表-2"]
    assert len(rows(book["总表-2"])) == 2


def test_more_links_than_a_sheet_holds_are_left_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "_MOST_LINKS", 1)
    sheet = written(tmp_path)["总表"]
    assert sum(cell.hyperlink is not None for row in sheet.iter_rows() for cell in row) == 1
    assert "●" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_page_says_the_same_without_a_script(tmp_path: Path) -> None:
    evil = case("<b>", made=verdict("<script>alert(1)</script>"))
    (path,) = write_overview([tmp_path / "汇总.html"], [*CASES, evil], load_policy("yining"), [ALIKE], root=tmp_path)
    page = path.read_text(encoding="utf-8")
    assert all(f"<h2>{name} " in page for name in SHEETS)
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert 'href="out/%E7%94%B2/%E6%A0%B8%E5%AF%B9%E7%BB%93%E6%9E%9C.html"' in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_a_page_of_very_many_rows_says_where_the_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview_page, "_MOST", 2)
    (path,) = write_overview([tmp_path / "汇总.html"], CASES, load_policy("yining"), root=tmp_path)
    page = path.read_text(encoding="utf-8")
    assert "此处只列前 2 行，全部见 .xlsx" in page


def test_no_case_at_all_and_a_wrong_suffix(tmp_path: Path) -> None:
    assert len(rows(written(tmp_path, [])["总表"])) == 1
    with pytest.raises(DocforgeError, match="U711"):
        write_overview([tmp_path / "汇总.csv"], CASES, load_policy("yining"), root=tmp_path)
    assert not list(tmp_path.glob("*.csv"))


def test_a_failed_writing_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "汇总.xlsx").mkdir()
    with gathered(CASES, load_policy("yining"), root=tmp_path, base=tmp_path) as made, pytest.raises(DocforgeError, match="W604"):
        write_workbook(tmp_path / "汇总.xlsx", made)
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]
