"""Every invented paper gives the record that was written on it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforge.casework.bench import labelled, measure
from docforge.casework.contract import plain_field
from docforge.casework.gather import Papers, gather
from docforge.casework.kinds import all_kinds
from docforge.core.model import Record
from docforge.extraction.extract import extract
from docforge.reading.engines import openvino, rapidocr
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES

EXPECTED: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))


LEAST_F1 = {"文字": 0.995, "扫描": 0.985, "照片": 0.95}


def papers_of(path: str, reader: Reader) -> Papers:
    return gather(reader.read_path(FIXTURES / path), all_kinds(), look_again=reader.look_again)


def record_of(path: str, reader: Reader) -> Record:
    return next(record for record in papers_of(path, reader).records if record.kind == EXPECTED[path]["kind"])


def values(record: Record) -> dict[str, object]:
    plain: dict[str, object] = json.loads(json.dumps({key: plain_field(field)["value"] for key, field in record.fields.items()}))
    return plain


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_every_paper_is_taken_for_what_it_is(path: str, reader: Reader) -> None:
    found = papers_of(path, reader)
    assert sorted(record.kind for record in found.records) == sorted([EXPECTED[path]["kind"], *EXPECTED[path]["others"]])
    assert found.unrecognised == ()


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_nothing_wrong_is_graded_high(path: str, reader: Reader) -> None:
    record, wanted = record_of(path, reader), EXPECTED[path]["fields"]
    high = {key: value for key, value in values(record).items() if record.fields[key].grade == "high" and key in wanted}
    assert high == {key: wanted[key] for key in high}


@pytest.mark.parametrize("source", LEAST_F1)
def test_nearly_everything_is_read(source: str, reader: Reader) -> None:
    report = measure([paper for paper in labelled(FIXTURES) if paper.source == source], reader, all_kinds())
    assert report.papers > 20
    assert report.whole.f1 >= LEAST_F1[source], report.misses
    assert report.wrong_kinds == []


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_every_value_keeps_its_evidence(path: str, reader: Reader) -> None:
    sizes = {
        (document.source.label, page.number): (page.width, page.height)
        for document in reader.read_path(FIXTURES / path)
        for page in document.pages
    }
    for field in record_of(path, reader).fields.values():
        width, height = sizes[field.evidence.source, field.evidence.page]
        box = field.evidence.box
        assert field.raw
        if box is None:  # derived from the whole page
            continue
        assert -2 <= box.left < box.right <= width + 2
        assert -2 <= box.top < box.bottom <= height + 2


def test_look_alikes_are_named(reader: Reader) -> None:
    (document,) = reader.read_path(FIXTURES / "applicants/missing/证书.jpg")
    found = extract(document, all_kinds())
    assert found.records == ()
    (unknown,) = found.unrecognised
    assert unknown.finding.code == "E202"
    assert "高新技术产品证书" in unknown.finding.message
    assert ("产品名称", "喀拉峻蜂胶提取物") in unknown.pairs


@pytest.mark.live
@pytest.mark.parametrize(
    "path",
    [
        "papers/licence-landscape-photo.jpg",
        "papers/licence-portrait-turned.jpg",
        "papers/licence-portrait-upside-down.jpg",
        "papers/certificate-photo.jpg",
    ],
)
@pytest.mark.parametrize("engine", [openvino, rapidocr])
def test_the_real_engines_read_the_same(path: str, engine: Callable[[], EngineSpec]) -> None:
    live = Reader(engine=engine())
    wanted = EXPECTED[path]["fields"]
    read = values(record_of(path, live))
    assert {key: read.get(key) for key in wanted} == wanted
    assert live.pictures_read == 1


@pytest.mark.live
@pytest.mark.parametrize("degrees", [90, 180, 270, 10, -10])
def test_a_turned_or_skewed_scan_gives_the_same_record(degrees: int, tmp_path: Path) -> None:
    upright = cv2.imread(str(FIXTURES / "papers/institution-scan.jpg"))
    assert upright is not None
    height, width = upright.shape[:2]
    if degrees % 90:
        wide = cv2.copyMakeBorder(upright, 160, 160, 160, 160, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        matrix = cv2.getRotationMatrix2D((width / 2 + 160, height / 2 + 160), degrees, 1)
        turned = cv2.warpAffine(wide, matrix, (width + 320, height + 320), borderValue=(255, 255, 255))
    else:
        turned = np.ascontiguousarray(np.rot90(upright, degrees // 90))
    cv2.imwrite(str(tmp_path / "turned.png"), turned)
    (record,) = gather(Reader().read_path(tmp_path / "turned.png"), all_kinds()).records
    wanted = EXPECTED["papers/institution-scan.jpg"]["fields"]
    assert {key: values(record).get(key) for key in wanted} == wanted


@pytest.mark.live
def test_nothing_is_reported_to_the_maker_of_the_engine(tmp_path: Path) -> None:
    """Makers keep ids and queues of events under the home folder where they report the use of their engines."""
    paper = FIXTURES / "papers/certificate-scan.jpg"
    code = f"import docforge; print(len(docforge.extract({str(paper)!r}, cache=False).records))"
    home = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=home)
    assert done.stdout.strip() == "1"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
