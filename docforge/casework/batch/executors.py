"""Opening an executor: processes of this machine, or a Dask cluster; both behind ``concurrent.futures.Executor``."""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import Any

from docforge.casework.batch.lanes import Lanes
from docforge.casework.batch.workers import Where, Workers, cores
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve


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
