"""What the ledger says of an applicant reaches the verdict."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from docforge.casework.history import with_history
from docforge.casework.ledger import Ledger
from docforge.casework.ledger_entries import Award, Bar
from docforge.casework.trials import example_case
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError
from docforge.policy.examples import Example, Examples
from docforge.policy.loader import load_policy

PACK = load_policy("yining")
LIBRARY = strict_yaml.load(PACK.folder / "examples.yaml", Examples).papers
CODE = "91654002MATE5T017G"
OTHER = "91110000600037341L"


def case() -> Case:
    papers = (
        {
            "kind": "business_licence",
            "fields": {"name": "伊宁市伊河湾智能制造有限公司", "uscc": CODE, "address": "伊宁市", "type": "有限责任公司"},
        },
        {"kind": "hnt_certificate", "fields": {"certificate_number": "GR202565000123", "issued_on": "2025年8月20日"}},
    )
    data = {
        "name": "例",
        "category": "HNT",
        "on": date(2025, 11, 10),
        "facts": {"event": "首次认定"},
        "papers": papers,
        "expect": {},
    }
    return example_case(PACK, Example.model_validate(data), LIBRARY)


def award(**more: object) -> Award:
    own = {"uscc": CODE, "applicant": "伊宁市伊河湾智能制造有限公司", "policy": "yining", "category": "SRD-G", "round": 2024}
    return Award(**{**own, "decided_on": date(2024, 12, 20), "amount": Decimal(100_000), **more})  # type: ignore[arg-type]


def codes(own: Case) -> set[str]:
    return {finding.code for finding in check(own).all_findings}


def test_an_earlier_award_of_the_same_group_is_seen(tmp_path: Path) -> None:
    place = tmp_path / "台账.sqlite3"
    Ledger(place).add([award()])
    found = check(with_history(case(), place))
    assert "V352" in {finding.code for finding in found.all_findings}
    assert found.cap.amount == 0
    assert any("就高" in line for line in found.cap.derivation)


def test_an_award_before_the_policys_validity_does_not_count(tmp_path: Path) -> None:
    place = tmp_path / "台账.sqlite3"
    Ledger(place).add([award(round=2021, decided_on=date(2021, 12, 20))])
    assert with_history(case(), place).others == ()


def test_a_bar_keeps_the_case_from_being_complete(tmp_path: Path) -> None:
    place = tmp_path / "台账.sqlite3"
    Ledger(place).add(bars=[Bar(CODE, "伊宁市伊河湾智能制造有限公司", "弄虚作假", date(2024, 1, 10), 3, "第八条")])
    assert "V354" in codes(with_history(case(), place))


def test_a_certificate_that_another_claimed(tmp_path: Path) -> None:
    place = tmp_path / "台账.sqlite3"
    Ledger(place).add([award(uscc=OTHER, applicant="另一家公司", certificate_number="GR202565000123")])
    assert "V358" in codes(with_history(case(), place))


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError, match="L80"):
        with_history(case(), tmp_path / "没有.sqlite3")
