"""OFD: places from the XML, other producers' habits, malformed packages."""

import pytest

from docforge.core.model import Document
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests import samples
from tests.reading.test_ocr import Engine

MM = 72 / 25.4


def read(content: bytes) -> Document:
    (document,) = Reader(engine=EngineSpec("test", Engine)).read_bytes(content, "a.ofd")
    return document


def test_text_stands_where_the_xml_puts_it() -> None:
    page = read(
        samples.ofd(
            samples.ofd_text("营业执照", 60, 20, size=10) + samples.ofd_text("名称", 20, 50) + samples.ofd_text("某公司", 60, 50)
        )
    ).pages[0]
    assert [line.text for line in page.lines] == ["营业执照", "名称", "某公司"]
    assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM))
    title = page.lines[0].box
    assert title.left == pytest.approx(60 * MM, abs=0.1)
    assert title.width == pytest.approx(40 * MM, abs=0.5)
    assert title.bottom == pytest.approx((20 + 10 + 1.2) * MM, abs=0.1)


def test_a_matrix_moves_and_scales() -> None:
    page = read(samples.ofd(samples.ofd_text("甲乙", 10, 10, more='CTM="2 0 0 2 5 0"'))).pages[0]
    assert page.lines[0].box.left == pytest.approx(15 * MM, abs=0.1)
    assert page.lines[0].box.height == pytest.approx(10 * MM, abs=0.1)


def test_each_character_in_an_object_of_its_own() -> None:
    page = read(samples.ofd("".join(samples.ofd_text(char, 20 + 5 * i, 30) for i, char in enumerate("某某公司")))).pages[0]
    assert [line.text for line in page.lines] == ["某某公司"]


def test_ruled_lines_become_cells() -> None:
    across = "".join(f'<ofd:PathObject Boundary="20 {y} 100 0.3"/>' for y in (20, 40, 60))
    down = "".join(f'<ofd:PathObject Boundary="{x} 20 0.3 40"/>' for x in (20, 70, 120))
    assert len(read(samples.ofd(across + down + samples.ofd_text("名称", 25, 25))).pages[0].cells) == 4


def test_pictures_are_read_at_their_place() -> None:
    resources = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="8"><ofd:MediaFile>Image_8.PNG</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    )
    objects = '<ofd:ImageObject Boundary="50 100 120 80" CTM="120 0 0 80 0 0" ResourceID="8"/>'
    document = read(samples.ofd(objects, resources=resources, files={"DOC_0/res/image_8.png": samples.picture(60, 40)}))
    (line,) = document.pages[0].lines
    assert line.text == "文字"
    assert 50 * MM <= line.box.left <= 170 * MM
    assert 100 * MM <= line.box.top <= 180 * MM


@pytest.mark.parametrize(
    "objects",
    [
        "<ofd:TextObject",
        "<ofd:TextObject Boundary='x'/>",
        '<ofd:TextObject Boundary="1 2 3 4" Size="a"><ofd:TextCode/></ofd:TextObject>',
    ],
)
def test_malformed_objects_are_left_out(objects: str) -> None:
    document = read(samples.ofd(samples.ofd_text("名称某公司", 20, 50) + objects))
    assert [line.text for line in document.pages[0].lines] == ["名称某公司"]


def test_entities_are_not_resolved() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + samples.OFD_ROOT.replace(
        "Doc_0/Document.xml", "&a;"
    )
    document = read(samples.archive({"OFD.xml": bomb.encode()}))
    assert [f.code for f in document.findings] == ["R171"]


@pytest.mark.parametrize("content", [b"", b"<", b"<OFD/>"])
def test_a_package_without_pages_is_told(content: bytes) -> None:
    assert [f.code for f in read(samples.archive({"OFD.xml": content})).findings] == ["R171"]


def test_a_prefix_that_is_declared_nowhere() -> None:
    content = samples.ofd(samples.ofd_text("营业执照", 60, 20), prefix="")
    whole = read(content.replace(b"xmlns=", b"other=") if b"xmlns=" in content else content)
    assert [line.text for line in whole.pages[0].lines] == ["营业执照"]
