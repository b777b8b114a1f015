"""The pages of every annex and notice as pictures: a line, a rule, a seal line or a cell that moves is seen.

The goldens are small grey pictures in ``tests/goldens/pages``; ``--update-goldens`` writes them.
"""

from collections.abc import Iterator

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from docforge.core.office import soffice
from docforge.rendering.office import Pdf, to_pdfs
from tests.casework.papers import NAMES, papers
from tests.conftest import ROOT

GOLDENS = ROOT / "tests" / "goldens" / "pages"
SCALE, GREYS = 50 / 72, 16
"""Half a millimetre a pixel; so many greys."""
FAINT, MOST = 72, 60
"""A pixel differs where it is so much darker or lighter than every neighbour of it; so many may, less than a rule 3 cm long."""
Picture = NDArray[np.int16]

pytestmark = [pytest.mark.office, pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")]


def pictures(pdf: bytes) -> Iterator[Image.Image]:
    for page in pypdfium2.PdfDocument(pdf):
        grey = page.render(scale=SCALE, grayscale=True).to_pil()
        yield grey.quantize(GREYS, dither=Image.Dither.NONE)


def pixels(picture: Image.Image) -> Picture:
    return np.asarray(picture.convert("L"), dtype=np.int16)


def differing(one: Picture, other: Picture) -> int:
    """How many pixels of either have nothing like them in the other at their place or one pixel beside it."""
    return sum(
        int(((low - a > FAINT) | (a - high > FAINT)).sum()) for a, b in ((one, other), (other, one)) for low, high in [_around(b)]
    )


def _around(picture: Picture) -> tuple[Picture, Picture]:
    """The darkest and the lightest of each pixel and its eight neighbours."""
    wide = np.pad(picture, 1, mode="edge")
    height, width = picture.shape
    near = np.stack([wide[y : y + height, x : x + width] for y in range(3) for x in range(3)])
    return near.min(axis=0), near.max(axis=0)


@pytest.fixture(scope="module")
def pages() -> dict[str, list[Image.Image]]:
    """The pictures of each paper, all PDFs made in one go."""
    documents = list(papers())
    made = to_pdfs(documents)
    return {name: list(pictures(pdf.content)) for (name, _), pdf in zip(documents, made, strict=True) if isinstance(pdf, Pdf)}


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_are_the_goldens(name: str, pages: dict[str, list[Image.Image]], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-goldens"):
        written(name, pages[name])
    kept = sorted(GOLDENS.glob(f"{name}-[0-9].png"))
    assert len(pages[name]) == len(kept)
    for path, picture in zip(kept, pages[name], strict=True):
        expected, found = pixels(Image.open(path)), pixels(picture)
        assert found.shape == expected.shape
        assert differing(expected, found) <= MOST, f"{path.name}: look at it, then --update-goldens"


def written(name: str, drawn: list[Image.Image]) -> None:
    GOLDENS.mkdir(exist_ok=True)
    for old in GOLDENS.glob(f"{name}-[0-9].png"):
        old.unlink()
    for number, picture in enumerate(drawn, start=1):
        picture.save(GOLDENS / f"{name}-{number}.png", optimize=True)


def test_the_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in GOLDENS.glob("*.png")) < 1_500_000


@pytest.fixture
def form() -> Picture:
    """The first page of annex 3."""
    return pixels(Image.open(GOLDENS / "annex3-1.png"))


def rules(page: Picture) -> list[int]:
    """The rows of pixels in which a rule runs over half the page."""
    return [int(row) for row in np.flatnonzero((page < 160).mean(axis=1) > 0.5)]


def test_a_rule_that_is_gone_is_seen(form: Picture) -> None:
    changed = form.copy()
    changed[rules(form)[1]] = 255
    assert differing(form, changed) > MOST


def test_a_table_that_moves_by_two_millimetres_is_seen(form: Picture) -> None:
    top = rules(form)[0] - 2
    changed = np.concatenate([form[:top], np.full((4, form.shape[1]), 255, np.int16), form[top:-4]])
    assert differing(form, changed) > MOST


def test_a_seal_line_that_is_gone_is_seen(form: Picture) -> None:
    top = rules(form)[0]
    changed = form.copy()
    changed[top - 20 : top - 2] = 255
    assert differing(form, changed) > MOST


@pytest.mark.parametrize("shift", [(0, 1), (1, 0)])
def test_half_a_millimetre_and_a_shade_are_let_pass(form: Picture, shift: tuple[int, int]) -> None:
    assert differing(form, np.roll(form, shift, axis=(0, 1))) == 0
    assert differing(form, np.clip(form + 40, 0, 255)) == 0
