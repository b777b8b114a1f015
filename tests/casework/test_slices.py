"""Work on several cores: everything once, in order, whatever becomes of the processes."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator

import pytest

from docforge.casework.slices import in_slices

COUNT = 200


def doubled(things: Iterable[int]) -> Iterator[int]:
    return (2 * thing for thing in things)


def dying(things: Iterable[int]) -> Iterator[int]:
    """The process that comes to 99 dies, unless it is the one that gave the work."""
    for thing in things:
        if thing == 99 and multiprocessing.parent_process():
            os._exit(9)
        yield 2 * thing


def failing(things: Iterable[int]) -> Iterator[int]:
    for thing in things:
        if thing == 99:
            raise LookupError(thing)
        yield thing


@pytest.mark.parametrize("make", [doubled, dying])
@pytest.mark.parametrize("most", [1, 7, 1000])
def test_everything_is_made_once_and_in_order(make: object, most: int) -> None:
    things = list(range(COUNT))
    assert list(in_slices(make, things, 2, most)) == list(doubled(things))  # type: ignore[arg-type]


def test_what_fails_is_raised_after_all_that_went_before() -> None:
    given = in_slices(failing, list(range(COUNT)), 3, 9)
    taken = []
    with pytest.raises(LookupError):
        taken += [thing for _ in range(COUNT) if (thing := next(given)) is not None]
    assert next(given, None) is None


def test_what_nobody_takes_is_not_made_and_no_process_is_left() -> None:
    given = in_slices(doubled, range(10_000_000), 2, 1)
    assert [next(given), next(given)] == [0, 2]
    given.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
