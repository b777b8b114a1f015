"""A public notice before it may go out: searched for personal data, its lists' totals held against the sum in its text."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from docforge.casework.leaks import refuse, searched, table_rows
from docforge.casework.notices_drafts import Draft, Publication, figure
from docforge.core import codes
from docforge.core.errors import DocforgeError

_TOTAL = "合计"
"""What stands first in a list's row of the total."""


def log_of(draft: Draft, content: bytes, publication: Publication) -> str:
    """The log of the search that found nothing.

    Raises DocforgeError W605 where personal data would be published, W606 where the lists' totals are not the sum of the text.
    """
    sums = () if publication.total is None else _agreed(content, publication.total)
    found = searched(f"{draft.name}.docx", content, publication.allowed, Path(draft.template).read_bytes())
    refuse(found)
    return found.told((*sums, *draft.remarks))


def _agreed(content: bytes, total: Decimal) -> tuple[str, ...]:
    """That the totals in the finished lists add up to the sum in the text."""
    totals = [_last_figure(row) for row in table_rows(content) if row and row[0] == _TOTAL]
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
