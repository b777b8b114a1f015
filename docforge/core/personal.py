"""Personal data in text: numbers of persons in any writing, addresses of homes, days of birth.

What is published is searched with these patterns; when in doubt they speak up, for a notice that is held back can be looked at.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import accumulate, combinations, groupby

from docforge.core import ids
from docforge.core.text import compat


class Personal(StrEnum):
    """What must not be published of a person, as it is called."""

    CITIZEN_ID = "公民身份号码"
    PHONE = "电话号码"
    ACCOUNT = "银行账号"
    HOME = "住址"
    BIRTH = "出生日期"
    EMAIL = "电子邮箱"


HEADS = re.compile(
    r"(?:申报人|本人|家庭|户籍|现)?(?:公民身份号码|身份证号?码?|证件号码?|护照号码?|手机号?码?|移动电话|联系电话|联系方式|电话号?码?"
    r"|银行[账帐]号|[账帐]号|银行卡号?|卡号|住址|家庭住址|居住地址?|户籍地址?|通讯地址|电子邮[箱件](?:地址)?|邮箱(?:地址)?|[Ee]-?[Mm]ail|微信号?|QQ号?码?|出生(?:年月日?|日期|时间)?|生日)"
)
"""Heads of columns that no public list may have."""

_BETWEEN = r"[\s\-‐-―−_.·•・,、/|~()]{0,3}"
_REST = rf"(?:{_BETWEEN}\d)"
_END = r"(?!\d)"
_CITIZEN_ID = re.compile(rf"(?<!\d)(?=(\d{_REST}{{16}}{_BETWEEN}[\dXx]){_END})")
_OLD_ID = re.compile(rf"(?<!\d)(?=(\d{_REST}{{14}}){_END})")
_MOBILE = re.compile(rf"(?<!\d)(?=(1{_BETWEEN}[3-9]{_REST}{{9}}){_END})|86{_BETWEEN}(?=(1{_BETWEEN}[3-9]{_REST}{{9}}){_END})")
_LANDLINE = re.compile(rf"(?<![\dA-Za-z])(?=(0{_BETWEEN}[1-9]{_REST}{{1,2}}{_BETWEEN}[2-8]{_REST}{{6,7}}){_END})")
_LABELLED_PHONE = re.compile(rf"(?:电话|手机|座机|传真|联系方式|[Tt][Ee][Ll]|[Pp]hone)[^\d\n]{{0,6}}([2-8]{_REST}{{6,7}}){_END}")
_ACCOUNT = re.compile(rf"(?<!\d)(?=(\d{_REST}{{15,18}}){_END})")
_LABELLED_ACCOUNT = re.compile(rf"(?:[账帐]号|[账帐]户|卡号|银行卡)[^\d\n]{{0,8}}(\d{_REST}{{7,29}}){_END}")
_LABELLED_ID = re.compile(r"(?:身份证|身份号码|证件号|护照|通行证)号?码?[^0-9A-Za-z\n]{0,4}([0-9A-Za-z][0-9A-Za-z\s-]{5,})")
_LABELLED_HOME = re.compile(r"(?:住址|居住地址?|家庭地址|户籍地址?|户口所在地|通讯地址)[:是为\s]{0,3}[^\s,。;:、|]{3,}")
_DOOR = re.compile(
    r"(?:小区|花园|家园|公寓|家属院|宿舍|新村|社区|[路街巷道]\S{0,6}\d+号?院?)\S{0,12}?\d+\S{0,4}?(?:室|户|单元)"
    r"|\d+(?:栋|幢|座|号楼|楼)\S{0,4}?\d*(?:单元)?\S{0,3}?\d{2,}(?:室|户|号)"
    r"|\d+单元\S{0,3}?\d+(?:室|户|号)?"
)
_DAY = r"(?:19|20)\d{2}\s*[-年./]\s*\d{1,2}(?:\s*[-月./]\s*\d{1,2}\s*日?|\s*月)?|(?:19|20)\d{6}|(?:19|20)\d{2}年"
_BIRTH = re.compile(rf"(?:出生|生日|诞生|生于)[^\d\n]{{0,6}}(?:{_DAY})|(?:{_DAY})\s*(?:出生|生(?![产效成物活态命长]))")
_AT = r"\s{0,2}(?:@|[(\[<]at[)\]>])\s{0,2}"
_EMAIL = re.compile(rf"[\w.+-]{_AT}[A-Za-z0-9-]+(?:\s?[.。]\s?[A-Za-z0-9-]+)+", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[0-9A-Za-z]+")


def personal(text: str, allowed: Iterable[str] = ()) -> list[Personal]:
    """The kinds of personal data in the text, each once; what is ``allowed`` (an office's own phone) does not count.

    Spaces, dashes, points between the digits, full width, digits of other scripts and invisible characters hide nothing.
    """
    plain = folded(text)
    for known in sorted(filter(None, map(folded, allowed)), key=len, reverse=True):
        plain = re.sub(rf"(?<![0-9]){re.escape(known)}(?![0-9])", "〓", plain)
    return [kind for kind, is_in in _TESTS.items() if is_in(plain)]


def split_personal(cells: Sequence[str], allowed: Iterable[str] = ()) -> list[Personal]:
    """The kinds of personal data of which neighbouring cells hold a piece each: 139 | 9999 | 0001, zhang@ | 163.com.

    Figures stand beside each other in every list, so that pieces count only where they make a whole number, cut as people cut one:
    a citizen's number with its check digit anywhere, others in their groups or digit by digit.
    """
    known = {_digits(folded(one)) for one in allowed}
    pieces = ["".join(folded(cell).split()) for cell in cells]
    found = {Personal.EMAIL} if _EMAIL.search("".join(pieces)) else set()
    for is_number, run in groupby(pieces, _is_piece):
        own = list(run) if is_number else []
        for first, last in combinations(range(len(own) + 1), 2):
            some = own[first:last]
            if len(some) > 1 and "".join(some).upper() not in known:
                found |= set(_joined_kinds(some, is_whole=len(some) == len(own)))
    return [kind for kind in Personal if kind in found]


def _is_piece(text: str) -> bool:
    """Digits; the last of a citizen's number may be an X."""
    return bool(re.fullmatch(r"\d+[Xx]?|[Xx]", text))


def _joined_kinds(pieces: Sequence[str], *, is_whole: bool) -> Iterator[Personal]:
    number = "".join(pieces).upper()
    cuts = list(accumulate(map(len, pieces)))[:-1]
    is_boxes = is_whole and all(len(piece) == 1 for piece in pieces)
    in_two = len(pieces) == 2 and min(map(len, pieces)) > 2
    if ids.is_citizen_id(number):
        yield Personal.CITIZEN_ID
        return
    if any(len(piece) == 8 and _is_day(piece) for piece in pieces):
        return
    if re.fullmatch(r"1[3-9]\d{9}", number) and (is_boxes or in_two or set(cuts) <= {3, 7}):
        yield Personal.PHONE
    if re.fullmatch(r"0[1-9]\d{1,2}[2-8]\d{6,7}", number) and (is_boxes or cuts[0] in (3, 4)):
        yield Personal.PHONE
    if re.fullmatch(r"\d{16,19}", number) and (is_boxes or (set(map(len, pieces[:-1])) == {4} and len(pieces[-1]) <= 4)):
        yield from [] if _is_dates(" ".join(pieces)) else [Personal.ACCOUNT]


def folded(text: str) -> str:
    """The text with every digit as an ASCII one and without characters that do not show."""
    shown = (char for char in compat(text) if unicodedata.category(char) != "Cf")
    return "".join(str(unicodedata.decimal(char, char)) for char in shown)


def _digits(found: str) -> str:
    return "".join(char for char in found if char.isalnum()).upper()


def _has_id(text: str) -> bool:
    codes = (_digits(found) for found in _found(_CITIZEN_ID, text))
    if any(ids.is_citizen_id(code) or (_is_day(code[6:14]) and not ids.is_uscc(code)) for code in codes):
        return True
    if any(_is_day("19" + _digits(found)[6:12]) and found[:2] >= "11" for found in _found(_OLD_ID, text)):
        return True
    return any(sum(map(str.isdigit, found[1])) >= 6 for found in _LABELLED_ID.finditer(text))


def _has_phone(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_MOBILE, _LANDLINE, _LABELLED_PHONE))


def _has_account(text: str) -> bool:
    if _LABELLED_ACCOUNT.search(text):
        return True
    found = ((one[1], _whole(text, one.start()).upper()) for one in _ACCOUNT.finditer(text))
    return any(not (_is_dates(number) or ids.is_uscc(word) or ids.is_citizen_id(word)) for number, word in found)


def _whole(text: str, start: int) -> str:
    """The word of letters and digits around a place."""
    return next((found[0] for found in _WORD.finditer(text) if found.start() <= start < found.end()), "")


def _has_home(text: str) -> bool:
    return bool(_LABELLED_HOME.search(text) or _DOOR.search(text))


_TESTS: dict[Personal, Callable[[str], bool]] = {
    Personal.CITIZEN_ID: _has_id,
    Personal.PHONE: _has_phone,
    Personal.ACCOUNT: _has_account,
    Personal.HOME: _has_home,
    Personal.BIRTH: lambda text: bool(_BIRTH.search(text)),
    Personal.EMAIL: lambda text: bool(_EMAIL.search(text)),
}


def _found(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (found[1] for found in pattern.finditer(text))


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year <= 2099
    except ValueError:
        return False


def _is_dates(found: str) -> bool:
    """Whether the digits are two days, or years side by side: 2023.12.04-2026.12.03, 2021 2022 2023 2024."""
    groups = re.findall(r"\d+", found)
    if all(len(group) == 4 and group[:2] in ("19", "20") for group in groups):
        return True
    days = ["".join(part.zfill(2) for part in groups[at : at + 3]) for at in range(0, len(groups), 3)]
    joined = groups if len(groups) == 2 else days
    return len(joined) == 2 and all(len(one) == 8 and _is_day(one) for one in joined)
