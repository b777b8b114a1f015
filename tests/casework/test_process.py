"""The main job on the three invented applicants."""

import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result as CliResult

from docforge.casework.opening import Request
from docforge.casework.process import Result, process
from docforge.checking.verdict import CaseStatus
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from docforge.rendering import office
from docforge.rendering.office import Pdf
from tests import samples
from tests.conftest import FIXTURES

APPLICANTS = FIXTURES / "applicants"
ON = date(2025, 11, 20)


def run(name: str, out: Path, reader: Reader) -> Result:
    return process(APPLICANTS / name, Request(load_policy("yining"), "高新技术企业", ON), out, reader)


def cells(path: Path) -> list[str]:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def codes_of(result: Result) -> set[str]:
    return {f.code for f in (*result.verdict.all_findings, *result.findings)}


def test_the_complete_applicant(tmp_path: Path, reader: Reader) -> None:
    result = run("complete", tmp_path, reader)
    assert result.verdict.status is CaseStatus.COMPLETE
    assert result.exit_status == 0
    assert result.blanks == ()
    assert {file.name for file in result.files} == {
        "高新技术企业支持资金申请表.docx",
        "填报数据.xlsx",
        "核定表.docx",
        "核定表.xlsx",
        "公示名单行.xlsx",
        "核对结果.json",
        "材料数据.json",
        "核对结果.html",
    }
    text = cells(tmp_path / "高新技术企业支持资金申请表.docx")
    for value in (
        "伊宁市天山雪莲云数据科技有限公司",
        "周明远",
        "13999990001",
        "李思雨",
        "新疆伊犁州伊宁市解放西路188号科技大厦5层501室",
    ):
        assert value in text
    opinions = [cell for cell in text if "单位盖章" in cell]
    assert all(line.strip(" 年月日") in ("", "单位盖章") for cell in opinions for line in cell.splitlines()[1:])


def test_the_applicant_with_missing_and_expired_papers(tmp_path: Path, reader: Reader) -> None:
    result = run("missing", tmp_path, reader)
    assert result.exit_status == 1
    assert {"V301", "V302", "V333", "E202"} <= codes_of(result)
    assert result.blanks == ("法人代表联系电话", "联系人", "联系人联系电话", "拟实施科研项目概要")
    form = cells(tmp_path / "高新技术企业支持资金申请表.docx")
    assert "阿布都热依木·买买提江" in form
    notice = cells(tmp_path / "一次性补正告知书-伊宁市喀拉峻生物制品有限责任公司.docx")
    assert "营业执照已于 2024年5月31日 到期（按申报日期 2025年11月20日 判断）" in notice
    assert "缺少高新技术企业证书" in notice
    assert any("“联系人”" in cell for cell in notice)
    assert "附件1 二（一）3" in notice


def test_the_applicant_whose_papers_contradict_each_other(tmp_path: Path, reader: Reader) -> None:
    result = run("contradictory", tmp_path, reader)
    assert {"V304", "V331", "V342"} <= codes_of(result)
    pair = next(f for f in result.verdict.findings if f.code == "V304")
    assert {e.source for e in pair.evidence} == {"材料.zip/材料/附件1-营业执照.jpg", "材料.zip/材料/附件2-高企证书.jpg"}
    assert "努尔兰·叶尔江" in cells(tmp_path / "高新技术企业支持资金申请表.docx"), "typed over read"


def test_input_files_are_not_touched(tmp_path: Path, reader: Reader) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in APPLICANTS.rglob("*") if path.is_file()}
    for name in ("complete", "missing", "contradictory"):
        run(name, tmp_path / name, reader)
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in APPLICANTS.rglob("*") if path.is_file()}
    assert not list(tmp_path.rglob(".docforge-*"))


def test_the_same_papers_give_the_same_bytes(tmp_path: Path, reader: Reader) -> None:
    first, second = (run("missing", tmp_path / name, reader) for name in ("a", "b"))
    for one, other in zip(first.files, second.files, strict=True):
        if one.suffix != ".xlsx":
            assert one.read_bytes() == other.read_bytes()


def test_the_report_gives_every_finding_and_the_open_points_of_the_category(tmp_path: Path, reader: Reader) -> None:
    result = run("missing", tmp_path, reader)
    page = (tmp_path / "核对结果.html").read_text(encoding="utf-8")
    assert all(f.message in page for f in result.verdict.all_findings)
    shown = {point.id for point in load_policy("yining").policy.open_points if f"<td>{point.id}</td>" in page}
    assert {"A1", "A5", "A6", "A19", "A24", "A33"} <= shown
    assert not {"A2", "A11", "A27", "A31"} & shown
    assert "<script" not in page
    assert load_policy("yining").policy.banner in page


def test_names_from_papers_cannot_write_into_the_report(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "填报数据.yaml").write_text("企业名称: <script>alert(1)</script>公司\n", encoding="utf-8")
    process(tmp_path / "in", Request(load_policy("yining"), "HNT", ON), tmp_path / "out", reader)
    page = (tmp_path / "out" / "核对结果.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_row_for_the_notice_leaves_the_amount_to_the_clerk(tmp_path: Path, reader: Reader) -> None:
    run("complete", tmp_path, reader)
    heads, row = openpyxl.load_workbook(tmp_path / "公示名单行.xlsx").worksheets[0].iter_rows(values_only=True)
    named: dict[Any, Any] = dict(zip(heads, row, strict=True))
    assert named["单位名称"] == "伊宁市天山雪莲云数据科技有限公司"
    assert (named["编号"], named["认定时间"], named["核定上限（万元）"]) == ("GR202565000127", "2025-10-28", "10")
    assert not named["拟支持金额（万元）"]


def test_one_unreadable_file_does_not_keep_the_others_from_being_read(tmp_path: Path, reader: Reader) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in (APPLICANTS / "complete").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    result = process(folder, Request(load_policy("yining"), "HNT", ON), tmp_path / "out", reader)
    assert result.exit_status == 3
    assert "R112" in codes_of(result)
    assert len(result.papers.records) == 2


def test_the_json_is_the_contract(tmp_path: Path, reader: Reader) -> None:
    run("contradictory", tmp_path, reader)
    verdict = json.loads((tmp_path / "核对结果.json").read_text(encoding="utf-8"))
    assert list(verdict) == ["applicant", "policy", "category", "on", "status", "requirements", "conditions", "cap", "findings"]
    assert list(verdict["requirements"][0]) == ["id", "label", "status", "by", "basis", "findings"]
    assert list(verdict["conditions"][0]) == ["id", "text", "result", "because", "basis"]
    assert list(verdict["cap"]) == ["amount", "kind", "derivation", "basis"]
    papers = json.loads((tmp_path / "材料数据.json").read_text(encoding="utf-8"))
    record = papers["records"][0]
    assert list(record) == ["kind", "label", "source", "pages", "parts", "fields", "marks", "findings"]
    assert list(record["fields"]["name"]) == ["label", "raw", "value", "grade", "confidence", "page", "box", "via"]


@pytest.mark.live
def test_the_main_job_with_the_real_engine_and_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docforge.reading.cache import PageCache

    cache = PageCache(tmp_path / "ocr.sqlite3")
    first = Reader(cache=cache)
    assert run("complete", tmp_path / "1", first).verdict.status is CaseStatus.COMPLETE
    assert first.pictures_read == 2
    second = Reader(cache=cache)
    assert run("complete", tmp_path / "2", second).verdict.status is CaseStatus.COMPLETE
    assert second.pictures_read == 0


def test_process_from_the_shell(docforge: Callable[..., CliResult], tmp_path: Path) -> None:
    done = docforge(
        "process",
        APPLICANTS / "missing",
        "--policy",
        "yining",
        "--category",
        "高新技术企业",
        "--on",
        "2025-11-20",
        "--out",
        tmp_path,
    )
    assert done.return_value == 1
    assert "需要补正" in done.output
    assert (tmp_path / "核对结果.html").is_file()


def test_stale_papers_of_an_earlier_run_go_and_nothing_else(tmp_path: Path, reader: Reader) -> None:
    out = tmp_path / "out"
    run("missing", out, reader)
    (out / "填报数据.xlsx").unlink()
    signed = out / "一次性补正告知书-伊宁市喀拉峻生物制品有限责任公司-已盖章扫描.pdf"
    signed.write_bytes(b"signed")
    run("complete", out, reader)
    names = {path.name for path in out.iterdir()}
    assert "一次性补正告知书-伊宁市喀拉峻生物制品有限责任公司.docx" not in names
    assert signed.name in names


def test_a_paper_that_was_changed_by_hand_stays(tmp_path: Path, reader: Reader) -> None:
    out = tmp_path / "out"
    run("missing", out, reader)
    (out / "填报数据.xlsx").unlink()
    notice = out / "一次性补正告知书-伊宁市喀拉峻生物制品有限责任公司.docx"
    notice.write_bytes(b"changed by hand")
    run("complete", out, reader)
    assert notice.read_bytes() == b"changed by hand"


def test_what_was_typed_into_the_workbook_is_kept_and_used(tmp_path: Path, reader: Reader) -> None:
    run("missing", tmp_path, reader)
    book = openpyxl.load_workbook(tmp_path / "填报数据.xlsx")
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "联系人":
            row[1].value = "古丽"
    book.save(tmp_path / "填报数据.xlsx")
    for _ in range(2):
        result = run("missing", tmp_path, reader)
        assert "联系人" not in result.blanks
        assert "古丽" in cells(tmp_path / "高新技术企业支持资金申请表.docx")


def test_results_do_not_go_among_the_papers(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(DocforgeError) as caught:
        process(tmp_path, Request(load_policy("yining"), "HNT", ON), tmp_path / "out", reader)
    assert caught.value.code.id == "U706"


def test_a_code_that_cannot_be_read_stays_blank_and_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    table = [
        ["统一社会信用代码", "132227"],
        ["名称", "某公司"],
        ["法定代表人", "周明远"],
        ["住所", "伊宁市"],
        ["经营范围", "软件"],
    ]
    (folder / "执照.docx").write_bytes(samples.word(["营业执照"], table))
    result = process(folder, Request(load_policy("yining"), "HNT", ON), tmp_path / "out", Reader())
    assert "统一社会信用代码" in result.blanks
    assert "132227" not in "".join(cells(tmp_path / "out/高新技术企业支持资金申请表.docx"))
    rows = {row[0]: row for row in openpyxl.load_workbook(tmp_path / "out/填报数据.xlsx").worksheets[0].iter_rows(values_only=True)}
    assert "看不清" in str(rows["统一社会信用代码"][4])


def test_the_pdfs_of_a_case_are_made_in_one_call_and_a_form_longer_than_it_is_meant_to_be_is_told(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def made(documents: Sequence[tuple[str, bytes]]) -> list[Pdf]:
        calls.append([name for name, _ in documents])
        return [Pdf(b"PDF", (), 2) for _ in documents]

    monkeypatch.setattr(office, "to_pdfs", made)
    request = Request(load_policy("yining"), "高新技术企业", ON)
    result = process(APPLICANTS / "missing", request, tmp_path, reader, pdf=True)
    (names,) = calls
    assert len(names) == 3
    assert {file.name for file in result.files if file.suffix == ".pdf"} == {name.replace(".docx", ".pdf") for name in names}
    told = [finding for finding in result.findings if finding.code == "W608"]
    assert [finding.subject for finding in told] == ["高新技术企业支持资金申请表.pdf"]
