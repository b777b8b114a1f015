"""Every invented paper gives the record that was written on it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docforge.casework.contract import plain_field
from docforge.casework.kinds import all_kinds
from docforge.core.model import Document, Record
from docforge.extraction.extract import extract
from docforge.reading.engines import rapidocr
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES

EXPECTED: dict[str, Any] = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))


def record_of(documents: list[Document], kind: str) -> Record:
    found = [record for document in documents for record in extract(document, all_kinds()).records]
    assert {record.kind for record in found} == {kind}
    return found[0]


def values(record: Record) -> dict[str, object]:
    return {key: plain_field(field)["value"] for key, field in record.fields.items()}


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_the_record_is_what_was_written(path: str, reader: Reader) -> None:
    record = record_of(list(reader.read_path(FIXTURES / path)), EXPECTED[path]["kind"])
    wanted = EXPECTED[path]["fields"]
    assert {key: values(record).get(key) for key in wanted} == wanted


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_every_value_keeps_its_evidence(path: str, reader: Reader) -> None:
    documents = list(reader.read_path(FIXTURES / path))
    sizes = {page.number: (page.width, page.height) for page in documents[0].pages}
    for field in record_of(documents, EXPECTED[path]["kind"]).fields.values():
        box = field.evidence.box
        assert box is not None
        width, height = sizes[field.evidence.page]
        assert -2 <= box.left < box.right <= width + 2
        assert -2 <= box.top < box.bottom <= height + 2
        assert field.raw
        assert field.evidence.source == path.rpartition("/")[2]


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
def test_the_real_engine_reads_the_same(path: str) -> None:
    live = Reader(engine=rapidocr())
    record = record_of(list(live.read_path(FIXTURES / path)), EXPECTED[path]["kind"])
    wanted = EXPECTED[path]["fields"]
    assert {key: values(record).get(key) for key in wanted} == wanted
    assert live.pictures_read == 1


@pytest.mark.live
def test_nothing_is_reported_to_the_maker_of_the_engine(tmp_path: Path) -> None:
    """onnxruntime keeps a device id and a queue of events under the home folder where it reports its use."""
    paper = FIXTURES / "papers/certificate-scan.jpg"
    code = f"import docforge; print(len(docforge.extract({str(paper)!r}, cache=False).records))"
    home = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=home)
    assert done.stdout.strip() == "1"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
