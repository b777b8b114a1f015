"""Every annex and every notice of the first policy with plausible values, as the program makes them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from docforge.casework.filling import year_heads
from docforge.casework.notices import Order
from docforge.casework.notices_drafts import made
from docforge.casework.notices_made import drafts
from docforge.policy.loader import load_policy
from docforge.rendering.pictures import Picture
from docforge.rendering.template import Template
from fixtures.forms import filled_forms
from tests.conftest import FIXTURES
from tests.rendering.test_papers import FORM

ON = date(2025, 12, 1)
FIRM = "伊宁市天山雪莲云数据科技有限公司"
LIST = """单位名称,统一社会信用代码,平台名称,姓名,工作单位,类别,级别,申报情形,编号,认定时间,核定上限（万元）,拟支持金额（万元）,联系人,联系电话,年度分期,就高说明,备注
伊宁市天山雪莲云数据科技有限公司,91654002MATE5T017G,,,,高新技术企业,国家级,首次认定,GR202565000127,2025-10-28,10,10,李思雨,13999990001,,,
伊犁河谷特色林果精深加工科技有限责任公司,91654002MA77654321,,,,高新技术企业,国家级,再次认定,GR202365000341,2023-10-16,5,5,阿依古丽·买买提,0999-8000001,,,2022年首次认定
伊犁州友谊医院,12654000458000000X,伊犁州心血管病临床医学研究中心,,,PLT-CMRC,伊犁州,首次认定,伊州科发〔2025〕30号,2025-06-18,10,10,王建国,0999-8000002,,,
伊犁州友谊医院,12654000458000000X,,努尔兰·叶尔肯,伊宁市天山雪莲云数据科技有限公司,科技创新人才,,,,,30,30,努尔兰·叶尔肯,13999990002,2025年10、2026年10、2027年10,就高不重复：按较高的一项支持,
"""
CASES = """申报单位,类别,收到日期,内容,依据,方法
伊宁市天山雪莲云数据科技有限公司,高新技术企业,2025-11-20,营业执照已于2024年5月31日到期（按申报日期2025年11月20日判断）,附件1 二（一）3,请提交有效期内的营业执照副本，加盖公章
伊宁市天山雪莲云数据科技有限公司,高新技术企业,2025-11-20,缺少高新技术企业证书,附件1 二（一）4,请补充证书复印件，加盖公章
伊宁市天山雪莲云数据科技有限公司,高新技术企业,2025-11-20,申请表以下栏目尚未填写：“联系人”、“联系人联系电话”,附件3,请填写完整后打印、盖章
"""
TO_APPLICANTS = ("checklist", "acceptance", "supplement", "rejection", "review")
OF_LISTS = ("publicity", "publicity_again", "publicity_result", "allocation", "summary")


def papers(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each by its name; the lists are written into the folder."""
    code, institute = "91654002MATE5T017G", "12654000458000000X"
    address = "新疆伊犁州伊宁市解放西路188号科技大厦5层501室"
    pack = load_policy("yining")
    forms = {form.id: form for form in pack.forms}
    filled = {one.annex: one.values for one in filled_forms(FIRM, code, address, "伊犁州友谊医院", institute)}
    filled["annex2"] = {**filled["annex2"], "照片": Picture(FIXTURES / "papers" / "portrait.jpg")}
    for annex, values in sorted({**filled, "annex3": FORM}.items()):
        template = Template(pack.form_template(forms[annex]))
        yield annex, template.render({**year_heads(forms[annex], ON.year), **values}, verified=True)
    granted, cases = folder / "拟支持.csv", folder / "申报.csv"
    granted.write_text(LIST, encoding="utf-8")
    cases.write_text(CASES, encoding="utf-8")
    for kind in TO_APPLICANTS:
        yield kind, made(drafts(kind, Order(pack, cases, ON, number="12"))[0]).content
    for kind in OF_LISTS:
        yield kind, made(drafts(kind, Order(pack, granted, ON, published=date(2025, 11, 3)))[0]).content
    official = Order(pack, granted, ON, official=True, number="伊市科〔2025〕7号")
    yield "publicity_official", made(drafts("publicity", official)[0]).content
