"""Notices made of their drafts, one after another or on several cores: the same bytes in the same order."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from enum import StrEnum

from docforge.casework.batch.workers import Where, Workers
from docforge.casework.notices_drafts import Draft, MadeNotice, made
from docforge.core.lazy import resolve
from docforge.core.machine import cores

EVERY = 20
"""So many notices are all read back; of more, the first of each template and every one after so many."""
_READ_SECONDS, _SEARCHED_SECONDS = 0.5e-3, 2e-3
"""Measured: to read a notice back, to search a public one. To render one (0.1 ms) costs no more than to send it."""
_PAYS = 1.0
"""So many seconds of that make up for the start of other processes."""
_CHUNK = 100
_AHEAD = 8
"""Chunks at most that are made before their turn."""

Work = Sequence[tuple[Draft, bool]]


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


def made_many(drafts: Sequence[Draft], verified: Sequence[bool], jobs: int | None = None) -> Iterator[MadeNotice]:
    """The notices in the order of their drafts, each as it is needed; ``verified`` says which are read back.

    ``jobs``: so many processes; None: one for each core where there is so much to read back and to search that it pays. Where one
    of several may not be published, none is given. Raises DocforgeError as ``made`` does.
    """
    seconds = sum(verified) * _READ_SECONDS + sum(bool(draft.publication) for draft in drafts) * _SEARCHED_SECONDS
    count = jobs or (cores() if seconds > _PAYS else 1)
    work = list(zip(drafts, verified, strict=True))
    notices = _by_processes(work, count) if count > 1 and len(work) > 1 else _one_by_one(work)
    return iter(list(notices)) if any(draft.publication for draft in drafts) else notices


def _one_by_one(work: Work) -> Iterator[MadeNotice]:
    return (made(draft, verified=verified) for draft, verified in work)


def _by_processes(work: Work, count: int) -> Iterator[MadeNotice]:
    size = min(_CHUNK, -(-len(work) // count))
    with resolve("docforge.casework.batch.executors:open_executor")(Where(jobs=count)) as workers:
        away: deque[tuple[Work, Future[list[MadeNotice]]]] = deque()
        for start in range(0, len(work), size):
            chunk = work[start : start + size]
            away.append((chunk, workers.executor.submit(_chunk, chunk)))
            while away and (away[0][1].done() or len(away) > _AHEAD):
                yield from _received(*away.popleft(), workers)
        while away:
            yield from _received(*away.popleft(), workers)


def _chunk(work: Work) -> list[MadeNotice]:
    return list(_one_by_one(work))


def _received(work: Work, future: "Future[list[MadeNotice]]", workers: Workers) -> list[MadeNotice]:
    """What a process made; where it died over it, this one makes it again."""
    try:
        return future.result()
    except workers.lost:
        return _chunk(work)
