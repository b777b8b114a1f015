"""Archives as folders, storage by URL."""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from docforge.casework.batch.executors import open_executor
from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Journal
from docforge.casework.batch.places import unpacked
from docforge.casework.batch.run import run_batch
from docforge.casework.batch.shelf import fetched, returned, shelf_at
from docforge.casework.batch.workers import Where
from docforge.core.errors import DocforgeError
from tests.casework.batch.doubles import content, jobs_of, small_cases, trivial, work_at


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return path


def test_an_archive_becomes_a_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", "某公司/执照.pdf", "某公司/填报数据.yaml", "__MACOSX/._x")
    with unpacked(path) as (folder, findings):
        assert folder.name == "某公司"
        assert sorted(p.name for p in folder.iterdir()) == ["填报数据.yaml", "执照.pdf"]
        assert findings == ()
    assert not folder.exists()


def test_what_cannot_be_unpacked_is_told(tmp_path: Path) -> None:
    with unpacked(zipped(tmp_path / "a.zip", "../外.txt", "甲.txt", "甲.txt/乙.txt")) as (folder, findings):
        assert [p.name for p in folder.iterdir()] == ["甲.txt"]
        assert sorted(f.code for f in findings) == ["R141", "R142"]
    assert not (tmp_path.parent / "外.txt").exists()


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(DocforgeError, match="U705"), unpacked(tmp_path / "a.pdf"):
        pass


def test_a_url_for_papers_results_and_journal(tmp_path: Path) -> None:
    (folder,) = small_cases(tmp_path / "in", 1)
    root = f"file://{tmp_path / 'far'}"
    plain, far = (
        work_at(tmp_path / "near"),
        work_at(root),
    )
    job = Job(folder.name, f"file://{folder}")
    with open_executor(Where(jobs=1)) as workers:
        list(run_batch(jobs_of([folder]), plain, workers))
        (outcome,) = run_batch([job], far, workers)
        assert outcome.exit_status == 0
        (again,) = run_batch([job], far, workers)
    assert again.kept
    named_alike = {name: data.replace(b"file://", b"") for name, data in content(tmp_path / "far").items()}
    assert named_alike == content(tmp_path / "near")


@pytest.fixture
def memory() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    yield "memory://站"
    system.rm("/站", recursive=True)


def test_a_folder_is_put_back_only_when_all_went_well(memory: str) -> None:
    with returned(f"{memory}/a") as folder:
        (folder / "一.txt").write_text("1", encoding="utf-8")
    with pytest.raises(RuntimeError), returned(f"{memory}/a") as folder:
        (folder / "二.txt").write_text("2", encoding="utf-8")
        raise RuntimeError
    with fetched(f"{memory}/a") as folder:
        assert [path.name for path in folder.iterdir()] == ["一.txt"]
    with returned(f"{memory}/a") as folder:
        (folder / "一.txt").unlink()
        (folder / "三.txt").write_text("3", encoding="utf-8")
    with fetched(f"{memory}/a") as folder:
        assert [path.name for path in folder.iterdir()] == ["三.txt"]


def test_a_journal_in_storage(memory: str) -> None:
    journal, job = Journal(shelf_at(memory)), Job("甲", "")
    assert journal.read(job) is None
    journal.begin([job], job)
    assert journal.begun([job]) == job
    journal.sweep()
    assert journal.begun([job]) is None
    journal.write(job, trivial(job))
    assert journal.read(job) == trivial(job)
    journal.forget([job])
    assert journal.read(job) is None


def test_storage_that_cannot_be_opened_is_told() -> None:
    with pytest.raises(DocforgeError, match=r"B907|B906"):
        shelf_at("nosuch://x")
    with pytest.raises(DocforgeError, match="R101"), fetched("memory://没有"):
        pass


def test_without_fsspec_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "docforge.casework.batch.storage", raising=False)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(DocforgeError, match="B906") as raised:
        shelf_at("s3://桶/结果")
    assert raised.value.code.exit_status == 4
