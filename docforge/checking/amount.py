"""The most that may be granted, derived line by line with the clause."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from docforge.checking.case import Case
from docforge.checking.verdict import Cap, ConditionResult, Result
from docforge.core.money import wan
from docforge.core.text import letters
from docforge.policy.award import Open, Pool, Prize, Rate, Sum
from docforge.policy.category import Event
from docforge.policy.loader import Pack

_KINDS = {"cap": "最高", "floor": "不少于", "fixed": "", "rate": "最高"}
_SETTLED = {"floor": "核定下限", "fixed": "核定奖励", "prize": "核定奖励"}
_UP_TO = "核定上限"
_HUNDREDTH = Decimal("0.01")


def chosen_event(case: Case) -> Event | None:
    """The event the applicant declared; the only one where there is one; None when none was declared."""
    events = case.category.events
    if len(events) == 1:
        return events[0]
    said = letters(case.said(case.category.event_fact))
    return next((e for e in events if said and said in map(letters, (e.id, e.name, *e.aliases))), None)


def cap(case: Case, event: Event | None, conditions: Sequence[ConditionResult], lacking: Sequence[str] = ()) -> Cap:
    """The cap of the declared event; without one every possibility is named and no amount given.

    ``lacking``: labels of the attachments that are missing or not valid, which the derivation says.
    """
    if event is None:
        return _undeclared(case)
    award = event.award_on(case.on)
    if award is None:
        return Cap(None, "cap", (f"{event.name}：申报日没有适用的金额",), case.category.basis)
    amount, lines = _RECKON[type(award)](case, award)
    head = f"{case.category.name}{event.name if len(case.category.events) > 1 else ''}"
    first = (f"{head}：{lines[0]}（{award.basis}）", *lines[1:])
    failed = [c for c in conditions if c.result is Result.NOT_MET]
    if failed:
        reasons = tuple(f"不符合“{c.text}”（{c.basis}）：{c.because}" for c in failed)
        return Cap(Decimal(0), award.kind, (*first, *reasons, "→ 核定上限 0 元，请经办人复核"), award.basis)
    own = {condition.id for condition in event.conditions}
    open_ = tuple(f"前提待核：“{c.text}”（{c.basis}）" for c in conditions if c.result is Result.UNKNOWN and c.id in own)
    open_ += (f"以补齐并核实{'、'.join(lacking)}为前提",) if lacking else ()
    last = f"→ {_SETTLED.get(award.kind, _UP_TO)} {wan(amount)}万元" if amount is not None else "→ 金额由经办人确定，程序不推算"
    return Cap(amount, award.kind, (*first, *open_, last), award.basis)


def _undeclared(case: Case) -> Cap:
    lines = []
    for event in case.category.events:
        award = event.award_on(case.on)
        if award:
            _, said = _RECKON[type(award)](case, award)
            lines.append(f"{event.name}：{said[0]}（{award.basis}）")
    said_event = case.said(case.category.event_fact)
    why = f"申报情形“{said_event}”不是可选项" if said_event else "申报情形未填"
    return Cap(None, "cap", (*lines, f"{why}，不能确定适用哪一档"), case.category.basis)


def _sum(case: Case, award: Sum) -> tuple[Decimal | None, list[str]]:
    unit, word = case.pack.policy.unit, _KINDS[award.kind]
    by_level = {level: amount * unit for level, amount in award.by_level.items()}
    amount = award.amount * unit if award.amount is not None else by_level.get(case.level)
    if amount is None:
        every = "、".join(f"{level}{word}{wan(one)}万元" for level, one in by_level.items())
        return None, [
            f"{award.wording}：{every}",
            f"级别{'“' + case.level + '”没有对应金额' if case.level else '未确定'}，不能确定适用哪一档",
        ]
    level = f"{case.level}级，" if by_level else ""
    wording = award.wording or ("" if award.kind == "fixed" else word)
    lines = [f"{level}{wording}{wan(amount)}万元"]
    if award.over_years:
        lines.append(f"分批支持，周期{award.over_years}年，各期之和不超过{wan(amount)}万元")
    if award.may_exceed:
        lines.append(f"{award.may_exceed}的，可“一事一议”，金额由经办人填写")
    return amount, lines


def _number(case: Case, key: str | None) -> Decimal | None:
    value = case.fact_value(key or "")
    return value if isinstance(value, Decimal) else None


def _or_not_told(granted: Decimal | None) -> str:
    return "未填，暂按0计" if granted is None else f"{wan(granted)}万元"


def yearly_limits(pack: Pack, on: date) -> dict[str, Decimal]:
    """The most, in 元, that one applicant's claims of a category may come to in a year, by category."""
    awards = [(c.id, award) for c in pack.categories for event in c.events if (award := event.award_on(on))]
    told = [(name, a.per_unit_year if isinstance(a, Rate) else a.per_year if isinstance(a, Pool) else None) for name, a in awards]
    return {name: limit * pack.policy.unit for name, limit in told if limit is not None}


def _label(case: Case, key: str) -> str:
    fact = case.fact(key)
    return fact.label if fact else key


def _rate(case: Case, award: Rate) -> tuple[Decimal | None, list[str]]:
    """The share first, then the cap of the project, then what the unit may still get this year."""
    unit, base = case.pack.policy.unit, _number(case, award.of)
    lines = [f"{award.wording or '最高' + _label(case, award.of) + '的'}{award.rate:.0%}"]
    lines += [f"单个项目最高{wan(award.per_project * unit)}万元"] if award.per_project is not None else []
    lines += [f"每家每年最高{wan(award.per_unit_year * unit)}万元"] if award.per_unit_year is not None else []
    if base is None:
        return None, [*lines, f"“{_label(case, award.of)}”未填，不能推算"]
    amount = (base * award.rate / unit).quantize(_HUNDREDTH, ROUND_DOWN) * unit
    lines.append(f"{wan(base)}万元 × {award.rate:.0%} = {wan(amount)}万元")
    if award.per_project is not None:
        amount = min(amount, award.per_project * unit)
    if award.per_unit_year is not None:
        granted = _number(case, award.granted)
        left = max(award.per_unit_year * unit - (granted or 0), Decimal(0))
        lines.append(f"本年已支持{_or_not_told(granted)}，尚可支持{wan(left)}万元")
        amount = min(amount, left)
    return amount, lines


def _prize(case: Case, award: Prize) -> tuple[Decimal | None, list[str]]:
    unit, prize = case.pack.policy.unit, case.said(award.prize)
    lines = ["、".join(f"{name}{wan(amount * unit)}万元" for name, amount in award.prizes.items())]
    entries, winners = _number(case, award.entries), _number(case, award.winners)
    if award.share is not None and entries is None:
        lines.append(f"有效报名数未填，没有核对获奖总数是否超过其{award.share:.0%}")
    elif award.share is not None and entries is not None:
        most = int(entries * award.share)
        lines.append(f"有效报名{entries}个，获奖总数不超过其{award.share:.0%}，即{most}个")
        if winners is not None and winners > most:
            return Decimal(0), [*lines, f"获奖总数{winners}个，超出{winners - most}个，须核减获奖名额"]
    amount = award.prizes.get(prize)
    return (None, [*lines, "获奖等次未填"]) if amount is None else (amount * unit, [*lines, f"获{prize}"])


def _pool(case: Case, award: Pool) -> tuple[Decimal | None, list[str]]:
    unit, wanted = case.pack.policy.unit, _number(case, award.wanted)
    granted = _number(case, award.granted)
    left = award.per_year * unit - (granted or 0)
    lines = [
        f"{award.wording}每年总额不超过{wan(award.per_year * unit)}万元",
        f"本年已安排{_or_not_told(granted)}，余{wan(max(left, Decimal(0)))}万元",
    ]
    if wanted is None:
        return None, [*lines, f"“{_label(case, award.wanted)}”未填"]
    if wanted > left:
        lines.append(f"所需{wan(wanted)}万元，超出{wan(wanted - left)}万元")
    return max(min(wanted, left), Decimal(0)), lines


def _open(_case: Case, award: Open) -> tuple[Decimal | None, list[str]]:
    by_guide = "原文没有金额，以年度申报指南或实施细则为准"
    said = by_guide if award.kind == "by_guide" else "一事一议，原文没有金额"
    return None, [f"{award.wording}{'，' if award.wording else ''}{said}"]


_RECKON: dict[type, Callable[[Case, Any], tuple[Decimal | None, list[str]]]] = {
    Sum: _sum,
    Rate: _rate,
    Prize: _prize,
    Pool: _pool,
    Open: _open,
}
