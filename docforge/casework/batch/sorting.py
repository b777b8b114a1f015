"""A folder of mess: the papers of many applicants, sorted into one folder for each. Files are copied, never moved.

An applicant is a firm or body with its papers; several applications of one (two talents of one employer) come into one folder.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from docforge.casework.batch.sorting_names import new_names
from docforge.casework.batch.sorting_placing import Applicant, Applicants, Placed, place
from docforge.casework.batch.sorting_reading import FileReader
from docforge.casework.delivery import file_name
from docforge.casework.gather import Progress
from docforge.casework.kinds import all_kinds, kinds_of
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic, writing
from docforge.core.model import Evidence, Finding, finding
from docforge.policy.loader import Pack, load_policy, shipped_packs
from docforge.reading.reader import Reader

UNPLACED = "未归类"
"""The folder of what belongs to nobody known."""


@dataclass(frozen=True, slots=True)
class _Item:
    path: Path
    name: str
    error: DocforgeError | None = None
    """Why the file could not be taken out of its archive."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One file's copy: its folder and its name there."""

    folder: str
    name: str


@dataclass(frozen=True, slots=True)
class SortedFile:
    """One file: where it was put (in ``未归类`` where it could not be placed) and what is to be said of it.

    There is no copy of a file that could not be taken out of its archive.
    """

    placed: Placed
    copies: tuple[Copy, ...]

    @property
    def is_placed(self) -> bool:
        """Whether an applicant was found."""
        return bool(self.placed.folders)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What sorting made of the papers: the applicants, every file, what contradicts itself."""

    applicants: tuple[Applicant, ...]
    files: tuple[SortedFile, ...]
    findings: tuple[Finding, ...]

    @property
    def exit_status(self) -> int:
        """0 every file has its applicant, 1 some have none, 3 some could not be read."""
        if any(file.placed.reading.failure for file in self.files):
            return 3
        return int(any(not file.is_placed for file in self.files))


def sort_papers(
    source: Path,
    out: Path,
    reader: Reader,
    *,
    pack: Pack | None = None,
    rename: bool = False,
    dry: bool = False,
    progress: Progress | None = None,
) -> Sorting:
    """Sort the files of a folder, or of an archive, into folders below ``out``; with ``dry`` nothing is written.

    ``pack``: the policy whose kinds and annexes count, every shipped one where none is given. Raises DocforgeError U710 when the
    source is neither folder nor archive, U706 when ``out`` lies in it, U707 when ``out`` is there and not empty.
    """
    _refuse(source, out)
    packs = [pack] if pack else [load_policy(name) for name in shipped_packs()]
    read = FileReader(reader, kinds_of(packs) if pack else all_kinds(), packs)
    with _files_of(source, reader) as files:
        readings = []
        for item in files:
            if progress:
                progress(item.name)
            readings.append(read.read(item.path, item.name, item.error))
        applicants = Applicants(readings)
        placed = _with_repeats([place(reading, applicants) for reading in readings])
        done = _named(placed, new_names(placed, pack) if rename else {})
        if not dry:
            for file in done:
                for copy in file.copies:
                    _copy(file.placed.reading.path, out / copy.folder / copy.name)
    used = {folder for file in done for folder in file.placed.folders}
    return Sorting(tuple(a for a in applicants.all if a.folder in used), tuple(done), tuple(applicants.conflicts()))


def _refuse(source: Path, out: Path) -> None:
    if not source.exists():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(source))
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise DocforgeError(codes.OUT_INSIDE, str(out))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DocforgeError(codes.FOLDER_NOT_EMPTY, str(out))


@contextmanager
def _files_of(source: Path, reader: Reader) -> Iterator[list[_Item]]:
    """The files to be sorted: those of a folder, those in an archive unpacked for the time being."""
    if source.is_dir():
        yield [_Item(path, name) for path, name in reader.files_in(source)]
        return
    with tempfile.TemporaryDirectory(prefix="docforge-") as folder:
        yield list(_unpacked(source, reader, Path(folder)))


def _unpacked(source: Path, reader: Reader, folder: Path) -> Iterator[_Item]:
    """The members of the archive as files of their own, under names that lead nowhere; those that are locked are not there."""
    for number, (name, content) in enumerate(reader.unpack(source), start=1):
        path = folder / f"{number:06}"
        if isinstance(content, DocforgeError):
            yield _Item(path, name, content)
        else:
            yield _Item(write_atomic(path, content), name)


def _with_repeats(placed: Sequence[Placed]) -> list[Placed]:
    """The same, with what repeats an earlier file told."""
    first: dict[str, str] = {}
    told = []
    for one in placed:
        reading = one.reading
        earlier = first.setdefault(reading.sha256, reading.name) if reading.sha256 else reading.name
        again = finding(codes.SORT_REPEATED, reading.name, evidence=(Evidence(reading.name),), other=earlier)
        told.append(one if earlier == reading.name else replace(one, findings=(*one.findings, again)))
    return told


def _named(placed: Sequence[Placed], names: Mapping[tuple[str, str], str]) -> list[SortedFile]:
    """Each file with the name of each copy; names that clash in a folder are numbered."""
    wanted: dict[str, list[tuple[int, str]]] = {}
    for at, one in enumerate(placed):
        for folder in one.folders or (UNPLACED,) if one.reading.path.exists() else ():
            own = names.get((one.reading.name, folder)) or PurePosixPath(one.reading.name).name
            wanted.setdefault(folder, []).append((at, own))
    copies: dict[int, list[Copy]] = {}
    for folder, files in wanted.items():
        for (at, _), name in zip(files, _numbered([name for _, name in files]), strict=True):
            copies.setdefault(at, []).append(Copy(folder, name))
    return [SortedFile(one, tuple(copies.get(at, ()))) for at, one in enumerate(placed)]


def _numbered(names: Sequence[str]) -> list[str]:
    """The names as a file system takes them, those that repeat an earlier one numbered before the suffix, capitals or not."""
    seen: set[str] = set()
    made = []
    for own in map(PurePosixPath, names):
        suffix = f".{file_name(own.suffix[1:])}" if own.suffix else ""
        stem, number = file_name(own.stem), 1
        name = f"{stem}{suffix}"
        while name.casefold() in seen:
            number += 1
            name = f"{stem}-{number}{suffix}"
        seen.add(name.casefold())
        made.append(name)
    return made


def _copy(source: Path, target: Path) -> None:
    with writing(target) as temporary:
        shutil.copyfile(source, temporary)
