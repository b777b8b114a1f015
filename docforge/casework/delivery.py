"""Delivering documents: every .docx first, then, where asked, the PDFs beside them with a report on fonts and pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from docforge.core.errors import DocforgeError
from docforge.core.files import write_many_atomic
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding_of

_TOGETHER = 200  # PDFs in memory at a time


@dataclass(frozen=True, slots=True)
class Paper:
    """A .docx and where it goes; ``pages``: how many its PDF should have, where that is known."""

    path: Path
    content: bytes
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files written and what is to be said of them; ``exit_status`` when the PDF could not be made, else 0."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()
    exit_status: int = 0


def deliver(paper: Paper, *, pdf: bool = False) -> Delivery:
    """Write the .docx and, with ``pdf``, the PDF beside it; see ``deliver_many``."""
    (made,) = deliver_many([paper], pdf=pdf)
    return made


def deliver_many(papers: Iterable[Paper], *, pdf: bool = False) -> list[Delivery]:
    """Write each .docx as it comes and then, with ``pdf``, all PDFs beside them; what became of each, in order.

    A PDF that cannot be made is a finding of its paper: the .docx is there already. Raises DocforgeError W604 at the first file
    that cannot be written; those before it stand.
    """
    expected: list[int | None] = []
    written = write_many_atomic(_noted(papers, expected))
    if not pdf:
        return [Delivery((path,)) for path in written]
    return with_pdfs(list(zip(written, expected, strict=True)))


def with_pdfs(written: Sequence[tuple[Path, int | None]]) -> list[Delivery]:
    """The PDFs beside .docx that stand, each with the number of pages it should have where that is known; see ``deliver_many``."""
    return [done for at in range(0, len(written), _TOGETHER) for done in _with_pdfs(written[at : at + _TOGETHER])]


def _noted(papers: Iterable[Paper], expected: list[int | None]) -> Iterator[tuple[Path, bytes]]:
    """Path and content of each paper, its number of pages kept: the contents themselves need not stay in memory."""
    for paper in papers:
        expected.append(paper.pages)
        yield paper.path, paper.content


def _with_pdfs(papers: Sequence[tuple[Path, int | None]]) -> list[Delivery]:
    try:
        made = resolve("docforge.rendering.office:to_pdfs")([(path.name, path.read_bytes()) for path, _ in papers])
    except DocforgeError as error:
        return [_without_pdf(path, error) for path, _ in papers]
    pdfs = [path.with_suffix(".pdf") for path, _ in papers]
    write_many_atomic((pdf, one.content) for pdf, one in zip(pdfs, made, strict=True) if not isinstance(one, DocforgeError))
    remarks = resolve("docforge.rendering.office:remarks")
    return [
        _without_pdf(path, one)
        if isinstance(one, DocforgeError)
        else Delivery((path, pdf), tuple(remarks(one, pdf.name, expected)))
        for (path, expected), pdf, one in zip(papers, pdfs, made, strict=True)
    ]


def _without_pdf(path: Path, error: DocforgeError) -> Delivery:
    return Delivery((path,), (finding_of(error, path.name),), error.code.exit_status)


def file_name(name: str) -> str:
    """The name without characters that a file system refuses."""
    return "".join("_" if char in '\\/:*?"<>|\n\r\t' else char for char in name).strip(" .")[:80] or "未命名"


def distinct(names: Sequence[str]) -> list[str]:
    """The names, those that repeat an earlier one numbered, so that no file overwrites another."""
    taken: set[str] = set()
    made = []
    for name in names:
        numbered = (f"{name}-{number}" for number in count(2))
        free = name if name not in taken else next(other for other in numbered if other not in taken)
        taken.add(free)
        made.append(free)
    return made
