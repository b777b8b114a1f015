"""Every .docx first, then the PDFs."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.casework.delivery import Paper, deliver, deliver_many, distinct
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.rendering import office
from docforge.rendering.fonts import FontReport
from docforge.rendering.office import Pdf

COUNT = 450


def _papers(folder: Path, count: int = COUNT) -> list[Paper]:
    return [Paper(folder / f"{number}.docx", b"%d" % number) for number in range(count)]


def test_documents_alone(tmp_path: Path) -> None:
    made = deliver_many(iter(_papers(tmp_path)))
    assert [one.files for one in made] == [(paper.path,) for paper in _papers(tmp_path)]
    assert all(paper.path.read_bytes() == paper.content for paper in _papers(tmp_path))


def test_no_pdf_is_begun_before_every_document_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(documents: Sequence[tuple[str, bytes]]) -> list[Pdf | DocforgeError]:
        assert len(list(tmp_path.glob("*.docx"))) == COUNT
        return [Pdf(b"PDF " + content, (), 1) for _, content in documents]

    monkeypatch.setattr(office, "to_pdfs", made)
    delivered = deliver_many(_papers(tmp_path), pdf=True)
    assert [one.files for one in delivered] == [(p.path, p.path.with_suffix(".pdf")) for p in _papers(tmp_path)]
    assert all(p.path.with_suffix(".pdf").read_bytes() == b"PDF " + p.content for p in _papers(tmp_path))


def test_a_pdf_that_fails_is_a_finding_of_its_paper_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = (FontReport("仿宋", "宋体"),)
    made = [Pdf(b"a", (), 1), DocforgeError(codes.OFFICE_FAILED, reason="崩溃"), Pdf(b"c", fonts, 2)]
    monkeypatch.setattr(office, "to_pdfs", lambda documents: made)
    papers = _papers(tmp_path, 2)
    first, second, third = deliver_many([*papers, Paper(tmp_path / "c.docx", b"c", pages=1)], pdf=True)
    assert (first.findings, first.exit_status) == ((), 0)
    assert second.files == (papers[1].path,)
    assert [(f.code, f.subject) for f in second.findings] == [("W602", "1.docx")]
    assert second.exit_status == codes.OFFICE_FAILED.exit_status
    assert [f.code for f in third.findings] == ["W603", "W608"]


def test_without_libreoffice_the_documents_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docforge.core.office.soffice", lambda: None)
    for made in (*deliver_many(_papers(tmp_path, 3), pdf=True), deliver(Paper(tmp_path / "one.docx", b""), pdf=True)):
        assert [f.code for f in made.findings] == ["W601"]
        assert made.exit_status == 4
        assert [file.suffix for file in made.files] == [".docx"]
        assert made.files[0].is_file()


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b"])))
def test_no_name_is_given_twice(names: list[str]) -> None:
    made = distinct(names)
    assert len(set(made)) == len(names)
    assert all(new.startswith(old) for old, new in zip(names, made, strict=True))
