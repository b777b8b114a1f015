import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.errors import DocforgeError
from docforge.reading.archive import is_unsafe, unpack
from docforge.reading.limits import Limits
from docforge.reading.reader import Reader
from tests import samples

LIMITS = Limits(archive_bytes=10_000, archive_entries=5)


def test_windows_names_are_decoded_before_separators_are_looked_for() -> None:
    names = ["材料/营业执照.jpg", "乗乗.pdf", "誠.txt"]  # some of these have a backslash as second byte in GB18030
    assert [name for name, _ in unpack(samples.windows_archive(dict.fromkeys(names, b"x")), LIMITS)] == names


def test_utf8_names_without_the_flag() -> None:
    content = samples.archive({"执照.jpg": b"x"})
    assert [name for name, _ in unpack(content, LIMITS)] == ["执照.jpg"]


@pytest.mark.parametrize("name", ["../evil.jpg", "/etc/passwd", "C:/x.jpg", "C:\\x.jpg", "a/../../b", "a\\..\\..\\b"])
def test_names_that_leave_the_archive_are_refused_and_the_rest_is_read(name: str) -> None:
    found = dict(unpack(samples.archive({name: b"x", "good.txt": b"y"}), LIMITS))
    assert found.pop("good.txt") == b"y"
    (error,) = found.values()
    assert isinstance(error, DocforgeError)
    assert error.code.id == "R142"
    assert is_unsafe(name.replace("\\", "/"))


def test_a_bomb_is_refused_by_its_directory() -> None:
    with pytest.raises(DocforgeError) as caught:
        list(unpack(samples.archive({"a": bytes(20_000)}), LIMITS))
    assert caught.value.code.id == "R143"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_unpacking() -> None:
    raw = bytearray(samples.archive({"a": bytes(5_000_000)}))
    central = raw.find(b"PK\x01\x02")
    raw[central + 24 : central + 28] = (100).to_bytes(4, "little")
    raw[22:26] = (100).to_bytes(4, "little")
    ((_, result),) = unpack(bytes(raw), LIMITS)
    assert isinstance(result, DocforgeError) or len(result) <= LIMITS.archive_bytes


def test_too_many_entries() -> None:
    with pytest.raises(DocforgeError):
        list(unpack(samples.archive({f"{i}": b"" for i in range(9)}), LIMITS))


def test_encrypted_entries_are_named() -> None:
    ((_, error),) = unpack(samples.encrypted_archive(), LIMITS)
    assert isinstance(error, DocforgeError)
    assert error.code.id == "R145"


def test_nesting_is_followed_to_a_depth() -> None:
    content = samples.word(["深处"])
    for depth in range(6):
        content = samples.archive({f"{depth}.zip": content})
    (found,) = Reader().read_bytes(content, "a.zip")
    assert [f.code for f in found.findings] == ["R144"]


@given(st.binary(min_size=1, max_size=200), st.integers(0, 300))
def test_a_damaged_archive_is_told_never_raised(noise: bytes, at: int) -> None:
    whole = samples.archive({"a/b.txt": b"hello" * 20, "c.docx": b"PK"})
    content = whole[:at] + noise + whole[at + len(noise) :]
    try:
        for _, result in unpack(content, LIMITS):
            assert isinstance(result, bytes | DocforgeError)
    except DocforgeError as error:
        assert error.code.id in ("R141", "R143")


def test_python_still_reads_our_windows_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(samples.windows_archive({"执照.jpg": b"x"}))) as package:
        assert package.testzip() is None
