"""就高不重复: what is kept, what falls away, what the clerk is asked."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from docforge.checking.exclusions import Claim, settle
from docforge.policy.loader import load_policy

RULES = load_policy("yining").policy.exclusions


def claim(category: str, amount: int | None, **more: object) -> Claim:
    return Claim(category, category, None if amount is None else Decimal(amount), **more)  # type: ignore[arg-type]


def test_the_highest_of_a_group_is_kept() -> None:
    settled = settle(RULES, [claim("HNT", 50_000), claim("SRD-S", 40_000), claim("PLT-KL", 200_000), claim("PLT-ETC", 100_000)])
    assert settled.total == 250_000
    assert [one.category for one in settled.kept] == ["HNT", "PLT-KL"]
    assert len(settled.lines) == 2


def test_of_equal_amounts_the_first_named_is_kept() -> None:
    settled = settle(RULES, [claim("SRD-G", 100_000), claim("HNT", 100_000)])
    assert [one.category for one in settled.kept] == ["SRD-G"]


def test_groups_without_a_rule_add_up_and_are_remarked_upon() -> None:
    settled = settle(RULES, [claim("INC-INC", 100_000), claim("INC-MS", 50_000)])
    assert settled.total == 150_000
    assert [finding.code for finding in settled.findings] == ["V351"]


def test_what_was_granted_before_is_not_granted_again() -> None:
    earlier = claim("SRD-G", 100_000, granted_on=date(2024, 12, 1))
    settled = settle(RULES, [claim("HNT", 50_000), earlier])
    assert settled.total == 0
    assert "V352" in {finding.code for finding in settled.findings}


def test_a_higher_support_after_a_lower_one_is_for_the_clerk() -> None:
    earlier = claim("SRD-S", 50_000, granted_on=date(2024, 12, 1))
    settled = settle(RULES, [claim("HNT", 100_000), earlier])
    assert settled.total == 100_000
    assert "V353" in {finding.code for finding in settled.findings}


def test_the_same_project_counts_once() -> None:
    settled = settle(
        RULES, [claim("TAL", 300_000, project="甲"), claim("INC-MS", 50_000, project="甲"), claim("HNT", 50_000, project="乙")]
    )
    assert settled.total == 350_000


def test_what_has_no_figure_leaves_the_sum_open() -> None:
    assert settle(RULES, [claim("ACA-WS", None)]).is_open
    assert settle(RULES, [claim("ACA-WS", 1_000_000, kind="floor")]).is_open


@given(
    st.lists(
        st.tuples(st.sampled_from(["HNT", "SRD-G", "SRD-S", "PLT-KL", "PLT-ERC", "INC-MS", "ACA-CC"]), st.integers(0, 10**6)),
        max_size=6,
    )
)
def test_never_more_than_all_never_less_than_the_highest(pairs: list[tuple[str, int]]) -> None:
    settled = settle(RULES, [claim(category, amount) for category, amount in pairs])
    assert max((amount for _, amount in pairs), default=0) <= settled.total <= sum(amount for _, amount in pairs)
