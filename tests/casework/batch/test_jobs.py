"""Which cases a run has: folders, archives, lists with every wrong row named; cut into pieces by what they cost."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.casework.batch import jobs as module
from docforge.casework.batch.jobs import Job, chunks, jobs_from
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy


def folders(home: Path, *names: str) -> list[Path]:
    made = [home / name for name in names]
    for folder in made:
        folder.mkdir(parents=True)
    return made


def test_names_are_unique(tmp_path: Path) -> None:
    a, b = folders(tmp_path, "甲/材料", "乙/材料")
    assert [job.name for job in jobs_from([str(a), str(b)])] == ["材料", "材料-2"]


def test_an_archive_is_one_case(tmp_path: Path) -> None:
    (tmp_path / "某公司.zip").write_bytes(b"PK")
    assert jobs_from([str(tmp_path / "某公司.zip")]) == [Job("某公司", str(tmp_path / "某公司.zip"))]


def test_a_list_of_cases(tmp_path: Path) -> None:
    folders(tmp_path, "甲", "乙")
    (tmp_path / "乙.yaml").write_text("联系人: 某某\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in (["序号", "材料", "类别", "填报数据", "名称"], [1, "甲", "高新技术企业"], [2, "乙", None, "乙.yaml", "乙公司"]):
        sheet.append(row)
    book.save(tmp_path / "清单.xlsx")
    first, second = jobs_from([str(tmp_path / "清单.xlsx")], load_policy("yining"))
    assert first == Job("甲", str(tmp_path / "甲"), "高新技术企业")
    assert second == Job("乙公司", str(tmp_path / "乙"), None, str(tmp_path / "乙.yaml"))


def test_every_wrong_row_is_named(tmp_path: Path) -> None:
    folders(tmp_path, "甲")
    text = "文件夹,类别,填报数据\n甲,高新企业,\n丙,,\n,高新技术企业,\n甲,,没有.yaml\n"
    (tmp_path / "清单.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DocforgeError) as raised:
        jobs_from([str(tmp_path / "清单.csv")], load_policy("yining"))
    said = str(raised.value)
    assert "[B903]" in said
    assert "4 处" in said
    for place in ("第2行“类别”", "第3行“文件夹”：找不到“丙”", "第4行“文件夹”没有填写", "第5行“填报数据”：找不到“没有.yaml”"):
        assert place in said


@given(st.lists(st.floats(0.01, 30), max_size=60), st.integers(1, 8))
def test_every_case_is_in_one_piece_and_no_piece_of_several_is_long(prices: list[float], shares: int) -> None:
    jobs = [Job(f"{number}", "") for number in range(len(prices))]
    price = dict(zip(jobs, prices, strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "cost", price.__getitem__)
        made = chunks(jobs, shares, 10)
    assert sorted(job.name for piece in made for job in piece) == sorted(job.name for job in jobs)
    most = min(10, sum(prices) / shares) + 1e-9
    assert all(len(piece) == 1 or sum(map(price.__getitem__, piece)) <= most for piece in made)
    firsts = [price[piece[0]] for piece in made]
    assert firsts == sorted(firsts, reverse=True)
