"""docforge ledger, run as a command of its own."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click import UsageError
from click.testing import CliRunner, Result

from docforge.casework.ledger import Ledger
from docforge.casework.ledger_entries import Award, Bar
from docforge.casework.ledger_sheet import to_workbook
from docforge.core.errors import DocforgeError
from docforge.faces.commands.ledger import ledger
from tests.conftest import ROOT

FIRM = "91654002MATE5T017G"
AWARD = Award(FIRM, "伊宁市河谷科技有限公司", "yining", "高新技术企业", 2024, amount=Decimal(100000), note="首次")
BAR = Bar(FIRM, "伊宁市河谷科技有限公司", "弄虚作假", date(2024, 3, 10), 3, "第八条")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(ledger, [str(argument) for argument in arguments], standalone_mode=False)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "填好.xlsx"
    path.write_bytes(to_workbook([AWARD], [BAR]))
    return path


@pytest.mark.parametrize("place", ["{}/台账.sqlite3", "sqlite:///{}/台账.sqlite3"])
def test_import_show_export(tmp_path: Path, filled: Path, place: str) -> None:
    where = ("--ledger", place.format(tmp_path))
    assert "资助台账：新增 1 条\n限制名单：新增 1 条" in run("import", filled, *where).stdout
    assert "资助台账：新增 0 条，1 条已在台账中" in run("import", filled, *where).stdout
    for shown in (run("show", *where).stdout, run("show", FIRM.lower(), *where).stdout):
        assert "高新技术企业" in shown
        assert "2027-03-09" in "".join(shown.split("\n")).replace(" ", "").replace("│", "")
    assert run("export", "-o", tmp_path / "导出.xlsx", *where).exception is None
    again = Ledger(tmp_path / "again.sqlite3")
    assert run("import", tmp_path / "导出.xlsx", "--ledger", tmp_path / "again.sqlite3").exception is None
    assert (again.all_awards(), again.all_bars()) == ((AWARD,), (BAR,))


def test_the_ledger_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    monkeypatch.setattr("docforge.casework.ledger_place.user_data_path", lambda _: tmp_path / "own")
    assert "没有记录" in run("show").stdout
    blank = tmp_path / "空表.xlsx"
    assert run("export", "-o", blank).exception is None
    assert [sheet.max_row for sheet in openpyxl.load_workbook(blank)] == [1, 1]
    assert code(run("import", blank)) == "U704"
    run("import", filled)
    assert "弄虚作假" in run("show", FIRM).stdout


def code(done: Result) -> str:
    assert isinstance(done.exception, DocforgeError)
    return done.exception.code.id


@pytest.mark.parametrize(
    ("wrong", "arguments"),
    [
        ("L806", ("show", "--ledger", "{}/nowhere.sqlite3")),
        ("L806", ("export", "-o", "{}/a.xlsx", "--ledger", "{}/nowhere.sqlite3")),
        ("L808", ("show", "91654002MATE5T017H")),
        ("R101", ("import", "{}/nowhere.xlsx")),
        ("L801", ("show", "--ledger", "nosuch://u:geheim@h/d")),
    ],
)
def test_what_goes_wrong_is_told(tmp_path: Path, wrong: str, arguments: tuple[str, ...]) -> None:
    done = run(*(argument.format(tmp_path) for argument in arguments))
    assert code(done) == wrong
    assert "geheim" not in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_one_bad_row_and_nothing_is_written(tmp_path: Path, filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book["限制名单"].append(["91654002MATE5T017H", "乙公司", "骗取资金", "2024-02-30", "3"])
    book.save(filled)
    done = run("import", filled, "--ledger", tmp_path / "a.sqlite3")
    assert code(done) == "L807"
    assert "限制名单 第3行“统一社会信用代码”" in str(done.exception)
    assert "限制名单 第3行“决定日期”" in str(done.exception)
    assert not (tmp_path / "a.sqlite3").exists()


def test_export_writes_xlsx_only(tmp_path: Path) -> None:
    assert isinstance(run("export", "-o", tmp_path / "a.csv").exception, UsageError)


@pytest.mark.parametrize("name", ["", "import", "export", "show"])
def test_help_is_chinese(name: str) -> None:
    text = run(*([name] if name else []), "--help").output
    assert "显示帮助" in text
    assert "Show this message" not in text


def test_start_up_does_not_load_sqlalchemy() -> None:
    check = "import docforge, docforge.faces.cli, docforge.casework.ledger_entries, sys; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
