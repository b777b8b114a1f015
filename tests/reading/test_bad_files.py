"""Hostile and broken files: each gets its code, the others are read, nothing hangs."""

import io
import struct
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docforge.core.model import Document
from docforge.reading.limits import Limits
from docforge.reading.ocr import EngineSpec
from docforge.reading.reader import Reader
from tests import samples
from tests.conftest import FIXTURES
from tests.reading.test_ocr import Engine


def reader() -> Reader:
    return Reader(engine=EngineSpec("test", Engine), limits=Limits(file_bytes=5_000_000, archive_bytes=20_000_000))


def only(content: bytes, name: str) -> Document:
    (document,) = reader().read_bytes(content, name)
    return document


def huge_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "R102"),
        (b"plain text", "a.jpg", "R103"),
        (b"<html><body>", "a.docx", "R103"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "R104"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "a.7z", "R141"),
        (b"%PDF-1.4\n" + bytes(50), "a.pdf", "R112"),
        (samples.picture(kind="JPEG")[:150], "a.jpg", "R121"),
        (huge_png(), "a.png", "R122"),
        (b"PK\x03\x04" + bytes(60), "a.zip", "R141"),
        (samples.archive({"a": bytes(30_000_000)}), "a.zip", "R143"),
    ],
)
def test_each_has_its_code(content: bytes, name: str, code: str) -> None:
    document = only(content, name)
    assert [f.code for f in document.findings] == [code]
    assert document.pages == ()
    assert document.findings[0].remedy


def test_the_suffix_is_never_believed() -> None:
    assert only(samples.picture(), "申请表.docx").pages
    assert only(samples.word(["正文"]), "照片.jpg").pages[0].lines[0].text == "正文"


def test_the_other_files_of_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "1.pdf").write_bytes(b"")
    (tmp_path / "2.zip").write_bytes(
        samples.archive({"../x.png": samples.picture(), "好.png": samples.picture(), "Thumbs.db": b"x"})
    )
    (tmp_path / "3.docx").write_bytes(samples.word(["好"]))
    (tmp_path / "~$3.docx").write_bytes(b"lock")
    found = list(reader().read_folder(tmp_path))
    assert [(d.source.label, bool(d.pages), [f.code for f in d.findings]) for d in found] == [
        ("1.pdf", False, ["R102"]),
        ("2.zip/x.png", False, ["R142"]),
        ("2.zip/好.png", True, []),
        ("3.docx", True, []),
    ]


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as stream:
        stream.truncate(6_000_000)
    (document,) = reader().read_folder(tmp_path)
    assert [f.code for f in document.findings] == ["R151"]


def test_a_missing_file() -> None:
    (document,) = reader().read_path(Path("nowhere.pdf"))
    assert [f.code for f in document.findings] == ["R101"]


WHOLE = {
    "a.pdf": (FIXTURES / "papers/certificate.pdf").read_bytes(),
    "a.docx": (FIXTURES / "papers/form-annex3.docx").read_bytes(),
    "a.png": samples.picture(200, 100),
    "a.tiff": samples.picture(80, 60, "TIFF"),
    "a.ofd": samples.ofd(samples.ofd_text("营业执照", 60, 20) + samples.ofd_text("名称某公司", 20, 50)),
    "a.eml": samples.mail({"a.png": samples.picture()}),
    "a.tgz": samples.tarball({"a.png": samples.picture()}),
    "a.7z": samples.seven_zip({"a.png": samples.picture()}),
    "a.rar": samples.rar({"a.png": samples.picture()}),
    "form.pdf": samples.form_pdf("Name of firm", "某公司"),
    "a.xlsx": samples.sheet([["名称", "某公司"]]),
    "a.zip": samples.archive({"a.png": samples.picture(), "b.docx": samples.word(["x"])}),
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1), st.binary(max_size=30), st.booleans())
def test_damaged_files_never_raise(name: str, where: float, noise: bytes, cut: bool) -> None:
    whole = WHOLE[name]
    at = int(where * len(whole))
    content = whole[:at] + noise + (b"" if cut else whole[at + len(noise) :])
    for document in reader().read_bytes(content, name):
        assert document.pages or document.findings


def test_blank_pages_cost_no_ocr_and_are_told_in_one_sentence() -> None:
    made = samples.text_pdf([], pages=12)
    (document,) = Reader(engine=EngineSpec("none", lambda: pytest.fail("loaded"))).read_bytes(made, "a.pdf")
    assert [f.message for f in document.findings] == ["第 1～12 页没有文字"]


def test_a_file_that_takes_too_long_is_stopped_and_told() -> None:
    slow = Reader(engine=EngineSpec("test", Engine), limits=Limits(file_seconds=-1))
    (document,) = slow.read_bytes(samples.text_pdf([(50, 550, "some text")], pages=3), "a.pdf")
    assert document.pages == ()
    assert [f.code for f in document.findings] == ["R152"]


def test_too_many_entries_are_not_called_a_bomb() -> None:
    content = samples.archive({f"{i}.txt": b"" for i in range(6000)})
    assert [f.code for f in only(content, "a.zip").findings] == ["R146"]


def test_nested_archives_share_one_budget() -> None:
    inner = samples.archive({f"{i}.txt": b"x" for i in range(60)})
    nest = samples.archive({f"{i}.zip": inner for i in range(60)})
    bounded = Reader(limits=Limits(archive_entries=500))
    found = list(bounded.read_bytes(nest, "a.zip"))
    assert len(found) < 520
    assert found[-1].findings[0].code == "R143"


def test_a_word_file_of_endless_paragraphs_is_refused() -> None:
    body = b"<w:document>" + b"<w:p/>" * 4_000_000
    document = only(samples.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": body}), "a.docx")
    assert [f.code for f in document.findings] == ["R143"]


def test_headers_of_folders_count_too() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:bz2") as package:
        for i in range(6000):
            entry = tarfile.TarInfo(f"{i}")
            entry.type = tarfile.DIRTYPE
            package.addfile(entry)
    assert [f.code for f in only(made.getvalue(), "a.tar").findings] == ["R143"]
