"""The page on the tables names sheets and codes that exist."""

import re
from pathlib import Path

from docforge.casework.batch.delivery import ACCEPTED
from docforge.casework.batch.overview_rows import gathered
from docforge.casework.batch.sorting import UNPLACED
from docforge.casework.batch.sorting_report import REPORT
from docforge.core.codes import CATALOGUE
from docforge.policy.loader import load_policy
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "batch-tables.md").read_text(encoding="utf-8")


def test_the_sheets_stand_in_the_guide_in_their_order(tmp_path: Path) -> None:
    with gathered([], load_policy("yining"), root=tmp_path, base=tmp_path) as overview:
        names = [section.name for section in overview.sections]
    assert re.findall(r"^\| (\S+) \| [^|]+ \|$", GUIDE.partition("## 编号")[0], re.MULTILINE)[1:] == names


def test_the_codes_exist_and_all_of_them_are_told() -> None:
    told = set(re.findall(r"X9\d\d", GUIDE))
    assert told == {code for code in CATALOGUE if re.fullmatch(r"X90\d|X91\d", code)}
    assert all(f"`{name}" in GUIDE for name in (ACCEPTED, UNPLACED, REPORT))
