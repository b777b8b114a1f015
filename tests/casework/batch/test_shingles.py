"""Near-duplicate texts: found from 0.8 on, not below 0.4, measured over many pairs of invented texts."""

import random

from docforge.casework.batch.resemblance import BANDS, LEAST, similarity
from docforge.casework.batch.shingles import bands

CHARACTERS = [chr(0x4E00 + n) for n in range(800)]


def shingles(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


def jaccard(one: str, other: str) -> float:
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def pair(likeness: float, dice: random.Random) -> tuple[str, str]:
    """Two texts of some 400 characters, a run of the second rewritten until they are no more alike than ``likeness``."""
    own = "".join(dice.choices(CHARACTERS, k=dice.randint(300, 500)))
    low, high = 0, len(own)
    while low < high:
        middle = (low + high) // 2
        other = own[:middle] + "".join(dice.choices(CHARACTERS, k=len(own) - middle))
        low, high = (low, middle) if jaccard(own, other) >= likeness else (middle + 1, high)
    return own, own[:low] + "".join(dice.choices(CHARACTERS, k=len(own) - low))


def share_told(likeness: float, count: int) -> float:
    dice = random.Random(int(likeness * 100))  # noqa: S311
    hits = 0
    for _ in range(count):
        one, other = (set(bands(text)) for text in pair(likeness, dice))
        hits += len(one & other) >= LEAST
    return hits / count


def test_texts_of_four_fifths_are_found_and_those_of_two_fifths_are_not() -> None:
    assert share_told(0.8, 400) > 0.95
    assert share_told(0.4, 400) == 0


def test_punctuation_width_and_space_do_not_count_and_short_texts_say_nothing() -> None:
    own = "".join(random.Random(1).choices(CHARACTERS, k=200))  # noqa: S311
    assert list(bands(own)) == list(bands("，".join(own[i : i + 10] for i in range(0, 200, 10)) + " \n"))
    assert len(list(bands(own))) == BANDS
    assert list(bands("详见附件" * 10)) == []


def test_the_bands_are_the_same_on_every_machine() -> None:
    own = "".join(random.Random(2).choices(CHARACTERS, k=100))  # noqa: S311
    assert next(bands(own)) == "00:3512ff75fb62f832"


def test_the_estimate_rises_with_the_bands() -> None:
    assert similarity(BANDS) == 1
    assert 0.65 < similarity(LEAST) < 0.75
