"""Seals are found by their shape and colour, and unrolled to be read."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from docforge.core.model import Box
from docforge.reading import raster, seals, under_seals
from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading
from fixtures.make import Sheet


class Engine(OcrEngine):
    """Reads what it is told and keeps what it was shown."""

    def __init__(self, text: str = "伊宁市示例机关", confidence: float = 0.95, quads: tuple[Quad, ...] = ()) -> None:
        self.reading, self.quads = Reading(text, confidence), quads
        self.shown: list[Picture] = []

    def find(self, picture: Picture) -> list[Quad]:
        return list(self.quads)

    def read(self, crops: Sequence[Picture], glance: bool = False) -> list[Reading]:
        self.shown += crops
        return [self.reading] * len(crops)


def paper() -> Picture:
    sheet = Sheet(1000, 1400)
    sheet.seal(700, 1000, 120)
    return sheet.pixels()


def test_a_seal_is_found_where_it_is() -> None:
    (found,) = seals.seals_on(paper(), Engine())
    assert (found.box.left, found.box.top, found.box.right, found.box.bottom) == pytest.approx((580, 880, 820, 1120), abs=6)
    assert found.text == "伊宁市示例机关"


def test_the_rim_is_unrolled_into_one_line() -> None:
    engine = Engine()
    seals.seals_on(paper(), engine)
    height, width = engine.shown[0].shape[:2]
    assert height == 64
    assert width > 6 * height


@pytest.mark.parametrize(("text", "confidence"), [("伊宁市示例机关", 0.4), ("0O1", 0.99)])
def test_text_that_was_not_legible_is_left_out(text: str, confidence: float) -> None:
    (found,) = seals.seals_on(paper(), Engine(text, confidence))
    assert found.text == ""


def test_the_emblem_and_red_letters_are_no_seals() -> None:
    sheet = Sheet(1000, 1400)
    sheet.draw.ellipse((430, 90, 570, 230), fill=(200, 30, 30))
    sheet.text(500, 400, "中华人民共和国", 60, (200, 30, 30), bold=True, anchor="mm")
    assert seals.seals_on(sheet.pixels(), Engine()) == []


def test_a_page_without_red_costs_no_reading() -> None:
    engine = Engine()
    assert seals.seals_on(np.full((600, 400, 3), 255, np.uint8), engine) == []
    assert engine.shown == []


def test_a_line_under_a_seal_is_replaced_by_what_is_found_without_the_red() -> None:
    below: Quad = ((560, 990), (900, 990), (900, 1015), (560, 1015))
    apart: Quad = ((100, 200), (400, 200), (400, 225), (100, 225))
    band_top = round(880 - 0.25 * 240)
    engine = Engine(
        "2025年8月22日", quads=(((560, 990 - band_top), (900, 990 - band_top), (900, 1015 - band_top), (560, 1015 - band_top)),)
    )
    dropped, fresh = under_seals.read_under_seals(paper(), [below, apart], [Box(580, 880, 820, 1120)], engine)
    assert dropped == [0]
    assert [(quad, reading.text) for quad, reading in fresh] == [(below, "2025年8月22日")]


def test_a_red_title_beside_nothing_new_stays() -> None:
    title: Quad = ((560, 990), (900, 990), (900, 1015), (560, 1015))
    assert under_seals.read_under_seals(paper(), [title], [Box(580, 880, 820, 1120)], Engine())[0] == []


def test_without_red_leaves_black_black() -> None:
    picture = paper()
    cv2.putText(picture, "BLACK", (600, 1010), cv2.FONT_HERSHEY_SIMPLEX, 2, (20, 20, 20), 5)
    clear = raster.without_red(picture)
    assert clear.min() < 60
    assert (clear[880:955, 580:820] < 150).mean() < 0.02
