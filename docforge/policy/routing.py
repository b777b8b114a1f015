"""Which category a name means. Names that differ by two characters go to different departments: the longest name decides."""

from collections.abc import Iterable, Sequence

from docforge.core.text import letters
from docforge.policy.category import Category


def named(categories: Sequence[Category], name: str) -> list[Category]:
    """The categories with this id, name or alias, or the variants of the family with this id."""
    said = letters(name)
    exact = [c for c in categories if said in map(letters, (c.id, c.name, *c.aliases))]
    return exact or [c for c in categories if letters(c.family) == said]


def mentioned(categories: Sequence[Category], text: str) -> list[Category]:
    """The categories that ``text`` mentions. A shorter name inside a longer one does not count, whether the longer one is a
    category's or one that only looks like it (``not_this``): 工程技术研究中心 is no 工程研究中心.
    """
    said = letters(text)
    taken: list[tuple[int, int]] = []
    found: list[Category] = []
    for name, category in sorted(_names(categories), key=lambda pair: -len(pair[0])):
        for start in _places(said, name):
            place = (start, start + len(name))
            if not any(begin <= place[0] and place[1] <= end for begin, end in taken):
                taken.append(place)
                if category and category not in found:
                    found.append(category)
    return found


def _names(categories: Sequence[Category]) -> Iterable[tuple[str, Category | None]]:
    for category in categories:
        yield from ((letters(name), category) for name in (category.name, *category.aliases))
        yield from ((letters(name), None) for name in category.not_this)


def _places(text: str, name: str) -> Iterable[int]:
    start = text.find(name)
    while start >= 0 and name:
        yield start
        start = text.find(name, start + 1)
