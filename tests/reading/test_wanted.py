"""Which lines are read with care: those where what is wanted stands."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from docforge.core.model import Box, Line, Page, Via
from docforge.reading.cache import PageCache
from docforge.reading.ocr import EngineSpec, OcrEngine, Picture, Quad, Reading
from docforge.reading.reader import Reader
from docforge.reading.wanted import Wanted, is_read_enough, worth_care
from tests import samples

PART = Box(100, 100, 300, 200)
NOTE = "请于每年一月一日至六月三十日报送年度报告"


def box(top: float) -> Box:
    return Box(100, top, 300, top + 20)


def test_where_no_part_is_wanted_more_than_another_all_is_read() -> None:
    glances = {0: Reading(NOTE, 0.9), 1: Reading(NOTE, 0.4)}
    assert worth_care(glances, [box(0), box(900)], []) == [0, 1]


@pytest.mark.parametrize(
    ("text", "confidence", "top", "is_worth"),
    [
        (NOTE, 0.9, 150, True),
        (NOTE, 0.9, 215, True),
        (NOTE, 0.9, 300, False),
        (NOTE, 0.4, 300, False),
        ("与原件一致", 0.9, 300, True),
    ],
    ids=["inside", "next to it", "far off", "far off and illegible", "short"],
)
def test_a_line_is_worth_care_where_something_wanted_may_stand(text: str, confidence: float, top: float, is_worth: bool) -> None:
    assert worth_care({0: Reading(text, confidence)}, [box(top)], [PART]) == ([0] if is_worth else [])


def test_what_a_glance_could_not_read_among_the_wanted_parts_is_worth_care() -> None:
    parts = [PART, Box(100, 500, 300, 600)]
    assert worth_care({0: Reading(NOTE, 0.4), 1: Reading(NOTE, 0.9)}, [box(350), box(350)], parts) == [0]


@pytest.mark.parametrize(
    ("glanced", "parts", "is_enough"),
    [(False, [], True), (True, [], False), (True, [box(140)], False), (True, [box(400)], True)],
)
def test_a_page_is_read_enough_when_no_line_worth_care_was_only_glanced_at(
    glanced: bool, parts: Sequence[Box], is_enough: bool
) -> None:
    page = Page(1, 1000, 1000, (Line(NOTE, box(150), 1, 0.9, Via.OCR, glanced),))
    assert is_read_enough(page, lambda _: parts) == is_enough


def test_without_anyone_who_tells_what_is_wanted_a_glance_is_not_enough() -> None:
    assert not is_read_enough(Page(1, 1000, 1000, (Line(NOTE, box(150), 1, 0.9, Via.OCR, True),)), None)


class Engine(OcrEngine):
    """Finds one line, is in doubt of it at a glance and not with care."""

    def find(self, picture: Picture) -> Sequence[Quad]:
        return [((5.0, 5.0), (280.0, 5.0), (280.0, 20.0), (5.0, 20.0))]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return [Reading(NOTE, 0.92, doubt=NOTE)] * len(crops)

    def read_again(self, crops: Sequence[Picture], glances: Sequence[Reading]) -> Sequence[Reading]:
        return [Reading(f"{NOTE}。", 0.99)] * len(crops)


def test_a_page_kept_from_a_glance_is_read_again_for_who_wants_more(tmp_path: Path) -> None:
    cache, content = PageCache(tmp_path / "pages"), samples.picture(300, 400)

    def text(wanted: Wanted | None) -> str:
        own = Reader(cache=cache, engine=EngineSpec("test", Engine), wanted=wanted)
        (document,) = own.read_bytes(content, "a.png")
        return document.pages[0].lines[0].text

    assert text(lambda _: [Box(0, 300, 300, 400)]) == NOTE
    assert text(lambda _: [Box(0, 0, 300, 20)]) == f"{NOTE}。"
    assert text(lambda _: [Box(0, 300, 300, 400)]) == f"{NOTE}。"
