"""The same file, or the same picture saved again, is told."""

import cv2
import numpy as np

from docforge.casework.duplicates import Seen, duplicates, seen
from docforge.core.model import Box, Document, Line, Page, Source
from docforge.reading import raster
from tests.conftest import FIXTURES


def picture(name: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    found = cv2.imread(str(FIXTURES / "papers" / name))
    assert found is not None
    return np.asarray(found, dtype=np.uint8)


def document(name: str, pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]", sha: str, *figures: str) -> Seen:
    lines = tuple(Line(text, Box(0, 0, 9, 9), 1) for text in figures)
    page = Page(1, pixels.shape[1], pixels.shape[0], lines, look=raster.look(pixels))
    return seen(Document(Source(name, sha, "image/jpeg"), (page,)))


def recompressed(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    small = cv2.resize(pixels, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    decoded = cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], cv2.IMREAD_COLOR)
    return np.asarray(decoded, dtype=np.uint8)


def test_the_same_bytes_and_the_same_picture_again() -> None:
    own = picture("licence-landscape-photo.jpg")
    found = list(duplicates([document("a.jpg", own, "1"), document("b.jpg", own, "1"), document("c.jpg", recompressed(own), "2")]))
    assert [(f.code, f.subject) for f in found] == [("R166", "b.jpg"), ("R166", "c.jpg")]
    assert "完全相同" in found[0].message
    assert "重新压缩" in found[1].message


def test_papers_of_one_form_are_not_the_same() -> None:
    names = ["institution-scan.jpg", "society-scan.jpg", "nonprofit-scan.jpg", "licence-portrait-turned.jpg", "title-scan.jpg"]
    assert list(duplicates([document(name, picture(name), name) for name in names])) == []


def test_two_certificates_of_one_template_differ_by_their_numbers() -> None:
    own = picture("patent-scan.jpg")
    papers = [document("a.jpg", own, "1", "ZL202310123456", "2023年"), document("b.jpg", own, "2", "ZL202310999999", "2024年")]
    assert list(duplicates(papers)) == []
