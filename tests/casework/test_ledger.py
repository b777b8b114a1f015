"""The ledger: one row once, bars to the day, look-alikes shown, tables there and back, every failure a sentence."""

import csv
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docforge.casework.ledger import Ledger
from docforge.casework.ledger_entries import Added, Award, Bar, likeness, refined
from docforge.casework.ledger_sheet import AWARDS_SHEET, BARS_SHEET, LedgerRows, read_ledger, to_workbook
from docforge.core.errors import DocforgeError
from docforge.core.ids import USCC_ALPHABET, is_uscc, organisation_check_character, uscc_check_character
from tests.conftest import ROOT

FIRM = "91654002MATE5T017G"


def uscc(body: str) -> str:
    """A valid code of a firm registered in 伊宁市 around eight characters of an organisation code."""
    head = f"91654002{body}{organisation_check_character(body)}"
    return head + uscc_check_character(head)


OTHER = uscc("MA77ABC3")
AWARD = Award(
    FIRM,
    "伊宁市河谷科技有限公司",
    "yining",
    "企业技术中心",
    2024,
    name="伊犁河谷林果加工工程实验室",
    level="自治区",
    event="首次认定",
    certificate_number="GR202365000123",
    recognised_on=date(2023, 11, 20),
    decided_on=date(2024, 12, 25),
    amount=Decimal("25000.01"),
    instalment_year=2024,
    instalment_number=1,
    document_number="伊市科字〔2024〕12号",
    note="首批",
)
BAR = Bar(FIRM, "伊宁市河谷科技有限公司", "弄虚作假", date(2024, 3, 10), 3, "第八条", "")


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "台账.sqlite3")


def fails(code: str, call: object, *arguments: object) -> str:
    assert callable(call)
    with pytest.raises(DocforgeError) as caught:
        call(*arguments)
    assert caught.value.code.id == code
    return str(caught.value)


def test_the_codes_of_the_tests_are_valid() -> None:
    assert is_uscc(FIRM)
    assert is_uscc(OTHER)


def test_the_same_row_twice_is_one_row(book: Ledger) -> None:
    bare = Award(FIRM, "甲公司", "yining", "高新技术企业", 2023)
    assert book.add_awards([AWARD, AWARD, bare]) == 2
    assert book.add_awards([bare, AWARD, replace(AWARD, instalment_number=2)]) == 1
    assert book.add_bars([BAR, BAR]) == 1
    assert book.add([AWARD], [BAR, replace(BAR, years=5)]) == Added(0, 1)
    assert book.all_awards() == (AWARD, bare, replace(AWARD, instalment_number=2))
    assert book.all_bars() == (BAR, replace(BAR, years=5))


def test_entries_come_back_as_they_were_given(book: Ledger) -> None:
    book.add([AWARD], [BAR])
    (award,), (bar,) = book.all_awards(), book.all_bars()
    assert award == AWARD
    assert bar == BAR
    assert isinstance(award.amount, Decimal)
    assert type(award.decided_on) is date


def test_spaces_and_control_characters_make_no_second_row(book: Ledger) -> None:
    assert book.add_awards([AWARD, replace(AWARD, note=" 首批\x00\n", uscc=" 91654002mate5t017g ")]) == 1


def test_awards_of_one_applicant_and_policy(book: Ledger) -> None:
    elsewhere = replace(AWARD, policy="changji")
    book.add_awards([AWARD, elsewhere, replace(AWARD, uscc=OTHER)])
    assert book.awards_of(FIRM) == (AWARD, elsewhere)
    assert book.awards_of(FIRM.lower(), "yining") == (AWARD,)
    assert book.awards_of(FIRM, "nowhere") == ()


@pytest.mark.parametrize(
    ("decided", "years", "last"),
    [
        (date(2024, 3, 10), 3, date(2027, 3, 9)),
        (date(2024, 3, 1), 1, date(2025, 2, 28)),
        (date(2023, 3, 1), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2025, 2, 27)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 1, 1), 2, date(2025, 12, 31)),
    ],
)
def test_a_bar_holds_from_the_decision_to_the_day_before_the_anniversary(
    book: Ledger, decided: date, years: int, last: date
) -> None:
    bar = replace(BAR, decided_on=decided, years=years)
    book.add_bars([bar, replace(bar, uscc=OTHER)])
    one = timedelta(days=1)
    assert [book.bars_on(FIRM, day) for day in (decided - one, decided, last, last + one)] == [(), (bar,), (bar,), ()]
    assert book.bars_of(FIRM) == (bar,)


def test_the_same_certificate_under_two_applicants(book: Ledger) -> None:
    theirs = replace(AWARD, uscc=OTHER, applicant="乙公司", certificate_number="ＧＲ2023-6500 0123")
    book.add_awards([AWARD, theirs, replace(AWARD, uscc=OTHER, certificate_number="")])
    assert book.same_certificate("gr202365000123", FIRM) == (theirs,)
    assert book.same_certificate("GR202365000123", OTHER) == (AWARD,)
    assert book.same_certificate("GR2", FIRM) == ()
    assert book.same_certificate(" ", FIRM) == ()


def test_one_platform_under_two_names_is_shown(book: Ledger) -> None:
    renamed = "伊犁河谷林果加工工程研究中心"
    exact = replace(AWARD, name=renamed, round=2022)
    book.add_awards(
        [AWARD, exact, replace(AWARD, name="昭苏马产业重点实验室"), replace(AWARD, name=""), replace(AWARD, uscc=OTHER)]
    )
    found = book.similar_names(FIRM, renamed)
    assert [item.award for item in found] == [exact]
    near = book.similar_names(FIRM, renamed, 0.7)
    assert [item.award for item in near] == [exact, AWARD]
    assert near[0].similarity == 1.0
    assert 0.7 <= near[1].similarity < 0.8
    assert book.similar_names(FIRM, "伊犁河谷林果加工工程（重点）实验室")[0].award == AWARD
    assert book.similar_names(FIRM, "", 0.8) == ()
    kinds = ("实验室", "工程实验室", "工程研究中心")
    assert [item.similarity for item in book.similar_names(FIRM, renamed, endings=kinds)] == [1.0, 1.0]
    assert book.similar_names(FIRM, "工程实验室", endings=kinds) == ()


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


def test_a_wrong_entry_is_refused_and_nothing_is_written(book: Ledger) -> None:
    wrong = [replace(AWARD, uscc="91654002MATE5T017H"), replace(AWARD, amount=Decimal("0.001")), replace(AWARD, applicant=" ")]
    told = fails("L808", book.add, [AWARD, *wrong], [BAR])
    assert "第2条" in told
    assert "第3条" in told
    assert "第4条：“申报单位”没有填写" in told
    fails("L808", book.add_bars, [replace(BAR, years=0)])
    fails("L808", book.add_awards, [replace(AWARD, note="#N/A")])
    fails("L808", book.add_awards, [replace(AWARD, note="长" * 2001)])
    fails("L806", book.all_awards)


# Tables

FIRMS = st.text("".join(sorted(set(USCC_ALPHABET))), min_size=8, max_size=8).map(uscc)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TEXTS = st.text(max_size=30).filter(lambda text: not text.strip().startswith("#"))
"""What stands for an error of Excel's (#NUM!) is refused."""
NAMES = TEXTS.map(lambda text: f"甲{text}")
SUMS = st.decimals(0, Decimal("9999999999999.99"), places=2)
AWARDS = st.builds(
    Award,
    uscc=FIRMS,
    applicant=NAMES,
    policy=NAMES,
    category=NAMES,
    round=st.integers(1900, 2099),
    name=TEXTS,
    level=TEXTS,
    event=TEXTS,
    certificate_number=TEXTS,
    recognised_on=st.none() | DAYS,
    decided_on=st.none() | DAYS,
    amount=st.none() | SUMS,
    instalment_year=st.none() | st.integers(1900, 2099),
    instalment_number=st.none() | st.integers(1, 99),
    document_number=TEXTS,
    note=TEXTS,
)
BARS = st.builds(Bar, uscc=FIRMS, applicant=NAMES, reason=NAMES, decided_on=DAYS, years=st.integers(1, 99), basis=TEXTS, note=TEXTS)


@settings(max_examples=60)
@given(st.lists(AWARDS, max_size=4), st.lists(BARS, max_size=4))
@example([replace(AWARD, note="=HYPERLINK(1)", name="_x0041_", level="#N/A!", event="0012", amount=Decimal("0.01"))], [BAR])
@example([], [replace(BAR, reason="+1", basis="2024-01-01", note="True")])
def test_export_and_import_is_the_identity(awards: list[Award], bars: list[Bar]) -> None:
    kept = LedgerRows(tuple(map(refined, awards)), tuple(map(refined, bars)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        path.write_bytes(to_workbook(kept.awards, kept.bars))
        assert read_ledger(path) == kept


@settings(max_examples=15)
@given(st.lists(AWARDS, max_size=4), st.lists(BARS, max_size=4))
def test_a_ledger_carried_over_in_a_workbook_is_the_same_ledger(awards: list[Award], bars: list[Bar]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, one, other = Path(folder) / "台账.xlsx", Ledger(Path(folder) / "1.sqlite3"), Ledger(Path(folder) / "2.sqlite3")
        one.add(awards, bars)
        path.write_bytes(to_workbook(one.all_awards(), one.all_bars()))
        rows = read_ledger(path)
        other.add(rows.awards, rows.bars)
        assert (other.all_awards(), other.all_bars()) == (one.all_awards(), one.all_bars())
        assert one.add(rows.awards, rows.bars) == Added(0, 0)


def test_the_workbook_has_two_sheets_money_in_wan_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(to_workbook([replace(AWARD, note="=1+1", name="@x")], [BAR]))
    made = openpyxl.load_workbook(path)
    assert made.sheetnames == [AWARDS_SHEET, BARS_SHEET]
    cells = {head.value: cell for head, cell in zip(made[AWARDS_SHEET][1], made[AWARDS_SHEET][2], strict=True)}
    assert cells["金额（万元）"].value == "2.500001"
    assert cells["备注"].data_type == "s"
    assert cells["备注"].quotePrefix
    assert cells["平台或机构名称"].quotePrefix


def sheet(path: Path, rows: Sequence[Sequence[object]], more: Sequence[Sequence[object]] = ()) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, table in (("获奖", rows), ("失信", more)):
        at = made.create_sheet(title)
        for row in table:
            at.append(list(row))
    made.save(path)
    return path


HEADS = ("序号", "统一社会信用代码", "申报单位", "政策", "类别", "申报年度", "决定日期", "金额（万元）")
BAR_HEADS = ("统一社会信用代码", "申报单位", "限制原因", "决定日期", "限制年限")


def test_a_table_that_people_made(tmp_path: Path) -> None:
    rows = [
        ("伊宁市历年资助台账",),
        HEADS,
        (1, FIRM, "甲公司", "yining", "高新技术企业", 2023, date(2023, 12, 5), 10),
        (2, FIRM.lower(), "甲公司", "yining", "高新技术企业", "2024年", "2024年12月5日", "1,200.5"),
        (3, FIRM, "甲公司", "yining", "高新技术企业", 2025, "2025/1/5", "25000元"),
        (4,),
    ]
    found = read_ledger(sheet(tmp_path / "a.xlsx", rows, [BAR_HEADS, (FIRM, "甲公司", "骗取资金", 20240310, 3)]))
    assert [a.amount for a in found.awards] == [Decimal(100000), Decimal(12005000), Decimal(25000)]
    assert [a.decided_on for a in found.awards] == [date(2023, 12, 5), date(2024, 12, 5), date(2025, 1, 5)]
    assert [a.round for a in found.awards] == [2023, 2024, 2025]
    assert found.bars == (Bar(FIRM, "甲公司", "骗取资金", date(2024, 3, 10), 3),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_either_list(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    for rows in (
        [HEADS, (1, FIRM, "甲公司", "yining", "高企", 2023, "", 2.5)],
        [BAR_HEADS, (FIRM, "甲公司", "骗取", "2024-3-10", 3)],
    ):
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(rows)
        found = read_ledger(path)
        assert len(found.awards) + len(found.bars) == 1
    assert found.bars[0].last_day == date(2027, 3, 9)


def test_every_bad_cell_is_told_at_once_with_row_and_column(tmp_path: Path) -> None:
    rows = [
        (*HEADS, "金 额", None),
        (1, FIRM, "甲公司", "yining", "高企", 2023, date(2023, 12, 5), 10),
        (2, "91654002MATE5T017H", "", "yining", "高企", "廿三", "2023-02-30", "约10"),
        (3, FIRM, "甲公司", "yining", "高企", 1023, "2023年", -5),
        (4, FIRM, "甲公司", "yining", "高企", 2023, None, 0.0000001, 7, "多出"),
        (5, FIRM, "甲公司", "yining", "高企", 2023, "2023-12-041", "10万余元"),
    ]
    more = [BAR_HEADS, (FIRM, "甲公司", "骗取资金", None, "三"), (FIRM, "甲公司", "骗取资金", "2024-03-10", 0)]
    told = fails("L807", read_ledger, sheet(tmp_path / "a.xlsx", rows, more))
    lines = told.splitlines()
    assert "有 16 处有误" in lines[0]
    assert [line for line in lines if "获奖 第2行" in line] == []
    for place in (
        *("第3行“统一社会信用代码”", "第3行“申报单位”", "第3行“申报年度”", "第3行“决定日期”", "第3行“金额（万元）”"),
        *(
            "第4行“申报年度”",
            "第4行“决定日期”",
            "第4行“金额（万元）”",
            "第5行“金额（万元）”",
            "第6行“决定日期”",
            "第6行“金额（万元）”",
        ),
    ):
        assert f"a.xlsx 获奖 {place}" in told
    assert "第5行：“多出”所在的列没有表头" in told
    assert "不认识的列“金额”" in told
    assert "失信 第2行“决定日期”：没有填写" in told
    assert "失信 第3行“限制年限”" in told


def test_a_sheet_that_is_no_list_is_told(tmp_path: Path) -> None:
    good = [HEADS, (1, FIRM, "甲公司", "yining", "高企", 2023)]
    assert "失信：没有找到表头" in fails("L807", read_ledger, sheet(tmp_path / "a.xlsx", good, [("说明", "请勿改动")]))
    formula = [HEADS, (1, FIRM, "甲公司", "yining", "高企", 2023, None, "=1+1")]
    assert "H2：公式尚未计算" in fails("L807", read_ledger, sheet(tmp_path / "c.xlsx", formula))
    twice = [(*HEADS, "备注", "备注"), (1, FIRM, "甲公司", "yining", "高企", 2023, None, None, "甲", "乙")]
    assert "有两列“备注”" in fails("L807", read_ledger, sheet(tmp_path / "b.xlsx", twice))


def test_files_that_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    fails("R101", read_ledger, path)
    fails("R101", read_ledger, tmp_path / "a.csv")
    path.write_bytes(b"no workbook")
    assert str(path) in fails("U702", read_ledger, path)
    (tmp_path / "b.csv").write_text("名称\n甲\n", encoding="utf-8")
    assert "b.csv：没有找到表头" in fails("L807", read_ledger, tmp_path / "b.csv")
    (tmp_path / "c.xlsx").mkdir()
    fails("R101", read_ledger, tmp_path / "c.xlsx")


# Databases that do not serve


def test_a_ledger_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nowhere" in fails("L806", Ledger(tmp_path / "nowhere.sqlite3").awards_of, FIRM)
    assert not (tmp_path / "nowhere.sqlite3").exists()
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other:
        other.execute("CREATE TABLE pages (key)")
    fails("L806", Ledger(tmp_path / "other.sqlite3").all_bars)
    monkeypatch.setattr("docforge.casework.ledger_place.user_data_path", lambda _: tmp_path / "own")
    assert Ledger().all_awards() == ()
    assert Ledger().add_awards([AWARD]) == 1
    assert Ledger().all_awards() == (AWARD,)
    assert (tmp_path / "own" / "ledger.sqlite3").is_file()


def test_a_corrupted_file(tmp_path: Path, book: Ledger) -> None:
    path = tmp_path / "台账.sqlite3"
    book.add([replace(AWARD, round=year) for year in range(1900, 2099)], [BAR])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert str(path) in fails("L804", book.all_awards)
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    fails("L804", book.all_awards)
    path.write_bytes(b"no database at all" * 100)
    fails("L804", book.all_awards)
    fails("L804", book.add_awards, [AWARD])
    assert path.read_bytes() == b"no database at all" * 100


def test_a_column_with_what_no_ledger_writes(tmp_path: Path, book: Ledger) -> None:
    book.add([AWARD], [BAR])
    with closing(sqlite3.connect(tmp_path / "台账.sqlite3")) as base, base:
        base.execute("UPDATE awards SET decided_on = 'soon'")
    fails("L804", book.all_awards)


def test_a_locked_file(tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite3"
    Ledger(path).add_awards([AWARD])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        fails("L803", Ledger(path, patience=0.1).add_awards, [replace(AWARD, round=2020)])
        fails("L803", Ledger(path, patience=0.1).all_awards)
    assert Ledger(path).all_awards() == (AWARD,)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    fails("W604", Ledger(tmp_path / "file" / "a.sqlite3").add_awards, [AWARD])
    (tmp_path / "folder.sqlite3").mkdir()
    fails("L805", Ledger(tmp_path / "folder.sqlite3").add_awards, [AWARD])


def test_a_file_that_may_only_be_read(tmp_path: Path, book: Ledger) -> None:
    book.add_awards([AWARD])
    only_read = Ledger(f"sqlite:///file:{tmp_path}/台账.sqlite3?mode=ro&uri=true")
    assert only_read.all_awards() == (AWARD,)
    fails("L805", only_read.add_awards, [replace(AWARD, round=2020)])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nosuchbase://user:geheim@host/name", "L801"),
        ("postgresql+nosuchdriver://user:geheim@host/name", "L801"),
        ("postgresql://user:geheim@host:port/name", "L801"),
        ("://user:geheim@host", "L801"),
        ("sqlite://", "L801"),
        ("sqlite:///:memory:", "L801"),
        ("postgresql+asyncpg://user:geheim@host/name?password=geheim", "L802"),
    ],
)
def test_an_address_that_does_not_serve_never_shows_its_password(url: str, code: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        Ledger(url).add_awards([AWARD])
    assert caught.value.code.id == code
    assert "geheim" not in f"{caught.value} {caught.value.details} {caught.value.__cause__}"
    assert "user" not in str(caught.value)


# Two programs at once

WRITER = """
import sys
from datetime import date
from docforge.casework.ledger import Ledger
from docforge.casework.ledger_entries import Award, Bar
place, first = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
new = 0
for year in range(first, first + 30):
    new += Ledger(place).add(
        [Award("91654002MATE5T017G", "甲公司", "yining", "高新技术企业", year)],
        [Bar("91654002MATE5T017G", "甲公司", "骗取资金", date(year, 1, 1), 3)],
    ).awards
print(new)
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite3"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, path, str(first)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for first in (1990, 2005)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    counts = [int(writer.communicate(timeout=120)[0]) for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sum(counts) == 45
    assert sorted(award.round for award in Ledger(path).all_awards()) == list(range(1990, 2035))
    assert len(Ledger(path).all_bars()) == 45
