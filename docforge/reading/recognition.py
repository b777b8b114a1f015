"""Pictures of pages → Pages, by an OCR engine or from the cache of what it read before."""

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from statistics import median

from docforge.core.lazy import resolve
from docforge.core.model import Box, Document, Page, Place, Source
from docforge.reading.cache import PageCache
from docforge.reading.ocr import GuardedEngine, Picture
from docforge.reading.wanted import Wanted, is_read_enough

_SMALL_LINE = 30.0
_MOST_SIDE = 4000
Pictures = Callable[[], Iterable[Picture]]


class Recogniser:
    """Keeps the engine, which is loaded when a page first needs it, and how to get at the pictures of the last document.

    ``wanted`` tells of a page where what will be taken from it stands; without it all of it is read with care.

    ``pictures_read`` counts the pages that went through OCR, those served from the cache not among them.
    """

    def __init__(self, engine: GuardedEngine, cache: PageCache | None, wanted: Wanted | None = None) -> None:
        self.pictures_read = 0
        self._engine = engine
        self._cache = cache
        self._wanted = wanted
        self._count = threading.Lock()
        self._threads = ThreadPoolExecutor(self.at_once, "docforge-ahead")
        self._room = threading.Semaphore(2 * self.at_once)
        self._ahead: dict[str, Future[tuple[Page, ...]]] = {}
        self._pictures: dict[tuple[Source, int], tuple[Pictures, int]] = {}

    @property
    def at_once(self) -> int:
        """How many pictures may be read at the same time."""
        return self._engine.at_once

    @property
    def engine_seconds(self) -> dict[str, float]:
        """Seconds spent in the engine: finding lines, reading them."""
        return dict(self._engine.seconds)

    def forget(self) -> None:
        """Let go of the pictures of the last document."""
        self._pictures.clear()

    def read_ahead(self, source: Source, pictures: Pictures) -> None:
        """Begin to read pictures that ``all_pages`` will be asked for, while others are still being read."""
        if source.sha256 not in self._ahead:
            self._ahead[source.sha256] = self._threads.submit(self._all_pages, source, pictures)

    def all_pages(self, source: Source, pictures: Pictures) -> tuple[Page, ...]:
        """A page for each picture."""
        begun = self._ahead.pop(source.sha256, None)
        pages = begun.result() if begun else self._all_pages(source, pictures)
        self._pictures.update({(source, page.number): (pictures, page.number - 1) for page in pages})
        return pages

    def _all_pages(self, source: Source, pictures: Pictures) -> tuple[Page, ...]:
        def read() -> list[Page]:
            return [self._recognise(picture, number) for number, picture in enumerate(pictures(), start=1)]

        return self._kept(f"{source.sha256}:*", read)

    def page(self, source: Source, number: int, pictures: Pictures, part: str = "") -> Page:
        """The page on the first of the pictures, page ``number`` of its source; ``part`` tells pictures on one page apart."""
        if not part:
            self._pictures[source, number] = (pictures, 0)
        return self._kept(f"{source.sha256}:{number}{part}", lambda: [self._recognise(next(iter(pictures())), number)])[0]

    def begin_page(self, source: Source, number: int, pictures: Pictures) -> Callable[[], Page]:
        """Begin to read a page as ``page`` does, while others are still being read; what is returned waits for it.

        The picture is made at once, in the caller's thread; of pages being read no more than twice ``at_once`` are held.
        """
        key = f"{source.sha256}:{number}"
        if self.at_once == 1:
            page = self.page(source, number, pictures)
            return lambda: page
        self._pictures[source, number] = (pictures, 0)
        if kept := self._known(key):
            return lambda: kept[0]
        self._room.acquire()
        try:
            picture = next(iter(pictures()))
            begun = self._threads.submit(self._made, key, lambda: [self._recognise(picture, number)])
        except BaseException:
            self._room.release()
            raise
        begun.add_done_callback(lambda _: self._room.release())
        return lambda: begun.result()[0]

    def look_again(self, document: Document, places: Sequence[Place]) -> Document:
        """The document with what a second look at the places found on its pages; the same one when that was nothing."""
        found = [self._look_again(document, place) for place in places]
        lines = [line for pages in found for page in pages for line in page.lines]
        if not lines:
            return document
        pages = (replace(page, lines=(*page.lines, *(own for own in lines if own.page == page.number))) for page in document.pages)
        return replace(document, pages=tuple(pages))

    def _look_again(self, document: Document, place: Place) -> tuple[Page, ...]:
        """A page with the one line that was found at the place, or with none."""
        page = next(page for page in document.pages if page.number == place.page)
        if (document.source, place.page) not in self._pictures:
            return ()
        pictures, index = self._pictures[document.source, place.page]
        key = f"{document.source.sha256}:{place.page}:again:{place.box.top:.0f}"
        return self._kept(key, lambda: [self._code_page(next(islice(pictures(), index, None)), page, place.box)])

    def _code_page(self, picture: Picture, page: Page, band: Box) -> Page:
        height = median(line.box.height for line in page.lines)
        picture, _ = resolve("docforge.reading.raster:fit")(picture, _MOST_SIDE)
        work = resolve("docforge.reading.raster:upright")(
            picture, page.turn, page.skew, least_side=_SMALL_LINE / height * page.width
        )
        scale = work.shape[1] / page.width
        height *= scale
        line = resolve("docforge.reading.second_look:code_in")(work, band.scaled(scale), height, self._engine, page.number)
        self._count_one()
        if line is None:
            return Page(page.number, page.width, page.height, ())
        return Page(page.number, page.width, page.height, (replace(line, box=line.box.scaled(1 / scale, 1)),))

    def _recognise(self, picture: Picture, number: int) -> Page:
        self._count_one()
        page: Page = resolve("docforge.reading.page:recognise")(picture, self._engine, number, self._wanted)
        return page

    def _count_one(self) -> None:
        with self._count:
            self.pictures_read += 1

    def _kept(self, key: str, read: Callable[[], list[Page]]) -> tuple[Page, ...]:
        """What ``read`` gives, or what it gave before under ``key`` with this engine."""
        return self._known(key) or self._made(key, read)

    def _made(self, key: str, read: Callable[[], list[Page]]) -> tuple[Page, ...]:
        pages = read()
        if self._cache:
            self._cache.put(f"{key}:{self._engine.version}", pages)
        return tuple(pages)

    def _known(self, key: str) -> tuple[Page, ...] | None:
        pages = self._cache.get(f"{key}:{self._engine.version}") if self._cache else None
        return pages if pages and all(is_read_enough(page, self._wanted) for page in pages) else None
