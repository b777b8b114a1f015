"""LibreOffice without a window: many files in one call, a call per core, each with a profile of its own and a time limit.

A call costs 1.8 s before the first file and 0.1 s for each: files share calls, and only where one stops a call are they told apart.
"""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.lazy import resolve
from docforge.core.machine import cores
from docforge.core.office_desk import Desk

_SECONDS = 120.0
_MOST = 40  # files in one call: its memory grows with each
_LEAST = 5  # files that make a second call at the same time worth its start
_PACKAGES = {"docx", "xlsx"}
_ENDS = {"pdf": b"%%EOF", "docx": b"PK\5\6", "xlsx": b"PK\5\6"}
_END_WITHIN = 1024
_NOTHING = "没有生成文件"


def soffice() -> str | None:
    """The program, None when LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(document: bytes, kind: str, target: str, seconds: float = _SECONDS, settings: Mapping[str, str] | None = None) -> bytes:
    """The document of suffix ``kind`` as suffix ``target``; see ``convert_many``.

    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it fails or takes longer than ``seconds``.
    """
    (made,) = convert_many([("", document)], kind, target, seconds=seconds, settings=settings)
    if isinstance(made, DocforgeError):
        raise made
    return made


def convert_many(
    documents: Sequence[tuple[str, bytes]],
    kind: str,
    target: str,
    *,
    workers: int | None = None,
    seconds: float = _SECONDS,
    settings: Mapping[str, str] | None = None,
) -> list[bytes | DocforgeError]:
    """Each named document of suffix ``kind`` as suffix ``target``, in order; W602 with its name in place of one that fails.

    ``workers``: calls at a time, one a core if not given. ``seconds``: for each document, the start of the program counted in.
    ``settings``: files for the environment, fontconfig's under its variable's name.
    A file that hangs or crashes LibreOffice is found, tried once more alone, and given up; the others get a call without it.
    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it cannot be started at all.
    """
    program = soffice()
    if not program:
        raise DocforgeError(codes.OFFICE_MISSING)
    try:
        with tempfile.TemporaryDirectory(prefix="docforge-office-", ignore_cleanup_errors=True) as folder:
            place = Path(folder).resolve()
            jobs, made = _laid_out(documents, kind, place)
            environment = _written(settings or {}, place)
            count = max(1, min(workers or cores(), len(jobs) // _LEAST))
            desks = [Desk(program, place / f"desk{number}", environment) for number in range(count)]
            made |= _Office(desks, target, seconds).all_made(jobs)
    except OSError as error:
        raise DocforgeError(codes.OFFICE_FAILED, reason=os_reason(error)) from error
    return [made[number] for number in range(len(documents))]


@dataclass(frozen=True, slots=True)
class _Job:
    """One file: its number, the name that an error bears, where it lies."""

    number: int
    name: str
    source: Path


def _laid_out(
    documents: Sequence[tuple[str, bytes]], kind: str, place: Path
) -> tuple[list[_Job], dict[int, bytes | DocforgeError]]:
    """The files written for LibreOffice, and by number the errors of those that need not be tried."""
    jobs, errors = [], dict[int, bytes | DocforgeError]()
    for number, (name, content) in enumerate(documents):
        if kind in _PACKAGES and not zipfile.is_zipfile(io.BytesIO(content)):
            errors[number] = DocforgeError(codes.OFFICE_FAILED, name, reason=f"不是有效的 .{kind} 文件")
            continue
        source = place / f"{number}.{kind}"
        source.write_bytes(content)
        jobs.append(_Job(number, name, source))
    return jobs, errors


def _written(settings: Mapping[str, str], place: Path) -> dict[str, str]:
    for name, content in settings.items():
        (place / name).write_text(content, encoding="utf-8")
    return {name: str(place / name) for name in settings}


class _Office:
    """Calls of LibreOffice, as many at a time as there are desks, until every file is made or given up."""

    def __init__(self, desks: Sequence[Desk], target: str, seconds: float) -> None:
        self._count, self._target, self._seconds = len(desks), target, seconds
        self._free: SimpleQueue[Desk] = SimpleQueue()
        self._stop = Event()
        for desk in desks:
            self._free.put(desk)

    def all_made(self, jobs: Sequence[_Job]) -> dict[int, bytes | DocforgeError]:
        """By number of the job what was made, or the error."""
        made: dict[int, bytes | DocforgeError] = {}
        batches = list(_shares(jobs, self._count))
        with resolve("concurrent.futures:ThreadPoolExecutor")(self._count) as pool:
            try:
                while batches:
                    left: list[Sequence[_Job]] = []
                    for found, missing in pool.map(self._call, batches):
                        made |= found
                        left += missing
                    batches = left
            except BaseException:
                self._stop.set()
                raise
        return made

    def _call(self, batch: Sequence[_Job]) -> tuple[dict[int, bytes | DocforgeError], list[Sequence[_Job]]]:
        """What one call made, and the batches that remain to be tried; a file that fails alone is given up."""
        desk = self._free.get()
        try:
            reason = desk.convert([job.source for job in batch], self._target, self._seconds, self._stop)
            products = [desk.made(job.source, self._target) for job in batch]
        finally:
            self._free.put(desk)
        found: dict[int, bytes | DocforgeError] = {
            job.number: product for job, product in zip(batch, products, strict=True) if product and self._is_whole(product)
        }
        if len(batch) > 1:
            return found, self._told_apart(batch, found)
        (job,) = batch
        return found or {job.number: DocforgeError(codes.OFFICE_FAILED, job.name, reason=reason or _NOTHING)}, []

    def _told_apart(self, batch: Sequence[_Job], found: Mapping[int, object]) -> list[Sequence[_Job]]:
        """Alone the files that were passed over and the one at which the call ended; those behind it together."""
        past = max((at for at, job in enumerate(batch) if job.number in found), default=-1) + 2
        alone = [[job] for job in batch[:past] if job.number not in found]
        return [*alone, *_shares(batch[past:], self._count)]

    def _is_whole(self, product: bytes) -> bool:
        """Whether the file has its end: one that was killed while writing leaves a piece."""
        return _ENDS.get(self._target, b"") in product[-_END_WITHIN:]


def _shares(jobs: Sequence[_Job], count: int) -> Iterator[Sequence[_Job]]:
    """The jobs in even batches, a multiple of ``count`` where there are enough."""
    calls = -(-len(jobs) // _MOST)
    size = max(1, -(-len(jobs) // (-(-calls // count) * count or 1)))
    return (jobs[at : at + size] for at in range(0, len(jobs), size))
