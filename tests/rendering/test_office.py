"""Word → PDF: fonts asked for and used, pages, many at a time."""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from docforge.core import office as core_office
from docforge.core.errors import DocforgeError
from docforge.rendering import fonts, office
from docforge.rendering.fonts import FontReport

SC = "Noto Serif CJK SC"
REGIONAL = "骨直令雪海角"
needs_office = pytest.mark.skipif(core_office.soffice() is None, reason="LibreOffice is not installed")
needs_fontconfig = pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")


def _word(text: str, font: str, pages: int = 1) -> bytes:
    document = docx.Document()
    for number in range(pages):
        run = document.add_paragraph().add_run(text)
        run.font.size = Pt(40)
        names = run._element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            names.set(qn(kind), font)
        if number < pages - 1:
            document.add_page_break()  # type: ignore[no-untyped-call]
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _made(documents: list[tuple[str, bytes]]) -> list[office.Pdf]:
    made = office.to_pdfs(documents)
    assert all(isinstance(one, office.Pdf) for one in made)
    return [one for one in made if isinstance(one, office.Pdf)]


def _picture(made: office.Pdf) -> bytes:
    pixels: bytes = pypdfium2.PdfDocument(made.content)[0].render(scale=1).to_pil().tobytes()
    return pixels


@needs_office
@pytest.mark.office
def test_a_missing_font_is_set_in_simplified_chinese_type() -> None:
    if SC not in fonts.installed():
        pytest.skip(f"{SC} is not installed")
    names = ("仿宋_GB2312", "FangSong_GB2312", SC, "Noto Serif CJK JP")
    missing, romanised, simplified, japanese = _made([(f"{name}.docx", _word(REGIONAL, name)) for name in names])
    assert _picture(missing) == _picture(simplified) == _picture(romanised)
    assert _picture(missing) != _picture(japanese)
    assert FontReport("仿宋_GB2312", SC) in missing.fonts
    assert FontReport(SC, SC) in simplified.fonts


@needs_office
@pytest.mark.office
def test_pages_are_counted_and_errors_stand_in_their_places() -> None:
    documents = [(f"{pages}.docx", _word("甲", "仿宋", pages)) for pages in (1, 2, 3)]
    made = office.to_pdfs([*documents, ("坏.docx", b"no document")])
    assert [one.pages for one in made if isinstance(one, office.Pdf)] == [1, 2, 3]
    (error,) = (one for one in made if isinstance(one, DocforgeError))
    assert (error.code.id, error.where) == ("W602", "坏.docx")


@pytest.mark.parametrize(("content", "reason"), [(b"%PDF-1.7 %%EOF", "打不开"), (b"", "打不开")])
def test_a_pdf_that_does_not_open_is_none(content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core_office, "convert_many", lambda *given, **more: [content])
    (made,) = office.to_pdfs([("a.docx", _word("甲", "仿宋"))])
    assert isinstance(made, DocforgeError)
    assert made.where == "a.docx"
    assert reason in str(made)


def test_a_number_of_pages_other_than_expected_is_told() -> None:
    made = office.Pdf(b"", (FontReport("黑体", "黑体"),), pages=2)
    assert office.remarks(made, "a.pdf") == []
    assert office.remarks(made, "a.pdf", pages=2) == []
    (told,) = office.remarks(made, "a.pdf", pages=1)
    assert (told.code, told.subject, told.message) == ("W608", "a.pdf", "PDF 有 2 页，应为 1 页")


def test_fonts_of_latin_text_are_not_set_in_chinese_type() -> None:
    assert "Times New Roman" not in fonts.wanted(_word("甲 A", "Times New Roman"))
    assert {"SimSun", "方正&小标宋"} <= {*fonts.wanted(_word("甲", "SimSun")), *fonts.wanted(_word("甲", "方正&小标宋"))}


def test_fonts_of_the_theme_count_where_the_theme_is_used() -> None:
    assert "宋体" in fonts.wanted(_word("甲", "仿宋"))


@pytest.mark.parametrize(
    ("name", "used"), [("方正小标宋简体", SC), ("楷体_GB2312", "AR PL UKai CN"), ("微软雅黑", "Noto Sans CJK SC"), ("仿宋", "仿宋")]
)
def test_the_stand_in_is_of_the_same_kind(name: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = frozenset({SC, "Noto Sans CJK SC", "AR PL UKai CN"} | ({"仿宋"} if name == "仿宋" else set()))
    monkeypatch.setattr(fonts, "installed", lambda: there)
    assert fonts.substitute(name) == used


def _match(name: str, configuration: str, place: Path) -> str:
    file = place / "fonts.conf"
    file.write_text(configuration, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "FONTCONFIG_FILE": str(file)}
    asked = ["fc-match", "-f", "%{family} %{file}", name]
    return subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout


@needs_fontconfig
def test_no_type_of_another_region_is_found_unless_asked_for(tmp_path: Path) -> None:
    if SC not in fonts.installed():
        pytest.skip(f"{SC} is not installed")
    assert " JP" not in _match("serif:lang=ja", fonts.fontconfig([]), tmp_path)
    assert " JP" in _match("Noto Serif CJK JP", fonts.fontconfig([FontReport("Noto Serif CJK JP", "Noto Serif CJK JP")]), tmp_path)


@needs_fontconfig
def test_fonts_that_the_user_installed_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = subprocess.run(["fc-list", ":fontformat=TrueType", "file", "family"], capture_output=True, text=True, check=True)
    file, _, family = listed.stdout.splitlines()[0].partition(": ")
    own = tmp_path / "share" / "fonts" / Path(file).name
    own.parent.mkdir(parents=True)
    shutil.copy(file, own)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    alone = fonts.fontconfig([]).replace("/etc/fonts/fonts.conf", "/nowhere")
    assert _match(family.split(",")[0], alone, tmp_path).endswith(str(own))
