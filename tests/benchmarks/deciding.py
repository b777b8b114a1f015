"""The cases of ``yining_cases`` decided by docforge, for comparing rule engines."""

from datetime import date
from decimal import Decimal
from functools import cache

from docforge.checking.case import Case as Application
from docforge.checking.check import decide
from docforge.checking.exclusions import Claim, settle
from docforge.core.dates import parse_term
from docforge.core.model import Evidence, Field, Grade, Record, Source, Value, Via
from docforge.policy.loader import load_policy
from tests.benchmarks.yining_cases import AMOUNTS, FLOORS, Case

PACK = load_policy("yining")
CATEGORIES = {category.id: category for category in PACK.categories}
ON = date(2025, 11, 10)
LEVELS = {"national": "国家", "region": "自治区", "prefecture": "伊犁州"}
EVENTS = {"first": "首次认定", "again": "再次认定", "new": "新认定"}
SOURCE = Source("例", "0" * 64, "text/plain")


def total(case: Case) -> Decimal:
    """The total in 万元: every category decided with its conditions and derivation, then 就高不重复."""
    claims = [_claim(case, name) for name in (*AMOUNTS, *FLOORS) if name in case]
    return settle(PACK.policy.exclusions, claims).total / 10_000


def _claim(case: Case, name: str) -> Claim:
    category = CATEGORIES[name]
    said = str(case[name])
    event, level = EVENTS.get(said, ""), LEVELS.get(said, "")
    answers = _answers(bool(case["taxpayer"]), bool(case["operating"]), bool(case["blacklisted"]), event, level)
    records = (_licence(bool(case["yining"]), bool(case["legal_person"])), *((_tech_sme(),) if case["tech_sme"] else ()))
    if not case["tech_sme"]:
        answers = {**answers, "tech_sme_number": _field("tech_sme_number", "无")}
    _, due = decide(Application(PACK, category, ON, records, answers, None, ""))
    return Claim(category.id, category.name, due.amount, due.kind)


@cache
def _field(key: str, value: Value) -> Field:
    return Field(key, key, str(value), value, Grade.HIGH, 1.0, Via.TYPED, Evidence("例"))


@cache
def _answers(taxed: bool, operating: bool, listed: bool, event: str, level: str) -> dict[str, Field]:
    words = {True: "是", False: "否"}
    said = {"pays_tax": words[taxed], "operates": words[operating], "dishonest": words[listed], "event": event}
    said |= {"level_declared": level, "first_time": "是"}
    return {key: _field(key, value) for key, value in said.items() if value}


@cache
def _licence(in_city: bool, is_legal_person: bool) -> Record:
    address = "新疆伊犁州伊宁市示例路1号" if in_city else "新疆伊犁州伊宁县示例路1号"
    type_ = "有限责任公司" if is_legal_person else "个人独资企业"
    fields = {"address": _field("address", address), "type": _field("type", type_)}
    return Record("business_licence", "营业执照", SOURCE, (1,), fields)


@cache
def _tech_sme() -> Record:
    term = parse_term("2025年4月1日至2025年12月31日")
    return Record("tech_sme_record", "科技型中小企业入库登记", SOURCE, (1,), {"term": _field("term", term)} if term else {})
