"""Two policies side by side, category by category: what was added, dropped, changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docforge.casework.policy_page import award_text
from docforge.policy.category import Category, Condition
from docforge.policy.loader import Pack


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``where`` the category (empty for the policy as a whole), ``how`` 增加, 删除 or 修改."""

    where: str
    what: str
    how: str
    before: str
    after: str


def compare(old: Pack, new: Pack) -> list[Change]:
    """Every difference that a clerk or an applicant would meet. Categories go by id, else by name."""
    found = list(_entries("", "政策", _of_policy(old), _of_policy(new)))
    before, after = {c.id: c for c in old.categories}, {c.id: c for c in new.categories}
    by_name = {c.name: c for c in old.categories}
    pairs = [(before.get(c.id) or by_name.get(c.name), c) for c in new.categories]
    kept = {one.id for one, _ in pairs if one}
    found += [Change(c.name, "类别", "删除", _summary(old, c), "") for c in before.values() if c.id not in kept]
    for one, other in pairs:
        if one is None:
            found.append(Change(other.name, "类别", "增加", "", _summary(new, after[other.id])))
        else:
            found += _entries(other.name, "", _of_category(old, one), _of_category(new, other))
    return found


def _summary(pack: Pack, category: Category) -> str:
    return "；".join(_awards(pack, category).values())


def _entries(where: str, what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            how = "增加" if not before else "删除" if not after else "修改"
            yield Change(where, f"{what}{name}", how, before, after)


def _of_policy(pack: Pack) -> dict[str, str]:
    rule = pack.policy
    publicity = rule.publicity
    return {
        "标题": rule.title,
        "状态": rule.status.value,
        "资金": rule.fund,
        "受理时间": rule.window.text if rule.window else "",
        "有效期": f"{rule.validity.start or ''}～{rule.validity.end or ''} {rule.validity.years or ''}".strip(" ～"),
        "公示": f"{publicity.working_days}个工作日" if publicity else "",
        **{f"条件 {c.text}": _condition(c) for c in rule.conditions},
        **{f"排除 {e.id}": f"{e.text}（{'、'.join(e.members)}）" for e in rule.exclusions},
    }


def _of_category(pack: Pack, category: Category) -> dict[str, str]:
    return {
        "名称": category.name,
        "受理部门": pack.department(category).name,
        **_awards(pack, category),
        **{f"条件 {c.text}": _condition(c) for c in category.all_conditions},
        **{f"材料 {r.label}": "按条件推定" if r.implied else "必交" for r in category.requirements},
        **{f"佐证 {r.label}": "佐证" for r in category.evidence},
    }


def _awards(pack: Pack, category: Category) -> dict[str, str]:
    unit = pack.policy.money_unit
    return {f"金额 {event.name}": _texts([award_text(award, unit) for award in event.award]) for event in category.events}


def _texts(texts: Sequence[str]) -> str:
    return "；".join(texts)


def _condition(condition: Condition) -> str:
    return " / ".join(filter(None, (condition.met, condition.not_met))) or "经办人核查"
