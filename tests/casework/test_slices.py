"""Work on several cores: everything once, in order, whatever becomes of the processes."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from itertools import chain

import pytest

from docforge.casework.slices import in_slices

COUNT = 200


def doubled(things: Sequence[int]) -> list[int]:
    return [2 * thing for thing in things]


def dying(things: Sequence[int]) -> list[int]:
    """The process that comes to 99 dies, unless it is the one that gave the work."""
    if 99 in things and multiprocessing.parent_process():
        os._exit(9)
    return doubled(things)


def failing(things: Sequence[int]) -> Sequence[int]:
    if 99 in things:
        raise LookupError(99)
    return things


@pytest.mark.parametrize("make", [doubled, dying])
@pytest.mark.parametrize("most", [1, 7, 1000])
def test_everything_is_made_once_and_in_order(make: Callable[[Sequence[int]], list[int]], most: int) -> None:
    parts = list(in_slices(make, list(range(COUNT)), 2, most))
    assert list(chain.from_iterable(parts)) == doubled(range(COUNT))
    assert len(parts) >= 4
    assert max(map(len, parts)) <= most


def test_what_fails_is_raised_after_all_that_went_before() -> None:
    given = in_slices(failing, list(range(COUNT)), 3, 9)
    taken: list[int] = []
    with pytest.raises(LookupError):
        for part in given:
            taken += part
    assert taken == list(range(99))
    assert next(given, None) is None


@pytest.mark.parametrize(("things", "asked", "started"), [(3, 8, 3), (200, 500, 61)])
def test_no_more_processes_are_started_than_have_something_to_do_or_a_system_bears(things: int, asked: int, started: int) -> None:
    given = in_slices(doubled, range(things), asked, 1)
    assert next(given) == [0]
    assert len(multiprocessing.active_children()) == started
    given.close()  # type: ignore[attr-defined]


def test_of_nothing_comes_nothing() -> None:
    assert list(in_slices(doubled, [], 2, 7)) == []


def test_what_nobody_takes_is_not_made_and_no_process_is_left() -> None:
    given = in_slices(doubled, range(10_000_000), 2, 1)
    assert [next(given), next(given)] == [[0], [2]]
    given.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
