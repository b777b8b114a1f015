from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from docforge.core.model import Box, Line, Page, Via
from docforge.reading.cache import PageCache, from_plain, to_plain
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests import samples
from tests.reading.test_ocr import Engine

NUMBERS = st.floats(0, 5000, allow_nan=False).map(lambda x: round(x, 2))
BOXES = st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
LINES = st.builds(Line, st.text(min_size=1, max_size=8), BOXES, st.just(1), st.floats(0, 1), st.sampled_from(Via))
PAGES = st.builds(
    Page,
    st.just(1),
    NUMBERS,
    NUMBERS,
    st.lists(LINES, max_size=4).map(tuple),
    st.lists(BOXES, max_size=2).map(tuple),
    st.sampled_from([0, 90, 180, 270]),
)


@given(PAGES)
def test_a_kept_page_is_the_page(page: Page) -> None:
    assert from_plain(to_plain(page)) == page


def test_a_second_run_reads_no_picture(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "ocr.sqlite3")
    made: list[int] = []

    def make() -> Engine:
        made.append(1)
        return Engine()

    def run() -> Reader:
        reader = Reader(cache=cache, engine=EngineSpec("v1", make))
        list(reader.read_bytes(samples.picture(), "a.png"))
        return reader

    assert run().pictures_read == 1
    assert run().pictures_read == 0
    assert len(made) == 1
    other = Reader(cache=cache, engine=EngineSpec("v2", make))
    list(other.read_bytes(samples.picture(), "a.png"))
    assert other.pictures_read == 1


def test_without_a_cache_nothing_is_kept(tmp_path: Path) -> None:
    reader = Reader(engine=EngineSpec("v1", Engine))
    for _ in range(2):
        list(reader.read_bytes(samples.picture(), "a.png"))
    assert reader.pictures_read == 2


def test_the_size_stays_bounded_and_the_least_used_goes(tmp_path: Path) -> None:
    cache = PageCache(tmp_path / "ocr.sqlite3", limit_bytes=3000)
    page = Page(1, 10, 10, tuple(Line(f"第{i}行", Box(0, i, 9, i + 1), 1) for i in range(40)))
    for i in range(40):
        cache.put(f"k{i}", [page])
    assert cache.get("k39") == (page,)
    assert cache.get("k0") is None


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    path = tmp_path / "ocr.sqlite3"
    path.write_bytes(b"not a database" * 100)
    cache = PageCache(path)
    assert cache.get("k") is None
    cache.put("k", [])
    reader = Reader(cache=cache, engine=EngineSpec("v1", Engine))
    assert next(reader.read_bytes(samples.picture(), "a.png")).pages


def test_the_cache_is_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "ocr.sqlite3"
    PageCache(path).put("k", [])
    assert path.stat().st_mode & 0o077 == 0
