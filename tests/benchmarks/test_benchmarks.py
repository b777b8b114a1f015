"""Ratios side by side. ``make bench``; never run as tests."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest

from docforge.casework.kinds import all_kinds
from docforge.core.office import convert
from docforge.extraction.extract import extract
from docforge.reading import page, raster
from docforge.reading.engines import openvino, rapidocr
from docforge.reading.limits import DEFAULT_LIMITS
from docforge.reading.ocr import EngineSpec, OcrEngine, Picture
from docforge.reading.reader import Reader
from tests.benchmarks import deciding
from tests.benchmarks.yining_cases import VECTORS, by_hand, random_cases
from tests.conftest import FIXTURES

PHOTO = FIXTURES / "papers/licence-landscape-photo.jpg"


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return openvino().make()


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
    reader = Reader(engine=openvino())
    content, kinds = PHOTO.read_bytes(), all_kinds()
    benchmark.pedantic(lambda: [extract(d, kinds) for d in reader.read_bytes(content, "a.jpg")], rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="extraction")
def test_extraction_of_a_page_already_read(benchmark: Any, engine: OcrEngine, picture: Picture) -> None:
    (document,) = Reader(engine=openvino()).read_bytes(PHOTO.read_bytes(), "a.jpg")
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


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    """Thirty pages of text printed by LibreOffice."""
    document = docx.Document()
    for number in range(30):
        for line in range(14):
            document.add_paragraph(
                f"{number}.{line} 根据有关规定，经单位申报、部门审核、专家评审，拟对符合条件的单位给予支持，现公告如下："
            )
        if number < 29:
            document.add_page_break()  # type: ignore[no-untyped-call]
    made = io.BytesIO()
    document.save(made)
    return convert(made.getvalue(), "docx", "pdf")


@pytest.mark.benchmark(group="text layer, 30 pages")
def test_text_by_docforge(benchmark: Any, long_pdf: bytes) -> None:
    (document,) = benchmark(lambda: list(Reader().read_bytes(long_pdf, "a.pdf")))
    assert len(document.pages) == 30


@pytest.mark.benchmark(group="text layer, 30 pages")
def test_text_by_pdfplumber(benchmark: Any, long_pdf: bytes) -> None:
    def words() -> int:
        with pdfplumber.open(io.BytesIO(long_pdf)) as document:
            return sum(len(page.extract_words()) for page in document.pages)

    benchmark.pedantic(words, rounds=3)


@pytest.mark.benchmark(group="engines, one picture")
@pytest.mark.parametrize("spec", [openvino, rapidocr])
def test_the_engines_side_by_side(benchmark: Any, spec: Callable[[], EngineSpec]) -> None:
    reader, content = Reader(engine=spec()), PHOTO.read_bytes()
    benchmark.pedantic(lambda: list(reader.read_bytes(content, "a.jpg")), rounds=5, warmup_rounds=1)


CASES = random_cases(1000)


def right(decide: Callable[[Any], Any]) -> None:
    assert all(float(decide(case)) == wanted for case, wanted in VECTORS)
    assert all(float(decide(case)) == by_hand(case) for case in CASES)


@pytest.mark.benchmark(group="1 000 firms decided, 2 500 applications")
def test_decided_with_reasons(benchmark: Any) -> None:
    right(deciding.total)
    benchmark(lambda: [deciding.total(case) for case in CASES])


@pytest.mark.benchmark(group="1 000 firms decided, 2 500 applications")
@pytest.mark.parametrize("together", [False, True])
def test_decided_by_openfisca(benchmark: Any, together: bool) -> None:
    """A simulation a firm as a web service makes them, and all firms in one simulation; amounts alone, no reasons."""
    pytest.importorskip("openfisca_core", reason="pip install openfisca-core")
    from tests.benchmarks import openfisca_yining

    benchmark.pedantic(openfisca_yining.decide, args=(CASES,), kwargs={"together": together}, rounds=3)
