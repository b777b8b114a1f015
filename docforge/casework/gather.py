"""The papers of one applicant: every file of a folder read and extracted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docforge.casework.answers import CASE_SHEETS, FILE_NAMES
from docforge.casework.duplicates import Seen, duplicates, seen
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Document, Finding, Place, Record, Unrecognised
from docforge.extraction.extract import extract
from docforge.extraction.joining import join_parts
from docforge.extraction.kind import Kind
from docforge.reading.reader import Reader

Progress = Callable[[str], None]
SecondLook = Callable[[Document, Sequence[Place]], Document]


@dataclass(frozen=True, slots=True)
class Papers:
    """What was found. ``findings`` are those of reading; ``unreadable`` counts files that gave nothing at all; ``seen`` tells
    each document from those of others."""

    records: tuple[Record, ...]
    unrecognised: tuple[Unrecognised, ...]
    findings: tuple[Finding, ...]
    unreadable: int = 0
    seen: tuple[Seen, ...] = ()


def gather(
    documents: Iterable[Document],
    kinds: Sequence[Kind],
    *,
    forced: Kind | None = None,
    progress: Progress | None = None,
    look_again: SecondLook | None = None,
) -> Papers:
    """Extract each document as it is read; ``progress`` is told each name, ``look_again`` asked for codes not read."""
    records: list[Record] = []
    unknown: list[Unrecognised] = []
    findings: list[Finding] = []
    unreadable = 0
    handed_in: list[Seen] = []
    for document in documents:
        if progress:
            progress(document.source.label)
        found = extract(document, kinds, forced=forced)
        if look_again and found.again and (better := look_again(document, found.again)) is not document:
            found = extract(better, kinds, forced=forced)
        handed_in.append(seen(document))
        records.extend(found.records)
        unknown.extend(found.unrecognised)
        findings.extend(document.findings)
        unreadable += not document.pages
    findings += duplicates(handed_in)
    return Papers(tuple(join_parts(records, kinds)), tuple(unknown), tuple(findings), unreadable, tuple(handed_in))


def gather_folder(
    folder: Path, reader: Reader, kinds: Sequence[Kind], progress: Progress | None = None, data: Path | None = None
) -> Papers:
    """The papers in a folder, the answers file (``data``) left out.

    Raises DocforgeError U705 when it is not a folder.
    """
    if not folder.is_dir():
        raise DocforgeError(codes.NOT_A_FOLDER, str(folder))
    return gather(papers_in(folder, reader, data), kinds, progress=progress, look_again=reader.look_again)


def papers_in(folder: Path, reader: Reader, data: Path | None = None) -> Iterator[Document]:
    """The documents of a folder, the answers file left out."""
    inside = data is not None and data.resolve().is_relative_to(folder.resolve())
    own = [data.resolve().relative_to(folder.resolve()).as_posix()] if data and inside else []
    return reader.read_folder(folder, leave_out=[*FILE_NAMES, *CASE_SHEETS, *own])


def answers_file(folder: Path) -> Path | None:
    """The answers that lie in the folder itself, None when there are none; raises DocforgeError U701 when there are several."""
    found = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        raise DocforgeError(codes.DATA_INVALID, str(folder), problem=f"有 {len(found)} 个填报数据文件（{names}），请只留一个")
    return found[0] if found else None
