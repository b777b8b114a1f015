import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.errors import DocforgeError
from docforge.core.model import WORD
from docforge.reading import formats, sniff
from tests import samples


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.picture(kind="PNG"), "image/png"),
        (samples.picture(kind="JPEG"), "image/jpeg"),
        (samples.picture(kind="BMP"), "image/bmp"),
        (samples.picture(kind="TIFF"), "image/tiff"),
        (samples.picture(kind="WEBP"), "image/webp"),
        (samples.picture(kind="GIF"), "image/gif"),
        (samples.text_pdf([]), sniff.PDF),
        (b"junk before\n" + samples.text_pdf([]), sniff.PDF),
        (samples.word(["x"]), WORD),
        (samples.archive({"a.txt": b"x"}), sniff.ZIP),
        (samples.archive({"a.pdf": samples.text_pdf([])}), sniff.ZIP),
        (b"PK\x03\x04 broken %PDF-1.4", sniff.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), sniff.OLE),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_the_bytes_tell_the_kind(content: bytes, kind: str | None) -> None:
    assert sniff.media_type(content) == kind


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    sniff.media_type(content)
    sniff.media_type(b"PK\x03\x04" + content)


def test_what_systems_leave_behind_is_junk() -> None:
    for name in ("~$申请表.docx", "Thumbs.db", "a/.DS_Store", "__MACOSX/._a.jpg", "材料.lnk"):
        assert formats.is_junk(name)
    assert not formats.is_junk("材料/营业执照.jpg")


def test_old_office_files_without_libreoffice_say_how_to_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docforge.core.office.soffice", lambda: None)
    with pytest.raises(DocforgeError) as caught:
        formats.modernised(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "WordDocument".encode("utf-16-le"))
    assert caught.value.code.id == "R104"
    assert ".docx" in str(caught.value)


def test_an_encrypted_office_file_is_named_as_such() -> None:
    with pytest.raises(DocforgeError) as caught:
        formats.modernised(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le"))
    assert caught.value.code.id == "R107"
