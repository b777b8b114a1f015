"""What the applications of a run have in common: each a finding that names both sides, none a verdict.

All marks of all cases go into a temporary SQLite file and come back in the order of what they are, so that memory stays flat and
each case costs the same however many there are. A mark that very many share is compared with the first of them only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docforge.casework.batch import telling
from docforge.casework.batch.marks import Marked, Marks
from docforge.casework.batch.summary import CaseSummary, TraceKind
from docforge.core.model import Finding

_FIRST = 24
"""With how many of the earliest holders of a mark a later one is compared."""
_MOST_TOLD = 3
"""How many likenesses of one picture or text to earlier ones are told."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that several applications share: what kind of mark, which cases (of very many the first), what is said of it."""

    kind: TraceKind
    cases: tuple[str, ...]
    finding: Finding


def across(summaries: Iterable[CaseSummary]) -> Iterator[Shared]:
    """What the cases have in common, by kind of mark, then by the order in which the cases came.

    The whole input is read before the first finding comes; the temporary file is gone when the last one has.
    """
    with Marks() as marks:
        for summary in summaries:
            marks.add(summary)
        for kind in TraceKind:
            yield from _alike(marks, kind) if kind in telling.PAIRS else _same(marks, kind)


def _same(marks: Marks, kind: TraceKind) -> Iterator[Shared]:
    for group in marks.groups(kind):
        for sides, said in telling.GROUPS[kind](group):
            yield _shared(kind, sides, said)


def _alike(marks: Marks, kind: TraceKind) -> Iterator[Shared]:
    """Likenesses, of each picture or text to a few earlier ones."""
    for group in marks.groups(kind):
        marks.add_pairs((one.id, other.id) for at, other in enumerate(group) for one in group[: min(at, _FIRST)])
    told: Counter[int] = Counter()
    for one, other, count in marks.pairs():
        said = telling.PAIRS[kind](one, other, count) if told[other.id] < _MOST_TOLD else None
        if said:
            told[other.id] += 1
            yield _shared(kind, (one, other), said)


def _shared(kind: TraceKind, sides: Sequence[Marked], said: Finding) -> Shared:
    return Shared(kind, tuple(dict.fromkeys(side.case for side in sides)), said)
