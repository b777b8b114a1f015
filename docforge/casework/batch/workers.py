"""Where the work of a run is to be done, and what a driver must know of who does it."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass


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
