"""A folder of mess: each paper comes to the applicant it names; what cannot be placed says why; nothing is lost or moved."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from docforge.casework.batch.sorting import UNPLACED, Sorting, sort_papers
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from tests import samples
from tests.conftest import FIXTURES

FIRST, SECOND = "伊宁市天山雪莲云数据科技有限公司", "伊宁市伊河湾智能制造有限公司"
A, B, C = "91654002MAE48UGB3K", "91654002MAL5CJDMX3", "91654002MAQLCHAX9L"
ZHANG, WANG = "11010519491231002X", "440524188001010014"


def licence(name: str, code: str) -> bytes:
    return samples.word(
        ["营业执照", f"统一社会信用代码：{code}", f"名称：{name}", "法定代表人：周明远", "住所：新疆伊宁市解放西路1号"]
    )


def certificate(name: str, number: str = "GR202565000127") -> bytes:
    return samples.word(["高新技术企业证书", f"企业名称：{name}", f"证书编号：{number}", "发证时间：2025年11月1日", "有效期：三年"])


def contract(firm: str, person: str, number: str) -> bytes:
    return samples.word(
        [
            "劳动合同书",
            f"甲方（用人单位）：{firm}",
            f"乙方（劳动者）：{person}",
            f"居民身份证号码：{number}",
            "合同期限自2023年1月1日起至2027年12月31日止",
        ]
    )


def diploma(person: str) -> bytes:
    studied = "性别男，一九八八年五月一日生，于二〇〇七年九月至二〇一一年七月在本校计算机专业四年制本科学习，成绩合格。"
    return samples.word(
        ["毕业证书", f"学生{person}，{studied}", "校名：伊犁大学", "证书编号：104991201105001234", "二〇一一年七月一日"]
    )


def title(person: str, number: str) -> bytes:
    return samples.word(["职称证书", f"姓名：{person}", f"身份证号：{number}", "资格名称：高级工程师", "发证机关：伊犁州人社局"])


MESS = {
    "a/1.docx": licence(FIRST, A),
    "1.docx": licence(SECOND, B),
    "2.docx": certificate("伊宁市天山雪莲云数据科技有限公司 "),
    "3.docx": contract(SECOND, "张伟", ZHANG),
    "4.docx": diploma("张伟"),
    "5.docx": samples.word(["关于项目的说明", "我公司没有其他材料。"]),
    "6.docx": certificate("乌鲁木齐市无关科技有限公司", "GR202565000999"),
}


def mess(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def where(done: Sorting) -> dict[str, list[str]]:
    return {file.placed.reading.name: [copy.folder for copy in file.copies] for file in done.files}


def codes_of(done: Sorting, name: str) -> list[str]:
    return [f.code for file in done.files if file.placed.reading.name == name for f in file.placed.findings]


def test_papers_come_to_their_applicants(tmp_path: Path) -> None:
    source = mess(tmp_path / "in", MESS)
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    done = sort_papers(source, tmp_path / "out", Reader())
    assert where(done) == {
        "a/1.docx": [FIRST],
        "1.docx": [SECOND],
        "2.docx": [FIRST],
        "3.docx": [SECOND],
        "4.docx": [SECOND],
        "5.docx": [UNPLACED],
        "6.docx": ["乌鲁木齐市无关科技有限公司"],
    }
    assert codes_of(done, "5.docx") == ["X921"]
    assert done.exit_status == 1
    assert before == {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    copied = sorted(path.read_bytes() for path in (tmp_path / "out").rglob("*.docx"))
    assert copied == sorted(before.values()), "every file once, whole"
    assert [(own.name, own.code) for own in done.applicants][:2] == [(SECOND, B), (FIRST, A)]


def test_a_zip_is_sorted_like_a_folder(tmp_path: Path) -> None:
    (tmp_path / "材料.zip").write_bytes(samples.windows_archive({**MESS, "../../逃走.docx": licence(FIRST, A)}))
    done = sort_papers(tmp_path / "材料.zip", tmp_path / "out", Reader())
    assert where(done)["3.docx"] == [SECOND]
    assert where(done)["逃走.docx"] == []
    assert codes_of(done, "逃走.docx") == ["X927"]
    assert {path.parent.parent for path in (tmp_path / "out").rglob("*.docx")} == {tmp_path / "out"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "材料.zip"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    source = mess(tmp_path / "in", MESS)
    done = sort_papers(source, tmp_path / "out", Reader(), dry=True)
    assert where(done)["2.docx"] == [FIRST]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_files_are_named_as_the_policy_lists_them(tmp_path: Path) -> None:
    files = {"x.docx": licence(FIRST, A), "y.docx": certificate(FIRST), "z.DOCX": certificate(FIRST), "填报数据.yaml": b"x"}
    forms = {"form.docx": (FIXTURES / "papers/form-annex3.docx").read_bytes()}
    source = mess(tmp_path / "in", files | forms)
    done = sort_papers(source, tmp_path / "out", Reader(), pack=load_policy("yining"), rename=True)
    names = {file.placed.reading.name: [copy.name for copy in file.copies] for file in done.files}
    assert names["form.docx"] == ["附件1-高新技术企业支持资金申请表.docx"]
    plain = sort_papers(mess(tmp_path / "in2", files), tmp_path / "out2", Reader(), rename=True)
    assert {copy.name for file in plain.files for copy in file.copies} >= {
        "营业执照.docx",
        "高新技术企业证书.docx",
        "高新技术企业证书-2.docx",
    }


def test_a_bundle_of_two_firms_goes_to_both_and_says_so(tmp_path: Path) -> None:
    bundle = samples.archive({"甲.docx": licence(FIRST, A), "乙.docx": licence(SECOND, B)})
    done = sort_papers(mess(tmp_path / "in", {"两家.zip": bundle}), tmp_path / "out", Reader())
    assert sorted(where(done)["两家.zip"]) == sorted([FIRST, SECOND])
    assert codes_of(done, "两家.zip") == ["X923"]
    assert all((tmp_path / "out" / firm / "两家.zip").read_bytes() == bundle for firm in (FIRST, SECOND))


def test_one_name_with_two_codes_is_told_and_not_guessed(tmp_path: Path) -> None:
    files = {"1.docx": licence(FIRST, A), "2.docx": licence(FIRST, C), "3.docx": certificate(FIRST)}
    done = sort_papers(mess(tmp_path / "in", files), tmp_path / "out", Reader())
    assert where(done) == {"1.docx": [f"{FIRST} {A}"], "2.docx": [f"{FIRST} {C}"], "3.docx": [UNPLACED]}
    assert codes_of(done, "3.docx") == ["X924"]
    assert [f.code for f in done.findings] == ["X924"]


def test_one_code_with_two_names_is_one_applicant(tmp_path: Path) -> None:
    files = {"1.docx": licence(FIRST, A), "2.docx": licence("伊宁市天山雪莲数据有限公司", A)}
    done = sort_papers(mess(tmp_path / "in", files), tmp_path / "out", Reader())
    assert where(done) == {"1.docx": [FIRST], "2.docx": [FIRST]}
    assert [f.code for f in done.findings] == ["X925"]


def test_persons_of_one_name_are_told_apart_by_their_numbers_or_not_at_all(tmp_path: Path) -> None:
    files = {
        "1.docx": licence(FIRST, A),
        "2.docx": licence(SECOND, B),
        "3.docx": contract(FIRST, "张伟", ZHANG),
        "4.docx": contract(SECOND, "张伟", WANG),
        "5.docx": title("张伟", WANG),
        "6.docx": diploma("张伟"),
        "7.docx": diploma("李娜"),
    }
    done = sort_papers(mess(tmp_path / "in", files), tmp_path / "out", Reader())
    assert where(done)["5.docx"] == [SECOND]
    assert where(done)["6.docx"] == [UNPLACED]
    assert codes_of(done, "6.docx") == ["X926"]
    assert codes_of(done, "7.docx") == ["X922"]
    assert not any(ZHANG in f.message for file in done.files for f in file.placed.findings)


def test_pages_and_file_names_that_name_an_applicant(tmp_path: Path) -> None:
    files = {
        "1.docx": licence(FIRST, A),
        "审计.docx": samples.word(["审计报告", f"{FIRST}全体股东：", "我们审计了贵公司的财务报表。"]),
        f"{FIRST}-社保.pdf": b"%PDF-1.7 broken",
        "坏.pdf": b"%PDF-1.7 broken",
    }
    done = sort_papers(mess(tmp_path / "in", files), tmp_path / "out", Reader())
    assert where(done)["审计.docx"] == [FIRST]
    assert where(done)[f"{FIRST}-社保.pdf"] == [FIRST]
    assert codes_of(done, f"{FIRST}-社保.pdf") == ["X927"]
    assert where(done)["坏.pdf"] == [UNPLACED]
    assert done.exit_status == 3


def test_the_former_employers_in_a_form_are_not_the_applicant(tmp_path: Path) -> None:
    papers = {name: (FIXTURES / "papers" / name).read_bytes() for name in ("form-annex2.docx", "form-annex6.docx")}
    done = sort_papers(mess(tmp_path / "in", papers), tmp_path / "out", Reader())
    assert where(done) == {"form-annex2.docx": ["伊宁市伊河湾智能制造有限公司"], "form-annex6.docx": ["伊宁市特色林果示例研究所"]}


def test_clashing_names_are_numbered_and_repeats_told(tmp_path: Path) -> None:
    files = {"a/扫描.docx": licence(FIRST, A), "b/扫描.docx": certificate(FIRST), "c/扫描.docx": certificate(FIRST)}
    done = sort_papers(mess(tmp_path / "in", files), tmp_path / "out", Reader())
    assert sorted(path.name for path in (tmp_path / "out" / FIRST).iterdir()) == ["扫描-2.docx", "扫描-3.docx", "扫描.docx"]
    assert len(done.files) == 3


def test_places_that_are_refused(tmp_path: Path) -> None:
    source = mess(tmp_path / "in", {"1.docx": licence(FIRST, A)})
    with pytest.raises(DocforgeError, match="U706"):
        sort_papers(source, source / "out", Reader())
    with pytest.raises(DocforgeError, match="U707"):
        sort_papers(source, mess(tmp_path / "out", {"x": b""}), Reader())
    with pytest.raises(DocforgeError, match="U710"):
        sort_papers(source / "1.docx", tmp_path / "out2", Reader())
    with pytest.raises(DocforgeError, match="R101"):
        sort_papers(tmp_path / "nowhere", tmp_path / "out2", Reader())


def test_the_command_reports_as_table_json_and_workbook(tmp_path: Path, docforge: Callable[..., Result]) -> None:
    source = mess(tmp_path / "in", MESS)
    done = docforge("sort", source, "--out", tmp_path / "a", "--dry-run", "--format", "json")
    told = json.loads(done.stdout)
    assert {own["uscc"] for own in told["applicants"]} == {A, B, ""}
    assert next(f for f in told["files"] if f["source"] == "4.docx")["why"] == "张伟在该单位的合同、申请表或社保证明上"
    assert ZHANG not in done.stdout
    assert docforge("sort", source, "--out", tmp_path / "b").return_value == 1
    book = openpyxl.load_workbook(tmp_path / "b" / "归类结果.xlsx")
    assert book.sheetnames == ["归类", "申报单位", "请核对"]
    assert "6 个文件已归类，1 个未归类" in docforge("sort", source, "--out", tmp_path / "c", "--dry-run").stdout
