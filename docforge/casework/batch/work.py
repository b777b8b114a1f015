"""What a worker must know of a run, and the content by which what it did counts as done."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docforge.casework.answers import CASE_SHEETS, FILE_NAMES
from docforge.casework.batch.jobs import Job, is_url
from docforge.casework.batch.shelf import Shelf
from docforge.casework.ledger_place import default_path
from docforge.core.office import soffice
from docforge.policy.loader import load_policy, shipped_packs
from docforge.reading.engines import default
from docforge.reading.formats import is_junk

_LONGEST = 3600.0


class Verb(StrEnum):
    """What is done with each case."""

    PROCESS = "process"
    CHECK = "check"
    EXTRACT = "extract"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of a run, the same for every case; crosses to other processes and machines.

    ``journal`` and ``out`` are folders or URLs that every worker reaches. ``ledger`` None: not to look. ``threads``: how many an
    OCR engine may use. ``longest``: seconds after which a case counts as hanging. ``stamp`` stands for the content of the
    policy, the options and the versions.
    """

    verb: Verb
    on: date
    out: str = ""
    journal: str = ""
    policy: str = ""
    overlays: tuple[str, ...] = ()
    category: str | None = None
    data: str = ""
    sheet: str = ""
    ledger: str | None = None
    kind: str | None = None
    kinds: str = ""
    pdf: bool = False
    cache: bool = True
    passwords: tuple[str, ...] = ()
    threads: int = 1
    longest: float = _LONGEST
    stamp: str = ""


_ASIDE = ("journal", "out", "policy", "overlays", "data", "sheet", "ledger", "kinds", "cache", "threads", "longest", "stamp")
"""Fields that say where and how, not what: the content of the files that they name counts instead."""


def settled(work: Work) -> Work:
    """The work with its stamp, and with the paths as workers find them that stand in another folder.

    Raises DocforgeError P401, P402 for a policy that cannot be loaded.
    """
    named: dict[str, Any] = {name: _absolute(getattr(work, name)) for name in ("out", "journal", "data", "sheet", "kinds")}
    overlays = tuple(_absolute(name) if Path(name).is_file() else name for name in work.overlays)
    policy = work.policy if work.policy in shipped_packs() else _absolute(work.policy)
    ledger = _absolute(work.ledger) if work.ledger else work.ledger
    return _stamped(replace(work, **named, overlays=overlays, policy=policy, ledger=ledger))


def _absolute(place: str) -> str:
    return str(Path(place).resolve()) if place and not is_url(place) else place


def _stamped(work: Work) -> Work:
    told = {field.name: getattr(work, field.name) for field in fields(work) if field.name not in _ASIDE}
    told |= {
        "docforge": version("docforge"),
        "engine": default().version,
        "pdf by": soffice() is not None if work.pdf else None,
        "policy": _policy_stamp(work),
        "kinds": _tree_stamp(Path(work.kinds)) if work.kinds else "",
        "ledger": _ledger_stamp(work.ledger),
    }
    return replace(work, stamp=hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest())


def _policy_stamp(work: Work) -> str:
    if not work.policy:
        return ""
    folder = load_policy(work.policy).folder
    outside = [Path(name) for name in work.overlays if not (folder / "overlays" / f"{name}.yaml").is_file()]
    return " ".join([_tree_stamp(folder), *work.overlays, *map(file_stamp, outside)])


def _ledger_stamp(ledger: str | None) -> str:
    """The ledger's content where it is a file. Of a database nothing is known beforehand: what was looked up there counts once."""
    if ledger is None:
        return ""
    path = Path(ledger) if ledger else default_path()
    return uuid.uuid4().hex if is_url(ledger) else file_stamp(path)


def key(work: Work, job: Job, papers: Path | None) -> str:
    """The key of a case's result: SHA-256 over the work, the names and bytes of its papers, what was typed.

    ``papers``: the folder or file of its papers on this machine.
    """
    typed = [file_stamp(Path(path)) for path in (job.data or work.data, job.sheet or work.sheet) if path]
    told = [work.stamp, job.name, job.category or "", *typed, _tree_stamp(papers) if papers else ""]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _tree_stamp(place: Path) -> str:
    return hashlib.sha256("".join(_described(place)).encode()).hexdigest()


def _described(place: Path) -> Iterator[str]:
    files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
    for path in files:
        name = path.relative_to(place).as_posix()
        if not is_junk(name):
            yield f"{name}\0{file_stamp(path)}\n"


def file_stamp(path: Path) -> str:
    """SHA-256 of a file, empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def stamps(shelf: Shelf, home: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The files written into the folder ``home``, each with its SHA-256."""
    return tuple((name, _content_stamp(shelf.read(f"{home}/{name}"))) for name in names)


def is_untouched(shelf: Shelf, home: str, kept: Sequence[tuple[str, str]]) -> bool:
    """Whether the files written into ``home`` are there as they were, and no other sheet that people fill in beside them."""
    known = {name for name, _ in kept}
    if any(shelf.has(f"{home}/{name}") for name in (*FILE_NAMES[:1], *CASE_SHEETS[:1]) if name not in known):
        return False
    return all(
        stamp and stamp == now for (_, stamp), (_, now) in zip(kept, stamps(shelf, home, [name for name, _ in kept]), strict=True)
    )


def _content_stamp(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
