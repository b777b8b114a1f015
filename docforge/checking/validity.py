"""Until when a paper counts."""

from collections.abc import Iterable
from datetime import date

from docforge.core.dates import Term, add_years
from docforge.core.model import Record
from docforge.policy.category import Validity


def expired(record: Record, validity: Iterable[Validity], on: date) -> date | None:
    """The day the paper ended, when that is before ``on``; None when it is valid or the paper does not say."""
    ends = [end for one in validity if (end := end_of_validity(record, one)) and end < on]
    return min(ends, default=None)


def end_of_validity(record: Record, validity: Validity) -> date | None:
    """The last day the paper counts; None when open-ended or unknown."""
    value = record.value(validity.field)
    if isinstance(value, Term):
        return value.end
    if isinstance(value, date):
        return add_years(value, validity.years) if validity.years else value
    return None
