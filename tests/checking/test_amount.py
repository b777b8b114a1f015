"""The award models, with the vectors of the 昌吉 draft."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from docforge.checking.amount import cap, yearly_limits
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.checking.exclusions import Claim, settle
from docforge.core.model import Evidence, Field, Grade, Via
from docforge.policy.award import Award, Open, Pool, Prize, Rate, Sum
from docforge.policy.category import Event, Fact
from docforge.policy.loader import load_policy

PACK = load_policy("yining")
ON = date(2025, 11, 10)
MONEY = [Fact(key=key, label=key, question=key, type="money") for key in ("base", "granted", "wanted")]
NUMBERS = [Fact(key=key, label=key, question=key, type="number") for key in ("winners", "entries")]
PRIZE = Fact(key="prize", label="prize", question="prize")
RATE = Rate(
    kind="rate",
    rate=Decimal("0.01"),
    of="base",
    per_project=Decimal(5),
    per_unit_year=Decimal(20),
    granted="granted",
    basis="第十一条（三）",
)
WHOLE = Rate(kind="rate", rate=Decimal("0.2"), of="base", basis="第十条")
CUP = Prize(
    kind="prize",
    prizes={"一等奖": Decimal(10)},
    prize="prize",
    share=Decimal("0.1"),
    winners="winners",
    entries="entries",
    basis="第十二条（五）",
)
POOL = Pool(kind="pool", per_year=Decimal(400), wanted="wanted", granted="granted", basis="第十三条（三）")


def case(**facts: str) -> Case:
    category = PACK.category("HNT").model_copy(update={"facts": (*MONEY, *NUMBERS, PRIZE)})
    answers = {k: Field(k, k, v, v, Grade.HIGH, 1.0, Via.TYPED, Evidence("填报")) for k, v in facts.items()}
    return Case(PACK, category, ON, (), answers, None, "")


def amount(award: Award, **facts: str) -> Decimal | None:
    event = Event(id="e", name="e", award=(award,))
    found = cap(case(**facts), event, ()).amount
    return None if found is None else found / 10_000


@pytest.mark.parametrize(
    ("award", "facts", "wanted"),
    [
        (WHOLE, {"base": "860"}, "172"),
        (WHOLE, {}, None),
        (RATE, {"base": "320"}, "3.2"),
        (RATE, {"base": "500"}, "5"),
        (RATE, {"base": "1200"}, "5"),
        (RATE, {"base": "600", "granted": "15"}, "5"),
        (RATE, {"base": "600", "granted": "18"}, "2"),
        (RATE, {"base": "600", "granted": "20"}, "0"),
        (CUP, {"prize": "一等奖", "entries": "66", "winners": "6"}, "10"),
        (CUP, {"prize": "一等奖", "entries": "59", "winners": "6"}, "0"),
        (CUP, {"prize": "一等奖", "entries": "9", "winners": "1"}, "0"),
        (CUP, {"prize": "四等奖"}, None),
        (POOL, {"wanted": "60", "granted": "360"}, "40"),
        (POOL, {"wanted": "60", "granted": "420"}, "0"),
        (POOL, {}, None),
        (Open(kind="by_guide", basis="第二十条"), {}, None),
    ],
)
def test_awards(award: Award, facts: dict[str, str], wanted: str | None) -> None:
    assert amount(award, **facts) == (None if wanted is None else Decimal(wanted))


def test_the_award_of_the_day_applies() -> None:
    old = Sum(kind="cap", amount=Decimal(10), basis="第五条")
    new = Sum(kind="cap", amount=Decimal(8), basis="第五条", since=date(2026, 1, 1))
    event = Event(id="e", name="e", award=(old, new))
    for day, wanted in ((date(2025, 12, 31), 100_000), (date(2026, 1, 1), 80_000)):
        assert cap(replace(case(), on=day), event, ()).amount == wanted


def test_a_level_without_an_amount_is_not_guessed() -> None:
    award = Sum(kind="cap", by_level={"国家": Decimal(50)}, basis="第五条")
    found = cap(case(), Event(id="e", name="e", award=(award,)), ())
    assert found.amount is None
    assert "级别未确定" in "".join(found.derivation)


def decided(**facts: str) -> set[str]:
    category = PACK.category("TAL")
    answers = {k: Field(k, k, v, v, Grade.HIGH, 1.0, Via.TYPED, Evidence("核定表")) for k, v in facts.items()}
    bare = category.model_copy(update={"conditions": (), "requirements": ()})
    return {f.code for f in check(Case(PACK, bare, ON, (), answers, None, "")).all_findings}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"decided_amount": "30"}, None),
        ({"decided_amount": "31"}, "V360"),
        ({"instalments": "10、10、10"}, None),
        ({"instalments": "2025年 12万，2026年 12万，2027年 12万"}, "V362"),
    ],
)
def test_what_the_clerk_decides_stays_under_the_cap(facts: dict[str, str], code: str | None) -> None:
    assert decided(**facts) & {"V360", "V362"} == ({code} if code else set())


def test_yearly_limits_over_several_claims() -> None:
    limits = yearly_limits(load_policy("changji"), ON)
    assert (limits["CJ-TRF-T"], limits["CJ-REG-E"]) == (Decimal(200_000), Decimal(4_000_000))
    claims = [Claim("CJ-TRF-T", "技术交易", Decimal(50_000)) for _ in range(5)]
    settled = settle((), claims, limits)
    assert settled.total == 200_000
    assert "超过本年上限20万元" in settled.lines[0]
