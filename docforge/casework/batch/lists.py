"""Lists over all cases of a run: the numbers of the notices, the rows of the list that is made public."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docforge.casework.batch.spool import Spool
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.notices import AMOUNT, CAP, CATEGORY, CODE, DATE, EVENT, NAME, NUMBER, REMARK, supplement_items
from docforge.checking.verdict import CaseStatus

HEADS = (NAME, CODE, CATEGORY, EVENT, NUMBER, DATE, CAP, AMOUNT, REMARK)
"""The columns of the list for the notice."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One 补正告知书 of a run: whose, its number in the year, the number as it is written: 〔2025〕12号."""

    case: str
    number: int
    text: str


def numbers(summaries: Iterable[CaseSummary], year: int, issued: Mapping[str, int] | None = None) -> Iterator[Numbered]:
    """The number of each 补正告知书, in the order of the cases' names.

    ``issued``: numbers given in earlier runs of the year, by case; they stay, and new cases go on behind the highest: a notice that
    was sent must not change its number because a folder was added. All summaries are read before the first number comes.
    """
    known = issued or {}
    last = max(known.values(), default=0)
    with Spool() as spool:
        for summary in summaries:
            if is_supplemented(summary):
                spool.add("cases", summary.case, summary.case)
        for case in spool.rows("cases"):
            last += case not in known
            number = known.get(case, last)
            yield Numbered(case, number, number_text(year, number))


def number_text(year: int, number: int) -> str:
    """〔2025〕12号."""
    return f"〔{year}〕{number}号"


def is_supplemented(summary: CaseSummary) -> bool:
    """Whether the case gets a 补正告知书."""
    verdict = summary.verdict
    return verdict is not None and verdict.status is CaseStatus.INCOMPLETE and bool(supplement_items(verdict))


def accepted_rows(summaries: Iterable[CaseSummary]) -> Iterator[dict[str, str]]:
    """The rows of the complete cases for the list that is made public, by column; the amount is the clerk's to type."""
    for summary in summaries:
        if summary.verdict and summary.verdict.status is CaseStatus.COMPLETE and summary.row:
            yield {**dict(summary.row), AMOUNT: ""}
