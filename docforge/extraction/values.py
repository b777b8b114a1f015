"""Raw text → typed value, with what must be said about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from docforge.core import codes, dates, ids, money
from docforge.core.codes import Code
from docforge.core.model import Value
from docforge.core.text import letters, person_name, squeeze, tidy
from docforge.extraction.boxes import has_boxes, ticked
from docforge.extraction.kind import FieldSpec, ValueType

_UNCHECKED_LENGTH = 13  # a 注册号 from before 2007 has no check digit
_TRAILING = "*＊★·.。，,、;；:：-—_ "
_ROOM = " \t\r\n\f\v\u00a0\u3000_＿"
"""What a person leaves of the line that was to be written on."""
_YEARS = re.compile(r"([0-9一二三四五六七八九十]+)年")
_LIKE = 0.6
_LONG_HINT, _ASTRAY, _SAME, _AFTER_HINT = 12, 4, 0.9, ")）。：: "
_COUNT = re.compile(r"^(\d{1,3})(?:个?月)?$")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|(?:\d{3,4}[-—－ ]?)?\d{7,8}(?:[-—转]\d{1,6})?)(?!\d)")
_TYPE_NAMES = {
    ValueType.DATE: "日期",
    ValueType.MONEY: "金额",
    ValueType.TERM: "期限",
    ValueType.YEARS: "年数",
    ValueType.CODE: "编号",
    ValueType.PHONE: "电话号码",
    ValueType.MONTHS: "月数",
    ValueType.SEX: "性别",
    ValueType.USCC: "统一社会信用代码",
    ValueType.REGISTRATION_NUMBER: "注册号",
    ValueType.CITIZEN_ID: "公民身份号码",
    ValueType.PATENT_NUMBER: "专利号",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A value as understood. ``sure`` False lowers the grade; ``code`` names what to report, if anything."""

    value: Value | None
    sure: bool = True
    code: Code | None = None


def understand(raw: str, spec: FieldSpec, *, exact: bool = False) -> Typed:
    """The typed value of ``raw``; ``value`` None when it cannot be understood as the field's type.

    ``exact``: the text was typed by a person (a data file, a Word form); its own spaces and punctuation are kept.
    """
    if spec.type in _CHOSEN and has_boxes(raw):
        raw = ticked(raw)
    if spec.type in CHECKED:
        return _check_digit_code(raw, CHECKED[spec.type])
    if spec.hint and spec.type in _TEXTS:
        raw = _without_hint(raw.strip(_ROOM), spec.hint)
    if exact and spec.type in _TEXTS:
        value: Value | None = _kept(raw, spec)
    else:
        value = _PARSERS.get(spec.type, _text)(raw, spec)
    return Typed(value, code=None if value is not None else codes.VALUE_UNREADABLE, sure=value is not None)


def type_name(spec: FieldSpec) -> str:
    """The type in Chinese, for messages."""
    return _TYPE_NAMES.get(spec.type, "文字")


def _check_digit_code(raw: str, read: Callable[[str], ids.CodeReading]) -> Typed:
    reading = read(raw)
    if not reading.valid:
        return Typed(reading.value or None, sure=False, code=codes.CHECK_DIGIT)
    if reading.repaired:
        return Typed(reading.value, sure=False, code=codes.CODE_SUPPOSED if reading.supposed else codes.CODE_REPAIRED)
    return Typed(reading.value, sure=len(reading.value) != _UNCHECKED_LENGTH)


def _kept(raw: str, spec: FieldSpec) -> str | None:
    lines = [line.strip(_ROOM) for line in raw.strip(_ROOM).splitlines()]
    return ("\n" if spec.type is ValueType.LONG_TEXT else "").join(lines) or None


def _without_hint(text: str, hint: str) -> str:
    """The text without the form's own remark before it: a line of its own, or joined by recognition with what was written and
    misread in part."""
    first, _, rest = text.partition("\n")
    if _is_hint(first.strip(_ROOM), hint):
        return rest
    wanted = letters(hint)
    places = [place for place, character in enumerate(text) if letters(character)]
    seen = letters("".join(text[place] for place in places[: len(wanted) + _ASTRAY]))
    *blocks, _ = SequenceMatcher(None, wanted, seen, autojunk=False).get_matching_blocks()
    alike = sum(block.size for block in blocks) / max(len(wanted), 1)
    if len(wanted) < _LONG_HINT or alike < _SAME or blocks[-1].a + blocks[-1].size < len(wanted):
        return text
    end = blocks[-1].b + blocks[-1].size
    return text[places[end - 1] + 1 :].lstrip(_AFTER_HINT) if end <= len(places) else text


def _is_hint(line: str, hint: str) -> bool:
    """Whether a line in brackets is the form's own remark on what to write, printed where the value goes."""
    is_bracketed = line[:1] in "(（" and line[-1:] in ")）"
    is_whole = letters(line) == letters(hint)
    return is_whole or (is_bracketed and SequenceMatcher(None, letters(line), letters(hint), autojunk=False).ratio() > _LIKE)


def _text(raw: str, _spec: FieldSpec) -> str | None:
    return tidy(raw).strip("*＊★ ").lstrip(":：;；、，. ") or None


def _organisation(raw: str, _spec: FieldSpec) -> str | None:
    return tidy(raw).strip(_TRAILING) or None


def _person(raw: str, _spec: FieldSpec) -> str | None:
    return person_name(raw).strip(_TRAILING) or None


def _money(raw: str, spec: FieldSpec) -> Decimal | None:
    return money.parse_money(raw, unit=spec.unit)


def _years(raw: str, _spec: FieldSpec) -> str | None:
    found = _YEARS.search(squeeze(raw))
    years = dates.numeral(found[1]) if found else None
    return str(years) if years is not None else None


def _months(raw: str, _spec: FieldSpec) -> str | None:
    """A number of months: printed as such, or counted from the periods named."""
    found = _COUNT.search(squeeze(raw))
    count = int(found[1]) if found else len(dates.months_in(raw))
    return str(count) if count else None


def _phone(raw: str, _spec: FieldSpec) -> str | None:
    found = _PHONE.search(squeeze(raw))
    return found[0] if found else None


@lru_cache(maxsize=256)
def _shape(shape: str) -> re.Pattern[str]:
    """The shape as a pattern; no further digit may stand at an end that is a digit."""
    body = "".join({"#": r"\d", "@": "[A-Z]"}.get(c, re.escape(c)) for c in shape)
    return re.compile((r"(?<!\d)" if shape[0] == "#" else "") + body + (r"(?!\d)" if shape[-1] == "#" else ""))


def _sex(raw: str, _spec: FieldSpec) -> str | None:
    found = re.search("[男女]", raw)
    return found[0] if found else None


def _code(raw: str, spec: FieldSpec) -> str | None:
    plain = squeeze(raw).upper()
    if not spec.shapes:
        return plain or None
    for text in (plain, plain.translate(str.maketrans("OISZ", "0152"))):
        for shape in spec.shapes:
            if found := _shape(shape).search(text):
                return found[0]
    return None


CHECKED: dict[ValueType, Callable[[str], ids.CodeReading]] = {
    ValueType.USCC: ids.read_uscc,
    ValueType.REGISTRATION_NUMBER: ids.read_registration_number,
    ValueType.CITIZEN_ID: ids.read_citizen_id,
    ValueType.PATENT_NUMBER: ids.read_patent_number,
}
"""Types whose values carry check digits."""
_CHOSEN = {ValueType.TEXT, ValueType.SEX}
_TEXTS = {ValueType.TEXT, ValueType.LONG_TEXT, ValueType.ORGANISATION}
STRONG = {ValueType.USCC, ValueType.CITIZEN_ID}
"""Those whose checks are so strong that a code can be found by them alone, without its label."""
_PARSERS: dict[ValueType, Callable[[str, FieldSpec], Value | None]] = {
    ValueType.ORGANISATION: _organisation,
    ValueType.PERSON: _person,
    ValueType.DATE: lambda raw, _spec: dates.parse_date(raw),
    ValueType.TERM: lambda raw, _spec: dates.parse_term(raw),
    ValueType.MONEY: _money,
    ValueType.YEARS: _years,
    ValueType.PHONE: _phone,
    ValueType.MONTHS: _months,
    ValueType.SEX: _sex,
    ValueType.CODE: _code,
}
