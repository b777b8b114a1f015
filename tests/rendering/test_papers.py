"""The shipped templates: drawn as committed, rendered as the goldens say, laid out by GB/T 9704."""

import io
import runpy
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree

from docforge.casework.kinds import all_kinds
from docforge.core.errors import DocforgeError
from docforge.core.office import convert, soffice
from docforge.extraction.extract import extract
from docforge.reading.reader import Reader
from docforge.rendering import office
from docforge.rendering.template import Template
from tests.conftest import ROOT

MAKE = runpy.run_path(str(ROOT / "templates" / "make.py"))
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
    "申报单位": "伊宁市天山有限公司",
    "政策名称": "某办法",
    "申报类别": "高新技术企业",
    "补正数目": "1",
    "受理部门": "伊宁市科学技术局",
    "地址": "________",
    "电话": "________",
    "补正事项": [{"序号": "1", "内容": "缺少营业执照", "依据": "附件1", "方法": "请补充"}],
}
PUBLICITY: dict[str, Any] = {
    "政策状态": "",
    "年度": "2025",
    "资金简称": "某资金",
    "政策名称": LONG,
    "程序": "经审议",
    "首家名称": "甲公司",
    "数目": "1",
    "总额": "10",
    "总额大写": "人民币壹拾万元整",
    "工作日数": "5",
    "起始日期": "2025年12月1日",
    "截止日期": "2025年12月5日",
    "发布部门": "某局",
    "受理科室": "某科",
    "电话": "0999-8000001",
    "地址": "某路1号",
    "监督电话": "0999-8000002",
    "成文日期": "2025年12月1日",
    "名单": [
        {
            "序号": "1",
            "单位名称": "甲公司",
            "类别": "高企",
            "申报情形": "首次认定",
            "编号": "GR202565000127",
            "金额": "10",
            "备注": "",
        }
    ],
}
PAPERS = [("forms/annex3.docx", FORM), ("notices/supplement.docx", SUPPLEMENT), ("notices/publicity.docx", PUBLICITY)]


@pytest.mark.parametrize("name", sorted(MAKE["TEMPLATES"]))
def test_the_committed_template_is_the_drawn_one(name: str) -> None:
    drawn = MAKE["packed"](MAKE["TEMPLATES"][name]())
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
def test_a_line_holds_28_characters() -> None:
    page = _pdf("notices/publicity.docx", PUBLICITY)[0]
    full = [line for line in _lines(page) if set(line) <= set(LONG) and len(line) > 20]
    assert {len(line) for line in full[:-1]} == {28}


@needs_office
@pytest.mark.office
def test_a_page_holds_22_lines() -> None:
    page = _pdf("notices/publicity.docx", {**PUBLICITY, "政策名称": LONG * 5})[1]
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
