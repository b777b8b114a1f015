"""Invented 伊宁 cases for comparing rule engines, the amounts of 第五条, and the decision by hand to check the others by.

A case is a dict of plain facts about one firm and what it applies for in one round:

    yining, legal_person, taxpayer, operating   bool    第二条: registered in 伊宁市, 独立法人, 依法纳税, 正常运营
    blacklisted                                 bool    第二条: 列入失信企业名单
    tech_sme                                    bool    第五条（一）: 科技型中小企业入库评价 valid in the year
    HNT                                         "first" | "again"
    SRD-G, SRD-S                                "new" | "again"
    PLT-KL … PLT-III, INC-TTO … INC-XC          "national" | "region" | "prefecture"
    ACA-WS, ACA-CC                              True: 成功创建; a floor, counted at its least

A category that is not a key is not applied for. The decision is the total in 万元: of HNT and SRD the highest (X2), of the
eight PLT the highest (X3), every INC and ACA; nothing where a condition of 第二条 fails.
"""

import random

Case = dict[str, bool | str]

CONDITIONS = ("yining", "legal_person", "taxpayer", "operating")
LEVELS = ("national", "region", "prefecture")
PLATFORMS = tuple(f"PLT-{kind}" for kind in ("KL", "ETRC", "CMRC", "NRI", "ERC", "MIC", "ETC", "III"))
AMOUNTS: dict[str, dict[str, float]] = {
    "HNT": {"first": 10, "again": 5},
    "SRD-G": {"new": 10, "again": 5},
    "SRD-S": {"new": 5, "again": 2.5},
    **{platform: {"national": 50, "region": 20, "prefecture": 10} for platform in PLATFORMS},
    "INC-TTO": {"national": 30, "region": 20, "prefecture": 10},
    "INC-INC": {"national": 20, "region": 10, "prefecture": 7},
    "INC-MS": {"national": 10, "region": 5, "prefecture": 3},
    "INC-XC": {"national": 10, "region": 5, "prefecture": 3},
}
INCUBATION = tuple(category for category in AMOUNTS if category.startswith("INC-"))
FLOORS: dict[str, float] = {"ACA-WS": 100, "ACA-CC": 50}

_GOOD: Case = {**dict.fromkeys(CONDITIONS, True), "blacklisted": False, "tech_sme": True}
VECTORS: tuple[tuple[Case, float], ...] = (
    (_GOOD | {"HNT": "first"}, 10),
    (_GOOD | {"HNT": "first", "tech_sme": False}, 0),
    (_GOOD | {"HNT": "again", "tech_sme": False, "SRD-S": "new"}, 5),
    (_GOOD | {"HNT": "first", "SRD-G": "new"}, 10),
    (_GOOD | {"SRD-S": "again"}, 2.5),
    (_GOOD | {"PLT-KL": "region", "PLT-ETC": "prefecture"}, 20),
    (_GOOD | {"HNT": "again", "PLT-ETC": "prefecture", "INC-INC": "prefecture"}, 22),
    (_GOOD | {"INC-INC": "region", "INC-MS": "region"}, 15),
    (_GOOD | {"ACA-WS": True}, 100),
    (_GOOD | {"HNT": "first", "blacklisted": True}, 0),
    (_GOOD | {"HNT": "first", "yining": False}, 0),
)


def random_cases(count: int, seed: int = 1) -> list[Case]:
    """``count`` invented firms, each applying for one to four categories; most meet the conditions."""
    rng = random.Random(seed)  # noqa: S311  no secrets here
    return [_random_case(rng) for _ in range(count)]


def _random_case(rng: random.Random) -> Case:
    case: Case = {condition: rng.random() < 0.95 for condition in CONDITIONS}
    case |= {"blacklisted": rng.random() < 0.05, "tech_sme": rng.random() < 0.6}
    for category in rng.sample([*AMOUNTS, *FLOORS], rng.randint(1, 4)):
        case[category] = rng.choice(list(AMOUNTS[category])) if category in AMOUNTS else True
    return case


def by_hand(case: Case) -> float:
    """The decision in plain Python."""
    if case["blacklisted"] or not all(case[condition] for condition in CONDITIONS):
        return 0.0
    due = {category: amounts[str(case[category])] for category, amounts in AMOUNTS.items() if category in case}
    if case.get("HNT") == "first" and not case["tech_sme"]:
        del due["HNT"]
    firm = max(due.get(category, 0.0) for category in ("HNT", "SRD-G", "SRD-S"))
    platform = max(due.get(category, 0.0) for category in PLATFORMS)
    return firm + platform + sum(due.get(c, 0.0) for c in INCUBATION) + sum(FLOORS[c] for c in FLOORS if case.get(c))
