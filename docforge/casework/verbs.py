"""The verbs of ``import docforge``: one call each, for people who write Python."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from docforge.casework.filling import FilledForm, fill_form
from docforge.casework.gather import Papers, gather
from docforge.casework.kinds import all_kinds
from docforge.casework.opening import Request, open_case
from docforge.casework.process import check_folder
from docforge.casework.readers import Reader as Reader
from docforge.casework.readers import reader as reader
from docforge.checking.verdict import Verdict
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Document
from docforge.extraction.kind import kind_named
from docforge.policy.loader import load_policy


def read(path: Path | str, *, cache: bool = True) -> list[Document]:
    """The documents in a file or folder."""
    return list(documents(Path(path), reader(cache=cache)))


def documents(place: Path, own: Reader) -> Iterator[Document]:
    """The documents in a file or folder, as they are read."""
    return own.read_folder(place) if place.is_dir() else own.read_path(place)


def extract(source: Path | str | Iterable[Document], *, kind: str | None = None, cache: bool = True) -> Papers:
    """The records of a file, a folder, or documents already read; ``kind`` takes every page for that kind."""
    kinds, own = all_kinds(), reader(cache=cache)
    forced = kind_named(kind, kinds) if kind else None
    if not isinstance(source, Path | str):
        return gather(source, kinds, forced=forced)
    return gather(documents(Path(source), own), kinds, forced=forced, look_again=own.look_again)


def check(
    folder: Path | str,
    policy: str | Path,
    category: str | None = None,
    *,
    data: Path | str | None = None,
    on: date | None = None,
    cache: bool = True,
) -> Verdict:
    """The verdict on a folder of papers on the day ``on`` (default: today)."""
    request = Request(load_policy(policy), category, on or date.today(), Path(data) if data else None)
    return check_folder(Path(folder), request, reader(cache=cache)).verdict


def fill(
    policy: str | Path,
    category: str | None = None,
    *,
    papers: Path | str | None = None,
    data: Path | str | None = None,
    cache: bool = True,
) -> FilledForm:
    """The application form filled from a folder of papers and typed answers; the places left blank are listed.

    Raises DocforgeError T507 when the category has no form.
    """
    pack = load_policy(policy)
    folder = Path(papers) if papers else None
    case, _ = open_case(folder, Request(pack, category, date.today(), Path(data) if data else None), reader(cache=cache))
    if case.form is None:
        raise DocforgeError(codes.FORM_MISSING, category=case.category.name)
    return fill_form(case, case.form)
