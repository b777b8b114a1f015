"""Orientation, levelling and columns, with an engine that knows where it put its words."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from docforge.core.model import Box, Page
from docforge.reading import page as pages
from docforge.reading import raster
from docforge.reading.levelling import slope_of
from docforge.reading.limits import DEFAULT_LIMITS
from docforge.reading.ocr import EngineSpec, GuardedEngine, OcrEngine, Picture, Quad, Reading
from tests import samples

WORDS = {(60, 40, 340, 60): "第一行文字内容", (60, 100, 340, 120): "第二行文字内容", (60, 160, 200, 180): "第三行"}
SIZE = (600, 800)


class DrawnEngine(OcrEngine):
    """Finds dark bars; reads a bar by its grey value, surely only when the bright mark stands at its left end."""

    def __init__(self) -> None:
        self.reads = 0

    def find(self, picture: Picture) -> Sequence[Quad]:
        import cv2

        _, labels, stats, _ = cv2.connectedComponentsWithStats((picture.max(axis=2) < 130).astype(np.uint8))
        quads = []
        for i in range(1, len(stats)):
            ys, xs = np.nonzero(labels == i)
            if len(xs) < 200:
                continue
            box = cv2.boxPoints(cv2.minAreaRect(np.column_stack([xs, ys]).astype(np.float32)))
            quads.append(tuple((float(x), float(y)) for x, y in box))
        return quads  # type: ignore[return-value]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        self.reads += len(crops)
        return [self._one(crop) for crop in crops]

    def _one(self, crop: Picture) -> Reading:
        values = crop[crop.shape[0] // 2, :, 0].astype(int)
        left, right = values[: len(values) // 4], values[-len(values) // 4 :]
        upright = (np.abs(left - 100) < 15).sum() > (np.abs(right - 100) < 15).sum()
        grey = int(np.median(values))
        text = {10: "第一行文字内容", 30: "第二行文字内容", 50: "第三行"}.get(min((10, 30, 50), key=lambda g: abs(g - grey)), "?")
        return Reading(text if upright else text[::-1], 0.98 if upright else 0.4)


def drawn() -> Picture:
    picture = np.full((SIZE[1], SIZE[0], 3), 255, dtype=np.uint8)
    for (left, top, right, bottom), grey in zip(WORDS, (10, 30, 50), strict=True):
        picture[top:bottom, left:right] = grey
        picture[top:bottom, left : left + (right - left) // 5] = 100
    return picture


def guarded(engine: OcrEngine) -> OcrEngine:
    return GuardedEngine(EngineSpec("drawn", lambda: engine), 10)


def lines_of(picture: Picture) -> tuple[list[str], Page]:
    page = pages.recognise(picture, guarded(DrawnEngine()))
    return [line.text for line in page.lines], page


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_quarter_turn_gives_the_same_lines_and_boxes(turn: int) -> None:
    texts, page = lines_of(raster.turned(drawn(), -turn % 360))
    assert texts == list(WORDS.values())
    assert page.turn == turn
    assert (page.width, page.height) == pytest.approx(SIZE, abs=1)
    for line, (left, top, right, bottom) in zip(page.lines, WORDS, strict=True):
        assert (line.box.left, line.box.top, line.box.right, line.box.bottom) == pytest.approx((left, top, right, bottom), abs=4)


@pytest.mark.parametrize("degrees", [-8.0, -3.0, 4.0, 10.0])
def test_skewed_pages_are_levelled(degrees: float) -> None:
    texts, page = lines_of(raster.levelled(drawn(), degrees))
    assert texts == list(WORDS.values())
    assert abs(page.skew) == pytest.approx(abs(degrees), abs=0.6)
    assert all(line.box.height < 30 for line in page.lines)


def test_an_upright_page_reads_each_line_once() -> None:
    engine = DrawnEngine()
    pages.recognise(drawn(), guarded(engine))
    assert engine.reads == len(WORDS)


def test_exif_turns_count_from_bytes_too() -> None:
    (straight,) = raster.decode(samples.picture(60, 40, "JPEG"), DEFAULT_LIMITS)
    (turned,) = raster.decode(samples.picture(60, 40, "JPEG", exif_turn=6), DEFAULT_LIMITS)
    assert straight.shape[:2] == (40, 60)
    assert turned.shape[:2] == (60, 40)


def test_a_column_of_characters_becomes_single_lines() -> None:
    box = Box(10, 0, 30, 90)
    made = pages._lines(box, Reading("名类住", 0.99), 1)
    assert [line.text for line in made] == ["名", "类", "住"]
    assert [line.box.top for line in made] == [0, 30, 60]


def test_slope_is_the_median_of_long_lines() -> None:
    level = ((0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (0.0, 10.0))
    rise = 100 * math.tan(math.radians(2))
    tilted = ((0.0, 0.0), (100.0, rise), (100.0, rise + 10), (0.0, 10.0))
    assert slope_of([tilted, tilted, level], 200, 200).skew == pytest.approx(2, abs=0.01)
    assert slope_of([], 200, 200).skew == 0
