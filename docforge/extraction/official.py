"""The elements of an official document (红头文件) by their place, GB/T 9704-2012 clause 7."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforge.core.dates import parse_date
from docforge.core.model import Line, Page
from docforge.core.text import squeeze
from docforge.extraction.kind import Element
from docforge.extraction.layout import joined, rows

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[【({〈][12]\d{3}[〕\]】)}〉]第?\d{1,4}号")
_GENRE = ("通知", "决定", "批复", "函", "公告", "公示", "通报", "意见", "名单", "命令", "决议", "公报", "通告")
_MOST_TITLE_ROWS = 5
_DATE_ALONE = re.compile(
    r"[12\d〇零○一二三四五六七八九十]{4}[年.-][\d一二三四五六七八九十]{1,3}[月.-][\d一二三四五六七八九十]{1,3}日?"
)
_HEAD = ("文件", "(函)", "函")


@dataclass(frozen=True, slots=True)
class Elements:
    """The lines of each element found."""

    lines: dict[Element, list[Line]]

    @property
    def is_official(self) -> bool:
        """Whether this is an official document at all: it has a number and a title."""
        return Element.DOCUMENT_NUMBER in self.lines and Element.TITLE in self.lines

    def text(self, element: Element) -> str:
        """The element's text, empty when it was not found."""
        return squeeze(joined(self.lines.get(element, [])))


def elements(page: Page) -> Elements:
    """The elements on the first page of a document."""
    found: dict[Element, list[Line]] = {}
    ordered = rows(page.lines)
    at = next((i for i, row in enumerate(ordered) if _NUMBER.search(_text(row))), None)
    if at is None:
        return Elements(found)
    found[Element.DOCUMENT_NUMBER] = ordered[at]
    head = [row for row in ordered[:at] if _is_head(row)]
    if head:
        found[Element.ISSUER] = head[-1]
    title, addressee = _title_and_addressee(ordered[at + 1 :])
    if title:
        found[Element.TITLE] = title
    if addressee:
        found[Element.ADDRESSEE] = addressee
    found.update(_signature(ordered[at + 1 :], has_head=Element.ISSUER in found))
    return Elements(found)


def closing(page: Page) -> dict[Element, list[Line]]:
    """成文日期 and the body that signs, on a later page of the document."""
    return dict(_signature(rows(page.lines), has_head=False))


def number_in(text: str) -> str:
    """The 发文字号 in the text with the brackets that the standard prescribes, empty when there is none."""
    found = _NUMBER.search(squeeze(text))
    return re.sub(r"[\[【({〈]", "〔", re.sub(r"[\]】)}〉]", "〕", found[0])).replace("〕第", "〕") if found else ""


def _text(row: Sequence[Line]) -> str:
    return squeeze("".join(line.text for line in row))


def _is_head(row: Sequence[Line]) -> bool:
    """发文机关标志: the full name of the body, usually with 文件 behind it."""
    text = _text(row)
    return (len(text) >= 4 and any(text.endswith(end) for end in _HEAD)) or _is_body(text)


def _is_body(text: str) -> bool:
    return len(text) <= 40 and text.endswith(("局", "厅", "委", "委员会", "部", "院", "府", "办公室", "办", "中心", "协会", "会"))


def _title_and_addressee(ordered: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Line]]:
    """The rows up to the one that ends with the genre (…的通知), and the row with a colon behind them."""
    colon = next((i for i, row in enumerate(ordered[: _MOST_TITLE_ROWS + 1]) if _text(row).endswith(":")), None)
    before = ordered[: _MOST_TITLE_ROWS if colon is None else colon]
    last = next((i for i in reversed(range(len(before))) if _text(before[i]).rstrip(")").endswith(_GENRE)), None)
    if last is None:
        return [], []
    return [line for row in before[: last + 1] for line in row], list(ordered[colon]) if colon is not None else []


def _signature(ordered: Sequence[Sequence[Line]], *, has_head: bool) -> Iterator[tuple[Element, list[Line]]]:
    """The last row that is a date and nothing else, and the signing body above it where no head named one."""
    for i in range(len(ordered) - 1, -1, -1):
        text = _text(ordered[i])
        if _DATE_ALONE.fullmatch(text) and parse_date(text):
            yield Element.ISSUED_ON, list(ordered[i])
            above = list(ordered[i - 1]) if i else []
            if not has_head and above and _is_body(_text(above)):
                yield Element.ISSUER, above
            return
