"""Every annex and every notice of the first policy with plausible values, as the program makes them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from docforge.casework.case_sheet import case_sheet
from docforge.casework.filling import year_heads
from docforge.casework.kinds import form_kind_name
from docforge.casework.notices import Order
from docforge.casework.notices_makers import drafts
from docforge.casework.notices_many import made
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.policy.loader import load_policy
from docforge.rendering.pictures import Picture
from docforge.rendering.template import Template
from fixtures.forms import filled_forms
from tests.conftest import FIXTURES
from tests.rendering.test_papers import FORM

ON = date(2025, 12, 1)
POINTS, GRANTED = Path(__file__).with_name("points.csv"), Path(__file__).with_name("granted.csv")
FIRM = "伊宁市天山雪莲云数据科技有限公司"
TO_APPLICANTS = ("checklist", "acceptance", "supplement", "rejection", "review")
OF_LISTS = ("publicity", "publicity_again", "publicity_result", "allocation", "summary")
NAMES = (*(f"annex{number}" for number in range(2, 8)), *TO_APPLICANTS, *OF_LISTS, "publicity_official", "case_sheet")


def papers() -> Iterator[tuple[str, bytes]]:
    """Each by its name."""
    code, institute = "91654002MATE5T017G", "12654000458000000X"
    address = "新疆伊犁州伊宁市解放西路188号科技大厦5层501室"
    pack = load_policy("yining")
    forms = {form.id: form for form in pack.forms}
    filled: dict[str, dict[str, object]] = {
        one.annex: one.values for one in filled_forms(FIRM, code, address, "伊犁州友谊医院", institute)
    }
    filled["annex2"] = {**filled["annex2"], "照片": Picture(FIXTURES / "papers" / "portrait.jpg")}
    for annex, values in sorted({**filled, "annex3": dict[str, object](FORM)}.items()):
        template = Template(pack.form_template(forms[annex]))
        yield annex, template.render({**year_heads(forms[annex], ON.year), **values}, verified=True)
    for kind in TO_APPLICANTS:
        yield kind, made(drafts(kind, Order(pack, POINTS, ON, number="12"))[0]).content
    for kind in OF_LISTS:
        yield kind, made(drafts(kind, Order(pack, GRANTED, ON, published=date(2025, 11, 3)))[0]).content
    category, form = pack.category("HNT"), forms["annex3"]
    case = Case(pack, category, ON, (), {}, form, form_kind_name(pack.policy.id, form))
    if sheet := case_sheet(case, check(case)):
        yield "case_sheet", made(sheet).content
    official = Order(pack, GRANTED, ON, official=True, number="伊市科〔2025〕7号")
    yield "publicity_official", made(drafts("publicity", official)[0]).content
