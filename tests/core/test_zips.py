"""Zips of joined pieces: the same bytes that Python's own writer makes, Zip64 among them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core import zips
from docforge.core.files import write_zip_atomic
from docforge.core.zips import stored

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


def pythons(contents: dict[str, bytes]) -> bytes:
    """The zip as Python's own writer makes it on Unix."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return whole.getvalue()


def ours(folder: Path, contents: dict[str, bytes], most: int) -> bytes:
    """The zip written as pieces of so many members."""
    items = list(contents.items())
    return write_zip_atomic(folder / "a.zip", (stored(items[at : at + most]) for at in range(0, len(items), most))).read_bytes()


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=20), st.integers(1, 7))
def test_a_zip_has_the_bytes_of_pythons_own(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, bytes], most: int
) -> None:
    assert ours(tmp_path_factory.getbasetemp(), contents, most) == pythons(contents)


@pytest.mark.parametrize(("furthest", "count"), [(1000, 65535), (10**9, 5), (5000, 5)])
def test_beyond_the_bounds_of_a_plain_zip_it_is_zip64(
    furthest: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "_FURTHEST", furthest)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", furthest)
    monkeypatch.setattr(zips, "_MOST", count)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", count)
    contents = {f"公示/{number}号.docx": b"%d" % number * 20 for number in range(50)}
    made = ours(tmp_path, contents, 7)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == contents
    assert made == pythons(contents)
