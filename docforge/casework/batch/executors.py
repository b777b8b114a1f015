"""Where the work of a run is done: processes of this machine, or a Dask cluster; both behind ``concurrent.futures.Executor``."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve

T = TypeVar("T")
_PICTURES = 400
"""After so many a process of this machine is replaced by a new one: what libraries leak stays bounded."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor with what a driver must know of it.

    ``slots``: how many pieces of work keep all its workers busy. ``lost``: what a future raises whose worker died.
    """

    executor: Executor
    slots: Callable[[], int]
    lost: tuple[type[BaseException], ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Where to work: ``jobs`` processes here (None: one a core), or the cluster whose scheduler is named, or one of ``cluster``
    processes that is made for the run."""

    jobs: int | None = None
    scheduler: str = ""
    cluster: int = 0

    @property
    def threads(self) -> int:
        """How many threads an OCR engine may use, so that all together use the cores; one on other machines."""
        return 1 if self.scheduler else max(1, cores() // (self.cluster or self.jobs or cores()))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def open_executor(where: Where) -> Iterator[Workers]:
    """The executor, ended afterwards with all that it started.

    Raises DocforgeError B904 where Dask is asked for and not installed, B905 where the scheduler cannot be reached.
    """
    if where.scheduler or where.cluster:
        with _dask()(where.scheduler, where.cluster) as workers:
            yield workers
        return
    lanes = Lanes(where.jobs or cores())
    try:
        yield Workers(lanes, lambda: lanes.count, (BrokenExecutor,))
    finally:
        lanes.shutdown(cancel_futures=True)


def _dask() -> Any:
    try:
        return resolve("docforge.casework.batch.dask_cluster:open_cluster")
    except ImportError as error:
        raise DocforgeError(codes.CLUSTER_MISSING) from error


class Lanes(Executor):
    """Process pools of one process each: when one dies, the others go on and it is known what it was doing; each is replaced
    after so many pictures. (One pool of many cannot do either: it ends them all, and its ``max_tasks_per_child`` counts tasks.)
    """

    def __init__(self, count: int, pictures: int = _PICTURES) -> None:
        self.count = count
        self._pictures = pictures
        self._idle: SimpleQueue[_Lane] = SimpleQueue()
        self._lanes = [_Lane() for _ in range(count)]
        for lane in self._lanes:
            self._idle.put(lane)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """As the executor's; waits for an idle process where all are at work."""
        lane = self._idle.get()
        future = lane.submit(fn, *args, **kwargs)
        future.add_done_callback(lambda done: self._freed(lane, done))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End every process once it has done what it is at."""
        for lane in self._lanes:
            lane.end(wait=wait, cancel=cancel_futures)

    def _freed(self, lane: "_Lane", done: "Future[Any]") -> None:
        failure = None if done.cancelled() else done.exception()
        if isinstance(failure, BrokenExecutor) or (not failure and _pictures(done) >= self._pictures):
            lane.end(wait=False, cancel=False)
        self._idle.put(lane)


def _pictures(done: "Future[Any]") -> int:
    return 0 if done.cancelled() else getattr(done.result(), "pictures", 0)


class _Lane:
    """A pool of one process, made when there is something to do."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        if self._pool is None:
            # a new interpreter: a fork would copy the threads' locks of the libraries that this one has loaded
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_end_with_parent)
        return self._pool.submit(fn, *args, **kwargs)

    def end(self, *, wait: bool, cancel: bool) -> None:
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=wait, cancel_futures=cancel)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True, name="docforge-parent").start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
