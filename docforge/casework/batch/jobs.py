"""The cases of a run: folders, archives, or a list of cases that a person keeps in Excel, CSV, YAML or JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docforge.casework.delivery import distinct, file_name
from docforge.casework.tables import EXCEL, TableRow, read_rows
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.policy.loader import Pack

PLACE, CATEGORY, DATA, SHEET, NAME = ("文件夹", "材料"), "类别", "填报数据", "核定表", "名称"
"""The columns of a list of cases; the first has two names."""
_LISTS = (*EXCEL, ".csv", ".yaml", ".yml", ".json")
_MOST_NAMED = 20

_CASE_SECONDS, _PICTURE_SECONDS, _BYTE_SECONDS = 0.2, 0.8, 7e-6
"""Measured on one core: what a case costs without its papers, a picture, each byte of a scanned PDF or an archive. The pixels of
a picture tell no more: it is reduced to one size before its lines are looked for, and it is the lines that cost."""
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".heic")
_TEXTS = (".docx", ".xlsx", ".yaml", ".yml", ".json", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Job:
    """One case to do. ``name`` is unique in the run, and that of the folder of its files.

    ``place``: the folder or archive of its papers, by path or URL, empty where there is only what was typed; ``data`` and
    ``sheet``: files of typed answers and of the clerk's, empty where the run's own count.
    """

    name: str
    place: str
    category: str | None = None
    data: str = ""
    sheet: str = ""


def is_list(place: str) -> bool:
    """Whether the place is a list of cases, and not a case."""
    path = Path(place)
    return path.suffix.lower() in _LISTS and path.is_file()


def is_url(place: str) -> bool:
    """Whether the place is not on this machine's file system."""
    return "://" in place


def jobs_from(places: Iterable[str], pack: Pack | None = None, *, lists: bool = True) -> list[Job]:
    """The cases in the places, each a folder, an archive, or a list; their names made unique. ``lists`` False: a list is a case.

    Raises DocforgeError B903 with every wrong row of a list by row and column, U701 or U702 when a list cannot be read.
    """
    return _named_apart(
        [job for place in places for job in (_rows_of(place, pack) if lists and is_list(place) else [_single(place)])]
    )


def listed(path: Path, pack: Pack) -> list[Job]:
    """The cases in a list. Raises like ``jobs_from``, and DocforgeError R101 when there is no such file."""
    return _named_apart(_rows_of(str(path), pack))


def _named_apart(jobs: Sequence[Job]) -> list[Job]:
    return [replace(job, name=name) for job, name in zip(jobs, distinct([job.name for job in jobs]), strict=True)]


def _single(place: str) -> Job:
    if is_url(place):
        return Job(file_name(place.rstrip("/").rpartition("/")[2]), place)
    path = Path(place).resolve()
    return Job(file_name(path.stem if path.is_file() else path.name), str(path))


def _rows_of(place: str, pack: Pack | None) -> list[Job]:
    path = Path(place)
    jobs, problems = [], []
    rows = _rows(path)
    if not rows:
        raise DocforgeError(codes.LIST_EMPTY, str(path))
    for row in rows:
        wrong = list(_wrong(row, path.parent, pack))
        problems += wrong
        if not wrong:
            jobs.append(_job(row, path.parent))
    if problems:
        shown = "；".join(problems[:_MOST_NAMED]) + ("……" if len(problems) > _MOST_NAMED else "")
        raise DocforgeError(codes.CASES_INVALID, str(path), count=len(problems), problems=shown)
    return jobs


def _rows(path: Path) -> list[TableRow]:
    try:
        return read_rows(path, PLACE[:1])
    except DocforgeError as error:
        if error.code is not codes.DATA_INVALID:
            raise
        return read_rows(path, PLACE[1:])


def _job(row: TableRow, home: Path) -> Job:
    written = _place(row)
    own = _single(written if is_url(written) else str(home / written)) if written else Job("", "")
    data, sheet = (str((home / row.cells[head]).resolve()) if row.cells.get(head) else "" for head in (DATA, SHEET))
    name = file_name(row.cells.get(NAME) or own.name or Path(data).stem)
    return Job(name, own.place, row.cells.get(CATEGORY) or None, data, sheet)


def _place(row: TableRow) -> str:
    return next((row.cells[head] for head in PLACE if row.cells.get(head)), "")


def _wrong(row: TableRow, home: Path, pack: Pack | None) -> Iterator[str]:
    place = _place(row)
    if not place and not row.cells.get(DATA):
        yield f"{row.where}“{PLACE[0]}”没有填写"
    elif place and not is_url(place) and not (home / place).exists():
        yield f"{row.where}“{PLACE[0]}”：找不到“{place}”"
    for head in (DATA, SHEET):
        if (name := row.cells.get(head)) and not (home / name).is_file():
            yield f"{row.where}“{head}”：找不到“{name}”"
    if pack and row.cells.get(CATEGORY):
        try:
            pack.candidates(row.cells[CATEGORY])
        except DocforgeError as error:
            yield f"{row.where}“{CATEGORY}”：{error.message}"


def cost(job: Job) -> float:
    """About how many seconds of one core the case takes, by the kinds and sizes of its files; nothing is opened."""
    if is_url(job.place):
        return _PICTURE_SECONDS
    place = Path(job.place)
    files = (path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place] if place.is_file() else []
    return _CASE_SECONDS + sum(map(_file_cost, files))


def _file_cost(path: Path) -> float:
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return 0.0
    return _PICTURE_SECONDS if suffix in _PICTURES else path.stat().st_size * _BYTE_SECONDS


def chunks(jobs: Sequence[Job], shares: int, longest: float) -> list[tuple[Job, ...]]:
    """The jobs in pieces of one case or more, the dearest first, so that none is left for the end.

    A piece of several takes at most ``longest`` seconds, and no more than one part of the whole in ``shares``.
    """
    priced = sorted(((cost(job), job) for job in jobs), key=lambda pair: -pair[0])
    most = min(longest, sum(price for price, _ in priced) / shares)
    made: list[tuple[Job, ...]] = []
    piece: list[Job] = []
    so_far = 0.0
    for price, job in priced:
        if piece and so_far + price > most:
            made.append(tuple(piece))
            piece, so_far = [], 0.0
        piece.append(job)
        so_far += price
    return [*made, tuple(piece)] if piece else made
