"""A notice as a draft, template and values, and as the finished file; a public one is searched before it may go out.

What makes a notice of a draft needs neither the policy nor the list, so that other processes can do it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from docforge.casework.leaks import refuse, searched, table_rows
from docforge.casework.rendered import render
from docforge.core import codes
from docforge.core.errors import DocforgeError

TOTAL = "合计"
"""What stands first in a list's row of the total."""


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


def made(draft: Draft, *, verified: bool = True) -> MadeNotice:
    """The draft rendered; ``verified``: opened again and every value looked for in it.

    A public one is always searched: raises DocforgeError W605 where personal data would be published, W606 where the lists' totals
    are not the sum that the text names; and what ``Template.render`` raises.
    """
    content = render(draft.template, draft.values, verified=verified)
    log = _searched(draft, content, draft.publication) if draft.publication else ""
    return MadeNotice(draft.name, content, draft.blanks, draft.remarks, log)


def figure(amount: Decimal) -> str:
    """A sum in 万元 without trailing zeros."""
    return f"{amount.normalize():f}"


def _searched(draft: Draft, content: bytes, publication: Publication) -> str:
    """The log of the search that found nothing."""
    sums = () if publication.total is None else _agreed(content, publication.total)
    found = searched(f"{draft.name}.docx", content, publication.allowed, Path(draft.template).read_bytes())
    refuse(found)
    return found.told((*sums, *draft.remarks))


def _agreed(content: bytes, total: Decimal) -> tuple[str, ...]:
    """That the totals in the finished lists add up to the sum in the text."""
    totals = [_last_figure(row) for row in table_rows(content) if row and row[0] == TOTAL]
    listed = sum(totals, Decimal(0))
    if listed != total:
        raise DocforgeError(codes.NOTICE_SUM_DIFFERS, said=figure(total), listed=figure(listed))
    return (f"合计核对：各名单合计 {'、'.join(map(figure, totals))} 万元，与正文总额 {figure(total)} 万元一致",)


def _last_figure(row: Sequence[str]) -> Decimal:
    for text in reversed(row):
        try:
            return Decimal(text)
        except InvalidOperation:
            continue
    return Decimal(0)
