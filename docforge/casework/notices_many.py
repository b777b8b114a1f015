"""Notices made of their drafts, one after another or on several cores: the same bytes in the same order."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any, TypeVar

from docforge.casework.notices_drafts import Draft, MadeNotice
from docforge.casework.rendered import render
from docforge.core.lazy import resolve
from docforge.core.machine import cores

EVERY = 20
"""So many notices are all read back; of more, the first of each template and every one after so many."""
_SECONDS, _READ_SECONDS, _SEARCHED_SECONDS = 0.1e-3, 0.5e-3, 2e-3
"""Measured: to render a notice, to read it back, to search a public one."""
_PAYS = 0.1
"""So many seconds of that make up for the start of other processes."""

HANDED_OVER = 50
"""So many notices at most come from another process together."""

T = TypeVar("T", bound=tuple[Any, ...])
R = TypeVar("R")


class ReadBack(StrEnum):
    """Which notices are opened again, and every value looked for in them."""

    ALL = "all"
    SAMPLE = "sample"
    NONE = "none"


def read_back(drafts: Sequence[Draft], asked: ReadBack | None = None) -> list[bool]:
    """Whether each notice is to be read back. Not asked: all of a few, a sample of many."""
    which = asked or (ReadBack.ALL if len(drafts) <= EVERY else ReadBack.SAMPLE)
    if which is not ReadBack.SAMPLE:
        return [which is ReadBack.ALL] * len(drafts)
    known: set[str] = set()
    chosen = []
    for number, draft in enumerate(drafts):
        chosen.append(number % EVERY == 0 or draft.template not in known)
        known.add(draft.template)
    return chosen


def made(draft: Draft, *, verified: bool = True) -> MadeNotice:
    """The draft rendered; ``verified``: opened again and every value looked for in it.

    A public one is always searched: raises DocforgeError W605 where personal data would be published, W606 where the lists' totals
    are not the sum that the text names; and what ``Template.render`` raises.
    """
    content = render(draft.template, draft.values, verified=verified)
    log = resolve("docforge.casework.notices_search:log_of")(draft, content, draft.publication) if draft.publication else ""
    return MadeNotice(draft.name, content, draft.blanks, draft.remarks, log)


def made_many(drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None = None) -> Iterator[MadeNotice]:
    """The notices in the order of their drafts, each as it is needed; ``verified`` says which are read back.

    ``jobs``: so many processes; None: one for each core where there is so much to do that it pays. Where one of several may not be
    published, none is given. Raises DocforgeError as ``made`` does.
    """
    work = list(zip(drafts, verified, strict=True))
    notices = chain.from_iterable(on_cores(_made, work, processes(drafts, verified, jobs), HANDED_OVER))
    return iter(list(notices)) if any(draft.publication for draft in drafts) else notices


def processes(drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None) -> int:
    """How many processes are to make the notices: so many as asked, else one for each core where it pays."""
    searched = sum(bool(draft.publication) for draft in drafts)
    seconds = len(drafts) * _SECONDS + sum(verified) * _READ_SECONDS + searched * _SEARCHED_SECONDS
    return jobs or (cores() if seconds > _PAYS else 1)


def on_cores(make: Callable[[Sequence[T]], R], work: Sequence[T], count: int, most: int) -> Iterator[R]:
    """What ``make`` gives for each slice of the work, drafts with what belongs to each, in order: by this process, or by several.

    ``most``: so many at most in a slice. Raises what ``make`` does.
    """
    if count == 1 or len(work) < 2:
        return (make(work[at : at + most]) for at in range(0, len(work), most))
    draft = work[0][0]
    render(draft.template, draft.values, verified=False)  # what this loads and compiles forked processes hold from the start
    parts: Iterator[R] = resolve("docforge.casework.slices:in_slices")(make, work, count, most)
    return parts


def _made(work: Sequence[tuple[Draft, bool]]) -> list[MadeNotice]:
    return [made(draft, verified=verified) for draft, verified in work]
