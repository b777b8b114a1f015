"""What fuzzing found, kept."""

import io
import tarfile
from collections.abc import Sequence
from decimal import Decimal

import pypdfium2
import pytest

from docforge.casework.kinds import all_kinds
from docforge.core.dates import numeral
from docforge.core.model import Box, Document, Line, Page, Source
from docforge.core.money import parse_money
from docforge.extraction.extract import extract
from docforge.reading import raster
from docforge.reading.nested import is_suspect
from docforge.reading.ocr import EngineSpec, GuardedEngine, OcrEngine, Picture, Quad, Reading
from docforge.reading.reader import Reader
from docforge.reading.tables import cells_from_lines
from tests import samples


class Engine(OcrEngine):
    def find(self, picture: Picture) -> list[Quad]:
        return [((0, 0), (9e8, 0), (9e8, 9e8), (0, 9e8)), None, ((0, 0), (5, 0), (5, 5), (0, 5))]  # type: ignore[list-item]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> list[Reading]:
        return []


def codes(content: bytes, name: str = "a") -> list[str]:
    return [f.code for document in Reader().read_bytes(content, name) for f in document.findings]


def nested_pdf(depth: int, times: int) -> bytes:
    """Forms that draw the next one several times, ``depth`` levels deep."""
    first = 4
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources << /XObject << /X 4 0 R >> >> /Contents %d 0 R >>"
               % (first + depth)]  # fmt: skip
    for level in range(depth):
        inner = b"/X Do " * times if level < depth - 1 else b"0 0 5 5 re f"
        reach = b"/Resources << /XObject << /X %d 0 R >> >>" % (first + level + 1) if level < depth - 1 else b""
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] %s /Length %d >>\nstream\n" % (reach, len(inner))
        objects.append(head + inner + b"\nendstream")
    objects.append(b"<< /Length 5 >>\nstream\n/X Do\nendstream")
    return samples.pdf_of(objects)


def test_forms_that_unfold_without_end_are_refused_before_they_are_opened() -> None:
    hostile = nested_pdf(14, 4)
    assert is_suspect(hostile)
    assert codes(hostile) == ["R114"]
    assert not is_suspect(samples.text_pdf([(50, 550, "plain")]))


def test_a_tar_header_larger_than_any_name_is_refused() -> None:
    made = io.BytesIO()
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 5_000_000
    made.write(entry.tobuf(tarfile.GNU_FORMAT) + bytes(5_000_000))
    assert codes(made.getvalue()) == ["R141"]


@pytest.mark.parametrize("content", [b"PK\5\6" + bytes(18), b"MIME-Version: 1.0\r\n\r\ntext only"])
def test_containers_with_nothing_inside_are_told(content: bytes) -> None:
    assert codes(content) == ["R108"]


def test_graph_paper_has_no_cells() -> None:
    lines = [(0.0, 4000.0, 10.0 * i) for i in range(400)]
    assert cells_from_lines(lines, [(y, 0.0, 4000.0) for _, _, y in lines], 3.0) == []


def test_endless_numbers_are_no_numbers() -> None:
    assert numeral("9" * 5000) is None
    assert parse_money("1" + "亿" * 130_000) is None
    assert parse_money("3万元") == Decimal(30000)


@pytest.mark.parametrize("text", ["名称：\ud800", "名称"])
def test_labels_of_no_width_and_lone_surrogates(text: str) -> None:
    box = Box(50, 80, 50, 95)
    lines = (Line("营业执照", Box(50, 10, 300, 50), 1), Line(text, box, 1), Line("某公司", Box(60, 80, 200, 95), 1))
    extract(Document(Source("a", "", ""), (Page(1, 600, 800, lines, unit="pt"),)), all_kinds())


def test_quads_far_off_the_picture_or_none_at_all_are_dropped() -> None:
    guarded = GuardedEngine(EngineSpec("test", Engine), 5)
    assert len(guarded.find(samples.pixels())) == 1


def test_an_ofd_whose_directory_points_before_the_file() -> None:
    """The damaged part is left out as one that is not there."""
    damaged = samples.ofd(samples.ofd_text("营业执照", 60, 20))
    at = damaged.rindex(b"PK\x05\x06")
    offset = int.from_bytes(damaged[at + 16 : at + 20], "little")
    shifted = damaged[: at + 16] + (offset + 40).to_bytes(4, "little") + damaged[at + 20 :]
    assert codes(shifted) in (["R171"], ["R141"])


def test_a_picture_of_nothing_but_black_has_no_paper() -> None:
    assert raster.without_red(samples.pixels() * 0).max() <= 255


def test_an_attachment_that_pdfium_cannot_get_does_not_cost_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_document: object, index: int) -> None:
        raise pypdfium2.PdfiumError(f"Failed to get attachment at index {index}.")

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_attachment", refuse)
    whole = samples.rewritten(samples.text_pdf([(50, 550, "name of the firm")]), attached={"a.png": samples.picture()})
    first, second = Reader().read_bytes(whole, "a.pdf")
    assert [line.text for line in first.pages[0].lines] == ["name of the firm"]
    assert [f.code for f in second.findings] == ["R102"]
