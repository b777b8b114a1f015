"""The 伊宁 amounts decided by OpenFisca-Core, as its users would write them: the peer of docforge's own rule engine.

Nothing of docforge is used, and OpenFisca is no dependency of this repository. In a venv of its own, from the root:

    python -m venv of && of/bin/pip install OpenFisca-Core==46.0.1
    of/bin/python -m tests.benchmarks.openfisca_yining [CASES]

``yining_cases`` says what a case is; it needs no OpenFisca. The leanest system that a user would write: one variable for
each clause, amounts as dated parameters, enums for events and levels. The draft bears no date; its amounts are made to
apply from the year of the round.
"""
# ruff: noqa: N801, N805  OpenFisca names its variables in lower case, and its formulas have no self
# mypy: disable-error-code="misc"

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from tests.benchmarks.yining_cases import AMOUNTS, CONDITIONS, FLOORS, INCUBATION, PLATFORMS, VECTORS, Case, by_hand, random_cases

try:
    from openfisca_core.entities import build_entity
    from openfisca_core.model_api import YEAR, Enum, ParameterNode, Variable, max_, not_
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
except ImportError as error:
    raise ImportError("OpenFisca is missing: python -m venv of && of/bin/pip install OpenFisca-Core==46.0.1") from error

ROUND = "2025"
Firm = build_entity(key="firm", plural="firms", label="创新主体", is_person=True)


class Event(Enum):
    """What is applied for: a first recognition or a renewed one."""

    none = "未申报"
    first = "首次认定"
    new = "新认定"
    again = "再次认定"


class Level(Enum):
    """Who recognised it."""

    none = "未申报"
    national = "国家级"
    region = "自治区级"
    prefecture = "伊犁州级"


def identifier(key: str) -> str:
    """PLT-KL → plt_kl, as Python names a variable."""
    return key.lower().replace("-", "_")


def fact(name: str) -> type:
    """An input that is true or false."""
    return type(name, (Variable,), {"entity": Firm, "definition_period": YEAR, "value_type": bool, "label": name})


def applied(name: str, values: Any) -> type:
    """An input that says which event or level is applied for."""
    how = {"value_type": Enum, "possible_values": values, "default_value": values.none, "label": name}
    return type(name, (Variable,), {"entity": Firm, "definition_period": YEAR, **how})


def at_level(level: Any, amounts: Any) -> Any:
    """The amount of each firm's level. (Indexing the parameters by the enum reads better, but loops over firms in Python.)"""
    return (
        (level == Level.national) * amounts.national
        + (level == Level.region) * amounts.region
        + (level == Level.prefecture) * amounts.prefecture
    )


class eligible(Variable):
    value_type = bool
    entity = Firm
    definition_period = YEAR
    label = "可依据本细则申请资金支持"
    reference = "第二条"

    def formula(firm: Any, period: Any) -> Any:
        registered = firm("yining", period) * firm("legal_person", period)
        return registered * firm("taxpayer", period) * firm("operating", period) * not_(firm("blacklisted", period))


class high_tech_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "高新技术企业核定上限（万元）"
    reference = "第五条（一）"

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        event, amounts = firm("hnt", period), parameters(period).hnt
        first = (event == Event.first) * firm("tech_sme", period)
        return first * amounts.first + (event == Event.again) * amounts.again


class specialised_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "专精特新“小巨人”和中小企业核定上限（万元）"
    reference = "第五条（二）"

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        national, regional = firm("srd_g", period), firm("srd_s", period)
        giant, small = parameters(period).srd_g, parameters(period).srd_s
        return max_(
            (national == Event.new) * giant.new + (national == Event.again) * giant.again,
            (regional == Event.new) * small.new + (regional == Event.again) * small.again,
        )


class firm_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "同一创新主体的高新技术企业、专精特新，就高不重复（万元）"
    reference = "第五条（二）"

    def formula(firm: Any, period: Any) -> Any:
        return max_(firm("high_tech_support", period), firm("specialised_support", period))


class platform_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "同一创新主体的科技创新平台，就高不重复（万元）"
    reference = "第五条（三）"

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        amounts = parameters(period).platforms
        return np.maximum.reduce([at_level(firm(name, period), amounts) for name in map(identifier, PLATFORMS)])


class incubation_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "技术转移机构、孵化器、众创空间、星创天地（万元）"
    reference = "第五条（四）"

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        amounts = parameters(period)
        return sum(at_level(firm(name, period), amounts[name]) for name in map(identifier, INCUBATION))


class academician_support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "院士工作站、院士协同创新中心，不少于（万元）"
    reference = "第五条（五）"

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        floors = parameters(period)
        return firm("aca_ws", period) * floors.aca_ws + firm("aca_cc", period) * floors.aca_cc


class support(Variable):
    value_type = float
    entity = Firm
    definition_period = YEAR
    label = "核定上限合计（万元）"

    def formula(firm: Any, period: Any) -> Any:
        recognised = firm("firm_support", period) + firm("platform_support", period)
        run = firm("incubation_support", period) + firm("academician_support", period)
        return firm("eligible", period) * (recognised + run)


CLAUSES = (
    *(eligible, high_tech_support, specialised_support, firm_support),
    *(platform_support, incubation_support, academician_support, support),
)


def _parameters() -> dict[str, Any]:
    """The amounts as OpenFisca's parameter files have them, each with the date it applies from."""

    def dated(value: float) -> dict[str, Any]:
        return {"values": {f"{ROUND}-01-01": {"value": value}}}

    def node(amounts: Mapping[str, float]) -> dict[str, Any]:
        return {name: dated(value) for name, value in amounts.items()}

    own = {identifier(category): node(amounts) for category, amounts in AMOUNTS.items() if category not in PLATFORMS}
    floors = {identifier(category): dated(value) for category, value in FLOORS.items()}
    return {**own, "platforms": node(AMOUNTS[PLATFORMS[0]]), **floors}


@cache
def system() -> Any:
    """The tax-benefit system, made once."""
    made = TaxBenefitSystem([Firm])
    made.parameters = ParameterNode(data=_parameters())
    made.add_variables(*map(fact, (*CONDITIONS, "blacklisted", "tech_sme", *map(identifier, FLOORS))))
    made.add_variables(*(applied(identifier(category), Event) for category in ("HNT", "SRD-G", "SRD-S")))
    made.add_variables(*(applied(identifier(category), Level) for category in (*PLATFORMS, *INCUBATION)))
    made.add_variables(*CLAUSES)
    return made


def decide(cases: Sequence[Case], *, together: bool = False) -> list[float]:
    """The total of each case in 万元: a simulation for each, as the web API does, or one for all of them ``together``."""
    if not together:
        return [_alone(case) for case in cases]
    found: list[float] = calculate(columns(cases), len(cases)).tolist()
    return found


def _alone(case: Case) -> float:
    facts = {identifier(key): {ROUND: value} for key, value in case.items()}
    simulation = SimulationBuilder().build_from_entities(system(), {"firms": {"applicant": facts}})
    return float(simulation.calculate("support", ROUND)[0])


def columns(cases: Sequence[Case]) -> dict[str, Any]:
    """The facts of all cases as one array for each input."""
    facts = (*CONDITIONS, "blacklisted", "tech_sme", *FLOORS)
    known = {name: np.array([case.get(name, False) for case in cases]) for name in facts}
    known |= {name: np.array([case.get(name, "none") for case in cases]) for name in AMOUNTS}
    return {identifier(name): array for name, array in known.items()}


def calculate(arrays: Mapping[str, Any], count: int) -> Any:
    """The totals of ``count`` firms in one simulation."""
    simulation = SimulationBuilder().build_default_simulation(system(), count=count)
    for name, array in arrays.items():
        simulation.set_input(name, ROUND, array)
    return simulation.calculate("support", ROUND)


def _check(cases: Sequence[Case], sample: Sequence[Case]) -> None:
    """Every way of deciding gives the known amounts, and agrees with the others on the cases."""
    known, wanted = [case for case, _ in VECTORS], [amount for _, amount in VECTORS]
    found = {
        "by hand": [by_hand(case) for case in known] == wanted,
        "alone": decide(known) == wanted and decide(sample) == [by_hand(case) for case in sample],
        "together": decide(known, together=True) == wanted and decide(cases, together=True) == [by_hand(case) for case in cases],
    }
    wrong = [way for way, is_right in found.items() if not is_right]
    if wrong:
        raise SystemExit(f"wrong amounts: {', '.join(wrong)}")


def _rate(count: int, work: Callable[[], object], rounds: int = 5) -> float:
    """Decisions a second, the median of some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return count / sorted(taken)[rounds // 2]


def main(count: int) -> None:
    """Checks the amounts, then prints decisions a second on one core."""
    cases = random_cases(count)
    sample, arrays = cases[: max(1, count // 10)], columns(cases)
    _check(cases, sample)
    rates = {
        f"(a) a simulation for each case, {len(sample)} cases": _rate(len(sample), lambda: decide(sample)),
        f"(b) one simulation for all, {count} cases": _rate(count, lambda: decide(cases, together=True)),
        "(b) the same, without making the arrays": _rate(count, lambda: calculate(arrays, count)),
        "    by hand in plain Python": _rate(count, lambda: [by_hand(case) for case in cases]),
    }
    sys.stdout.writelines(f"{name:<48}{rate:>12,.0f} decisions/s\n" for name, rate in rates.items())


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)
