"""The verdict: requirement by requirement, conditions, cap, and nothing said that the papers do not show."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest

from docforge.casework.kinds import form_kind_name
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.checking.verdict import CaseStatus, Met, Result, Verdict
from docforge.core import codes
from docforge.core.dates import Term
from docforge.core.model import Box, Evidence, Field, Grade, Record, Source, Value, Via, finding
from docforge.policy.loader import load_policy

PACK = load_policy("yining")
HNT = PACK.category("HNT")
FORM = PACK.form(HNT)
ON = date(2025, 11, 20)
NAME, CODE, HEAD = "伊宁市天山雪莲云数据科技有限公司", "91654002MATE5T017G", "努尔兰·叶尔肯"


def field(key: str, value: Value | None, grade: Grade = Grade.HIGH, source: str = "a.jpg", via: Via = Via.OCR) -> Field:
    place = Evidence(source, raw=str(value)) if via is Via.TYPED else Evidence(source, 1, Box(0, 0, 9, 9), str(value))
    return Field(key, key, str(value), value, grade, 0.99, via, place)


def record(kind: str, source: str, values: Mapping[str, Value | None]) -> Record:
    fields = {key: field(key, value, source=source) for key, value in values.items() if value is not None}
    return Record(kind, kind, Source(source, "0", "image/jpeg"), (1,), MappingProxyType(fields))


def licence(**changes: Value | None) -> Record:
    values: dict[str, Value | None] = {
        "uscc": CODE,
        "name": NAME,
        "type": "有限责任公司（自然人投资或控股）",
        "legal_representative": HEAD,
        "address": "新疆伊犁州伊宁市解放西路1号",
        "term": Term(date(2019, 6, 18), None, open_ended=True),
    }
    return record("business_licence", "执照.jpg", {**values, **changes})


def certificate(**changes: Value | None) -> Record:
    values: dict[str, Value | None] = {"name": NAME, "certificate_number": "GR202565000127", "issued_on": date(2025, 10, 28)}
    return record("hnt_certificate", "证书.jpg", {**values, **changes})


def form(**changes: Value | None) -> Record:
    values: dict[str, Value | None] = {
        "uscc": CODE,
        "name": NAME,
        "address": "新疆伊犁州伊宁市解放西路1号",
        "legal_representative": HEAD,
        "legal_representative_phone": "13999990001",
        "contact": "李思雨",
        "contact_phone": "0999-8000001",
        "plan": "概要" * 150,
    }
    return record(form_kind_name(PACK.policy.id, FORM), "申请表.docx", {**values, **changes})


def answers(**values: str) -> dict[str, Field]:
    return {key: field(key, value, source="填报数据.yaml 第1行", via=Via.TYPED) for key, value in values.items()}


FIRST = answers(event="首次认定", tech_sme_number="2025654002A8000123")


def verdict(*records: Record, typed: Mapping[str, Field] = FIRST, on: date = ON, filled: Evidence | None = None) -> Verdict:
    return check(Case(PACK, HNT, on, records, typed, FORM, form_kind_name(PACK.policy.id, FORM), filled))


def status_of(found: Verdict) -> dict[str, Met]:
    return {r.id: r.status for r in found.requirements}


def codes_of(found: Verdict) -> set[str]:
    return {f.code for f in found.all_findings}


def test_everything_there_is_complete() -> None:
    found = verdict(licence(), certificate(), form())
    assert found.status is CaseStatus.COMPLETE
    assert set(status_of(found).values()) == {Met.MET}
    assert found.cap.amount == Decimal(100000)
    assert found.applicant == NAME
    assert not found.has_errors
    assert [e.where for r in found.requirements for e in r.by] == ["申请表.docx#1", "执照.jpg#1", "证书.jpg#1"]


def test_a_missing_paper_is_told_with_clause_and_remedy() -> None:
    found = verdict(licence(), form())
    (missing,) = [r for r in found.requirements if r.status is Met.MISSING]
    assert (missing.id, missing.basis) == ("certificate", "附件1 二（一）3")
    assert missing.findings[0].remedy == "请补充高新技术企业证书复印件"
    assert found.status is CaseStatus.INCOMPLETE


@pytest.mark.parametrize(
    ("on", "status"), [(date(2028, 10, 28), Met.MET), (date(2028, 10, 29), Met.INVALID), (date(2025, 11, 1), Met.MET)]
)
def test_validity_is_judged_on_the_application_date(on: date, status: Met) -> None:
    assert status_of(verdict(licence(), certificate(), form(), on=on))["certificate"] is status


def test_of_an_old_and_a_new_certificate_the_new_counts() -> None:
    old = certificate(issued_on=date(2019, 10, 1), certificate_number="GR201965000001")
    found = verdict(licence(), old, certificate(), form())
    assert status_of(found)["certificate"] is Met.MET
    assert "V343" in codes_of(found)


def test_an_ended_term_and_one_that_the_paper_does_not_say() -> None:
    assert (
        status_of(verdict(licence(term=Term(date(2014, 6, 1), date(2024, 5, 31))), certificate(), form()))["licence"] is Met.INVALID
    )
    assert status_of(verdict(licence(term=Term(date(2014, 6, 1), None)), certificate(), form()))["licence"] is Met.MET


def test_a_name_that_differs_names_the_pair() -> None:
    found = verdict(licence(), certificate(name="伊宁市天山雪莲智能有限公司"), form())
    (pair,) = [f for f in found.findings if f.code == "V304"]
    assert "执照.jpg#1" in pair.message
    assert "证书.jpg#1" in pair.message
    assert found.status is CaseStatus.INCOMPLETE


@pytest.mark.parametrize("same", ["伊宁市天山雪莲云数据科技 有限公司", "伊宁市天山雪莲云数据科技有限公司。"])
def test_widths_and_spaces_are_folded(same: str) -> None:
    assert "V304" not in codes_of(verdict(licence(), certificate(name=same), form()))


def test_limited_and_limited_liability_are_a_suggestion_only() -> None:
    other = NAME.replace("有限公司", "有限责任公司")
    found = verdict(licence(), certificate(name=other), form())
    assert "V305" in codes_of(found)
    assert found.status is CaseStatus.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("新疆伊犁州伊宁市解放西路1号", Result.MET),
        ("新疆伊犁州伊宁县吉里于孜镇", Result.NOT_MET),
        ("广东省东莞市东城街道", Result.UNKNOWN),
    ],
)
def test_the_city_is_not_the_county(address: str, result: Result) -> None:
    found = verdict(licence(address=address), certificate(), form(address=address))
    assert {c.id: c.result for c in found.conditions}["G1"] is result


@pytest.mark.parametrize(
    ("type", "result"),
    [
        ("有限责任公司", Result.MET),
        ("个体工商户", Result.NOT_MET),
        ("有限责任公司分公司", Result.NOT_MET),
        ("有限合伙企业", Result.NOT_MET),
        ("集体所有制", Result.UNKNOWN),
    ],
)
def test_only_legal_persons_may_apply(type: str, result: Result) -> None:
    assert {c.id: c.result for c in verdict(licence(type=type), certificate(), form()).conditions}["G2"] is result


def test_what_no_paper_shows_is_left_to_the_clerk_by_name() -> None:
    found = verdict(licence(), certificate(), form())
    unknown = {c.text for c in found.conditions if c.result is Result.UNKNOWN}
    declared = "获得科技型中小企业入库评价且在该年度保持有效期"
    assert unknown == {"在本地依法纳税", "正常运营", "未列入失信企业名单", declared}
    assert all("经办人" in c.because for c in found.conditions if c.result is Result.UNKNOWN)


def test_soft_evidence_is_never_called_required() -> None:
    found = verdict(licence(), certificate(), form())
    soft = [f for f in found.findings if f.code == "V311"]
    assert {f.subject for f in soft} == {"科技型中小企业入库证明", "纳税证明", "信用报告"}
    assert all("未列为必交" in f.remedy for f in soft)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        (answers(event="首次认定", tech_sme_number="2025654002A8000123"), Decimal(100000)),
        (answers(event="首次认定", tech_sme_number="无"), Decimal(0)),
        (answers(event="首次认定"), Decimal(100000)),
        (answers(event="再次认定"), Decimal(50000)),
        (answers(event="复核"), Decimal(50000)),
        ({}, None),
    ],
)
def test_the_cap_comes_with_its_derivation(typed: dict[str, Field], amount: Decimal | None) -> None:
    cap = verdict(licence(), certificate(), form(), typed=typed).cap
    assert cap.amount == amount
    assert any("第五条（一）" in line for line in cap.derivation)
    if "tech_sme_number" not in typed and "event" in typed and amount == 100000:
        assert any(line.startswith("前提待核") for line in cap.derivation)


def test_a_typed_value_that_contradicts_a_paper_is_a_finding() -> None:
    typed = {**FIRST, **answers(legal_representative="张三")}
    found = verdict(licence(), certificate(), form(), typed=typed)
    clashes = [f for f in found.findings if f.code == "V331"]
    assert all("张三" in clash.message and HEAD in clash.message for clash in clashes)
    assert [[e.source for e in c.evidence] for c in clashes] == [
        ["填报数据.yaml 第1行", name] for name in ("执照.jpg", "申请表.docx")
    ]


def test_empty_places_of_the_form_are_listed() -> None:
    found = verdict(licence(), certificate(), form(contact=None, contact_phone=None))
    (own,) = [r for r in found.requirements if r.id == "form"]
    assert own.status is Met.INVALID
    assert {f.subject for f in own.findings} == {"联系人", "联系人联系电话"}


def test_a_form_filled_here_counts_with_what_was_typed() -> None:
    typed = {**FIRST, **answers(legal_representative_phone="13999990001", contact="李", contact_phone="0999-8000001", plan="概要")}
    found = verdict(licence(), certificate(), typed=typed, filled=Evidence("申请表.docx"))
    assert status_of(found)["form"] is Met.MET
    assert status_of(verdict(licence(), certificate(), typed=typed))["form"] is Met.MISSING


def test_low_grades_in_deciding_fields_make_a_paper_doubtful() -> None:
    paper = licence()
    weak = replace(paper, fields=MappingProxyType({**paper.fields, "name": field("name", NAME, Grade.LOW)}))
    found = verdict(weak, certificate(), form())
    assert status_of(found)["licence"] is Met.DOUBTFUL
    assert found.status is CaseStatus.NEEDS_REVIEW


def test_dates_out_of_the_window_too_old_or_in_the_future() -> None:
    assert "V341" in codes_of(verdict(licence(), certificate(), form(), on=date(2025, 12, 1)))
    assert "V345" in codes_of(verdict(licence(), certificate(issued_on=date(2023, 11, 19)), form()))
    assert "V345" not in codes_of(verdict(licence(), certificate(issued_on=date(2023, 11, 20)), form()))
    assert "V346" in codes_of(verdict(licence(), certificate(issued_on=date(2025, 12, 1)), form()))


def test_no_paper_at_all() -> None:
    found = verdict(typed={})
    assert "V344" in codes_of(found)
    assert found.status is CaseStatus.INCOMPLETE
    assert found.applicant == ""


def test_never_complete_while_an_error_stands() -> None:
    for records in ([licence()], [certificate()], [form()], [licence(), certificate(), form(name="别的公司")]):
        found = verdict(*records)
        assert found.has_errors
        assert found.status is CaseStatus.INCOMPLETE


def test_another_firms_paper_among_the_papers_is_an_error() -> None:
    other = certificate(name="伊宁市喀拉峻生物制品有限责任公司", issued_on=date(2021, 9, 18))
    found = verdict(licence(), certificate(), other, form())
    assert "V304" in codes_of(found)
    assert found.status is CaseStatus.INCOMPLETE
    two = verdict(licence(), licence(name="别的公司", uscc="91440183340212093K"), certificate(), form())
    assert {f.subject for f in two.findings if f.code == "V304"} >= {"企业名称", "统一社会信用代码"}


def test_what_reading_found_counts_in_the_status() -> None:
    records = (licence(), certificate(), form())
    case = Case(PACK, HNT, ON, records, FIRST, FORM, form_kind_name(PACK.policy.id, FORM))
    broken = finding(codes.FILE_EMPTY, "纳税证明.pdf")
    assert check(case).status is CaseStatus.COMPLETE
    assert check(replace(case, findings=(broken,))).status is CaseStatus.INCOMPLETE


def test_a_general_condition_not_met_leaves_no_amount() -> None:
    cap = verdict(licence(type="个体工商户"), certificate(), form()).cap
    assert cap.amount == 0
    assert any("独立法人" in line for line in cap.derivation)


def test_a_low_grade_never_fills_a_place() -> None:
    paper = licence()
    weak = replace(paper, fields=MappingProxyType({**paper.fields, "uscc": field("uscc", "132227", Grade.LOW)}))
    case = Case(PACK, HNT, ON, (weak,), {}, FORM, "", filled=Evidence("申请表.docx"))
    assert case.best(("business_licence.uscc",)) is None
    assert case.best(("business_licence.uscc",), doubtful=True) is not None
    (form_,) = [r for r in check(case).requirements if r.id == "form"]
    assert "统一社会信用代码" in {f.subject for f in form_.findings}


@pytest.mark.parametrize(
    ("end", "result"), [(date(2026, 3, 31), Result.MET), (None, Result.UNKNOWN), (date(2025, 3, 31), Result.UNKNOWN)]
)
def test_a_paper_proves_a_condition_while_it_is_valid(end: date | None, result: Result) -> None:
    paper = record(
        "tech_sme_record", "入库.jpg", {"name": NAME, "record_number": "2025654002A8000123", "term": Term(date(2024, 5, 1), end)}
    )
    found = verdict(licence(), certificate(), form(), paper, typed=answers(event="首次认定"))
    assert {c.id: c.result for c in found.conditions}["C1"] is result
    other = record("tech_sme_record", "入库.jpg", {"name": "别的公司", "record_number": "2025654002A8000123"})
    assert "V304" in codes_of(verdict(licence(), certificate(), form(), other))


def test_a_second_term_on_the_licence_counts_too() -> None:
    ended = licence(licence_term=Term(date(2011, 5, 26), date(2015, 5, 25)))
    assert status_of(verdict(ended, certificate(), form()))["licence"] is Met.INVALID


def test_a_wrong_event_is_not_called_missing() -> None:
    cap = verdict(licence(), certificate(), form(), typed=answers(event="第三次")).cap
    assert cap.amount is None
    assert "“第三次”不是可选项" in cap.derivation[-1]


def test_the_newest_certificate_speaks_for_the_row_and_the_dates() -> None:
    old = certificate(issued_on=date(2022, 10, 12), certificate_number="GR202265000001")
    found = verdict(licence(), old, certificate(), form())
    assert "V345" not in codes_of(found)


def test_a_submitted_form_is_checked_like_typed_data() -> None:
    short = verdict(licence(), certificate(), form(plan="无"))
    assert "V334" in codes_of(short)
    contact = verdict(licence(), certificate(), form(), typed={**FIRST, **answers(contact="别人")})
    assert [f.subject for f in contact.findings if f.code == "V331"] == ["联系人"]


def test_what_could_not_be_read_in_the_form_is_not_called_empty() -> None:
    paper = form()
    weak = replace(paper, fields=MappingProxyType({**paper.fields, "contact_phone": field("contact_phone", "0999", Grade.LOW)}))
    (own,) = [r for r in verdict(licence(), certificate(), weak).requirements if r.id == "form"]
    assert own.status is Met.DOUBTFUL
    assert [f.code for f in own.findings] == ["V337"]


def test_the_cap_says_what_is_lacking() -> None:
    cap = verdict(licence(), form()).cap
    assert any("以补齐并核实高新技术企业证书为前提" in line for line in cap.derivation)
