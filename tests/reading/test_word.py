import io

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from docforge.reading.reader import Reader
from tests import samples
from tests.reading.test_ocr import Engine, spec


def read(content: bytes) -> list[str]:
    (document,) = Reader().read_bytes(content, "a.docx")
    return [line.text for line in document.pages[0].lines]


def test_each_cell_stands_once_even_where_cells_are_merged() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for r in range(3):
        for c in range(3):
            table.cell(r, c).text = f"{r}{c}"
    table.cell(0, 0).merge(table.cell(2, 0)).text = "竖并"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "横并"
    made = io.BytesIO()
    document.save(made)
    assert sorted(read(made.getvalue())) == sorted(["竖并", "横并", "11", "12", "21", "22"])


def test_cells_lie_on_a_grid() -> None:
    (document,) = Reader().read_bytes(samples.word(["标题"], [["名称", "某公司"], ["住所", "某地"]]), "a.docx")
    boxes = {line.text: line.box for line in document.pages[0].lines}
    assert boxes["名称"].right <= boxes["某公司"].left
    assert boxes["名称"].middle == boxes["某公司"].middle
    assert boxes["标题"].bottom <= boxes["名称"].top < boxes["住所"].top
    assert len(document.pages[0].cells) == 4


def test_pictures_in_word_are_read_too() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(samples.picture(300, 200)), width=Mm(40))
    made = io.BytesIO()
    document.save(made)
    _, picture = Reader(engine=spec(Engine)).read_bytes(made.getvalue(), "a.docx")
    assert picture.source.label == "a.docx/word/media/image1.png"
    assert picture.pages[0].lines[0].text == "文字"


@pytest.mark.parametrize("damage", [b"<w:document", b"", b"<a/>"])
def test_a_broken_document_is_told(damage: bytes) -> None:
    (document,) = Reader().read_bytes(samples.archive({"word/document.xml": damage, "[Content_Types].xml": b"<Types/>"}), "a.docx")
    assert [f.code for f in document.findings] == ["R131"]


def test_what_stands_in_content_controls_is_read() -> None:
    document = docx.Document(io.BytesIO(samples.word(["标题"], [["名称", "某公司"], ["住所", "某地"]])))
    body = document.element.body
    for element in (document.tables[0]._tbl, document.tables[0].rows[0].cells[1]._tc, document.paragraphs[0]._p):
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        element.addprevious(control)
        control.append(content)
        content.append(element)
    assert body is not None
    made = io.BytesIO()
    document.save(made)
    assert read(made.getvalue()) == ["标题", "名称", "某公司", "住所", "某地"]


_BOX = (
    '<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
    "<mc:Choice Requires='wps'><w:drawing>"
    "<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_and_apart_from_the_line_it_hangs_on() -> None:
    document = docx.Document(io.BytesIO(samples.word(["标题"], [["名称", ""]])))
    for paragraph, text in ((document.paragraphs[0], "附件3"), (document.tables[0].cell(0, 1).paragraphs[0], "某公司")):
        paragraph._p.append(parse_xml(_BOX.format(ns=nsdecls("w"), text=text)))
    made = io.BytesIO()
    document.save(made)
    assert read(made.getvalue()) == ["标题", "附件3", "名称", "某公司"]


def test_a_prompt_is_no_text_and_a_box_set_as_a_symbol_is_one() -> None:
    document = docx.Document()
    prompt = "<w:sdt {}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    paragraph = document.add_paragraph("社保：")
    paragraph._p.append(parse_xml(prompt.format(nsdecls("w"))))
    for char, word in (("F0FE", "是"), ("F0A8", "否")):
        paragraph.add_run()._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="{char}"/>'))
        paragraph.add_run(word)
    made = io.BytesIO()
    document.save(made)
    assert read(made.getvalue()) == ["社保：☑是□否"]
