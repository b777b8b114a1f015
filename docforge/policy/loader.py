"""Finding and loading policy packs: shipped ones by name, others by folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import nearest, squeeze
from docforge.policy.model import Category, Department, Form, Notice, Policy

_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""In an installed docforge the packs lie inside the package, in a checkout beside it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A loaded policy with the folder it came from."""

    policy: Policy
    folder: Path
    forms: tuple[Form, ...]

    def category(self, name: str | None) -> Category:
        """The category with this id, name or alias; the only one when ``name`` is None.

        Raises DocforgeError P403 with the nearest name, P404 when a choice is needed.
        """
        categories = self.policy.categories
        known = "、".join(f"{c.name}（{c.id}）" for c in categories)
        if name is None:
            if len(categories) == 1:
                return categories[0]
            raise DocforgeError(codes.CATEGORY_NEEDED, known=known)
        for category in categories:
            if squeeze(name) in map(squeeze, (category.id, category.name, *category.aliases)):
                return category
        hint = _hint(name, [n for c in categories for n in (c.id, c.name, *c.aliases)])
        raise DocforgeError(codes.CATEGORY_UNKNOWN, policy=self.policy.id, name=name, hint=hint, known=known)

    def form(self, category: Category) -> Form:
        """The category's application form; raises DocforgeError T507 when it has none."""
        for form in self.forms:
            if form.id == category.form:
                return form
        raise DocforgeError(codes.FORM_MISSING, category=category.name)

    def form_template(self, form: Form) -> Path:
        """The Word file of a form."""
        return self.folder / "forms" / form.template

    def notice(self, name: str) -> Notice:
        """The notice with this id or name; raises DocforgeError T508 with the nearest name."""
        for notice in self.policy.notices:
            if name in (notice.id, notice.name):
                return notice
        names = [n for notice in self.policy.notices for n in (notice.id, notice.name)]
        known = "、".join(f"{n.id}（{n.name}）" for n in self.policy.notices)
        raise DocforgeError(codes.NOTICE_UNKNOWN, policy=self.policy.id, name=name, hint=_hint(name, names), known=known)

    def notice_template(self, notice: Notice) -> Path:
        """The Word file of a notice."""
        return self.folder / "notices" / notice.template

    def department(self, category: Category) -> Department:
        """The department that receives the category's applications."""
        return self.policy.departments[category.department]


def _hint(name: str, known: Sequence[str]) -> str:
    near = nearest(name, list(known))
    return f"，是否想写“{near}”？" if near else ""


def shipped_packs() -> dict[str, Path]:
    """Folder by name of each pack that comes with docforge."""
    found: dict[str, Path] = {}
    for root in _SHIPPED:
        for file in sorted(root.glob("*/policy.yaml")):
            found.setdefault(file.parent.name, file.parent)
    return found


def load_policy(name: str | Path) -> Pack:
    """The pack named, or in the folder given.

    Raises DocforgeError P401 when there is none, P402 with every problem when its files are not right.
    """
    packs = shipped_packs()
    folder = packs.get(str(name), Path(name))
    if not (folder / "policy.yaml").is_file():
        raise DocforgeError(codes.POLICY_UNKNOWN, name=name, hint=_hint(str(name), list(packs)), known="、".join(packs))
    return _load(folder.resolve())


@lru_cache(maxsize=16)
def _load(folder: Path) -> Pack:
    policy = strict_yaml.load(folder / "policy.yaml", Policy)
    forms = tuple(strict_yaml.load(path, Form) for path in sorted((folder / "forms").glob("*.yaml")))
    return Pack(policy, folder, forms)
