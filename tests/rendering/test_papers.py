"""The shipped templates: drawn as committed, rendered as the goldens say, laid out by GB/T 9704."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from lxml import etree

from docforge.casework.kinds import all_kinds
from docforge.core.errors import DocforgeError
from docforge.core.office import convert, soffice
from docforge.extraction.extract import extract
from docforge.reading.reader import Reader
from docforge.rendering import office, ooxml
from docforge.rendering.template import Template
from templates.drawing.forms import WIDTHS
from templates.drawing.page import packed
from templates.drawing.talent import PERSON
from templates.make import TEMPLATES
from tests.conftest import ROOT

YINING = ROOT / "templates" / "yining"
LONG = "为贯彻落实创新驱动发展战略，" * 20
needs_office = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")

FORM = {
    "政策状态": "所依据的政策为征求意见稿，尚未生效，本文书仅供核对",
    "统一社会信用代码": "91654002MATE5T017G",
    "企业名称": "伊宁市天山（集团）有限公司",
    "企业地址": "新疆伊犁州伊宁市解放西路1号",
    "法人代表": "努尔兰·叶尔肯",
    "法人代表联系电话": "13999990001",
    "联系人": "李思雨",
    "联系人联系电话": "0999-8000001",
    "拟实施科研项目概要": "研发产地智能分选系统。" * 25,
}
SUPPLEMENT: dict[str, Any] = {
    "政策状态": "",
    "文号": "〔2025〕12号",
    "申报单位": "伊宁市天山有限公司",
    "政策名称": "某办法",
    "申报类别": "高新技术企业",
    "补正数目": "1",
    "受理部门": "伊宁市科学技术局",
    "地址": "________",
    "电话": "________",
    "补正事项": [{"序号": "1", "内容": "缺少营业执照", "依据": "附件1", "方法": "请补充"}],
}
ROW = {
    "序号": "1",
    "企业名称": "甲公司",
    "类别": "高企",
    "申报情形": "首次认定",
    "认定文号或证书编号": "GR202565000127",
    "备注": "",
}
PUBLICITY: dict[str, Any] = {
    "政策状态": "",
    "年度": "2025",
    "资金简称": "某资金",
    "政策名称": LONG,
    "政策文号": "",
    "范围": "",
    "程序": "经审议",
    "支持对象": "甲公司",
    "总额": "10",
    "总额大写": "人民币壹拾万元整",
    "工作日数": "5",
    "起始日期": "2025年12月1日",
    "截止日期": "2025年12月5日",
    "首次公示日期": "2025年11月3日",
    "发布部门": "某局",
    "受理科室": "某科",
    "电话": "0999-8000001",
    "地址": "某路1号",
    "监督电话": "0999-8000002",
    "成文日期": "2025年12月1日",
    "文号": "某科〔2025〕1号",
    "异议数目": "",
    "核查情况": "",
    "排序说明": "",
    "首个附件": "2025年度某资金拟支持企业名单",
    "其余附件": [],
    "拟支持企业名单": [{**ROW, "拟支持金额": "10"}],
    "拟支持企业名单合计": "10",
    "拟支持企业名单附件号": "附件",
}
for _name in ("拟支持孵化服务机构名单", "拟支持科技创新平台名单", "拟支持科技创新人才名单"):
    PUBLICITY |= {_name: [], f"{_name}合计": "0", f"{_name}附件号": ""}
PUBLIC = ["publicity", "publicity_official", "publicity_again", "publicity_again_official", "publicity_result"]
PAPERS = [
    ("forms/annex3.docx", FORM),
    ("notices/supplement.docx", SUPPLEMENT),
    *((f"notices/{name}.docx", PUBLICITY) for name in PUBLIC),
]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_committed_template_is_the_drawn_one(name: str) -> None:
    drawn = packed(TEMPLATES[name]())
    assert _parts(drawn) == _parts((ROOT / "templates" / name).read_bytes())


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(("path", "values"), PAPERS)
def test_the_product_is_the_golden(path: str, values: dict[str, Any], golden: Callable[[str, str], None]) -> None:
    content = Template(YINING / path).render(values)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    golden(Path(path).stem + ".xml", etree.tostring(tree, pretty_print=True, encoding="unicode"))


def test_opinions_seals_and_dates_are_not_placeholders() -> None:
    names = Template(YINING / "forms/annex3.docx").placeholders()
    assert names == set(FORM)
    assert not any(word in name for name in names for word in ("意见", "盖章", "日期"))


def _pdf(path: str, values: dict[str, Any]) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(office.to_pdf(Template(YINING / path).render(values)).content)


def _lines(page: pypdfium2.PdfPage) -> list[str]:
    return [line.strip() for line in page.get_textpage().get_text_bounded().splitlines() if line.strip()]


@needs_office
@pytest.mark.office
def test_the_form_fits_one_page_in_simplified_chinese_type() -> None:
    made = office.to_pdf(Template(YINING / "forms/annex3.docx").render(FORM))
    document = pypdfium2.PdfDocument(made.content)
    assert len(document) == 1
    text = "".join("".join(_lines(document[0])).split())
    assert all("".join(value.split()) in text for value in FORM.values())
    assert {font.wanted for font in made.fonts} >= {"仿宋_GB2312", "方正小标宋简体", "黑体"}
    assert all(font.used and ("SC" in font.used or font.used == font.wanted) for font in made.fonts)


@needs_office
@pytest.mark.office
@pytest.mark.parametrize("paper", PUBLIC)
def test_a_line_holds_28_characters(paper: str) -> None:
    pages = _pdf(f"notices/{paper}.docx", PUBLICITY)
    full = [line for page in pages for line in _lines(page) if set(line) <= set(LONG) and len(line) > 20]
    assert {len(line) for line in full[:-1]} == {28}


@needs_office
@pytest.mark.office
@pytest.mark.parametrize("paper", PUBLIC)
def test_a_page_holds_22_lines(paper: str) -> None:
    page = _pdf(f"notices/{paper}.docx", {**PUBLICITY, "政策名称": LONG * 5})[1]
    body = [line for line in _lines(page) if set(line) <= set(LONG)]
    assert len(body) == 22
    assert any(line.replace(" ", "") == "—2—" for line in _lines(page))


@needs_office
@pytest.mark.office
def test_a_conversion_that_takes_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocforgeError) as caught:
        convert(Template(YINING / "forms/annex3.docx").render(FORM), "docx", "pdf", seconds=0.01)
    assert caught.value.code.id == "W602"


def test_without_libreoffice_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docforge.core.office.soffice", lambda: None)
    with pytest.raises(DocforgeError) as caught:
        office.to_pdf(Template(YINING / "forms/annex3.docx").render(FORM))
    assert (caught.value.code.id, caught.value.code.exit_status) == ("W601", 4)


@needs_office
@pytest.mark.office
def test_a_summary_that_runs_over_the_page_is_read_back_whole(tmp_path: Path) -> None:
    plan = "".join(f"第{i}项研究内容是产地智能分选与质量溯源系统的关键技术；" for i in range(1, 31))
    made = office.to_pdf(Template(YINING / "forms/annex3.docx").render({**FORM, "拟实施科研项目概要": plan})).content
    assert len(pypdfium2.PdfDocument(made)) == 2
    (document,) = Reader().read_bytes(made, "申请表.pdf")
    found = extract(document, all_kinds())
    (record,) = found.records
    assert record.pages == (1, 2)
    assert found.unrecognised == ()
    assert record.value("plan") == plan
    assert record.value("contact") == FORM["联系人"]


FIRST = ["统一社会信用代码（盖章）："]
OPINIONS = ["单位盖章", "年月日", "市人才工作领导小组办公室意见：", "单位盖章", "年月日"]
PEOPLE = ["法人代表", "联系电话", "联系人", "联系电话"]
"""What the official forms print, in the order in which they print it."""
LABELS: dict[str, list[str]] = {
    "annex2": [
        *("附件2", "科技创新人才支持资金申请表", "1.科技创新人才基本情况："),
        *("姓名", "性别", "出生年月", "照片", "国籍", "籍贯", "政治面貌", "国内最高学历/学位", "国外最高学历/学位"),
        *("证件类型", "证件号", "目前工作单位", "目前工作地点", "企业担任职务", "在企业工作年限"),
        *("与企业是否签订劳动合同", "企业是否缴纳社保", "学习经历（从本科起）", "时间", "学校", "专业", "学历"),
        *("工作经历", "时间", "单位", "任职"),
        *("在伊实施的重大科研项目及取得的成绩", "序号", "时间", "科研项目名称", "取得的成绩"),
        *("专利、软件注册权号或核心技术期刊发表论文等", "拟实施项目情况"),
        "（概述、实施背景、项目重难点、技术核心、市场分析、商业模式、投融资计划、已取得的阶段性成果、未来发展规划）",
        *("科技创新人才支持资金申请表", "2.所在企业情况：", "企业名称", "法人代表", "注册资金（万元）", "统一社会信用代码"),
        *("注册地", "注册时间", "产业领域", "企业在职职工人数", "研究生", "本科", "其他", "科技投入与效益情况"),
        "企业类别及基本情况",
        "属于国家、省级重点人才工程入选者在伊宁市创办企业，或州级及以上认定的科创平台，"
        "或属于伊犁州“8+1+1”产业集群及伊宁市“六大优势”产业重点企业，高新技术企业，规模以上企业等等哪一类",
    ],
    "annex3": [
        *("附件3", "高新技术企业支持资金申请表", *FIRST, "企业基本信息", "企业名称", "企业地址", *PEOPLE),
        *("拟实施科研项目概要", "相关部门意见", "科技部门意见：", *OPINIONS),
    ],
    "annex4": [
        *("附件4", "专精特新“小巨人”和中小企业支持资金申请表", *FIRST, "企业基本信息", "企业名称", "企业地址", *PEOPLE),
        *("拟实施科研项目概要", "相关部门意见", "主管部门意见：", *OPINIONS),
    ],
    "annex5": [
        *("附件5", "科技创新平台支持资金申请表", *FIRST, "平台基本信息", "平台名称", "负责人", "联系电话"),
        *("运营单位", "单位法人代表", "运营单位地址", "主要仪器、主要技术人员", "主要仪器", "主要技术人员"),
        *("已取得的科技成果及拟实施科研项目概要", "相关部门意见", "主管部门意见：", *OPINIONS),
    ],
    "annex6": [
        *("附件6", "技术转移机构、科技企业孵化器、众创空间、星创天地支持资金申请表", *FIRST),
        *("单位基本信息", "单位名称", "单位地址", *PEOPLE, "申请类型", "主要工作绩效指标"),
        *("相关部门意见", "科技部门意见：", *OPINIONS),
    ],
    "annex7": [
        *("附件7", "院士工作站、院士协同创新中心支持资金申请表", *FIRST),
        *("单位基本信息", "单位名称", "单位地址", *PEOPLE, "申请类型", "主要技术研究内容及指导方向"),
        *("相关部门意见", "主管部门意见：", *OPINIONS),
    ],
}


@pytest.mark.parametrize("annex", LABELS)
def test_an_annex_prints_the_labels_of_the_official_form_in_their_order(annex: str) -> None:
    with zipfile.ZipFile(YINING / f"forms/{annex}.docx") as package:
        root = ooxml.parse(package.read("word/document.xml"))
    printed = re.sub(r"{% if 照片 %}.*?{% else %}|{%.*?%}|{{.*?}}", "", ooxml.plain_text(root))
    assert "".join(printed.split()) == "".join(LABELS[annex])


@pytest.mark.parametrize(("annex", "widths"), [("annex2", PERSON), *((f"annex{n}", WIDTHS) for n in (3, 4, 5, 6, 7))])
def test_the_columns_of_an_annex_fill_the_type_area(annex: str, widths: tuple[int, ...]) -> None:
    made = docx.Document(str(YINING / f"forms/{annex}.docx"))
    grid = [int(column.width or 0) // 635 for column in made.tables[0].columns]
    assert grid == list(widths)
    assert sum(grid) == 8845


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_list_repeats_its_head_and_every_page_bears_a_number(name: str) -> None:
    with zipfile.ZipFile(ROOT / "templates" / name) as package:
        footers = [package.read(part) for part in package.namelist() if "footer" in part]
        body = package.read("word/document.xml").decode()
    assert len(footers) == 2
    assert all("PAGE" in footer.decode() for footer in footers)
    if "/notices/" in name and "{%tr for 项 in" in body:
        assert "w:tblHeader" in body
