"""Notices on their way out: each a file, written by the process that makes it, or all in one zip."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docforge.casework.delivery import distinct, file_name
from docforge.casework.notices_drafts import Draft
from docforge.casework.notices_many import made, made_many, on_cores, processes
from docforge.core.files import write_many_atomic, write_zip_atomic

_LOG = ".检查.txt"
_WRITTEN = 250
"""So many notices at most are written together."""


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
        return list(on_cores(_written, work, processes(drafts, verified, jobs), _WRITTEN)), []
    notices = list(made_many(drafts, verified, jobs))
    logs = [(out / f"{name}{_LOG}", notice.log.encode()) for name, notice in zip(names, notices, strict=True) if notice.log]
    return write_many_atomic(zip(paths, (notice.content for notice in notices), strict=True)), write_many_atomic(logs)


def to_zip(path: Path, drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None = None) -> Path:
    """The notices in one zip, each public one followed by what it was searched for; as ``to_folder`` else."""

    def inside() -> Iterator[tuple[str, bytes]]:
        for name, notice in zip(_names(drafts), made_many(drafts, verified, jobs), strict=True):
            yield f"{name}.docx", notice.content
            if notice.log:
                yield f"{name}{_LOG}", notice.log.encode()

    return write_zip_atomic(path, inside())


def _names(drafts: Sequence[Draft]) -> list[str]:
    return distinct([file_name(draft.name) for draft in drafts])


def _written(work: Iterable[tuple[Draft, bool, Path]]) -> list[Path]:
    return write_many_atomic((path, made(draft, verified=verified).content) for draft, verified, path in work)
