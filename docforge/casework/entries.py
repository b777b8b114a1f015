"""What a person wrote in one place of a form, checked by the rules of that place."""

from collections.abc import Callable, Iterator

from docforge.casework.kinds import value_type
from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import Value
from docforge.core.text import squeeze
from docforge.extraction import values
from docforge.extraction.kind import FieldSpec, ValueType
from docforge.policy.category import Fact
from docforge.policy.form import FIGURES, Entry, FieldType
from docforge.policy.written import figure, month, period

Problem = tuple[Code, dict[str, object]]
"""A code with the details of its sentence, the place apart."""

_FACT_DECIMALS = 2
_UNREADABLE = {FieldType.DATE: "日期", FieldType.MONTH: "年月，如 2010年9月", FieldType.PERIOD: "起止年月，如 2010.09-2014.06"}


def fact_entry(fact: Fact) -> Entry:
    """The rules of a declared fact."""
    choices = fact.choices or (("是", "否") if fact.type == "yes_no" else ())
    type_ = FieldType.CHOICE if choices else FieldType(fact.type)
    decimals = _FACT_DECIMALS if type_ is FieldType.NUMBER else None
    return Entry(type=type_, choices=choices, required=fact.required, decimals=decimals, hint=fact.question, basis=fact.basis)


def typed_value(entry: Entry, raw: str) -> Value:
    """The value of what was typed: a date where it is one, else the text as it stands."""
    reading = _reading(entry)
    typed = values.understand(raw, reading, exact=True)
    is_kept = reading.type in values.CHECKED or reading.type in (ValueType.PHONE, ValueType.SEX)
    return raw.strip() if is_kept or typed.value is None else typed.value


def problems(entry: Entry, raw: str, *, any_type: bool = False) -> Iterator[Problem]:
    """Everything wrong or unusual in what was typed; ``any_type`` leaves the type out."""
    reason = "" if any_type else _not_of_type(entry, raw)
    if reason:
        yield codes.TYPED_INVALID, {"reason": reason}
    elif entry.holds and not any(squeeze(word) in squeeze(raw) for word in entry.holds):
        yield codes.TYPED_UNUSUAL, {"value": raw}
    length = len(squeeze(raw))
    if (entry.longest and length > entry.longest) or (entry.shortest and length < entry.shortest):
        yield codes.TEXT_LENGTH, {"length": length, "bounds": entry.bounds}


def figure_rule(entry: Entry) -> str:
    """What a figure must be: 不小于0的整数."""
    unit = f"（{entry.unit}）" if entry.unit else ""
    kind = f"数，最多{entry.places}位小数" if entry.places else "整数"
    return f"不小于{entry.lowest:f}的{kind}{unit}"


def _reading(entry: Entry) -> FieldSpec:
    return FieldSpec(key="entry", label="entry", type=value_type(entry.type))


def _not_of_type(entry: Entry, raw: str) -> str:
    if entry.choices:
        known = map(squeeze, entry.choices)
        return "" if squeeze(raw) in known else f"“{raw}”不在可选项 {'、'.join(entry.choices)} 中"
    if entry.type in FIGURES:
        return _not_a_figure(entry, raw)
    if entry.type in _MONTHS:
        return "" if _MONTHS[entry.type](raw) else f"“{raw}”不是{_UNREADABLE[entry.type]}"
    reading = _reading(entry)
    typed = values.understand(raw, reading, exact=True)
    is_altered = reading.type is ValueType.PHONE and squeeze(raw) != typed.value
    if not (typed.code or is_altered):
        return ""
    return "校验码不符" if reading.type in values.CHECKED else f"“{raw}”不是{values.type_name(reading)}"


_MONTHS: dict[FieldType, Callable[[str], object]] = {FieldType.MONTH: month, FieldType.PERIOD: period}


def _not_a_figure(entry: Entry, raw: str) -> str:
    number = figure(raw, entry)
    if number is None or number < entry.lowest or -int(number.normalize().as_tuple().exponent) > entry.places:
        return f"“{raw}”应为{figure_rule(entry)}"
    return ""
