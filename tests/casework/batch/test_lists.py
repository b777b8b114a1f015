"""The list of the accepted."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docforge.casework.batch.delivery import write_accepted
from docforge.casework.notices import Order
from docforge.checking.verdict import CaseStatus, Met
from docforge.core.errors import DocforgeError
from docforge.policy.loader import load_policy
from tests.casework.batch.builders import case, verdict
from tests.casework.made import made_notices

LACKING = verdict("乙公司", status=CaseStatus.INCOMPLETE, certificate=Met.MISSING)


def test_the_accepted_go_on_to_the_public_list_once_the_amounts_are_typed(tmp_path: Path) -> None:
    cases = [case("01", "伊宁市甲公司"), case("02", made=LACKING), case("03", "伊宁市丙公司")]
    path = write_accepted(tmp_path / "公示名单.xlsx", iter(cases))
    pack = load_policy("yining")
    with pytest.raises(DocforgeError, match="没有填写"):
        made_notices("publicity", Order(pack, path, date(2025, 12, 1)))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["伊宁市甲公司", "伊宁市丙公司"]
    for row in (2, 3):
        sheet.cell(row, heads.index("拟支持金额（万元）") + 1).value = 10
    book.save(path)
    assert made_notices("publicity", Order(pack, path, date(2025, 12, 1)))[0].content
