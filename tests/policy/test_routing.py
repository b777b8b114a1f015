"""Names that differ by two characters go to different departments."""

from hypothesis import given
from hypothesis import strategies as st

from docforge.policy.loader import load_policy
from docforge.policy.routing import mentioned, named

PACK = load_policy("yining")
NAMES = [(name, category) for category in PACK.categories for name in (category.name, *category.aliases)]
DEPARTMENTS = {
    "PLT-KL": "kjj", "PLT-ETRC": "kjj", "PLT-CMRC": "kjj", "PLT-NRI": "kjj", "PLT-ERC": "fgw", "PLT-MIC": "sgxj",
    "PLT-ETC": "sgxj", "PLT-III": "sgxj", "SRD-G": "sgxj", "SRD-S": "sgxj", "ACA-WS": "kx", "ACA-CC": "kx",
}  # fmt: skip
around = st.text(alphabet="自治区国家级伊犁州智能制造节水灌溉特色林果数字化（）2025年度", max_size=16)


def test_each_platform_has_its_department() -> None:
    for category in PACK.categories:
        assert category.department == DEPARTMENTS.get(category.id, "kjj")


@given(st.sampled_from(NAMES), around, around)
def test_a_name_in_any_words_means_its_own_category(pair: tuple[str, object], before: str, after: str) -> None:
    name, category = pair
    found = mentioned(PACK.categories, f"{before}{name}{after}")
    assert category in found
    assert len(found) == 1


def test_near_names_are_told_apart() -> None:
    for text, wanted in (
        ("伊犁州节水灌溉工程技术研究中心", "PLT-ETRC"),
        ("伊犁州节水灌溉工程研究中心", "PLT-ERC"),
        ("自治区技术创新中心", "PLT-ETRC"),
        ("自治区制造业创新中心", "PLT-MIC"),
        ("自治区企业技术中心", "PLT-ETC"),
        ("院士协同创新中心", "ACA-CC"),
    ):
        assert [c.id for c in mentioned(PACK.categories, text)] == [wanted]


def test_look_alikes_mean_nothing() -> None:
    assert mentioned(PACK.categories, "自治区专精特新“小巨人”培育企业") == []
    assert mentioned(PACK.categories, "高新技术产品证书") == []


def test_ids_families_and_aliases() -> None:
    assert [c.id for c in named(PACK.categories, "PLT-KL")] == ["PLT-KL"]
    assert len(named(PACK.categories, "PLT")) == 8
    assert [c.id for c in PACK.candidates("科技创新平台")] == [c.id for c in named(PACK.categories, "PLT")]
