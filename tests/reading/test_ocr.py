"""Misbehaving engines: crash, hang, garbage. None may reach the caller, and the other files are read."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from docforge.core.errors import DocforgeError
from docforge.reading.engines import openvino, rapidocr
from docforge.reading.limits import Limits
from docforge.reading.ocr import EngineSpec, GuardedEngine, OcrEngine, Picture, Quad, Reading
from docforge.reading.reader import Reader
from tests import samples
from tests.conftest import FIXTURES

BAR: Quad = ((5.0, 5.0), (50.0, 5.0), (50.0, 15.0), (5.0, 15.0))


class Engine(OcrEngine):
    def find(self, picture: Picture) -> Sequence[Quad]:
        return [BAR]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return [Reading("文字", 0.9)] * len(crops)


class Crashing(Engine):
    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        raise RuntimeError("onnx: bad tensor\nat node 7")


class Hanging(Engine):
    def find(self, picture: Picture) -> Sequence[Quad]:
        time.sleep(30)
        return []


class TooFew(Engine):
    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return []


class WrongType(Engine):
    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return ["text"] * len(crops)  # type: ignore[list-item]


class WildNumbers(Engine):
    def find(self, picture: Picture) -> Sequence[Quad]:
        nan = float("nan")
        return [BAR, ((nan, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)), ((0.0, 0.0),)]  # type: ignore[list-item]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return [Reading("文字", 7.5)] * len(crops)


def spec(engine: type[Engine]) -> EngineSpec:
    return EngineSpec("test", engine)


@pytest.mark.parametrize(("engine", "code"), [(Crashing, "R153"), (Hanging, "R152"), (TooFew, "R153"), (WrongType, "R153")])
def test_a_misbehaving_engine_is_a_finding(engine: type[Engine], code: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.picture())
    (tmp_path / "b.docx").write_bytes(samples.word(["仍然读出"]))
    reader = Reader(engine=spec(engine), limits=Limits(ocr_seconds=0.3))
    bad, good = reader.read_folder(tmp_path)
    assert [f.code for f in bad.findings] == [code]
    assert bad.pages == ()
    assert good.pages[0].lines[0].text == "仍然读出"


def test_numbers_out_of_range_are_put_right() -> None:
    (document,) = Reader(engine=spec(WildNumbers)).read_bytes(samples.picture(), "a.png")
    assert [line.confidence for line in document.pages[0].lines] == [1.0]


def test_a_hung_engine_is_replaced() -> None:
    made: list[OcrEngine] = []

    def make() -> OcrEngine:
        made.append(Hanging() if not made else Engine())
        return made[-1]

    guard = GuardedEngine(EngineSpec("test", make), 0.2)
    with pytest.raises(DocforgeError):
        guard.find(samples.pixels())
    assert list(guard.find(samples.pixels())) == [BAR]


def test_a_missing_engine_is_told_with_its_exit_status() -> None:
    def make() -> OcrEngine:
        raise ImportError("No module named 'rapidocr'")

    with pytest.raises(DocforgeError) as caught:
        GuardedEngine(EngineSpec("none", make), 1).find(samples.pixels())
    assert (caught.value.code.id, caught.value.code.exit_status) == ("R154", 4)


def test_no_picture_no_engine() -> None:
    def make() -> OcrEngine:
        raise AssertionError("loaded without need")

    reader = Reader(engine=EngineSpec("none", make))
    assert next(reader.read_bytes(samples.word(["x"]), "a.docx")).pages
    assert next(reader.read_bytes(samples.text_pdf([(50, 550, "plenty of text")]), "a.pdf")).pages


@pytest.mark.live
@pytest.mark.parametrize("make", [openvino, rapidocr])
def test_an_engine_on_one_thread_reads_the_same(make: Callable[[int | None], EngineSpec]) -> None:
    paper = FIXTURES / "papers/id-front-scan.jpg"
    assert list(Reader(engine=make(1)).read_path(paper)) == list(Reader(engine=make(None)).read_path(paper))


def test_quads_begin_at_their_top_left() -> None:
    """Engines begin where their rectangles do; what is under a seal was kept as it was for that."""
    turned = ((40.0, 30.0), (10.0, 30.0), (10.0, 20.0), (40.0, 20.0))

    class Turned(Engine):
        def find(self, picture: Picture) -> Sequence[Quad]:
            return [turned]

    (quad,) = GuardedEngine(spec(Turned), 10).find(np.zeros((50, 50, 3), np.uint8))
    assert quad == ((10.0, 20.0), (40.0, 20.0), (40.0, 30.0), (10.0, 30.0))
