"""Numbers whose digits stand for something: they must agree with what the paper says in words."""

from collections.abc import Iterator, Mapping

from docforge.core import codes
from docforge.core.model import Field, Finding, finding
from docforge.core.text import squeeze
from docforge.extraction.kind import Kind, NumberPart, SameYear


def number_findings(kind: Kind, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """What the numbers say otherwise than the paper, and digits that stand for nothing known."""
    for year in kind.same_year:
        yield from _of_year(year, fields)
    for part in kind.number_parts:
        yield from _of_part(part, fields)


def _of_year(check: SameYear, fields: Mapping[str, Field]) -> Iterator[Finding]:
    code, date = fields.get(check.code), fields.get(check.date)
    year = getattr(date.value, "year", None) if date else None
    if code is None or date is None or year is None or not isinstance(code.value, str):
        return
    own = _cut(code.value, check.digits or (1, 4))
    if own != str(year) if check.digits else str(year) not in code.value:
        evidence = (code.evidence, date.evidence)
        yield finding(codes.CERTIFICATE_YEAR, code.label, evidence=evidence, number_year=own, date_year=year)


def _of_part(part: NumberPart, fields: Mapping[str, Field]) -> Iterator[Finding]:
    code, other = fields.get(part.code), fields.get(part.agrees_with or "")
    if code is None or not isinstance(code.value, str) or len(_digits(code.value)) != part.length:
        return
    own = _cut(code.value, part.digits)
    if own not in part.words:
        yield finding(codes.NUMBER_PART_UNKNOWN, code.label, evidence=(code.evidence,), field=code.label, part=part.label, own=own)
    elif other and isinstance(other.value, str) and not _says(other.value, part.words[own]):
        evidence = (code.evidence, other.evidence)
        words = "、".join(part.words[own])
        details = {"part": part.label, "own": own, "words": words, "other": other.label, "value": other.value}
        yield finding(codes.NUMBER_PART_DIFFERS, code.label, evidence=evidence, field=code.label, **details)


def _says(text: str, words: tuple[str, ...]) -> bool:
    return not words or any(squeeze(word) in squeeze(text) for word in words)


def _digits(code: str) -> str:
    return "".join(char for char in code if char.isdigit())


def _cut(code: str, digits: tuple[int, int]) -> str:
    return _digits(code)[digits[0] - 1 : digits[1]]
