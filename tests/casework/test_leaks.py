"""No part of a finished Word file may hold personal data, wherever it hides."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from docforge.casework.leaks import refuse, searched
from docforge.core.errors import DocforgeError
from docforge.core.personal import Personal
from tests.core.test_personal import hidden

ID = "11010519491231002X"
MOBILE = "13999990001"


def saved(document: Document) -> bytes:
    target = io.BytesIO()
    document.core_properties.author = document.core_properties.author if document.core_properties.author != "python-docx" else ""
    document.save(target)
    return target.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    source, target = io.BytesIO(saved(docx.Document())), io.BytesIO()
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as made:
        for part in package.namelist():
            made.writestr(part, package.read(part))
        made.writestr(name, content)
    return target.getvalue()


def split_over_runs(document: Document) -> None:
    paragraph = document.add_paragraph("联系：")
    for char in MOBILE:
        paragraph.add_run(char).font.size = Pt(10)


def hidden_run(document: Document) -> None:
    document.add_paragraph("正文").add_run(ID).font.hidden = True


def deleted(document: Document) -> None:
    mark, run, text = (OxmlElement(name) for name in ("w:del", "w:r", "w:delText"))
    text.text = ID
    run.append(text)
    mark.append(run)
    document.add_paragraph("正文")._p.append(mark)


def in_header(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = MOBILE


def in_footer(document: Document) -> None:
    document.sections[0].footer.paragraphs[0].text = MOBILE


def in_property(document: Document) -> None:
    document.core_properties.keywords = f"张三 {ID}"


def in_cell(document: Document) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "139 9999"
    cell.add_paragraph("0001")


def in_comment(document: Document) -> None:
    document.add_comment(document.add_paragraph("正文").runs or document.add_paragraph("正文").add_run("甲"), text=MOBILE)


def in_picture_description(document: Document) -> None:
    node = OxmlElement("w:docPr")
    node.set("descr", f"电话 {MOBILE}")
    document.add_paragraph("正文")._p.append(node)


def over_cells(document: Document) -> None:
    for cell, text in zip(document.add_table(1, 4).rows[0].cells, ("张三", "139", "9999", "0001"), strict=True):
        cell.text = text


def mail_over_runs(document: Document) -> None:
    paragraph = document.add_paragraph("联系：")
    for piece in ("zhang", "@", "163", ".com"):
        paragraph.add_run(piece)


def mail_over_cells(document: Document) -> None:
    for cell, text in zip(document.add_table(1, 2).rows[0].cells, ("zhang@", "163.com"), strict=True):
        cell.text = text


def mail_behind_a_link(document: Document) -> None:
    document.part.relate_to("mailto:zhang@163.com", "http://a.b/hyperlink", is_external=True)


PLACES = [
    over_cells,
    mail_over_runs,
    mail_over_cells,
    mail_behind_a_link,
    split_over_runs,
    hidden_run,
    deleted,
    in_header,
    in_footer,
    in_property,
    in_cell,
    in_comment,
    in_picture_description,
]


@pytest.mark.parametrize("place", PLACES)
def test_it_is_found_wherever_it_hides(place: Callable[[Document], None]) -> None:
    document = docx.Document()
    place(document)
    found = searched("公示.docx", saved(document), template=saved(docx.Document()))
    assert found.leaks
    with pytest.raises(DocforgeError) as caught:
        refuse(found)
    assert caught.value.code.id == "W605"
    assert not any(secret in str(caught.value) + found.told() for secret in (ID, MOBILE))


@settings(max_examples=60)
@given(hidden(), st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_any_number_in_any_writing_split_over_runs_is_found(leak: tuple[Personal, str], cuts: list[int]) -> None:
    kind, text = leak
    document = docx.Document()
    paragraph = document.add_paragraph("备注：")
    for size in cuts:
        paragraph.add_run(text[:size])
        text = text[size:]
    paragraph.add_run(text)
    found = searched("公示.docx", saved(document), template=saved(docx.Document()))
    assert kind in {leak.what for leak in found.leaks}


def test_the_name_of_the_file_is_searched() -> None:
    assert [
        leak.part for leak in searched(f"公示-{MOBILE}.docx", saved(docx.Document()), template=saved(docx.Document())).leaks
    ] == ["文件名"]


@pytest.mark.parametrize(
    ("part", "content", "what"),
    [
        ("word/media/photo.jpg", b"\xff\xd8\xff", "图片"),
        ("word/embeddings/list.xlsx", b"PK", "嵌入对象"),
        ("customXml/item9.xml", f"<a><b>{ID}</b></a>".encode(), "公民身份号码"),
        (f"word/{MOBILE}.xml", b"<a/>", "电话号码"),
    ],
)
def test_parts_that_a_list_does_not_need_are_refused(part: str, content: bytes, what: str) -> None:
    found = searched("公示.docx", with_part(part, content), template=saved(docx.Document()))
    assert [leak.what for leak in found.leaks] == [what]


@pytest.mark.parametrize("head", ["身份证号", "出生年月", "联系电话", "银行账号", "家庭住址"])
def test_a_column_of_personal_data_is_refused_even_when_empty(head: str) -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = head
    found = searched("公示.docx", saved(document), template=saved(docx.Document()))
    assert {leak.what for leak in found.leaks} == {"个人信息栏目"}


def test_a_clean_file_passes_and_the_log_says_what_was_searched() -> None:
    document = docx.Document()
    document.add_paragraph("甲公司 91654002MATE5T017G，电话 0999-8000001")
    found = searched("公示.docx", saved(document), ["0999-8000001"], saved(docx.Document()))
    refuse(found)
    told = found.told(["合计一致"])
    assert "没有发现个人信息" in told
    assert "word/document.xml：" in told
    assert told.endswith("合计一致\n")
