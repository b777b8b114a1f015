"""Names in a policy that point to nothing, outside its expressions: facts of awards, choices, members of exclusions."""

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase

from docforge.core import codes
from docforge.core.model import Finding, finding
from docforge.core.text import letters, nearest
from docforge.policy.award import Award, Pool, Prize, Rate, Sum
from docforge.policy.category import Category
from docforge.policy.loader import Pack
from docforge.policy.routing import mentioned, named


def dangling_in(pack: Pack, category: Category) -> Iterator[Finding]:
    """Faults of one category, each naming the nearest good name."""
    facts = {fact.key: fact for fact in (*pack.policy.facts, *category.facts)}
    for event in category.events:
        for key in (key for award in event.award for key in _facts_of(award) if key not in facts):
            yield _unknown(category, key, list(facts))
        for award in event.award:
            amounts = award.by_level if isinstance(award, Sum) else {}
            lacking = [level.name for level in pack.policy.levels if amounts and level.name not in amounts]
            if lacking:
                yield finding(codes.LINT_NO_AMOUNT, event.id, category=category.name, levels="、".join(lacking))
    yield from _choices(pack, category)
    ids = [condition.id for condition in (*pack.policy.conditions, *category.all_conditions)]
    for wanted in (*category.requirements, *category.evidence):
        yield from (_unknown(category, name, ids) for name in wanted.supports if name not in ids)
    for name, count in Counter((*(c.id for c in pack.policy.conditions), *(c.id for c in category.conditions))).items():
        if count > 1:
            yield finding(codes.LINT_REPEATED, category.name, id=name)


def _facts_of(award: Award) -> list[str]:
    keys: list[str | None] = []
    if isinstance(award, Rate):
        keys = [award.of, award.granted]
    elif isinstance(award, Prize):
        keys = [award.prize, award.winners, award.entries]
    elif isinstance(award, Pool):
        keys = [award.wanted, award.granted]
    return [key for key in keys if key]


def _choices(pack: Pack, category: Category) -> Iterator[Finding]:
    """Choices of level and variant that mean no level and no variant of the family."""
    facts = {fact.key: fact for fact in (*pack.policy.facts, *category.facts)}
    levels, variants = facts.get(category.level_fact or ""), facts.get(category.variant_fact or "")
    for choice in levels.choices if levels else ():
        if pack.policy.level(choice) is None:
            yield _unknown(category, choice, [level.name for level in pack.policy.levels])
    family = [c for c in pack.categories if c.family == category.family]
    for choice in variants.choices if variants and category.family else ():
        if not (named(family, choice) or mentioned(family, choice)):
            yield _unknown(category, choice, [c.name for c in family])


def dangling_members(pack: Pack) -> Iterator[Finding]:
    """Members of exclusions that are no category: the rule would be lost for it without a word; a window that never opens."""
    ids = [category.id for category in pack.categories]
    for rule in pack.policy.exclusions:
        for member in rule.members:
            if not any(fnmatchcase(name, member) for name in ids):
                yield finding(codes.LINT_REFERENCE, rule.id, path=member + _hint(member, ids))
    window = pack.policy.window
    if window and window.month and window.first_day > window.last_day:
        yield finding(codes.LINT_WINDOW, "window", basis=window.basis, window=window.text)


def _unknown(category: Category, name: str, known: list[str]) -> Finding:
    return finding(codes.LINT_REFERENCE, category.name, path=name + _hint(name, known))


def _hint(name: str, known: list[str]) -> str:
    near = nearest(name, known) or next((one for one in known if letters(one) in letters(name)), None)
    return f"（是否想写“{near}”？）" if near else ""
