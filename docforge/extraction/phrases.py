"""Values in running text: 学生{}，性别 finds the name between the words around it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from docforge.core.model import Line
from docforge.core.text import fold_dots, squeeze
from docforge.extraction.anchors import part_of_box
from docforge.extraction.kind import FieldSpec, ValueType
from docforge.extraction.layout import rows

_BREAK = "\n"
_MOST_TEXT = 20_000  # a certificate says less; patterns are tried at every character
_FIGURES = r"[0-9〇零○一二三四五六七八九十廿年月日./\-~至到起止自\n]"
_VALUES = {
    ValueType.PERSON: r"[\u3400-\u9fff·]{2,24}?",
    ValueType.DATE: rf"{_FIGURES}{{6,24}}?",
    ValueType.TERM: rf"(?:{_FIGURES}|长期){{6,60}}?",
    ValueType.MONTHS: rf"(?:\d{{1,3}}个?月|{_FIGURES}{{6,60}}?)",
    ValueType.SEX: "[男女]",
    ValueType.CODE: r"[0-9A-Za-z\-/\[\]()\n]{4,40}?",
    ValueType.CITIZEN_ID: r"[0-9Xx\n]{15,20}?",
    ValueType.MONEY: r"[0-9,.零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整\n]{2,40}?",
}
_ANY = r"[^,;。!?:]{1,60}?"
_END = r"(?=[,;。!?]|\n|$)"


class Prose:
    """The text of a page in reading order, with the line that each character stands in."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._places: list[tuple[Line, int] | None] = []
        text: list[str] = []
        for row in rows(lines):
            for line in row:
                word = squeeze(line.text)
                text.append(fold_dots(word))
                self._places += [(line, i) for i in range(len(word))]
            text.append(_BREAK)
            self._places.append(None)
        self.text = "".join(text)[:_MOST_TEXT]

    def find(self, spec: FieldSpec) -> list[Line]:
        """The pieces of lines in which the first fitting phrase of the field has its value; empty when none fits."""
        for phrase in spec.phrases:
            for found in _pattern(phrase, spec.type).finditer(self.text):
                is_one = not spec.holds or any(word in found[1] for word in spec.holds)
                if is_one and (lines := self._pieces(*found.span(1))):
                    return lines
        return []

    def _pieces(self, start: int, end: int) -> list[Line]:
        spans: dict[int, tuple[Line, int, int]] = {}
        for place in self._places[start:end]:
            if place:
                line, i = place
                first = spans.get(id(line), (line, i, i))[1]
                spans[id(line)] = (line, first, i)
        return [_cut(line, first, last + 1) for line, first, last in spans.values()]


@lru_cache(maxsize=512)
def _pattern(phrase: str, kind: ValueType) -> re.Pattern[str]:
    before, _, after = phrase.partition("{}")
    ending = _literal(after) if after else _END
    return re.compile(f"{_literal(before)}({_VALUES.get(kind, _ANY)}){ending}")


def _literal(words: str) -> str:
    """The words as they may be read: a line may break anywhere, punctuation between words may be lost or misread."""
    plain = squeeze(words)
    if not any(char.isalnum() for char in plain):
        return rf"(?:[^\w\n]|$){{{1 if plain else 0}}}"
    return r"\n?".join(r"\W?" if not char.isalnum() else re.escape(char) for char in plain)


def _cut(line: Line, start: int, end: int) -> Line:
    word = squeeze(line.text)
    return replace(line, text=word[start:end], box=part_of_box(line.box, word, start, end))
