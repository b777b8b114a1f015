"""New names for sorted papers: 附件1-营业执照.pdf, numbered as the policy lists them."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from docforge.casework.answers import CASE_SHEETS, FILE_NAMES
from docforge.casework.batch.sorting_placing import Placed
from docforge.casework.choosing import by_form, by_papers
from docforge.casework.kinds import form_kind_name
from docforge.policy.category import Category
from docforge.policy.loader import Pack


def new_names(placed: Sequence[Placed], pack: Pack | None) -> Mapping[tuple[str, str], str]:
    """By file and folder the name of the copy. A file keeps its own where it holds several papers or none that is known, or is
    one that docforge looks for by its name; the number is left out where the category, and so the list, is not known."""
    by_folder: dict[str, list[Placed]] = {}
    for one in placed:
        for folder in one.folders:
            by_folder.setdefault(folder, []).append(one)
    names = {}
    for folder, own in by_folder.items():
        numbers = _numbers(own, pack) if pack else {}
        for one in own:
            if name := _name(one, numbers):
                names[one.reading.name, folder] = name
    return names


def _name(one: Placed, numbers: Mapping[str, int]) -> str:
    path = PurePosixPath(one.reading.name)
    if len(one.reading.kinds) != 1 or path.name in (*FILE_NAMES, *CASE_SHEETS):
        return ""
    kind, label = one.reading.kinds[0]
    head = f"附件{numbers[kind]}-" if kind in numbers else ""
    return f"{head}{label.strip('《》')}{path.suffix.lower()}"


def _numbers(own: Sequence[Placed], pack: Pack) -> dict[str, int]:
    """The place of each kind of paper in the category's list; none where the papers do not tell one list."""
    records = [record for one in own for record in one.reading.records]
    candidates = by_papers(by_form(pack, pack.categories, records), records)
    lists = [_list(category, pack) for category in candidates]
    return lists[0] if all(found == lists[0] for found in lists) else {}


def _list(category: Category, pack: Pack) -> dict[str, int]:
    forms = {form.id: form_kind_name(pack.policy.id, form) for form in pack.forms}
    numbers: dict[str, int] = {}
    for number, wanted in enumerate(category.requirements, start=1):
        for kind in (forms[wanted.form],) if wanted.form else (*wanted.any_of, *wanted.flagged):
            numbers.setdefault(kind, number)
    return numbers
