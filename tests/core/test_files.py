import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from docforge.core.errors import DocforgeError
from docforge.core.files import human_size, write_atomic, write_many_atomic, write_zip_atomic
from docforge.core.zips import stored

MANY = 200

Write = Callable[[Path, bytes], object]
WRITES: list[Write] = [
    write_atomic,
    lambda path, content: write_many_atomic([(path, content)]),
    lambda path, content: write_zip_atomic(path, [stored([("a", content)])]),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_failed_write_leaves_the_old_file_and_no_trace(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")

    def fails(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(DocforgeError, match=r"a\.docx：磁盘已满") as caught:
        write(target, b"new")
    assert caught.value.code.id == "W604"
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize("write", WRITES)
def test_an_interrupt_leaves_no_trace_either(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.docx", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", WRITES)
def test_a_folder_where_a_file_is_wanted(write: Write, tmp_path: Path) -> None:
    with pytest.raises(DocforgeError):
        write(tmp_path, b"x")


def _items(folder: Path) -> Iterator[tuple[Path, bytes]]:
    return ((folder / f"{number % 3}" / f"{number}.docx", b"%d" % number * number) for number in range(MANY))


def test_many_files_are_written_each_with_its_content(tmp_path: Path) -> None:
    assert write_many_atomic(_items(tmp_path)) == [path for path, _ in _items(tmp_path)]
    assert all(path.read_bytes() == content for path, content in _items(tmp_path))
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == MANY


def test_no_file_gets_its_name_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[int] = set()
    fsync, replace = os.fsync, Path.replace

    def noted(handle: int) -> None:
        fsync(handle)
        synced.add(os.fstat(handle).st_ino)

    def checked(self: Path, target: Path) -> Path:
        assert self.stat().st_ino in synced
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "replace", checked)
    write_many_atomic(_items(tmp_path))
    assert {folder.stat().st_ino for folder in tmp_path.iterdir()} <= synced


@pytest.mark.parametrize("write", WRITES)
def test_after_the_file_its_name_goes_to_the_disk(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    write(tmp_path / "a.docx", b"new")
    assert synced == [(tmp_path / "a.docx").stat().st_ino, tmp_path.stat().st_ino]


@pytest.mark.parametrize("bad", [0, 70, MANY - 1])
def test_of_many_files_one_that_cannot_be_written_is_named(bad: int, tmp_path: Path) -> None:
    place, _ = list(_items(tmp_path))[bad]
    place.mkdir(parents=True)
    with pytest.raises(DocforgeError, match=place.name) as caught:
        write_many_atomic(_items(tmp_path))
    assert caught.value.code.id == "W604"
    written = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert written <= {path for path, _ in _items(tmp_path)}
    assert all(path.read_bytes() == content for path, content in _items(tmp_path) if path in written)


def test_an_error_of_whoever_gives_the_items_passes_and_leaves_no_trace(tmp_path: Path) -> None:
    def items() -> Iterator[tuple[Path, bytes]]:
        yield tmp_path / "a.docx", b"a"
        raise LookupError

    with pytest.raises(LookupError):
        write_many_atomic(items())
    with pytest.raises(LookupError):
        write_zip_atomic(tmp_path / "a.zip", (stored([(path.name, content)]) for path, content in items()))
    assert list(tmp_path.iterdir()) == []


def test_a_zip_refuses_a_name_twice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.docx"):
        write_zip_atomic(tmp_path / "a.zip", [stored([("a.docx", b"")]), stored([("b.docx", b""), ("a.docx", b"")])])
    assert list(tmp_path.iterdir()) == []


def test_sizes() -> None:
    assert [human_size(n) for n in (12, 2048, 5 * 1024**2, 3 * 1024**3)] == ["12 B", "2.0 KB", "5.0 MB", "3.0 GB"]
