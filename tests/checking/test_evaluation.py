"""Three-valued truth over papers and facts, and what it rested upon."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.checking.case import Case
from docforge.checking.conditions import condition
from docforge.checking.evaluation import Scope, evaluate
from docforge.checking.verdict import Result
from docforge.core.dates import parse_term
from docforge.core.model import Evidence, Field, Grade, Record, Source, Value, Via
from docforge.policy.category import Condition
from docforge.policy.loader import load_policy

PACK = load_policy("yining")
ON = date(2025, 11, 10)


def field(key: str, value: Value, grade: Grade = Grade.HIGH) -> Field:
    return Field(key, key, str(value), value, grade, 1.0, Via.TEXT, Evidence("材料.pdf", 1, raw=str(value)))


def paper(kind: str, **fields: Value) -> Record:
    own = {key: field(key, value) for key, value in fields.items()}
    return Record(kind, kind, Source("材料.pdf", "0" * 64, "text/plain"), (1,), own)


def case(*records: Record, category: str = "TAL", **facts: str) -> Case:
    answers = {key: field(key, value) for key, value in facts.items()}
    return Case(PACK, PACK.category(category), ON, records, answers, None, "")


def truth(text: str, own: Case) -> object:
    return evaluate(text, Scope(own))


LICENCE = paper(
    "business_licence", address="新疆伊宁市示例路1号", registered_capital=Decimal(5_000_000), established_on=date(2022, 11, 10)
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('business_licence.address contains "伊宁市"', True),
        ('business_licence.address contains ["昌吉", "霍城"]', False),
        ('hnt_certificate.name contains "伊宁"', None),
        ("business_licence.registered_capital >= 500万", True),
        ("business_licence.registered_capital / 2 > 300万", False),
        ("years_between(business_licence.established_on, on) >= 3", True),
        ("months_between(business_licence.established_on, on) == 36", True),
        ("add_years(business_licence.established_on, 3) <= on", True),
        ("date(year(on), 10, 31) < on", True),
        ("pledged_years >= 3", True),
        ("full_time", True),
        ("senior_post", None),
        ("known(senior_post)", False),
        ("shown(full_time and known(senior_post))", None),
        ("any(patent_certificate)", False),
        ('all(patent_certificate where title == "x")', True),
        ("count(business_licence) == 1", True),
        ('any(business_licence where address contains "伊宁市")', True),
        ("senior_post and full_time", None),
        ("senior_post and not full_time", False),
        ("senior_post or full_time", True),
        ("not senior_post", None),
        ('full_time == "是"', None),
        ('level in ["国家"]', None),
        ("business_licence.registered_capital / 0 > 1", None),
        ('names(business_licence, "伊宁市")', True),
        ('names(hnt_certificate, "伊宁市")', None),
        ("valid(business_licence)", True),
        ("valid(hnt_certificate)", None),
        ("valid(营业执照)", None),
    ],
)
def test_values(text: str, wanted: object) -> None:
    assert truth(text, case(LICENCE, full_time="是", pledged_years="3")) is wanted


def test_labels_serve_as_names() -> None:
    record = replace(LICENCE, label="营业执照", fields={"address": replace(LICENCE.fields["address"], label="住所")})
    assert truth('营业执照.住所 contains "伊宁市"', case(record)) is True
    assert truth("全职引进", case(full_time="是")) is True


def test_what_was_read_badly_is_not_known() -> None:
    record = replace(LICENCE, fields={"address": field("address", "新疆伊宁市", Grade.LOW)})
    assert truth('business_licence.address contains "伊宁市"', case(record)) is None


@given(st.sampled_from((True, False, None)), st.sampled_from((True, False, None)))
def test_kleene(left: bool | None, right: bool | None) -> None:
    words = {True: "是", False: "否"}
    facts = {key: words[value] for key, value in (("full_time", left), ("senior_post", right)) if value is not None}
    own = case(**facts)
    both, either = truth("full_time and senior_post", own), truth("full_time or senior_post", own)
    assert both is (False if False in (left, right) else None if None in (left, right) else True)
    assert either is (True if True in (left, right) else None if None in (left, right) else False)
    assert truth("not (full_time and senior_post)", own) is truth("not full_time or not senior_post", own)


def result(wanted: Condition, own: Case) -> tuple[Result, str]:
    found = condition(own, wanted)
    return found.result, found.because


def test_a_declaration_alone_makes_nothing_met() -> None:
    wanted = Condition(id="X", text="承诺3年", basis="第四条", met="pledged_years >= 3")
    outcome, because = result(wanted, case(pledged_years="3"))
    assert outcome is Result.UNKNOWN
    assert "未附佐证" in because
    assert result(wanted, case(pledged_years="2"))[0] is Result.NOT_MET


def test_what_the_clerk_found_out_decides() -> None:
    wanted = Condition(id="X", text="全职", basis="第四条", met="full_time")
    assert result(wanted, case(full_time="是"))[0] is Result.MET
    assert result(wanted, case(full_time="否"))[0] is Result.NOT_MET
    outcome, because = result(wanted, case())
    assert outcome is Result.UNKNOWN
    assert "尚未查询" in because


def test_a_condition_can_be_waived_by_the_clerk() -> None:
    wanted = Condition(id="X", text="硕士", basis="第四条", met="any(diploma)", waived_by="p1_waived")
    assert result(wanted, case())[0] is Result.NOT_MET
    assert result(wanted, case(p1_waived="是"))[0] is Result.MET


def test_the_evidence_is_what_was_used() -> None:
    wanted = Condition(id="X", text="本地", basis="第二条", met='business_licence.address contains "伊宁市"')
    found = condition(case(LICENCE), wanted)
    assert [evidence.where for evidence in found.evidence] == ["材料.pdf#1"]
    assert "新疆伊宁市示例路1号" in found.because


def test_a_kind_by_its_label_is_as_valid_as_by_its_key() -> None:
    term = parse_term("2020年1月1日至2025年1月1日")
    assert term is not None
    own = case(replace(paper("business_licence", term=term), label="营业执照"), category="HNT")
    assert truth("valid(business_licence)", own) is truth("valid(营业执照)", own) is False
