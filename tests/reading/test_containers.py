"""tar, e-mail, Excel and HEIC."""

import io

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from docforge.core.model import Document
from docforge.reading.limits import Limits
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests import samples
from tests.reading.test_ocr import Engine

FILES = {"材料/执照.png": samples.picture(), "申请.docx": samples.word(["正文"]), "Thumbs.db": b"x"}


def read(content: bytes, limits: Limits | None = None) -> list[Document]:
    return list(Reader(engine=EngineSpec("test", Engine), limits=limits or Limits()).read_bytes(content, "a"))


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_of_any_compression(mode: str) -> None:
    found = read(samples.tarball(FILES, mode))
    assert [d.source.label for d in found] == ["a/材料/执照.png", "a/申请.docx"]
    assert all(d.pages for d in found)


def test_names_and_sizes_in_tar_are_bounded() -> None:
    unsafe, good = read(samples.tarball({"../x.png": samples.picture(), "y.png": samples.picture()}))
    assert [f.code for f in unsafe.findings] == ["R142"]
    assert good.pages
    (bomb,) = read(samples.tarball({"a": bytes(50_000)}), Limits(archive_bytes=10_000))
    assert [f.code for f in bomb.findings] == ["R143"]


def test_mail_with_attachments() -> None:
    found = read(samples.mail(FILES))
    assert [d.source.label for d in found] == ["a/执照.png", "a/申请.docx"]


def test_a_sheet_is_a_grid() -> None:
    (document,) = read(samples.sheet([["序号", "企业名称", "金额"], [1, "某公司", 12.5], [None, None, None]]))
    page = document.pages[0]
    assert [line.text for line in page.lines] == ["序号", "企业名称", "金额", "1", "某公司", "12.5"]
    boxes = {line.text: line.box for line in page.lines}
    assert boxes["企业名称"].left == boxes["某公司"].left
    assert boxes["1"].middle == boxes["某公司"].middle


def test_heic_photographs() -> None:
    register_heif_opener()
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(made, "HEIF")
    (document,) = read(made.getvalue())
    assert document.source.media_type == "image/heic"
    assert (document.pages[0].width, document.pages[0].height) == (64, 48)


@pytest.mark.parametrize(
    ("content", "code"), [(b"\x1f\x8b" + bytes(40), "R141"), (samples.archive({"xl/workbook.xml": b"<"}), "R132")]
)
def test_broken_ones_are_told(content: bytes, code: str) -> None:
    (document,) = read(content)
    assert [f.code for f in document.findings] == [code]
