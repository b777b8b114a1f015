"""Folding of Chinese text for comparison, and tidying of read text for display."""

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Sequence
from functools import lru_cache

from docforge.core.lazy import pattern, resolve

_TRADITIONAL = str.maketrans(
    "專業術資證書執營團體學歷獎勵險繳費單據關聯發實權對護類產進為國際認總務員華農製個區縣廳變軟會銀電號當場機構織內與職稱級備無義東興導領財開張參險條約勞動複覆組園圖圍錄",
    "专业术资证书执营团体学历奖励险缴费单据关联发实权对护类产进为国际认总务员华农制个区县厅变软会银电号当场机构织内与职称级备无义东兴导领财开张参险条约劳动复复组园图围录",
)
MIDDLE_DOT = "\u00b7"
"""Name separator prescribed by 民委发〔2016〕33号."""

_DOTS = dict.fromkeys(map(ord, "•・‧∙．･⋅●"), MIDDLE_DOT)
_SPACE = re.compile(r"\s+")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_POINT = rf"(?<=[{_CJK}])\.(?=[{_CJK}])"
_INNER_SPACE = rf"(?<=[{_CJK}])\s+(?=\S)|(?<=\S)\s+(?=[{_CJK}])"
_HALF_TO_FULL = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "："}
_NOT_LETTER = re.compile(r"[\W_]+")
# Radicals that NFKC leaves alone but some PDF producers write for the ordinary ideograph.
_RADICALS = str.maketrans("⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳", "民见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟")


def simplified(text: str) -> str:
    """Traditional characters of titles and labels as simplified ones: spaced, coloured titles are often read as the former.

    For recognising what is printed, never for names: two that differ so are told, not taken for one.
    """
    return text.translate(_TRADITIONAL)


def compat(text: str) -> str:
    """NFKC with the CJK radicals folded: full width becomes half width, ⼈ becomes 人."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS)


@lru_cache(maxsize=1 << 14)
def squeeze(text: str) -> str:
    """Compatibility-folded text without any white space: the form in which labels are compared."""
    return unicodedata.normalize("NFKC", _SPACE.sub("", compat(text)))


@lru_cache(maxsize=1 << 14)
def letters(text: str) -> str:
    """Only letters and digits, folded: the form in which names are compared (brackets, spaces, widths gone)."""
    return unicodedata.normalize("NFKC", _NOT_LETTER.sub("", compat(text)))


def tidy(text: str) -> str:
    """Text as it should stand in a form: no spaces between ideographs, full-width punctuation beside them."""
    text = _SPACE.sub(" ", text.translate(_RADICALS)).strip()
    text = pattern(_INNER_SPACE).sub("", text)
    return "".join(_full_width(text, i) for i in range(len(text)))


def _full_width(text: str, i: int) -> str:
    char = text[i]
    if char not in _HALF_TO_FULL:
        return char
    around = text[max(0, i - 1)] + text[min(len(text) - 1, i + 1)]
    inside = text[i + 1 :] if char == "(" else text[:i]
    near = around + (inside[:1] if char == "(" else inside[-1:])
    return _HALF_TO_FULL[char] if any(is_ideograph(c) for c in near) else char


def is_ideograph(char: str) -> bool:
    """Whether the character is a Han ideograph (Unicode blocks URO, extension A and compatibility)."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char == "〇"


def fold_dots(text: str) -> str:
    """The text with every dot that separates the parts of a name as U+00B7."""
    return text.translate(_DOTS)


def person_name(text: str) -> str:
    """A person's name with the separator as U+00B7 and no spaces around ideographs."""
    return tidy(pattern(_POINT).sub(MIDDLE_DOT, fold_dots(text).replace(" ", "")) if _has_ideograph(text) else text)


def _has_ideograph(text: str) -> bool:
    return any(is_ideograph(c) for c in text)


def nearest(word: str, choices: list[str]) -> str | None:
    """The choice most like ``word``, or None when none is near: for "did you mean"."""
    found: list[str] = resolve("difflib:get_close_matches")(word, choices, n=3, cutoff=0.55)
    return next((choice for choice in found if sorted(choice) == sorted(word)), found[0] if found else None)


def decoded(content: bytes) -> str:
    """Text that people wrote: UTF-8 with or without a mark, else GB18030. Raises UnicodeDecodeError when it is neither."""
    try:
        return content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError:
        return content.decode("gb18030")


def did_you_mean(word: str, choices: Sequence[str]) -> str:
    """，是否想写“…”？ with the nearest choice; empty when none is near."""
    near = nearest(word, list(choices))
    return f"，是否想写“{near}”？" if near else ""
