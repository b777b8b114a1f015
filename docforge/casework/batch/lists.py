"""The rows of the list that is made public, over all cases of a run."""

from collections.abc import Iterable, Iterator

from docforge.casework.batch.summary import CaseSummary
from docforge.casework.notices import AMOUNT, CAP, CATEGORY, CODE, DATE, EVENT, NAME, NUMBER, REMARK
from docforge.checking.verdict import CaseStatus

HEADS = (NAME, CODE, CATEGORY, EVENT, NUMBER, DATE, CAP, AMOUNT, REMARK)
"""The columns of the list for the notice."""


def accepted_rows(summaries: Iterable[CaseSummary]) -> Iterator[dict[str, str]]:
    """The rows of the complete cases for the list that is made public, by column; the amount is the clerk's to type."""
    for summary in summaries:
        if summary.verdict and summary.verdict.status is CaseStatus.COMPLETE and summary.row:
            yield {**dict(summary.row), AMOUNT: ""}
