"""Pictures and pages that are begun before it is their turn."""

import io
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from docforge.core.model import Document
from docforge.reading.cache import PageCache
from docforge.reading.limits import DEFAULT_LIMITS
from docforge.reading.ocr import EngineSpec, OcrEngine, Picture, Quad, Reading
from docforge.reading.reader import Reader
from tests import samples

SIZES = [(300 + i, 200) for i in range(6)]
BAR: Quad = ((5, 5), (55, 5), (55, 15), (5, 15))


class Slow(OcrEngine):
    """Counts how many pictures are looked at in the same moment."""

    inside = most = 0
    count = threading.Lock()

    def find(self, picture: Picture) -> Sequence[Quad]:
        with self.count:
            self.inside += 1
            Slow.most = max(self.most, self.inside)
        time.sleep(0.05)
        with self.count:
            self.inside -= 1
        return [BAR]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        return [Reading("证书", 1.0) for _ in crops]


def reader(at_once: int = 2) -> Reader:
    Slow.most = 0
    return Reader(engine=EngineSpec("test", Slow, at_once=at_once))


def folder(path: Path, own: Reader) -> Iterator[Document]:
    for i, size in enumerate(SIZES):
        (path / f"{i}.png").write_bytes(samples.picture(*size))
    yield from own.read_folder(path)


def archive(path: Path, own: Reader) -> Iterator[Document]:
    packed = samples.archive({f"{i}.png": samples.picture(*size) for i, size in enumerate(SIZES)})
    yield from own.read_bytes(packed, "一.zip")


@pytest.mark.parametrize("pictures", [folder, archive])
def test_pictures_are_read_side_by_side_and_given_in_order(pictures: object, tmp_path: Path) -> None:
    own = reader()
    documents = list(pictures(tmp_path, own))  # type: ignore[operator]
    assert [(document.source.inside or document.source.name) for document in documents] == [f"{i}.png" for i in range(6)]
    assert [document.pages[0].width for document in documents] == [300.0 + i for i in range(6)]
    assert (Slow.most, own.pictures_read) == (2, 6)


def test_scanned_pages_are_read_side_by_side_and_given_in_order() -> None:
    first, *others = (Image.open(io.BytesIO(samples.picture(*size))).convert("RGB") for size in SIZES)
    packed = io.BytesIO()
    first.save(packed, "PDF", save_all=True, append_images=others, resolution=72)
    alone, together = (next(reader(at_once).read_bytes(packed.getvalue(), "a.pdf")) for at_once in (1, 2))
    assert together == alone
    assert [(page.number, round(page.width)) for page in together.pages] == [(i + 1, 300 + i) for i in range(6)]
    assert Slow.most == 2


def test_a_failure_ahead_is_told_at_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.picture())
    (tmp_path / "b.png").write_bytes(samples.picture()[:60])
    (tmp_path / "c.docx").write_bytes(samples.word(["仍然读出"]))
    good, broken, word = reader().read_folder(tmp_path)
    assert good.pages and word.pages
    assert broken.source.name == "b.png" and broken.findings


def test_what_an_archive_holds_before_its_fault_is_read() -> None:
    packed = samples.mail({f"{i}.png": samples.picture(*size) for i, size in enumerate(SIZES)})
    own = Reader(engine=EngineSpec("test", Slow, at_once=2), limits=replace(DEFAULT_LIMITS, archive_entries=3))
    *read, refused = own.read_bytes(packed, "一.eml")
    assert [document.source.inside for document in read] == ["0.png", "1.png", "2.png"]
    assert [finding.code for finding in refused.findings] == ["R143"]


def test_scanned_pages_that_were_read_before_are_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    Image.open(io.BytesIO(samples.picture())).convert("RGB").save(packed, "PDF", resolution=72)
    first, second = (Reader(engine=EngineSpec("test", Slow, at_once=2), cache=PageCache(tmp_path / "pages")) for _ in range(2))
    before = list(first.read_bytes(packed.getvalue(), "a.pdf"))
    monkeypatch.setattr("docforge.reading.pdf.Pdf.picture", None)
    assert list(second.read_bytes(packed.getvalue(), "a.pdf")) == before
