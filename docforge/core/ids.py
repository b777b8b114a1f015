"""Identifiers with check digits, and their repair after OCR.

统一社会信用代码 GB 32100-2015 with the 组织机构代码 (GB 11714) inside it, 工商注册号 GS 15-2006 (ISO 7064 MOD 11,10),
公民身份号码 GB 11643-1999 (ISO 7064 MOD 11-2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from docforge.core.text import compat

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {c: i for i, c in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = [pow(3, i, 31) for i in range(17)]
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_VALUE = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_USCC_SHAPE = re.compile(rf"[159ANY2-8][{USCC_ALPHABET}]\d{{6}}[{USCC_ALPHABET}]{{10}}")
_USCC_HEAD = re.compile(rf"[159ANY2-8][{USCC_ALPHABET}]\d{{6}}[{USCC_ALPHABET}]{{9}}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_FORCED = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
_LOOKS_LIKE = ("0DQCOU", "1LI7T", "2Z7", "5S", "8B3", "6GC", "4A", "HNWM", "UVY", "KXR", "PRF", "EF", "9Q", "CG", "MN", "TY", "3J")
_CONFUSED: dict[str, set[str]] = {}
for _family in _LOOKS_LIKE:
    for _char in _family:
        _CONFUSED.setdefault(_char, set()).update(set(_family) - {_char})


def uscc_check_character(body: str) -> str:
    """The 18th character for the first 17 of a 统一社会信用代码 (GB 32100-2015, annex A)."""
    total = sum(weight * _USCC_VALUE[char] for weight, char in zip(_USCC_WEIGHTS, body, strict=True))
    return USCC_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The 9th character for the first 8 of a 组织机构代码 (GB 11714)."""
    rest = 11 - sum(w * _ORG_VALUE[c] for w, c in zip(_ORG_WEIGHTS, body, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_uscc(code: str) -> bool:
    """Whether the code has the shape of GB 32100-2015 and both its check characters hold."""
    return (
        bool(_USCC_SHAPE.fullmatch(code))
        and uscc_check_character(code[:17]) == code[17]
        and organisation_check_character(code[8:16]) == code[16]
    )


def registration_check_digit(body: str) -> str:
    """The 15th digit for the first 14 of a 工商注册号 (GS 15-2006, ISO 7064 MOD 11,10)."""
    rest = 10
    for digit in body:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)


def is_registration_number(code: str) -> bool:
    """Whether the code is a 15-digit 注册号 whose check digit holds, or a 13-digit one (which has none)."""
    if not (code.isascii() and code.isdigit()):
        return False
    return len(code) == 13 or (len(code) == 15 and registration_check_digit(code[:14]) == code[14])


def is_citizen_id(code: str) -> bool:
    """Whether the code is an 18-character 公民身份号码 with a real birth date and a check character that holds."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", code):
        return False
    try:
        date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, code[:17], strict=True))
    return "10X98765432"[total % 11] == code[17]


def patent_check_character(body: str) -> str:
    """The check character for the 12 digits of a 专利申请号 (or the 8 of one before October 2003), ZC 0006-2003."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(weight * int(digit) for weight, digit in zip(weights, body, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def is_patent_number(code: str) -> bool:
    """Whether the code is ZL and a 专利申请号 whose check character holds."""
    found = re.fullmatch(r"ZL((?:19|20)\d{2}[1-389]\d{7}|\d{2}[1-389]\d{5})([\dX])", code)
    return bool(found) and patent_check_character(found[1]) == found[2]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as read and as understood.

    ``repaired``: characters differ from those read. ``supposed``: the check digits alone speak for the difference; without
    it the alphabet forced it (there is no O in a code) or nothing was changed.
    """

    value: str
    valid: bool
    repaired: bool
    supposed: bool = False


def read_uscc(raw: str) -> CodeReading:
    """A 统一社会信用代码 from OCR text; O I Z S are not in its alphabet and become 0 1 2 5.

    A character that was cut off at the end, or read as no character of the alphabet, is supplied where the check
    characters leave one possibility only.
    """
    plain = _characters(raw).translate(_FORCED)
    reading = _checked(plain, 18, is_uscc, USCC_ALPHABET, changed=plain != _characters(raw))
    if reading.valid:
        return reading
    supplied = _supplied(raw)
    return CodeReading(supplied[0], valid=True, repaired=True, supposed=True) if len(supplied) == 1 else reading


def _supplied(raw: str) -> list[str]:
    """The valid codes in ``raw`` with its one unreadable or lost character filled in."""
    code = re.sub(r"\s", "", compat(raw).upper()).translate(_FORCED)
    unread = [i for i, char in enumerate(code) if char not in _USCC_VALUE]
    if len(code) == 17 and not unread:
        return [whole] if is_uscc(whole := code + uscc_check_character(code)) else []
    if len(code) != 18 or len(unread) != 1:
        return []
    at = unread[0]
    return [whole for char in USCC_ALPHABET if is_uscc(whole := code[:at] + char + code[at + 1 :])]


def uscc_head(raw: str) -> str:
    """The first 17 characters of a 统一社会信用代码 in ``raw`` whose inner 组织机构代码 holds, empty when there are none."""
    found = _USCC_HEAD.search(_characters(raw).translate(_FORCED))
    return found[0] if found and organisation_check_character(found[0][8:16]) == found[0][16] else ""


def read_registration_number(raw: str) -> CodeReading:
    """A 工商注册号 from OCR text; only digits can stand in it."""
    plain = _characters(raw).translate(_FORCED)
    return _checked(plain, 15, is_registration_number, "0123456789", changed=plain != _characters(raw), strong=False)


def read_citizen_id(raw: str) -> CodeReading:
    """A 公民身份号码 from OCR text."""
    plain = _characters(raw).translate(_FORCED)
    return _checked(plain, 18, is_citizen_id, "0123456789X", changed=plain != _characters(raw))


def read_patent_number(raw: str) -> CodeReading:
    """A 专利号 from OCR text, printed with spaces and a point: ZL 2017 1 0601862.3."""
    plain = _characters(raw)
    digits = plain.removeprefix("ZL").removeprefix("2L").translate(_FORCED)
    code = "ZL" + digits[: 13 if len(digits) >= 13 else 9]
    return _checked(code, len(code), is_patent_number, "0123456789X", changed=code != plain, strong=False)


def _characters(raw: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", compat(raw).upper())


def _checked(
    plain: str, length: int, valid: Callable[[str], bool], alphabet: str, *, changed: bool, strong: bool = True
) -> CodeReading:
    """The code itself, the valid code at the head of a longer run of characters, or its one possible repair.

    ``strong``: the checks are strong enough for a repair; one check digit alone would pass one wrong code in ten.
    """
    for code in (plain, plain[:length]):
        if valid(code):
            return CodeReading(code, valid=True, repaired=changed)
    candidates = repairs(plain, valid, alphabet) if strong and len(plain) == length else []
    if len(candidates) == 1:
        return CodeReading(candidates[0], valid=True, repaired=True, supposed=True)
    return CodeReading(plain, valid=False, repaired=False)


def repairs(code: str, valid: Callable[[str], bool], alphabet: str) -> list[str]:
    """Every valid code that differs from ``code`` in one character of the same OCR look."""
    return sorted({c for place in range(len(code)) for c in _exchanged(code, place, alphabet) if valid(c)})


def _exchanged(code: str, place: int, alphabet: str) -> list[str]:
    return [code[:place] + char + code[place + 1 :] for char in _CONFUSED.get(code[place], set()) & set(alphabet)]
