"""Finding and loading policy packs: shipped ones by name, others by folder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.text import did_you_mean, letters
from docforge.policy.category import Category
from docforge.policy.form import Form
from docforge.policy.model import Department, Policy
from docforge.policy.overlay import Overlay, overlaid
from docforge.policy.papers import Notice
from docforge.policy.routing import named

_PACKAGE = Path(__file__).resolve().parent.parent
_SHIPPED = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""In an installed docforge the packs lie inside the package, in a checkout beside it."""


@dataclass(frozen=True)
class Pack:
    """A loaded policy with the folder it came from; ``overlays``: the titles of what was laid over it."""

    policy: Policy
    folder: Path
    overlays: tuple[str, ...] = ()

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Its forms, read when they are asked for. Raises DocforgeError P402 as ``load_policy`` does."""
        return forms_in(self.folder)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """Everything that can be applied for, variants one by one."""
        return tuple(leaf for category in self.policy.categories for leaf in category.leaves())

    def candidates(self, name: str | None) -> Sequence[Category]:
        """The categories that ``name`` may mean: one, the variants of a family, or all where no name is given.

        Raises DocforgeError P403 with the nearest name.
        """
        if name is None:
            return self.categories
        families = [c for c in self.policy.categories if c.variants and letters(name) in map(letters, (c.name, *c.aliases))]
        found = named(self.categories, name) or [leaf for family in families for leaf in family.leaves()]
        if found:
            return found
        hint = _hint(name, [n for c in (*self.categories, *self.policy.categories) for n in (c.id, c.name, *c.aliases)])
        raise DocforgeError(codes.CATEGORY_UNKNOWN, policy=self.policy.id, name=name, hint=hint, known=_known(self.categories))

    def category(self, name: str | None) -> Category:
        """The one category with this id, name or alias; the only one when ``name`` is None.

        Raises DocforgeError P403 with the nearest name, P404 when a choice is needed.
        """
        return self.only(self.candidates(name))

    def only(self, candidates: Sequence[Category]) -> Category:
        """The one candidate; raises DocforgeError P404 naming them where there are several."""
        if len(candidates) == 1:
            return candidates[0]
        raise self.choice_needed(candidates or self.categories)

    def choice_needed(self, candidates: Sequence[Category]) -> DocforgeError:
        """The error P404 that names the candidates."""
        return DocforgeError(codes.CATEGORY_NEEDED, known=_known(candidates))

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

    def notice_template(self, notice: Notice, *, official: bool = False) -> Path:
        """The Word file of a notice; ``official``: that of the style with a number and a seal, where it has one."""
        return self.folder.joinpath("notices", notice.official or notice.template if official else notice.template)

    def department(self, category: Category) -> Department:
        """The department that receives the category's applications."""
        return self.policy.departments[category.department]


def _known(categories: Sequence[Category]) -> str:
    return "、".join(f"{category.name}（{category.id}）" for category in categories)


def _hint(name: str, known: Sequence[str]) -> str:
    return did_you_mean(name, list(known))


def shipped_packs() -> dict[str, Path]:
    """Folder by name of each pack that comes with docforge."""
    found: dict[str, Path] = {}
    for root in _SHIPPED:
        for file in sorted(root.glob("*/policy.yaml")):
            found.setdefault(file.parent.name, file.parent)
    return found


def load_policy(name: str | Path, overlays: Sequence[str | Path] = ()) -> Pack:
    """The pack named, or in the folder given, with the overlays laid over it: files, or names in its ``overlays/`` folder.

    Raises DocforgeError P401 when there is none, P402 with every problem when its files are not right.
    """
    packs = shipped_packs()
    folder = packs.get(str(name), Path(name))
    if not (folder / "policy.yaml").is_file():
        raise DocforgeError(codes.POLICY_UNKNOWN, name=name, hint=_hint(str(name), list(packs)), known="、".join(packs))
    pack = _load(folder.resolve())
    for one in overlays:
        own = pack.folder / "overlays" / f"{one}.yaml"
        overlay = strict_yaml.load(own if own.is_file() else Path(one), Overlay)
        title = overlay.title + ("（示例，非正式文件）" if overlay.example else "")
        pack = replace(pack, policy=overlaid(pack.policy, overlay), overlays=(*pack.overlays, title))
    return pack


@lru_cache(maxsize=16)
def _load(folder: Path) -> Pack:
    return Pack(strict_yaml.load(folder / "policy.yaml", Policy), folder)


def forms_in(folder: Path) -> tuple[Form, ...]:
    """The forms (``forms/*.yaml``) of the policy in the folder. Raises DocforgeError P402 as ``load_policy`` does."""
    return tuple(strict_yaml.load(path, Form) for path in sorted((folder / "forms").glob("*.yaml")))
