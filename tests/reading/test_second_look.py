"""A code that detection missed is read from strips, and the check digits decide."""

from collections.abc import Sequence

import numpy as np
import pytest

from docforge.core.model import Box
from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading
from docforge.reading.second_look import code_in
from fixtures.make import registration_number, uscc

CODE, NUMBER = uscc("second-look"), registration_number("second-look")
PAGE = np.full((400, 800, 3), 255, np.uint8)
BAND = Box(0, 100, 800, 180)


class Engine(OcrEngine):
    """Gives the texts in turn."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.count = 0

    def find(self, picture: Picture) -> list[Quad]:
        raise AssertionError("detection has been tried before")

    def read(self, crops: Sequence[Picture], glance: bool = False) -> list[Reading]:
        found = [Reading(self.texts[(self.count + i) % len(self.texts)], 0.9) for i in range(len(crops))]
        self.count += len(crops)
        return found


def look(*texts: str) -> str | None:
    line = code_in(PAGE, BAND, 24, Engine(*texts), 1)
    return line.text if line else None


def test_two_strips_that_agree_give_the_code() -> None:
    assert look("副本", f"信用代码{CODE}", "乱", CODE) == CODE


def test_the_label_of_a_registration_number_is_kept_with_it() -> None:
    assert look(NUMBER, f"注册号{NUMBER}", "x") == f"注册号{NUMBER}"


def test_strips_that_disagree_give_nothing() -> None:
    assert look(CODE, uscc("another"), "x") is None


def test_what_only_a_repair_would_make_valid_does_not_count() -> None:
    wrong = CODE[:5] + ("1" if CODE[5] == "7" else "7") + CODE[6:]
    assert look(wrong, "x") != CODE


def test_a_code_with_its_last_character_in_dispute_shows_so() -> None:
    ends = [c for c in "0A1" if c != CODE[17]][:2]
    assert look(CODE[:17] + ends[0], CODE[:17] + ends[1]) == f"{CODE[:17]}?"


@pytest.mark.parametrize("texts", [("",), ("营业执照", "副本"), ("123456",)])
def test_nothing_there(texts: tuple[str, ...]) -> None:
    assert look(*texts) is None
