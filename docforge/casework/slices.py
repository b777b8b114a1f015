"""Something made of many things on several cores: slice by slice, given back in their order."""

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from docforge.casework.batch.lanes import end_with_parent

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 8
"""Slices at most that are made before their turn."""


_PROCESSES = 61
"""More processes than so many Windows cannot wait for."""


class _Own:
    """What a process was given at its start."""

    make: Callable[[Sequence[Any]], Any]
    things: Sequence[Any]


def in_slices(make: Callable[[Sequence[T]], R], things: Sequence[T], count: int, most: int) -> Iterator[R]:
    """What ``make`` gives for each slice of the things, in order, by so many processes at most, a little ahead of what is taken.

    Each slice has ``most`` things at most, and each process two slices at least. On Linux the processes are forked when the first
    is asked for: they hold what this one has loaded and compiled, and the things; no thread may have been started before.
    Where one of them dies, this process makes what is left. Raises what ``make`` raises.
    """
    size = max(1, min(most, -(-len(things) // (2 * count))))
    starts = range(0, len(things), size)
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(max(1, min(count, len(starts), _PROCESSES)), context, _begin, (make, things))
    given = 0
    try:
        for part in _ahead(pool, starts):
            yield part
            given += 1
    except BrokenExecutor:
        yield from (make(things[start : start + size]) for start in starts[given:])
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(pool: Executor, starts: range) -> Iterator[Any]:
    away: deque[Future[Any]] = deque()
    for start in starts:
        away.append(pool.submit(_part, start, start + starts.step))
        while away and (away[0].done() or len(away) > _AHEAD):
            yield away.popleft().result()
    while away:
        yield away.popleft().result()


def _begin(make: Callable[[Sequence[Any]], Any], things: Sequence[Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that gave the work decides what becomes of it
    end_with_parent()
    _Own.make, _Own.things = make, things


def _part(start: int, stop: int) -> Any:
    return _Own.make(_Own.things[start:stop])
