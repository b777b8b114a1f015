"""What dictionaries say of a value that was read: they speak for it or against it, and never change it."""

from dataclasses import dataclass
from enum import Enum

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import Value
from docforge.core.text import letters, squeeze
from docforge.extraction.divisions import divisions
from docforge.extraction.kind import Dictionary, FieldSpec, ValueType, shared_table

_DIVISION_AT = {ValueType.USCC: 2, ValueType.REGISTRATION_NUMBER: 0, ValueType.CITIZEN_ID: 0}


class Says(Enum):
    """WHOLE: the value is a word of the dictionary. PARTLY: a part of it is one. AGAINST: it should be and is not."""

    NOTHING = 0
    WHOLE = 1
    PARTLY = 2
    AGAINST = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the dictionaries say; ``code`` where the user should know: of which ``word``, and what it is ``near`` to."""

    says: Says = Says.NOTHING
    code: Code | None = None
    word: str = ""
    near: str = ""


_NONE = Opinion()


def opinion(value: Value | None, spec: FieldSpec) -> Opinion:
    """What the field's dictionary says of its value."""
    if spec.dictionary is None or not isinstance(value, str):
        return _NONE
    if spec.dictionary.divisions == "code":
        return _of_code(value, spec)
    if spec.dictionary.divisions == "address":
        return _of_address(value)
    return _of_words(value, spec.dictionary)


def _of_words(value: str, dictionary: Dictionary) -> Opinion:
    if dictionary.among and any(letters(value) == letters(word) for word in _words(dictionary.among)):
        return Opinion(Says.WHOLE)
    if dictionary.ends_in is None:
        return _NONE
    if squeeze(value).endswith(tuple(squeeze(word) for word in _words(dictionary.ends_in))):
        return Opinion(Says.PARTLY)
    return Opinion(Says.AGAINST, codes.NAME_ENDING)


def _words(table: str) -> list[str]:
    return [word for words in shared_table(table).values() for word in words]


def _of_address(value: str) -> Opinion:
    doubt = divisions().doubt(value)
    if doubt is None:
        return Opinion(Says.PARTLY) if divisions().begins(value) else _NONE
    near = "、".join(f"“{name}”" for name in doubt.near[:3])
    return Opinion(Says.AGAINST, codes.DIVISION_MISREAD, doubt.word, near)


def _of_code(value: str, spec: FieldSpec) -> Opinion:
    """A hint only: development zones have codes of their own, within the prefecture's."""
    at = _DIVISION_AT[spec.type]
    code = value[at : at + 6]
    if len(code) < 6 or divisions().knows_prefecture(code):
        return _NONE
    return Opinion(Says.NOTHING, codes.CODE_DIVISION, code)
