"""Ratios side by side. ``make bench``; never run as tests."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docforge.casework.kinds import all_kinds
from docforge.extraction.extract import extract
from docforge.reading import page, raster
from docforge.reading.engines import rapidocr
from docforge.reading.limits import DEFAULT_LIMITS
from docforge.reading.ocr import OcrEngine, Picture
from docforge.reading.reader import Reader
from tests.conftest import FIXTURES

PHOTO = FIXTURES / "papers/licence-landscape-photo.jpg"


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return rapidocr().make()


@pytest.fixture(scope="module")
def picture() -> Picture:
    (decoded,) = raster.decode(PHOTO.read_bytes(), DEFAULT_LIMITS)
    return decoded


@pytest.mark.benchmark(group="one picture")
def test_the_engine_alone(benchmark: Any, engine: OcrEngine, picture: Picture) -> None:
    def alone() -> None:
        quads = engine.find(picture)
        engine.read([raster.crop(picture, quad) for quad in quads])

    benchmark.pedantic(alone, rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="one picture")
def test_the_whole_pipeline(benchmark: Any, engine: OcrEngine) -> None:
    reader = Reader(engine=rapidocr())
    content, kinds = PHOTO.read_bytes(), all_kinds()
    benchmark.pedantic(lambda: [extract(d, kinds) for d in reader.read_bytes(content, "a.jpg")], rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="extraction")
def test_extraction_of_a_page_already_read(benchmark: Any, engine: OcrEngine, picture: Picture) -> None:
    (document,) = Reader(engine=rapidocr()).read_bytes(PHOTO.read_bytes(), "a.jpg")
    assert page.recognise(picture, engine).lines
    kinds = all_kinds()
    benchmark(lambda: extract(document, kinds))


@pytest.mark.benchmark(group="start-up")
@pytest.mark.parametrize(
    "command",
    [
        "import click",
        "import docforge",
        "import sys; sys.argv = ['docforge', '--help']; from docforge.faces.cli import main; main()",
    ],
)
def test_start_up(benchmark: Any, command: str, tmp_path: Path) -> None:
    benchmark.pedantic(
        lambda: subprocess.run([sys.executable, "-c", command], capture_output=True, check=False), rounds=20, warmup_rounds=2
    )
