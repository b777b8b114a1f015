"""Processes of this machine as an executor that outlives the death of any of them."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_PICTURES = 400
"""After so many a process is replaced by a new one: what libraries leak stays bounded."""


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
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=end_with_parent)
        return self._pool.submit(fn, *args, **kwargs)

    def end(self, *, wait: bool, cancel: bool) -> None:
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=wait, cancel_futures=cancel)


def end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True, name="docforge-parent").start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
