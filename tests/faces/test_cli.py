"""The command line: names, options, exit statuses, JSON alone on stdout, Chinese messages."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from docforge.core.lazy import resolve
from docforge.faces.cli import COMMANDS, cli
from tests import samples
from tests.conftest import FIXTURES, ROOT

Docforge = Callable[..., Result]
PAPER = FIXTURES / "papers/licence-landscape.pdf"
LISTED = str(FIXTURES / "approved.csv")
POLICY = ("--policy", "yining", "--category", "高新技术企业", "--on", "2025-11-20")


def shell(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from docforge.faces.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})


def test_the_table_of_commands_is_true() -> None:
    for name, (target, summary) in COMMANDS.items():
        command = resolve(target)
        assert command.name == name
        assert command.short_help == summary


def test_the_readme_names_commands_and_options_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)docforge ([a-z]+)", text, re.MULTILINE))
    assert named <= {*COMMANDS, "process"}
    for line in re.findall(r"^docforge .+$", text, re.MULTILINE):
        command = resolve(COMMANDS[line.split()[1]][0])
        known = {opt for param in command.params for opt in param.opts}
        assert set(re.findall(r"(?<=\s)-{1,2}[a-z]+", line)) <= known, line


def test_help_is_chinese_throughout(docforge: Docforge) -> None:
    for name in COMMANDS:
        text = docforge(name, "--help").output
        assert text.startswith("用法：")
        assert "Show this message" not in text
        assert "Options" not in text


def test_extract_prints_one_json_object_and_nothing_else(docforge: Docforge) -> None:
    done = docforge("extract", PAPER, "--format", "json")
    (record,) = json.loads(done.stdout)["records"]
    assert record["kind"] == "business_licence"
    assert record["fields"]["registered_capital"]["value"] == "5000000"
    assert record["fields"]["term"]["value"] == {"from": "2019-06-18", "to": None, "open_ended": True}
    assert record["fields"]["established_on"]["value"] == "2019-06-18"
    assert done.return_value == 0


def test_extract_to_a_workbook_and_a_table(docforge: Docforge, tmp_path: Path) -> None:
    docforge("extract", PAPER, "--format", "xlsx", "-o", tmp_path / "a.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(values_only=True))
    assert "伊宁市天山雪莲云数据科技有限公司" in {row[4] for row in rows}
    assert "周明远" in docforge("extract", PAPER).output


def test_a_kind_can_be_named(docforge: Docforge) -> None:
    done = docforge("extract", PAPER, "--kind", "高新技术企业证书", "--format", "json")
    assert json.loads(done.stdout)["records"][0]["kind"] == "hnt_certificate"


def test_check_one_and_many(docforge: Docforge, own_cache: Path, tmp_path: Path) -> None:
    one = docforge("check", FIXTURES / "applicants/complete", *POLICY, "--format", "json")
    assert json.loads(one.stdout)["status"] == "incomplete", "the form itself has not been handed in"
    many = docforge("check", FIXTURES / "applicants/complete", FIXTURES / "applicants/missing", *POLICY, "--format", "json")
    cases = [json.loads(line) for line in many.stdout.splitlines()]
    assert {case["case"]: case["status"] for case in cases} == {"complete": "incomplete", "missing": "incomplete"}
    docforge("check", FIXTURES / "applicants/missing", *POLICY, "--format", "xlsx", "-o", tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    heads, row = book.worksheets[0].iter_rows(values_only=True)
    named = dict(zip(heads, row, strict=True))
    assert (named["高新技术企业证书"], named["营业执照"], named["结论"]) == ("缺", "无效", "需要补正")


def test_fill_and_its_blank_workbook(docforge: Docforge, tmp_path: Path) -> None:
    papers = FIXTURES / "applicants/complete"
    asked = docforge("fill", *POLICY[:4], "--from", papers, "--blank", "-o", tmp_path / "a.xlsx")
    assert asked.return_value == 0
    filled = docforge("fill", *POLICY[:4], "--from", papers, "--data", papers / "填报数据.yaml", "-o", tmp_path / "a.docx")
    assert filled.return_value == 0
    assert (tmp_path / "a.docx").is_file()
    partly = docforge("fill", *POLICY[:4], "--from", FIXTURES / "applicants/missing", "-o", tmp_path / "b.docx")
    assert partly.return_value == 1
    assert "留空待填" in partly.output


def test_notice(docforge: Docforge, tmp_path: Path) -> None:
    done = docforge(
        "notice", "公示", "--policy", "yining", "--list", FIXTURES / "approved.csv", "--on", "2025-12-01", "--out", tmp_path
    )
    assert done.return_value == 0
    name = "公示-2025年度伊宁市科技创新支持资金拟支持名单"
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{name}.docx", f"{name}.检查.txt"]


def test_notices_in_one_zip(docforge: Docforge, tmp_path: Path) -> None:
    told = ("notice", "公示", "--policy", "yining", "--list", FIXTURES / "approved.csv", "--on", "2025-12-01", "--zip")
    docforge(*told, tmp_path / "全部.zip")
    with zipfile.ZipFile(tmp_path / "全部.zip") as archive:
        assert archive.testzip() is None
        assert sorted(name.partition(".")[2] for name in archive.namelist()) == ["docx", "检查.txt"]
    assert docforge(*told, tmp_path / "全部.rar").return_value != 0
    assert not (tmp_path / "全部.rar").exists()


def test_notice_with_a_calendar_of_the_user(docforge: Docforge, tmp_path: Path) -> None:
    own = tmp_path / "2026.yaml"
    own.write_text("name: 某年\nyears: {2026: {source: 自治区通知, covers: [xinjiang]}}\n", encoding="utf-8")
    told = ("notice", "公示", "--policy", "yining", "--list", FIXTURES / "approved.csv", "--on", "2026-12-01", "--out", tmp_path)
    done = docforge(*told, "--calendar", own)
    assert done.return_value == 0
    assert "2026年12月1日至2026年12月7日共5个工作日" in done.output


def test_policy_and_kind_pages(docforge: Docforge) -> None:
    assert "yining" in docforge("policy", "list").output
    shown = docforge("policy", "show", "yining").output
    assert "第五条（一）" in shown
    assert "A21" in shown
    assert docforge("policy", "lint", "yining").return_value == 0
    assert "business_licence" in docforge("kind", "list").output
    tried = docforge("kind", "try", PAPER).output
    assert "判断为营业执照" in tried
    assert "没有找到 " in tried


@pytest.mark.live
def test_doctor(docforge: Docforge) -> None:
    done = docforge("doctor", "--format", "json")
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["文字识别引擎"]["ok"]
    assert done.return_value == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("proces",), 2, "没有命令 proces"),
        (("process",), 2, "缺少"),
        (("process", "."), 2, "缺少 --policy"),
        (("process", ".", "--polcy", "x"), 2, "没有选项 --polcy，是否想写 --policy"),
        (("check", "nowhere", "--policy", "yining"), 2, "[U705]"),
        (("check", ".", "--policy", "yinin"), 2, "是否想写“yining”"),
        (("check", ".", "--policy", "yining", "--category", "高新企业"), 2, "是否想写“高新技术企业”"),
        (("check", ".", "--policy", "yining", "--on", "明天"), 2, "[U703]"),
        (("check", ".", "--policy", "yining", "--format", "pdf"), 2, "--format 只能是 table、json、xlsx"),
        (("check", ".", "--policy", "yining", "--data", "none.yaml"), 3, "[R101]"),
        (("extract", "a.pdf", "--kind", "营业执找"), 2, "是否想写“营业执照”"),
        (("notice", "公告", "--policy", "yining", "--list", "x.csv"), 2, "[T508]"),
        (("notice", "公示", "--policy", "yining", "--list", "x.csv"), 3, "[R101]"),
        (("notice", "公示", "--policy", "yining", "--list", LISTED, "--calendar", "none.yaml"), 3, "none.yaml"),
        (("notice", "公示", "--policy", "yining", "--list", LISTED, "--on", "2031-12-01"), 2, "--calendar"),
        (("extract", "none.pdf"), 3, "[R101]"),
        (("extract", "none.pdf", "-o", "x.txt"), 2, ".json 或 .xlsx"),
        (("fill", "--policy", "yining", "-o", "x.pdf"), 2, ".docx"),
        (("process", ".", "--policy", "yining", "--out", "out"), 2, "[U706]"),
    ],
)
def test_wrong_usage_is_a_chinese_sentence_and_an_exit_status(
    arguments: tuple[str, ...], status: int, said: str, tmp_path: Path
) -> None:
    done = shell(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_failure_is_no_traceback(tmp_path: Path) -> None:
    code = "import docforge.faces.cli as c; c.COMMANDS['doctor'] = ('docforge.core.nowhere:x', ''); c.main()"
    done = subprocess.run([sys.executable, "-c", code, "doctor"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "[U799]" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    command = f"{sys.executable} -c 'from docforge.faces.cli import main; main()' policy show yining | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" not in done.stderr


def test_bad_files_beside_good_ones(docforge: Docforge, tmp_path: Path) -> None:
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "执照.pdf").write_bytes(PAPER.read_bytes())
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    (tmp_path / "便条.docx").write_bytes(samples.word(["请尽快处理"]))
    done = docforge("extract", tmp_path, "--format", "json")
    answer = json.loads(done.stdout)
    assert done.return_value == 3
    assert len(answer["records"]) == 1
    assert {f["code"] for f in answer["findings"]} == {"R102", "R104"}
    assert [u["source"] for u in answer["unrecognised"]] == ["便条.docx"]


def test_without_arguments_the_help_is_shown() -> None:
    done = shell()
    assert done.returncode == 0
    assert "用法：" in done.stdout


def test_a_pipe_in_the_folder_does_not_hang(docforge: Docforge, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.jpg")
    assert docforge("extract", tmp_path / "管道.jpg", "--format", "json").return_value == 3
    assert docforge("extract", tmp_path).return_value == 0


def test_the_suffix_of_the_output_tells_the_format(docforge: Docforge, tmp_path: Path) -> None:
    docforge("extract", PAPER, "-o", tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["records"]


def test_one_bad_folder_does_not_keep_the_others_from_being_checked(docforge: Docforge, own_cache: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏"
    bad.mkdir()
    (bad / "填报数据.yaml").write_text("不存在的项目: 1\n", encoding="utf-8")
    done = docforge("check", FIXTURES / "applicants/missing", bad, *POLICY, "-o", tmp_path / "s.xlsx")
    assert done.return_value == 2
    heads, *rows = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[0].iter_rows(values_only=True)
    assert [row[heads.index("结论")] for row in rows] == ["需要补正", "无法处理"]


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_where_a_person_looks_and_wants_them(environment: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    command = ["fill", "--policy", "yining", "--category", "高新技术企业", "-o", str(tmp_path / "空.docx")]
    done = CliRunner(env=environment).invoke(cli, command, color=True, standalone_mode=False)
    assert ("\x1b[" in done.stdout) is coloured
    assert "留空待填" in done.stdout
