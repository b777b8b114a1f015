"""How personal numbers are masked wherever they may be shown at all: one way for every paper."""

import re

from docforge.core.text import compat

_EMAIL = re.compile(r"([\w.+-])[\w.+-]*(@[\w-]+(?:\.[\w-]+)+)")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{7,19}[\dXx]?(?![0-9A-Za-z])")
_CITIZEN_ID, _MOBILE, _LANDLINE = 18, 11, 8


def masked(text: str) -> str:
    """Citizen numbers as ``654***********123X`` (never the part with the birth date only), mobiles ``138****1234``, accounts
    ``6222 **** **** 1234``, short numbers not at all, addresses of mail ``z***@…``; everything else as it is."""
    plain = compat(text) if _NUMBER.search(compat(text)) else text
    return _EMAIL.sub(r"\1***\2", _NUMBER.sub(lambda found: _number(found[0]), plain))


def _number(digits: str) -> str:
    if len(digits) == _CITIZEN_ID:
        return digits[:3] + "*" * 11 + digits[-4:]
    if len(digits) == _MOBILE:
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) <= _LANDLINE:
        return "*" * len(digits)
    return f"{digits[:4]} **** **** {digits[-4:]}"
