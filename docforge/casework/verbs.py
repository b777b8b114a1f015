"""The verbs of ``import docforge``: one call each, for people who write Python."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from docforge.casework import process as work
from docforge.casework.filling import FilledForm, fill_form
from docforge.casework.gather import Papers, gather
from docforge.casework.kinds import all_kinds
from docforge.checking.verdict import Verdict
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Document
from docforge.extraction.kind import kind_named
from docforge.policy.loader import load_policy
from docforge.reading.cache import PageCache
from docforge.reading.reader import Reader


def reader(*, cache: bool = True) -> Reader:
    """A reader with the user's cache, or none."""
    return Reader(cache=PageCache() if cache else None)


def read(path: Path | str, *, cache: bool = True) -> list[Document]:
    """The documents in a file or folder."""
    place, own = Path(path), reader(cache=cache)
    return list(own.read_folder(place) if place.is_dir() else own.read_path(place))


def extract(source: Path | str | Iterable[Document], *, kind: str | None = None, cache: bool = True) -> Papers:
    """The records of a file, a folder, or documents already read; ``kind`` takes every page for that kind."""
    documents = read(source, cache=cache) if isinstance(source, Path | str) else source
    kinds = all_kinds()
    return gather(documents, kinds, forced=kind_named(kind, kinds) if kind else None)


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
    answers = Path(data) if data else None
    return work.check_folder(Path(folder), load_policy(policy), category, answers, on or date.today(), reader(cache=cache)).verdict


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
    case, _ = work.open_case(folder, pack, category, Path(data) if data else None, date.today(), reader(cache=cache))
    if case.form is None:
        raise DocforgeError(codes.FORM_MISSING, category=case.category.name)
    return fill_form(case, case.form)
