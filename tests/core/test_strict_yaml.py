from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    label: str
    required: bool = False


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    items: list[Inner]


def problem(text: str, tmp_path: Path) -> str:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        strict_yaml.load(path, Outer)
    return str(caught.value)


def test_every_problem_is_told_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    said = problem("title: 一\nitems:\n  - lable: 甲\n  - label: 乙\n    requird: true\n", tmp_path)
    assert "第 3 行：不认识的键“lable”，是否想写“label”？" in said
    assert "缺少“items.0.label”" in said
    assert "第 5 行：不认识的键“requird”，是否想写“required”？" in said
    assert "x.yaml" in said


def test_duplicate_keys_are_refused(tmp_path: Path) -> None:
    assert "第 2 行" in problem("title: 一\ntitle: 二\nitems: []\n", tmp_path)


@pytest.mark.parametrize("text", ["- a\n", "title: [\n", "just text", "", "title: *x\n"])
def test_what_is_no_mapping_is_told(text: str, tmp_path: Path) -> None:
    assert "P402" in problem(text, tmp_path)


def test_words_are_not_taken_for_booleans(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: no\nitems: []\n", encoding="utf-8")
    assert strict_yaml.load(path, Outer).title == "no"
