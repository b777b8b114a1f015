"""A notice as a draft, template and values, and as the finished file.

What makes a notice of a draft needs neither the policy nor the list, so that other processes can do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Publication:
    """What a public notice is held against: the offices' own contacts, which it may name, and the sum in its text.

    ``total``: in 万元, None where the notice has no lists.
    """

    allowed: tuple[str, ...]
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is rendered: the path of its template and the values for it.

    ``blanks`` are the places left for a person to fill, ``remarks`` what a person should know; ``publication``: of a public one.
    """

    name: str
    template: str
    values: Mapping[str, object]
    blanks: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class MadeNotice:
    """A rendered notice, a .docx, with the blanks and remarks of its draft.

    ``log``: what a public one was searched for, to be kept beside it.
    """

    name: str
    content: bytes
    blanks: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    log: str = ""


def figure(amount: Decimal) -> str:
    """A sum in 万元 without trailing zeros."""
    return f"{amount.normalize():f}"
