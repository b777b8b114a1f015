import pytest

from docforge.core.errors import DocforgeError
from docforge.reading.limits import Limits
from docforge.reading.pdf import Pdf
from docforge.reading.reader import Reader
from docforge.reading.text_layer import Quality, judge
from tests import samples
from tests.conftest import FIXTURES

LINES = [(50.0, 550.0, "Top left"), (250.0, 550.0, "Right"), (50.0, 500.0, "Second")]


def test_lines_have_boxes_from_the_top_left() -> None:
    (document,) = Reader().read_bytes(samples.text_pdf(LINES), "a.pdf")
    page = document.pages[0]
    assert [line.text for line in page.lines] == ["Top left", "Right", "Second"]
    assert (page.width, page.height, page.unit) == (400, 600, "pt")
    first = page.lines[0].box
    assert first.left == pytest.approx(50, abs=2)
    assert first.bottom == pytest.approx(50, abs=4)
    assert all(line.via.value == "text" and line.confidence == 1 for line in page.lines)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_read_upright(rotate: int) -> None:
    (document,) = Reader().read_bytes(samples.text_pdf(LINES, rotate=rotate), "a.pdf")
    (plain,) = Reader().read_bytes(samples.text_pdf(LINES), "a.pdf")
    assert [line.text for line in document.pages[0].lines] == ["Top left", "Right", "Second"]
    for turned, straight in zip(document.pages[0].lines, plain.pages[0].lines, strict=True):
        assert turned.box.left == pytest.approx(straight.box.left, abs=0.1)
        assert turned.box.top == pytest.approx(straight.box.top, abs=0.1)


def test_a_pdf_by_libreoffice_gives_ideographs_not_radicals() -> None:
    (document,) = Reader().read_path(FIXTURES / "papers/licence-landscape.pdf")
    text = "".join(line.text for line in document.pages[0].lines)
    assert "法定代表人周明远" in text.replace(" ", "") or "周明远法定代表人" in text.replace(" ", "")
    assert not any("\u2e80" <= char <= "\u2fdf" for char in text)


@pytest.mark.parametrize(
    ("texts", "quality"),
    [
        (["营业执照", "名称"], Quality.GOOD),
        (["(cid:12)(cid:7)(cid:99)"], Quality.RUBBISH),
        (["\ue001\ue002\ue003营业"], Quality.RUBBISH),
        (["\ufffd\ufffd\ufffd\ufffd\ufffd"], Quality.RUBBISH),
        ([], Quality.ABSENT),
        (["1"], Quality.ABSENT),
    ],
)
def test_text_layers_are_judged(texts: list[str], quality: Quality) -> None:
    assert judge(texts) is quality


@pytest.mark.parametrize(("content", "code"), [(b"%PDF-1.7\ngarbage", "R112"), (samples.text_pdf([], pages=12), "R113")])
def test_what_cannot_be_read_is_told(content: bytes, code: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        Pdf(content, Limits(pdf_pages=10))
    assert caught.value.code.id == code


def test_an_encrypted_pdf_says_so() -> None:
    # RC4-40, user password "secret"; only the dictionary matters for the refusal
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> /P -4 >>"
    raw = samples.text_pdf(LINES).replace(b"trailer\n<<", b"trailer\n<< /Encrypt " + lock + b" /ID [<00><00>]")
    (document,) = Reader().read_bytes(raw, "locked.pdf")
    assert [f.code for f in document.findings] == ["R111"]
    assert "密码" in document.findings[0].message
