"""What many tests need: paths, recorded OCR, the program in one process."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from docforge.casework import readers
from docforge.core.model import Page
from docforge.faces.cli import cli
from docforge.reading.cache import PageCache, from_plain, to_plain
from docforge.reading.engines import default
from docforge.reading.ocr import EngineSpec, OcrEngine
from docforge.reading.reader import Reader

# No example is judged by its time; on CI the same examples each time, so that a landing does not hang on chance.
settings.register_profile("docforge", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("docforge")

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
RECORDINGS = Path(__file__).parent / "recordings" / "pages.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-ocr", action="store_true", help="run the OCR engine where no recording exists, and keep what it read"
    )
    parser.addoption("--update-goldens", action="store_true", help="write the goldens anew")


class RecordedPages(PageCache):
    """Pages read once by the real engine and kept in the repository, by content of the file."""

    def __init__(self, recording: bool) -> None:
        self.recording = recording
        self.pages = json.loads(RECORDINGS.read_text(encoding="utf-8")) if RECORDINGS.is_file() else {}

    def get(self, key: str) -> tuple[Page, ...] | None:
        kept = self.pages.get(_without_engine(key))
        if kept is None and not self.recording:
            pytest.fail(f"no recording for {_without_engine(key)}: run pytest --record-ocr")
        return tuple(map(from_plain, kept)) if kept is not None else None

    def put(self, key: str, pages: Sequence[Page]) -> None:
        self.pages[_without_engine(key)] = [to_plain(page) for page in pages]

    def save(self) -> None:
        lines = [f"{json.dumps(key)}: {json.dumps(pages, ensure_ascii=False)}" for key, pages in sorted(self.pages.items())]
        RECORDINGS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _without_engine(key: str) -> str:
    return key.rsplit(":", 1)[0]


@pytest.fixture(scope="session")
def recorded(request: pytest.FixtureRequest) -> Iterator[RecordedPages]:
    pages = RecordedPages(bool(request.config.getoption("--record-ocr")))
    yield pages
    if pages.recording:
        pages.save()


@pytest.fixture
def reader(recorded: RecordedPages) -> Reader:
    """A reader that knows the fixtures by heart and fails on any other picture; while recording, one engine for all."""
    return Reader(cache=recorded, engine=EngineSpec(default().version, _engine), wanted=readers.wanted)


@cache
def _engine() -> OcrEngine:
    return default().make()


@pytest.fixture(scope="session")
def recorded_file(recorded: RecordedPages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recordings as a cache file, for other processes."""
    path = tmp_path_factory.mktemp("recorded") / "docforge" / "ocr.sqlite3"
    kept = PageCache(path)
    for key, pages in recorded.pages.items():
        kept.put(f"{key}:{default().version}", tuple(map(from_plain, pages)))
    return path


@pytest.fixture
def own_cache(recorded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of this test and of the processes that it starts, with the recordings in it."""
    folder = tmp_path / "cache"
    shutil.copytree(recorded_file.parent, folder / "docforge")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def docforge(monkeypatch: pytest.MonkeyPatch, recorded: RecordedPages) -> Callable[..., Result]:
    """The program, run in this process with recorded OCR; stdout and stderr apart."""
    monkeypatch.setattr(readers, "PageCache", lambda: recorded)

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``tests/goldens/NAME``; --update-goldens writes it."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "goldens" / name
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
