"""``import docforge``: the verbs, and what they cost."""

from collections.abc import Callable

import pytest
from click.testing import Result

import docforge
from tests.conftest import FIXTURES

pytestmark = pytest.mark.usefixtures("docforge")


def test_the_verbs(docforge: Callable[..., Result]) -> None:
    import docforge as api

    documents = api.read(FIXTURES / "papers/licence-landscape.pdf")
    assert documents[0].pages[0].lines
    papers = api.extract(documents)
    assert papers.records[0].value("legal_representative") == "周明远"
    verdict = api.check(FIXTURES / "applicants/complete", "yining", "高新技术企业")
    assert verdict.applicant == "伊宁市天山雪莲云数据科技有限公司"
    form = api.fill("yining", papers=FIXTURES / "applicants/complete", data=FIXTURES / "applicants/complete/填报数据.yaml")
    assert form.blanks == ()
    assert api.load_policy("yining").policy.id == "yining"


def test_names_are_listed_and_wrong_ones_refused() -> None:
    assert set(docforge.__all__) <= set(dir(docforge))
    assert all(getattr(docforge, name) for name in docforge.__all__)
    with pytest.raises(AttributeError):
        docforge.nothing  # noqa: B018
