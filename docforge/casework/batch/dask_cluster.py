"""Dask distributed as an executor. The one module that imports it; the only engine besides the processes of this machine."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import dask
from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

from docforge.casework.batch.workers import Workers
from docforge.core import codes
from docforge.core.errors import DocforgeError

_PER_WORKER = 2
"""Pieces of work on their way to each worker, so that none waits for the next."""
_SECONDS = "20s"


T = TypeVar("T")


class ClusterExecutor(Executor):
    """A client's own executor, but for one thing: there a future never ends whose worker died with the result, and the one that was
    to make it again as well."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """As the executor's."""
        # not pure: the same work sent again after a death is to be done again, not answered with the death remembered
        asked = self._client.submit(fn, *args, pure=False, **kwargs)
        given: Future[T] = Future()
        given.add_done_callback(lambda done: asked.cancel() if done.cancelled() else None)
        asked.add_done_callback(lambda _: _pass_on(asked, given))
        return given


def _pass_on(asked: Any, given: "Future[Any]") -> None:
    if given.set_running_or_notify_cancel():
        try:
            given.set_result(asked.result())
        except BaseException as error:  # whatever there is instead of a result is for who asked
            given.set_exception(error)


@contextmanager
def open_cluster(scheduler: str, size: int) -> Iterator[Workers]:
    """The executor of a running cluster, or of one with ``size`` processes of this machine that ends with the run.

    Raises DocforgeError B905 where the scheduler cannot be reached.
    """
    if scheduler:
        with _client(scheduler) as client:
            yield _workers(client)
        return
    settings = {
        # the driver counts the deaths itself, so that a case is tried as often here as by processes
        "distributed.scheduler.allowed-failures": 0,
        # else a worker that happens to be starting anew so long after its death is given up for good
        "distributed.deploy.lost-worker-timeout": "365 days",
        "distributed.logging.distributed": "critical",
    }
    with (
        TemporaryDirectory(prefix="docforge-dask-") as folder,
        dask.config.set(settings),
        LocalCluster(
            n_workers=size,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            local_directory=folder,
            silence_logs="CRITICAL",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield _workers(client)


def _client(scheduler: str) -> Client:
    try:
        return Client(scheduler, timeout=_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise DocforgeError(codes.CLUSTER_UNREACHABLE, scheduler, reason=str(error) or type(error).__name__) from error


def _workers(client: Client) -> Workers:
    """Workers may come and go: how many there are is asked anew each time; raises DocforgeError B905 when nobody answers."""

    def slots() -> int:
        try:
            return _PER_WORKER * len(client.nthreads())
        except (OSError, TimeoutError) as error:
            raise DocforgeError(codes.CLUSTER_UNREACHABLE, reason=str(error) or type(error).__name__) from error

    return Workers(ClusterExecutor(client), slots, (KilledWorker,))
