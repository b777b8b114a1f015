"""What `docforge bench reading` measures and prints."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from docforge.casework.bench import labelled, measure
from docforge.casework.kinds import all_kinds
from docforge.core.errors import DocforgeError
from docforge.core.model import Grade
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES

PAPER = "licence-landscape-scan.jpg"


def labels_beside(folder: Path, **fields: str) -> None:
    shutil.copy(FIXTURES / "papers" / PAPER, folder / PAPER)
    (folder / "licence-landscape-scan.json").write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")


def test_labels_beside_the_pictures(tmp_path: Path, reader: Reader) -> None:
    labels_beside(
        tmp_path, 名称="伊宁市天山雪莲云数据科技有限公司", 成立日期="2019年06月18日", 住所="别的地方", _note="不算", 备注=""
    )
    report = measure(labelled(tmp_path), reader, all_kinds())
    assert (report.whole.wanted, report.whole.found, report.whole.right) == (3, 3, 2)
    assert report.by_field["住所"].f1 == 0
    assert report.grades[Grade.HIGH] == [2, 3]
    assert [miss for miss in report.misses if "住所：应为 别的地方" in miss]
    assert set(report.seconds) >= {"找字（检测）", "认字（识别）", "合计"}


def test_a_folder_without_labels(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        labelled(tmp_path)
    assert caught.value.code.id == "U709"


def test_the_page_and_the_json(tmp_path: Path, docforge: Callable[..., Result]) -> None:
    labels_beside(tmp_path, 名称="伊宁市天山雪莲云数据科技有限公司")
    assert "| 合计 | 1 | 1 | 1 | 1.0000 |" in docforge("bench", "reading", tmp_path, "--format", "markdown").stdout
    assert json.loads(docforge("bench", "reading", tmp_path, "--format", "json").stdout)["f1"] == 1
    docforge("bench", "reading", tmp_path, "-o", tmp_path / "figures.md")
    assert "## 把握程度" in (tmp_path / "figures.md").read_text(encoding="utf-8")
