"""The summary of a case: who it is for, and marks without a personal number in clear."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from docforge.casework.batch.across import across
from docforge.casework.batch.summary import CaseSummary, TraceKind
from docforge.casework.batch.traces import summarise
from docforge.casework.opening import Request, open_case
from docforge.checking.check import check
from docforge.core.masks import masked
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from tests import samples
from tests.conftest import FIXTURES

ON = date(2025, 11, 20)
APPLICANTS = FIXTURES / "applicants"
TEXT = (
    "本项目面向伊犁河谷的特色林果业，研究基于视觉的分级和溯源，建设数据平台，"
    "形成三项专利，带动就业四十人，并在三个乡镇开展示范应用与推广，两年内完成验收。"
)


def summary(folder: Path, reader: Reader, category: str = "高新技术企业", name: str = "") -> CaseSummary:
    case, papers = open_case(folder, Request(load_policy("yining"), category, ON), reader)
    return summarise(name or folder.name, case, papers, check(case), out="a", place=str(folder), row={"类别": category})


def test_the_summary_of_a_case(reader: Reader) -> None:
    own = summary(APPLICANTS / "complete", reader)
    assert own.verdict is not None
    assert own.verdict.applicant == "伊宁市天山雪莲云数据科技有限公司"
    assert (own.uscc, own.category_name, own.event) == ("91654002MAE48UGB3K", "高新技术企业", "首次认定")
    assert own.department == "伊宁市科学技术局"
    assert (own.contact.person, own.contact.phone) == ("李思雨", "0999-8000001")
    assert own.row == (("类别", "高新技术企业"),)
    assert not own.personal
    kinds = [trace.kind for trace in own.traces]
    assert kinds.count(TraceKind.FILE) == 2
    assert kinds.count(TraceKind.TEXT) == 32
    assert kinds.count(TraceKind.PHONE) == 2
    (number,) = [t for t in own.traces if t.kind is TraceKind.CERTIFICATE]
    assert (number.shown, number.holder) == ("GR202565000127", "伊宁市天山雪莲云数据科技有限公司")


def test_an_application_handed_in_twice_is_told_by_every_mark(reader: Reader) -> None:
    one, two = (summary(APPLICANTS / "complete", reader, name=name) for name in ("甲", "乙"))
    assert {s.finding.code for s in across([one, two])} == {"X901", "X910"}
    other = replace(two, uscc="", traces=tuple(t for t in two.traces if t.kind is not TraceKind.USCC))
    assert {s.finding.code for s in across([one, other])} >= {"X905", "X906", "X910"}


def test_the_invented_applicants_share_nothing(reader: Reader) -> None:
    cases = [summary(APPLICANTS / name, reader) for name in ("complete", "missing", "contradictory")]
    found = [s.finding for s in across(cases)]
    assert [f.message for f in found if f.code not in ("X910", "X911")] == []


@pytest.fixture
def talents(tmp_path: Path) -> Sequence[Path]:
    folders = []
    for name in ("张伟", "李娜"):
        folder = tmp_path / name
        folder.mkdir()
        typed = {"姓名": name, "证件类型": "居民身份证", "证件号": "11010519491231002X", "拟实施项目情况": TEXT}
        (folder / "填报数据.json").write_text(json.dumps(typed, ensure_ascii=False), encoding="utf-8")
        (folder / "说明.docx").write_bytes(samples.word([f"说明 {name}"]))
        folders.append(folder)
    return folders


def test_numbers_of_persons_are_not_kept_in_clear(talents: Sequence[Path], reader: Reader) -> None:
    cases = [summary(folder, reader, "科技创新人才") for folder in talents]
    assert all(case.personal for case in cases)
    plain = json.dumps([asdict(case)["traces"] for case in cases], ensure_ascii=False)
    assert "11010519491231002X" not in plain
    assert "110***********002X" in plain
    found = {s.finding.code: s.finding for s in across(cases)}
    assert set(found) == {"X909", "X910"}
    assert "张伟（张伟/" in found["X909"].message
    assert not any("11010519491231002X" in f.message for f in found.values())


def test_a_mask_never_shows_a_short_number() -> None:
    assert masked("13999990001") == "139****0001"
    assert masked("8000001") == "*******"
