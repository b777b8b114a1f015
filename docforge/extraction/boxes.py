"""Boxes that are ticked: ☑是 □否."""

import re

from docforge.core.text import squeeze

_TICKED = "☑☒√✓✔✅■▣🗹🗸"
_EMPTY = "□☐○◻⬜▢"
_ANY = re.compile(f"[{_TICKED}{_EMPTY}]")
_HOW_TO = re.compile("(?:请.{0,12})?[打划画]\\s*[“\"”'‘]?[√✓][”\"“'’]?")
_SPACES = re.compile(r"\s{2,}|[\n,，;；、]")


def has_boxes(text: str) -> bool:
    """Whether something is chosen in the text by ticking a box or a word."""
    return _ANY.search(_HOW_TO.sub("", text)) is not None


def ticked(text: str) -> str:
    """The option that is ticked, several joined by 、; empty when none is. Boxes stand before their options or behind them."""
    plain = _HOW_TO.sub("", text).strip()
    marks = list(_ANY.finditer(plain))
    if not marks:
        return ""
    if not any(mark[0] in _EMPTY for mark in marks):
        return "、".join(_ANY.sub("", word) for word in plain.split() if _ANY.search(word) and _ANY.sub("", word))
    ends = [*(mark.start() for mark in marks[1:]), len(plain)]
    options = [_word(plain[mark.end() : end], last=False) for mark, end in zip(marks, ends, strict=True)]
    if not options[-1]:
        starts = [0, *(mark.end() for mark in marks[:-1])]
        options = [_word(plain[start : mark.start()], last=True) for start, mark in zip(starts, marks, strict=True)]
    return "、".join(option for option, mark in zip(options, marks, strict=True) if mark[0] in _TICKED and option)


def _word(text: str, *, last: bool) -> str:
    words = [word for word in _SPACES.split(text.strip()) if word.strip()]
    return squeeze(words[-1 if last else 0].strip(":： ")) if words else ""
