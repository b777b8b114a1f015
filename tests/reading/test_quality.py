"""Photographs too small or blurred are told with the advice how to scan again."""

from docforge.core.model import Box, Document, Line, Mark, MarkKind, Page, Source, Via
from docforge.reading.quality import doubts, ranges


def page(height: float = 30, confidence: float = 0.99, lines: int = 12, unread: int = 0, number: int = 1) -> Page:
    made = tuple(Line("某某公司", Box(50, 60 * i, 400, 60 * i + height), number, confidence, Via.OCR) for i in range(lines))
    return Page(number, 800, 1100, made, unread=unread)


def codes(*pages: Page) -> list[str]:
    return [found.code for found in doubts(Document(Source("a.jpg", "", "image/jpeg"), pages))]


def test_a_clear_page_has_nothing_to_be_told() -> None:
    assert codes(page()) == []


def test_small_print_read_with_doubt_says_how_much_larger() -> None:
    (found,) = doubts(Document(Source("a.jpg", "", "image/jpeg"), (page(height=9, confidence=0.7),)))
    assert found.code == "R164"
    assert "3.6 倍" in found.remedy


def test_a_blurred_page_and_one_of_which_much_was_not_read() -> None:
    assert codes(page(confidence=0.8)) == ["R165"]
    assert codes(page(unread=9)) == ["R165"]


def test_blank_pages_are_told_together_and_a_portrait_is_not_blank() -> None:
    blank = [Page(i, 10, 10, ()) for i in (2, 3, 5)]
    (found,) = doubts(Document(Source("a.pdf", "", ""), (page(), *blank)))
    assert "2～3、5" in found.message
    assert codes(Page(1, 10, 10, (), marks=(Mark(MarkKind.PORTRAIT, 1),))) == []


def test_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1～3、7、9～10"
