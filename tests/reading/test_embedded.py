"""What else a PDF holds, other archives, passwords, old Office files."""

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from docforge.casework.readers import passwords
from docforge.core.office import convert, soffice
from docforge.reading.limits import Limits
from docforge.reading.ocr import EngineSpec, OcrEngine, Picture, Quad, Reading
from docforge.reading.reader import Reader
from tests import samples

TEXT = samples.text_pdf([(50, 550, "a page of text that can be read")])
needs_libarchive = pytest.mark.skipif(not list(Path("/usr/lib").rglob("libarchive.so*")), reason="libarchive is not installed")


class Engine(OcrEngine):
    def find(self, picture: Picture) -> list[Quad]:
        return []

    def read(self, crops: Sequence[Picture], glance: bool = False) -> list[Reading]:
        return []


def reader(*words: str, **limits: int) -> Reader:
    return Reader(engine=EngineSpec("test", Engine), passwords=words, limits=Limits(**limits))


def test_the_value_of_a_form_field_is_a_line_in_its_place() -> None:
    (document,) = reader().read_bytes(samples.form_pdf("Name of firm", "伊宁市某公司"), "a.pdf")
    (line,) = [line for line in document.pages[0].lines if line.text == "伊宁市某公司"]
    assert (line.box.left, line.box.top, line.box.right, line.box.bottom) == pytest.approx((150, 40, 350, 60), abs=1)


def test_files_embedded_in_a_pdf_are_read_under_its_name() -> None:
    made = samples.rewritten(TEXT, attached={"licence.pdf": TEXT, "note.txt": b"hello"})
    found = list(reader().read_bytes(made, "portfolio.pdf"))
    assert [document.source.label for document in found] == ["portfolio.pdf", "portfolio.pdf/licence.pdf", "portfolio.pdf/note.txt"]
    assert found[1].pages[0].lines
    assert [f.code for f in found[2].findings] == ["R103"]


def test_a_pdf_that_holds_itself_over_and_over_ends() -> None:
    made = TEXT
    for _ in range(8):
        made = samples.rewritten(TEXT, attached={"inner.pdf": made})
    found = list(reader().read_bytes(made, "a.pdf"))
    assert [f.code for f in found[-1].findings] == ["R144"]


def test_an_encrypted_pdf_opens_with_one_of_the_passwords() -> None:
    made = samples.rewritten(TEXT, password="秘密2025")
    (locked,) = reader("wrong").read_bytes(made, "a.pdf")
    assert [f.code for f in locked.findings] == ["R111"]
    assert "--password-file" in locked.findings[0].remedy
    (opened,) = reader("wrong", "秘密2025").read_bytes(made, "a.pdf")
    assert opened.pages[0].lines[0].text == "a page of text that can be read"


def test_7z() -> None:
    made = samples.seven_zip({"材料/执照.pdf": TEXT, "a.txt": b"x"})
    labels = {document.source.label: bool(document.pages) for document in reader().read_bytes(made, "a.7z")}
    assert labels == {"a.7z/材料/执照.pdf": True, "a.7z/a.txt": False}


def test_7z_with_a_password() -> None:
    made = samples.seven_zip({"a.pdf": TEXT}, password="abc")
    assert [f.code for document in reader().read_bytes(made, "a.7z") for f in document.findings] == ["R145"]
    (opened,) = reader("abc").read_bytes(made, "a.7z")
    assert opened.pages


def test_a_7z_bomb_is_not_unpacked() -> None:
    made = samples.seven_zip({"a.bin": bytes(3_000_000)})
    (document,) = reader(archive_bytes=1_000_000).read_bytes(made, "a.7z")
    assert [f.code for f in document.findings] == ["R143"]


@needs_libarchive
def test_rar() -> None:
    (document,) = reader().read_bytes(samples.rar({"执照.pdf": TEXT}), "a.rar")
    assert document.source.label == "a.rar/执照.pdf"
    assert document.pages[0].lines


@needs_libarchive
def test_a_rar_that_leaves_its_folder_or_is_too_large() -> None:
    (document,) = reader().read_bytes(samples.rar({"../x.pdf": TEXT}), "a.rar")
    assert [f.code for f in document.findings] == ["R142"]
    (large,) = reader(archive_bytes=100).read_bytes(samples.rar({"x.pdf": TEXT}), "a.rar")
    assert [f.code for f in large.findings] == ["R143"]


def test_rar_without_libarchive_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("docforge.reading.formats.resolve", missing)
    (document,) = reader().read_bytes(samples.rar({"x.pdf": TEXT}), "a.rar")
    assert [f.code for f in document.findings] == ["R105"]
    assert ".zip" in document.findings[0].remedy


def test_an_encrypted_zip_opens_with_a_password() -> None:
    made = samples.encrypted_zip("a.txt", b"%PDF-1.7 but broken", b"pass")
    assert [f.code for document in reader().read_bytes(made, "a.zip") for f in document.findings] == ["R145"]
    assert [f.code for document in reader("pass").read_bytes(made, "a.zip") for f in document.findings] == ["R112"]


@pytest.mark.office
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_through_libreoffice() -> None:
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("单位名称：伊宁市某公司")
    document.save(made)
    (read,) = reader().read_bytes(convert(made.getvalue(), "docx", "doc"), "新建 DOC 文档.doc")
    assert [line.text for line in read.pages[0].lines] == ["单位名称：伊宁市某公司"]
    assert read.source.name == "新建 DOC 文档.doc"


def test_the_password_file_may_be_gbk(tmp_path: Path) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes("密码一\r\n\r\nabc\r\n".encode("gb18030"))
    assert passwords(path) == ["密码一", "abc"]
