"""A kind of paper from outside the shipped ones, by writing YAML only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from docforge.casework.gather import gather
from docforge.casework.kinds import all_kinds
from docforge.core.errors import DocforgeError
from docforge.core.office import soffice
from docforge.reading.reader import Reader
from docforge.rendering.office import to_pdf
from fixtures.make import word_page

FOOD = """kind: food_licence
label: 食品经营许可证
titles: [食品经营许可证]
supporting: [经营项目, 主体业态]
look_alikes: [申请书, 备案]
fields:
  - {key: operator, label: 经营者名称, type: organisation, required: true}
  - {key: licence_number, label: 许可证编号, type: code, shapes: ["JY##############"], required: true}
  - {key: business, label: 主体业态}
  - {key: term, label: 有效期至, type: date}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "food_licence.yaml").write_text(FOOD, encoding="utf-8")
    return tmp_path


@pytest.mark.office
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_a_paper_of_the_new_kind_is_read(folder: Path, tmp_path: Path, docforge: Callable[..., Result]) -> None:
    rows = [
        ("经营者名称：", "伊宁市河谷餐饮服务有限公司"),
        ("许可证编号：", "JY16540020012345"),
        ("主体业态：", "餐饮服务经营者"),
        ("有效期至：", "2027年5月16日"),
    ]
    paper = tmp_path / "许可证.pdf"
    paper.write_bytes(to_pdf(word_page("食品经营许可证", rows, spaced=False)).content)
    (record,) = gather(Reader().read_path(paper), all_kinds(folder)).records
    assert {key: str(field.value) for key, field in record.fields.items()} == {
        "operator": "伊宁市河谷餐饮服务有限公司",
        "licence_number": "JY16540020012345",
        "business": "餐饮服务经营者",
        "term": "2027-05-16",
    }
    assert "食品经营许可证" in docforge("extract", paper, "--kinds", folder).stdout
    assert "食品经营许可证" in docforge("kind", "try", paper, "--kinds", folder).stdout


def test_a_wrong_kind_is_told_with_file_line_and_key(folder: Path) -> None:
    (folder / "food_licence.yaml").write_text(FOOD.replace("look_alikes", "look_alike"), encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        all_kinds(folder)
    assert caught.value.code.id == "P402"
    assert "look_alikes" in str(caught.value)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        all_kinds(tmp_path / "nowhere")
    assert caught.value.code.id == "U705"
