import os
from pathlib import Path

import pytest

from docforge.core.errors import DocforgeError
from docforge.core.files import human_size, write_atomic


def test_a_failed_write_leaves_the_old_file_and_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.docx"
    write_atomic(target, b"old")

    def fails(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(DocforgeError) as caught:
        write_atomic(target, b"new")
    assert caught.value.code.id == "W604"
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_an_interrupt_leaves_no_trace_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.docx", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_a_file_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError):
        write_atomic(tmp_path, b"x")


def test_sizes() -> None:
    assert [human_size(n) for n in (12, 2048, 5 * 1024**2, 3 * 1024**3)] == ["12 B", "2.0 KB", "5.0 MB", "3.0 GB"]
