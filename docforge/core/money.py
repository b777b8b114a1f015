"""Sums of money: 500万元人民币, 壹仟零壹拾万元整, 16409.02元. Always ``Decimal`` 元."""

import re
from decimal import ROUND_HALF_UP, Decimal

from docforge.core.text import squeeze

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_DIGIT = {c: i for i, c in enumerate(_CAPITALS)} | {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGIT |= {"两": 2, "壶": 1, "弍": 2, "貳": 2, "贰": 2, "參": 3, "叄": 3, "陸": 6, "○": 0}
_SMALL = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_FRACTION = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_CHINESE = "".join(_DIGIT) + "".join(_SMALL) + "".join(_LARGE)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = "[十拾百佰千仟万萬亿億]"
_FIGURES = re.compile(rf"(?:(?:{_NUMBER}){_UNIT}*)+")
_TERM = re.compile(rf"({_NUMBER})({_UNIT}*)")
_WORDS = re.compile(rf"[{_CHINESE}]+(?:[元圆角分][{_CHINESE}]*)*")
_FOREIGN = re.compile(r"美元|美金|欧元|港元|港币|日元|英镑|澳元|加元|韩元|卢布|坚戈|USD|HKD|EUR|JPY|GBP|\$|€|£", re.IGNORECASE)
_SCALE = _SMALL | _LARGE
_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 16
_GROUPS = ("", "万", "亿", "万亿")

_LONGEST = 120


def parse_money(text: str, *, unit: str | None = None) -> Decimal | None:
    """The sum in the text, in 元; None when there is none, when it is no yuan, or when its figures are not well formed.

    ``unit`` ("万元") applies when the text names none, as in a column headed 万元.

    >>> parse_money("1亿5000万元")
    Decimal('150000000')
    """
    plain = squeeze(text)
    if len(plain) > _LONGEST:
        return None
    if _FOREIGN.search(plain):
        return None
    figures, words = _FIGURES.search(plain), _WORDS.search(plain)
    if figures and (words is None or figures.start() <= words.start()):
        is_broken = (
            plain[figures.end() : figures.end() + 1] in (",", ".") and plain[figures.end() + 1 : figures.end() + 2].isdigit()
        )
        return None if is_broken else _from_figures(figures[0], unit if "元" not in plain else None)
    return _cents(amount) if words and (amount := _from_words(words[0])) is not None else None


def _from_figures(text: str, unit: str | None) -> Decimal | None:
    """3万5千 is 35 000, 5千万 is 50 000 000: each figure times its units, the parts in falling order."""
    total, last = Decimal(0), None
    for number, units in _TERM.findall(text):
        scale = Decimal(1)
        for char in units:
            scale *= _SCALE[char]
        if last is not None and scale >= last:
            return None
        total, last = total + Decimal(number.replace(",", "")) * scale, scale
    return _cents(total * 10000 if unit == "万元" and not any(c in text for c in "万萬亿億") else total)


def _cents(amount: Decimal) -> Decimal | None:
    if amount >= _MOST:
        return None
    amount = amount.quantize(_CENT, ROUND_HALF_UP)
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _from_words(words: str) -> Decimal | None:
    if not any(char in _DIGIT or char in "拾十" for char in words):
        return None
    total = section = digit = 0
    fraction = Decimal(0)
    for char in words:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[char], 0
        elif char in _LARGE:
            total, section, digit = _with_large(total, section + digit, _LARGE[char]), 0, 0
        elif char in "元圆":
            section, digit = section + digit, 0
        else:
            fraction, digit = fraction + digit * _FRACTION[char], 0
    amount = Decimal(total + section + digit) + fraction
    return amount if amount or "零" in words else None


def _with_large(total: int, section: int, scale: int) -> int:
    if scale == 10**8 and total:
        return (total + section) * scale
    return total + (section or (1 if not total else 0)) * scale


def in_words(amount: Decimal) -> str:
    """中文大写 by the rules for bills: 人民币壹拾万元整, 人民币壹万陆仟肆佰零玖元零贰分.

    Raises ValueError for a negative sum or one of 10^16 元 and more.
    """
    cents = int((amount / _CENT).to_integral_value(ROUND_HALF_UP))
    if not 0 <= cents < 10**18:
        raise ValueError(f"sum out of range: {amount}")
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    text = _integer_words(yuan) + "元" if yuan else ""
    if jiao:
        text += _CAPITALS[jiao] + "角"
    if fen:
        text += ("零" if yuan and not jiao else "") + _CAPITALS[fen] + "分"
    else:
        text += "整" if text else "零元整"
    return "人民币" + text


def _integer_words(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10**4)
        groups.append(group)
    text = ""
    for i in reversed(range(len(groups))):
        if not groups[i]:
            continue
        gap = text and (groups[i] < 1000 or (i + 1 < len(groups) and not groups[i + 1]))
        text += ("零" if gap else "") + _group_words(groups[i]) + _GROUPS[i]
    return text


def _group_words(group: int) -> str:
    text, gap = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, unit)
        if digit:
            text, gap = text + ("零" if gap else "") + _CAPITALS[digit] + name, False
        else:
            gap = bool(text)
    return text


def wan(amount: Decimal) -> str:
    """The sum in 万元 without trailing zeros, as a column headed 万元 shows it: 2.5, 10."""
    return f"{(amount / 10000).normalize():f}"
