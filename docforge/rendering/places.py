"""Where something stands in a Word file, in Word's terms: 正文“一、名单”下 表格2第3行第1列."""

import re
from dataclasses import dataclass

from docforge.rendering.ooxml import PPR, TBL, TC, TEXT_BOX, Element, P, cells_of, nearest, plain_text, qn, rows_of, value_of

_NUMBERED = re.compile("附件|.、|（.）")
_AROUND = 24
_HEADING_LENGTH = 40
_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "document": "正文", "core": "文档属性"}


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph. ``part`` in Word's terms, ``heading`` the nearest above; ``table``, ``row``, ``column`` count from 1, 0 outside
    tables; ``paragraph`` counts those of the part outside tables; ``around`` are the words that stand there."""

    part: str
    heading: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    paragraph: int = 0
    around: str = ""

    def __str__(self) -> str:
        """In one line, for people."""
        under = f"“{self.heading}”下" if self.heading else ""
        spot = f"第{self.paragraph}段" if self.paragraph else ""
        spot = f"表格{self.table}第{self.row}行第{self.column}列" if self.table else spot
        return f"{self.part}{under}{' ' if spot else ''}{spot}" + (f"“{self.around}”" if self.around else "")


def part_name(name: str) -> str:
    """What Word calls a part: 正文, 页眉, 页脚."""
    stem = name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
    return _PARTS.get(stem, stem)


class Places:
    """The places of one part, taken before anything in it is moved."""

    def __init__(self, part: str, root: Element) -> None:
        self._part = part_name(part)
        self._cells = {
            cell: (t, r, c)
            for t, table in enumerate(root.iter(TBL), start=1)
            for r, row in enumerate(rows_of(table), start=1)
            for c, cell in enumerate(cells_of(row), start=1)
        }
        self._paragraphs: dict[Element, tuple[int, str]] = {}
        number, heading = 0, ""
        for paragraph in root.iter(P):
            is_loose = nearest(paragraph, TC) is None
            number += is_loose
            self._paragraphs[paragraph] = (number if is_loose else 0, heading)
            if is_loose and nearest(paragraph, TEXT_BOX) is None and _is_heading(paragraph):
                heading = " ".join(plain_text(paragraph).split())[:_HEADING_LENGTH]

    def of(self, paragraph: Element | None, around: str = "") -> Place:
        """The place of a paragraph; only the part where there is none."""
        if paragraph is None:
            return Place(self._part, around=around[:_AROUND])
        number, heading = self._paragraphs.get(paragraph, (0, ""))
        cell = self._cells.get(nearest(paragraph, TC), (0, 0, 0))
        words = around or " ".join(plain_text(paragraph).split())
        return Place(self._part, heading, *cell, paragraph=number, around=words[:_AROUND])


def _is_heading(paragraph: Element) -> bool:
    """A heading style, an outline level, or a short line with a numeral of the trade (一、 附件1) in front."""
    properties = paragraph.find(PPR)
    if properties is not None:
        style = value_of(properties.find(qn("pStyle"))) or ""
        is_style = style.lower().startswith(("heading", "title", "标题")) or style in tuple("123456789")
        if is_style or properties.find(qn("outlineLvl")) is not None:
            return bool(plain_text(paragraph).strip())
    text = plain_text(paragraph).strip()
    return len(text) < _HEADING_LENGTH and bool(_NUMBERED.match(text))
