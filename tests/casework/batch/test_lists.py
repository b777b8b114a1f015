"""Numbers of the notices of a run, and the list of the accepted."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docforge.casework.batch.delivery import write_accepted
from docforge.casework.batch.lists import numbers
from docforge.casework.notices import publicity
from docforge.checking.verdict import CaseStatus, Met
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from tests.casework.batch.builders import case, verdict

LACKING = verdict("乙公司", status=CaseStatus.INCOMPLETE, certificate=Met.MISSING)


def test_notices_are_numbered_by_the_names_of_the_cases() -> None:
    cases = [case("03", made=LACKING), case("01", made=LACKING), case("02")]
    assert [(n.case, n.text) for n in numbers(cases, 2025)] == [("01", "〔2025〕1号"), ("03", "〔2025〕2号")]
    assert list(numbers(reversed(cases), 2025)) == list(numbers(cases, 2025))


def test_a_number_once_given_stays() -> None:
    cases = [case(name, made=LACKING) for name in ("01", "02", "03")]
    assert [(n.case, n.number) for n in numbers(cases, 2025, {"02": 1, "03": 2, "09": 7})] == [("01", 8), ("02", 1), ("03", 2)]


def test_the_accepted_go_on_to_the_public_list_once_the_amounts_are_typed(tmp_path: Path) -> None:
    cases = [case("01", "伊宁市甲公司"), case("02", made=LACKING), case("03", "伊宁市丙公司")]
    path = write_accepted(tmp_path / "公示名单.xlsx", iter(cases))
    pack = load_policy("yining")
    with pytest.raises(DocforgeError, match="没有填写"):
        publicity(pack, path, date(2025, 12, 1))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["伊宁市甲公司", "伊宁市丙公司"]
    for row in (2, 3):
        sheet.cell(row, heads.index("拟支持金额（万元）") + 1).value = 10
    book.save(path)
    assert publicity(pack, path, date(2025, 12, 1)).content
