"""Notices on their way out: each a file, written by the process that makes it, or all in one zip."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from docforge.casework.delivery import distinct, file_name
from docforge.casework.notices_drafts import Draft, MadeNotice
from docforge.casework.notices_many import HANDED_OVER, made, made_many, on_cores, processes
from docforge.core.files import write_many_atomic, write_zip_atomic
from docforge.core.zips import Joined, stored

_LOG = ".检查.txt"
_WRITTEN = 250
"""So many notices at most are written together by one of several processes."""


def to_folder(
    out: Path, drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None = None
) -> tuple[list[Path], list[Path]]:
    """The notices as files in the folder, and beside each public one what it was searched for: the paths of both.

    ``verified``, ``jobs``: as for ``made_many``. Each file is the old one or the whole new one. Where one notice may not be
    published, none is written; raises DocforgeError as ``made`` and ``write_many_atomic`` do, files of others may stand then.
    """
    names = _names(drafts)
    paths = [out / f"{name}.docx" for name in names]
    if not any(draft.publication for draft in drafts):
        work = list(zip(drafts, verified, paths, strict=True))
        count = processes(drafts, verified, jobs)
        most = _WRITTEN if count > 1 else max(1, len(work))  # after each slice nothing is on its way to the disk for a moment
        return list(chain.from_iterable(on_cores(_written, work, count, most))), []
    notices = list(made_many(drafts, verified, jobs))
    logs = [(out / f"{name}{_LOG}", notice.log.encode()) for name, notice in zip(names, notices, strict=True) if notice.log]
    return write_many_atomic(zip(paths, (notice.content for notice in notices), strict=True)), write_many_atomic(logs)


def to_zip(path: Path, drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None = None) -> Path:
    """The notices in one zip, each public one followed by what it was searched for; as ``to_folder`` else."""
    work = list(zip(drafts, verified, _names(drafts), strict=True))
    parts = on_cores(_joined, work, processes(drafts, verified, jobs), HANDED_OVER)
    return write_zip_atomic(path, list(parts) if any(draft.publication for draft in drafts) else parts)


def _names(drafts: Sequence[Draft]) -> list[str]:
    return distinct([file_name(draft.name) for draft in drafts])


def _written(work: Sequence[tuple[Draft, bool, Path]]) -> list[Path]:
    return write_many_atomic((path, made(draft, verified=verified).content) for draft, verified, path in work)


def _joined(work: Sequence[tuple[Draft, bool, str]]) -> Joined:
    return stored(item for draft, verified, name in work for item in _items(name, made(draft, verified=verified)))


def _items(name: str, notice: MadeNotice) -> Iterator[tuple[str, bytes]]:
    yield f"{name}.docx", notice.content
    if notice.log:
        yield f"{name}{_LOG}", notice.log.encode()
