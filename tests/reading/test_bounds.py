"""What one file may cost: time between its pages, parts that only look small, cells, numbers, pixels."""

import io
import zipfile

import pytest
from PIL import Image

from docforge.core.model import Box, Document, Line, Page
from docforge.reading import ofd, raster, sheet, text_layer
from docforge.reading.limits import DEFAULT_LIMITS, Limits
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests import samples
from tests.reading.test_ocr import Engine


def read(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return next(iter(Reader(engine=EngineSpec("test", Engine), limits=limits).read_bytes(content, "a")))


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def tiff(frames: int) -> bytes:
    made = io.BytesIO()
    first, *more = [Image.new("L", (40, 30), 250 - i) for i in range(frames)]
    first.save(made, "TIFF", save_all=True, append_images=more)
    return made.getvalue()


def test_a_tiff_of_many_frames_ends_with_its_time() -> None:
    assert len(read(tiff(3)).pages) == 3
    late = read(tiff(3), Limits(file_seconds=-1))
    assert codes(late) == ["R152"]
    assert read(tiff(1), Limits(file_seconds=-1)).pages
    assert codes(read(tiff(4), Limits(pdf_pages=3))) == ["R113"]


def test_an_ofd_of_many_pages_keeps_what_was_read_in_time() -> None:
    package = samples.ofd(samples.ofd_text("营业执照", 60, 20), pages=3)
    assert len(read(package).pages) == 3
    late = read(package, Limits(file_seconds=-1))
    assert len(late.pages) == 1
    assert codes(late) == ["R152"]


def renamed(package: bytes, old: str, new: str) -> bytes:
    """The Office package with one part under another name, everything that names it changed with it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                content = content.replace(old.encode(), new.encode())
            target.writestr(name.replace(old, new), content)
        target.writestr("word/document.xml", b"<a/>")
    return made.getvalue()


@pytest.mark.parametrize("padding", [b"", b" \n", "\ufeff".encode("utf-16-le")])
def test_a_body_under_another_suffix_counts_as_the_xml_that_it_is(padding: bytes) -> None:
    hidden = renamed(samples.word(["名称：某公司" * 300]), "document.xml", "document.bin")
    assert codes(read(hidden)) != ["R143"]
    assert codes(read(hidden, Limits(xml_bytes=2_000))) == ["R143"]
    made = io.BytesIO(hidden)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        text = "<w>" + "甲" * 5000
        package.writestr("word/more.dat", padding + (text.encode("utf-16-le") if padding.startswith(b"\xff") else text.encode()))
    assert codes(read(made.getvalue(), Limits(xml_bytes=9_000))) == ["R143"]


def test_an_office_file_is_held_in_memory_and_so_no_larger_than_a_file_may_be() -> None:
    made = io.BytesIO(samples.word(["名称：某公司"]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bin", b"\xff" * 400_000)
    assert codes(read(made.getvalue())) == []
    assert codes(read(made.getvalue(), Limits(file_bytes=300_000))) == ["R143"]


def test_a_workbook_with_too_many_cells_or_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"单位{i}", i] for i in range(30)]
    assert len(read(samples.sheet(rows)).pages[0].lines) == 60
    monkeypatch.setattr(sheet, "_MOST_CELLS", 59)
    assert codes(read(samples.sheet(rows))) == ["R133"]
    monkeypatch.undo()
    monkeypatch.setattr(sheet, "_MOST_ROWS", 29)
    assert codes(read(samples.sheet(rows))) == ["R133"]


def test_numbers_repeated_without_end_stop() -> None:
    assert ofd._numbers("g 3 1.5 2") == [1.5, 1.5, 1.5, 2.0]
    assert len(ofd._numbers("g 9999 1 " * 1000)) < ofd._MOST_NUMBERS + 10_001


def test_an_ofd_page_has_no_more_characters_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "_MOST_GLYPHS", 50)
    lines = read(samples.ofd("".join(samples.ofd_text("某" * 10, 20, 10 + 8 * i) for i in range(12)))).pages[0].lines
    assert sum(len(line.text) for line in lines) == 50


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK"])
def test_a_huge_picture_is_made_smaller_before_it_is_copied(mode: str) -> None:
    drawn = Image.new("RGB", (8200, 500), "white")
    drawn.paste("black", (0, 0, 4100, 500))
    picture = drawn.convert(mode)
    exif = Image.Exif()
    exif[0x0112] = 6
    made = io.BytesIO()
    picture.save(made, "TIFF", exif=exif)
    (pixels,) = raster.decode(made.getvalue(), DEFAULT_LIMITS)
    assert pixels.shape == (4100, 250, 3)  # turned upright by its tag
    assert pixels[100].max() < 40
    assert pixels[-100].min() > 245


def test_what_recognition_adds_to_a_text_layer_is_found_by_place() -> None:
    own = Page(1, 500, 800, tuple(Line(str(i), Box(10, 20 * i, 60, 20 * i + 15), 1) for i in range(30)))
    read_ = [Line("again", Box(12, 41, 58, 54), 1), Line("new", Box(200, 41, 260, 54), 1), Line("around", Box(0, 0, 300, 120), 1)]
    both = text_layer.merged(own, Page(1, 500, 800, tuple(read_)))
    assert {line.text for line in both.lines} - {line.text for line in own.lines} == {"new"}
