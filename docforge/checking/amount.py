"""The most that may be granted, derived line by line with the clause."""

from decimal import Decimal

from docforge.checking.case import Case
from docforge.checking.verdict import Cap, ConditionResult, Result
from docforge.core.money import wan
from docforge.core.text import squeeze
from docforge.policy.model import Event

_UNITS = {"万元": Decimal(10000), "元": Decimal(1)}
_KINDS = {"cap": "最高", "floor": "不少于"}


def chosen_event(case: Case) -> Event | None:
    """The event the applicant declared, None when none was declared."""
    answer = case.answers.get(case.category.event_fact)
    if answer is None or not isinstance(answer.value, str):
        return None
    said = squeeze(answer.value)
    return next((e for e in case.category.events if said in map(squeeze, (e.id, e.name, *e.aliases))), None)


def cap(case: Case, event: Event | None, conditions: tuple[ConditionResult, ...], lacking: tuple[str, ...] = ()) -> Cap:
    """The cap of the declared event; without one every possibility is named and no amount given.

    ``lacking``: labels of the attachments that are missing or not valid, which the derivation says.
    """
    unit = _UNITS[case.pack.policy.money_unit]
    if event is None:
        lines = [
            f"{e.name}：{_KINDS[e.award.kind]}{wan(e.award.amount * unit)}万元（{e.award.basis}）" for e in case.category.events
        ]
        said = case.answers.get(case.category.event_fact)
        why = f"申报情形“{said.value}”不是可选项" if said else "申报情形未填"
        return Cap(None, "cap", (*lines, f"{why}，不能确定适用哪一档"), case.category.basis)
    amount = event.award.amount * unit
    first = f"{case.category.name}{event.name}：{event.award.wording}{wan(amount)}万元（{event.award.basis}）"
    own = [c for c in conditions if c.id in {condition.id for condition in event.conditions}]
    failed = [c for c in conditions if c.result is Result.NOT_MET]
    if failed:
        reasons = tuple(f"不符合“{c.text}”（{c.basis}）：{c.because}" for c in failed)
        return Cap(Decimal(0), event.award.kind, (first, *reasons, "→ 核定上限 0 元，请经办人复核"), event.award.basis)
    open_ = tuple(f"前提待核：“{c.text}”（{c.basis}）" for c in own if c.result is Result.UNKNOWN)
    open_ += (f"以补齐并核实{'、'.join(lacking)}为前提",) if lacking else ()
    word = "核定上限" if event.award.kind == "cap" else "核定下限"
    return Cap(amount, event.award.kind, (first, *open_, f"→ {word} {wan(amount)}万元"), event.award.basis)
