"""Which part of a line is read again, and how it is put back."""

import numpy as np
import pytest

from docforge.reading.ppocr import PpOcrEngine, _Decoder, _Read

CHARACTERS = ["", "努", "尔", "兰", "·", " "]
STEPS = [("努", "", 0.0), ("尔", "", 0.0), ("", "", 0.0), ("兰", "", 0.0)]
"""The likeliest character of each step, the next likeliest, and how likely that is."""


def read(text: str, weak: str = "", likely: float = 0.5) -> _Read:
    """A line whose characters stand at even distances; those in ``weak`` are less likely."""
    along = [(i + 0.5) / len(text) for i in range(len(text))]
    return _Read(text, [likely if character in weak else 0.99 for character in text], along)


def test_a_sure_line_is_not_read_again() -> None:
    assert read("经相关部门批准后方可开展经营活动").doubtful == []


def test_one_doubtful_character_is_read_again_with_its_neighbours() -> None:
    assert read("经相关部门批准后方可开展经营活动", "后").doubtful == [(5, 10)]


def test_doubtful_characters_near_each_other_are_one_span_and_far_ones_two() -> None:
    line = "经相关部门批准后方可开展经营活动一般项目软件开发"
    assert read(line, "后可").doubtful == [(5, 12)]
    assert read(line, "相件").doubtful == [(0, 4), (19, 24)]


def test_a_line_of_which_most_is_doubtful_is_read_as_a_whole() -> None:
    assert read("王征", "征").doubtful == [(0, 2)]


def test_digits_must_be_surer_and_are_never_read_in_part() -> None:
    assert read("成立日期2013年8月1日", "8", likely=0.92).doubtful == [(0, 13)]
    assert read("经营期限届满之日起生效", "届", likely=0.92).doubtful == []


@pytest.mark.parametrize(("name", "span"), [("努尔兰-叶尔肯", [(1, 6)]), ("努尔兰和叶尔肯", [])])
def test_a_thin_character_between_names_must_be_surest(name: str, span: list[tuple[int, int]]) -> None:
    assert read(f"周明远，李思雨，{name}", "-和", likely=0.95).doubtful == [(8 + a, 8 + b) for a, b in span]


def test_what_is_no_text_is_not_read_again() -> None:
    assert read("盛产品", "盛产品", likely=0.3).doubtful == []


@pytest.mark.parametrize(
    ("second", "likely", "missed"),
    [("·", 0.2, [2]), ("·", 0.05, []), ("尔", 0.4, []), ("兰", 0.4, []), (" ", 0.4, [])],
)
def test_a_blank_that_was_nearly_a_character_of_its_own_is_looked_at_again(second: str, likely: float, missed: list[int]) -> None:
    steps = [*STEPS[:2], ("", second, likely), STEPS[3]]
    best = np.array([[CHARACTERS.index(first), CHARACTERS.index(other)] for first, other, _ in steps], dtype=np.int32)
    likelihood = np.array([[1 - share, share] for _, _, share in steps], dtype=np.float32)
    line = _Decoder(CHARACTERS)._decoded(best, likelihood, 1.0)
    assert (line.text, list(line.missed)) == ("努尔兰", missed)
    assert bool(line.doubtful) == bool(missed)


def test_a_span_is_put_back_in_its_place() -> None:
    line = read("经相关部门批准后方可开展经营活动", "后")
    left, right = line.edges(5, 10)
    assert (left, right) == (5 / 16, 10 / 16)
    whole = line.spliced(5, 10, read("批准之后方可"))
    assert whole.text == "经相关部门" + "批准之后方可" + "开展经营活动"
    assert list(whole.along) == sorted(whole.along)
    assert line.edges(0, 16) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("second", "meets"), [("部门批淮后方", True), ("部门批淮后方)", False), ("门批淮后方", False), ("部 门批淮后方", True)]
)
def test_a_piece_must_begin_and_end_with_what_it_was_cut_at(second: str, meets: bool) -> None:
    assert read("经相关部门批准后方可开展").meets(3, 9, read(second)) == meets


def test_a_sure_line_leaves_nothing_to_read_again() -> None:
    assert read("经相关部门批准").reading().doubt is None
    assert read("经相关部门批准", "批").reading().doubt is not None


@pytest.mark.live
def test_an_engine_that_shares_the_machine_holds_no_core() -> None:
    """Several of one thread each, in processes of their own, would all be held to the same one."""
    engine = PpOcrEngine(threads=1)
    with engine._detector._requests.one() as request:
        requests = [request]
    for recogniser in (engine._quick, engine._careful):
        with recogniser._queues.one() as queue:
            requests.append(queue[0])
    models = [request.get_compiled_model() for request in requests]
    assert [model.get_property("ENABLE_CPU_PINNING") for model in models] == [False] * 3
