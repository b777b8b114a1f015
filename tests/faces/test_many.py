"""Many cases from the command line: what comes out where, what a run leaves to the next, what is not allowed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from docforge.casework.batch.shelf import alone
from docforge.core import codes
from docforge.core.errors import DocforgeError
from tests.casework.batch.doubles import small_cases
from tests.conftest import FIXTURES
from tests.faces.test_cli import POLICY, shell

Docforge = Callable[..., Result]
TIANSHAN = "伊宁市天山雪莲云数据科技有限公司"


@pytest.fixture(autouse=True)
def apart(own_cache: Path) -> None:
    """No test sees the journal of another."""


def test_process_takes_many(docforge: Docforge, tmp_path: Path) -> None:
    folders = [*small_cases(tmp_path / "in", 2), tmp_path / "没有"]
    told = ("process", *folders, *POLICY, "--out", tmp_path / "out", "--log", tmp_path / "日志.txt")
    done = docforge(*told)
    assert done.return_value == 2
    assert done.stdout.splitlines() == [
        f"件0000  {TIANSHAN}  材料齐全",
        f"件0001  {TIANSHAN}  材料齐全",
        "没有  无法处理  [U705] 不是文件夹。请给出存放申报材料的文件夹",
        *(f"已生成 {tmp_path / 'out' / name}" for name in ("汇总.xlsx", "汇总.html", "公示名单.xlsx")),
    ]
    assert done.stderr == "", "quiet where nobody is looking"
    assert (tmp_path / "out/件0001/核对结果.html").is_file()
    docforge(*told)
    lines = [line.split("\t") for line in (tmp_path / "日志.txt").read_text(encoding="utf-8").splitlines()]
    assert sorted((line[3], line[1], line[4]) for line in lines[:3]) == [
        ("件0000", "材料齐全", ""),
        ("件0001", "材料齐全", ""),
        ("没有", "无法处理", "U705"),
    ]
    assert {line[3] for line in lines[3:] if line[2] == "未变"} == {"件0000", "件0001"}
    assert TIANSHAN not in (tmp_path / "日志.txt").read_text(encoding="utf-8")


def test_check_streams_a_line_a_case(docforge: Docforge, tmp_path: Path) -> None:
    folders = small_cases(tmp_path / "in", 2)
    with zipfile.ZipFile(tmp_path / "丙.zip", "w") as package:
        for file in folders[0].iterdir():
            package.write(file, f"某公司/{file.name}")
    places = (*folders, tmp_path / "丙.zip", tmp_path / "没有")
    done = docforge("check", *places, *POLICY, "--format", "json")
    lines = {line["case"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert lines["没有"]["failed"]["code"] == "U705"
    assert {lines[name]["applicant"] for name in ("件0000", "件0001", "丙")} == {TIANSHAN}
    docforge("check", *places, *POLICY, "-o", tmp_path / "a.json")
    cases = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["cases"]
    assert [case["case"] for case in cases] == ["件0000", "件0001", "丙", "没有"]


def test_one_case_with_jobs_is_a_batch(docforge: Docforge, tmp_path: Path) -> None:
    (folder,) = small_cases(tmp_path / "in", 1)
    done = docforge("check", folder, *POLICY, "--format", "json", "--jobs", 1)
    assert json.loads(done.stdout)["case"] == folder.name


def test_a_list_of_cases_is_filled(docforge: Docforge, tmp_path: Path) -> None:
    folders = small_cases(tmp_path, 2)
    listed = "\n".join(["文件夹,类别", *(f"{folder.name},高新技术企业" for folder in folders)])
    (tmp_path / "清单.csv").write_text(listed, encoding="utf-8")
    done = docforge("fill", "--policy", "yining", "--list", tmp_path / "清单.csv", "--out", tmp_path / "out")
    assert done.return_value == 0
    made = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.docx"))
    assert made == [f"{folder.name}/高新技术企业支持资金申请表.docx" for folder in folders]


def test_extract_with_jobs(docforge: Docforge, tmp_path: Path) -> None:
    papers = [FIXTURES / "papers" / name for name in ("licence-landscape.pdf", "certificate.pdf")]
    done = docforge("extract", *papers, "--jobs", 2, "--format", "json")
    kinds = {line["case"]: line["records"][0]["kind"] for line in map(json.loads, done.stdout.splitlines())}
    assert kinds == {"licence-landscape": "business_licence", "certificate": "hnt_certificate"}
    assert "完成" in docforge("extract", *papers, "--jobs", 2).stdout


def test_extract_with_jobs_makes_one_workbook(docforge: Docforge, tmp_path: Path) -> None:
    """Rows as those of one file by itself, with its case before them; what has no result is told."""
    one, other = (FIXTURES / "papers" / name for name in ("licence-landscape.pdf", "certificate.pdf"))
    done = docforge("extract", one, other, tmp_path / "没有.pdf", "--jobs", 2, "-o", tmp_path / "汇总.xlsx")
    assert done.return_value == 3
    assert done.stdout == f"已生成 {tmp_path / '汇总.xlsx'}\n"
    docforge("extract", other, "-o", tmp_path / "单.xlsx")
    fields, notes = rows_of(tmp_path / "汇总.xlsx")
    assert fields[0][:6] == ("案卷", "材料", "文件", "页", "项目", "内容")
    assert ("licence-landscape", "营业执照", "licence-landscape.pdf", "1", "名称", TIANSHAN) in {row[:6] for row in fields}
    alone = rows_of(tmp_path / "单.xlsx")[0]
    assert [row[1:] for row in fields if row[0] == "certificate"] == alone[1:]
    assert notes[-1][:2] == ("没有.pdf", "没有.pdf")
    # what nobody changed is read from the journal
    before = (tmp_path / "汇总.xlsx").read_bytes()
    docforge("extract", one, other, tmp_path / "没有.pdf", "--jobs", 2, "-o", tmp_path / "汇总.xlsx")
    assert (tmp_path / "汇总.xlsx").read_bytes() == before


def rows_of(path: Path) -> list[list[tuple[object, ...]]]:
    """The rows of each sheet."""
    book = openpyxl.load_workbook(path)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def test_two_runs_into_one_folder_are_not_done_at_once(docforge: Docforge, tmp_path: Path) -> None:
    told = ("process", *small_cases(tmp_path / "in", 2), *POLICY, "--out", tmp_path / "out")
    with alone(str(tmp_path / "out/.docforge")):
        done = docforge(*told)
    assert isinstance(done.exception, DocforgeError)
    assert done.exception.code is codes.RUN_ELSEWHERE
    assert not (tmp_path / "out/件0000").exists()
    assert docforge(*told).return_value == 0


def test_without_cache_nothing_is_left(docforge: Docforge, own_cache: Path, tmp_path: Path) -> None:
    folders = small_cases(tmp_path / "in", 2)
    assert docforge("check", *folders, *POLICY, "--no-cache").return_value == 1
    assert not (own_cache / "docforge/journal").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("check", ".", "--policy", "yining", "--jobs", "2", "--cluster", "local:2"), 2, "只能用一个"),
        (("check", ".", "--policy", "yining", "--cluster", "2"), 2, "local:4"),
        (("check", ".", "--policy", "yining", "--jobs", "0"), 2, "--jobs"),
        (("fill", "--policy", "yining"), 2, "--list"),
        (("fill", "--policy", "yining", "--list", "none.csv"), 3, "[R101]"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], status: int, said: str, tmp_path: Path) -> None:
    done = shell(*arguments, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert said in done.stderr + done.stdout
