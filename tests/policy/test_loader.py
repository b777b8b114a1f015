import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from docforge.core.errors import DocforgeError
from docforge.policy.award import Sum
from docforge.policy.loader import load_policy, shipped_packs
from docforge.policy.model import Status


def test_the_shipped_pack_is_a_draft_and_says_so() -> None:
    pack = load_policy("yining")
    assert pack.policy.status is Status.DRAFT
    assert "征求意见稿" in pack.policy.banner
    assert all(not point.confirmed for point in pack.policy.open_points)
    assert set(shipped_packs()) >= {"yining"}


def test_every_deciding_value_has_its_clause() -> None:
    policy = load_policy("yining").policy
    for category in policy.categories:
        assert all(r.basis for r in (*category.requirements, *category.evidence))
        assert all(award.basis for e in category.events for award in e.award)
        assert all(c.basis for e in category.events for c in e.conditions)
    assert all(c.basis for c in policy.conditions)
    assert policy.publicity is not None
    assert policy.publicity.basis


def test_categories_go_by_id_name_and_alias() -> None:
    pack = load_policy("yining")
    assert pack.category("HNT") is pack.category("高新技术企业") is pack.category("高企") is pack.category("HNT")


@pytest.mark.parametrize(("name", "hint"), [("yinning", "是否想写“yining”"), ("/nowhere", "可用的政策")])
def test_an_unknown_policy(name: str, hint: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        load_policy(name)
    assert caught.value.code.id == "P401"
    assert hint in str(caught.value)


def test_a_copied_folder_is_a_policy(tmp_path: Path) -> None:
    folder = tmp_path / "next"
    shutil.copytree(shipped_packs()["yining"], folder)
    text = (folder / "policy.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(
        text.replace("id: yining", "id: next").replace("amount: 10,", "amount: 12.5,"), encoding="utf-8"
    )
    pack = load_policy(folder)
    assert pack.policy.id == "next"
    award = pack.category("HNT").events[0].award_on(date(2025, 11, 10))
    assert isinstance(award, Sum)
    assert award.amount == Decimal("12.5")


def test_all_errors_of_a_pack_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(shipped_packs()["yining"], folder)
    text = (folder / "policy.yaml").read_text(encoding="utf-8")
    (folder / "policy.yaml").write_text(text.replace("aliases:", "aliasses:").replace("month: 11", "month: 13"), encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        load_policy(folder)
    assert "aliasses" in str(caught.value)
    assert "aliases" in str(caught.value)
    assert "window.month" in str(caught.value)


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_a_shipped_pack_lies_in_a_folder_that_bears_its_id(name: str) -> None:
    assert load_policy(name).policy.id == name
