"""The portrait among the papers stands in the form's cell, and nowhere where there is none."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from docforge.casework.filling import fill_form
from docforge.casework.kinds import form_kind_name
from docforge.casework.portraits import portrait
from docforge.checking.case import Case
from docforge.core.model import Record, Source
from docforge.policy.loader import load_policy

PACK = load_policy("yining")
TALENT = PACK.category("TAL")
FORM = PACK.form(TALENT)


@pytest.fixture
def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (250, 350), "white").save(target, "JPEG")
    return target.getvalue()


def record(name: str, content: bytes, inside: str = "") -> Record:
    return Record("portrait_photo", "证件照片", Source(name, sha256(content).hexdigest(), "image/jpeg", inside), (1,))


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(name, content)
    return target.getvalue()


def test_it_is_found_in_the_folder_and_in_archives_there(tmp_path: Path, photo: bytes) -> None:
    (tmp_path / "照片.jpg").write_bytes(photo)
    (tmp_path / "材料.zip").write_bytes(zipped("内.zip", zipped("照片.jpg", photo)))
    assert portrait(tmp_path, [record("照片.jpg", photo)]) == photo
    assert portrait(tmp_path, [record("材料.zip", photo, "内.zip/照片.jpg")]) == photo
    assert portrait(tmp_path, [record("没有.jpg", photo)]) is None
    assert portrait(None, [record("照片.jpg", photo)]) is None


def test_the_form_shows_it_and_keeps_its_printed_word_without_it(tmp_path: Path, photo: bytes) -> None:
    (tmp_path / "照片.jpg").write_bytes(photo)
    case = Case(PACK, TALENT, date(2025, 11, 20), (record("照片.jpg", photo),), {}, FORM, form_kind_name(PACK.policy.id, FORM))
    for one, is_placed in ((replace(case, folder=tmp_path), True), (case, False)):
        filled = fill_form(one, FORM)
        with zipfile.ZipFile(io.BytesIO(filled.content)) as package:
            body = package.read("word/document.xml").decode()
        assert ("<w:drawing" in body) is is_placed
        assert (">照片<" in body) is not is_placed
        assert ("照片" in filled.blanks) is not is_placed
        assert all(f">{year}<" in body for year in ("2022", "2023", "2024", "2025（预计）"))
