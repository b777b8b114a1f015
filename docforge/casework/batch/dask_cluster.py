"""Dask distributed as an executor. The one module that imports it; the only engine besides the processes of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import dask
from distributed import Client, LocalCluster
from distributed.scheduler import KilledWorker

from docforge.casework.batch.workers import Workers
from docforge.core import codes
from docforge.core.errors import DocforgeError

_PER_WORKER = 2
"""Pieces of work on their way to each worker, so that none waits for the next."""
_SECONDS = "20s"


@contextmanager
def open_cluster(scheduler: str, size: int) -> Iterator[Workers]:
    """The executor of a running cluster, or of one with ``size`` processes of this machine that ends with the run.

    Raises DocforgeError B905 where the scheduler cannot be reached.
    """
    if scheduler:
        with _client(scheduler) as client:
            yield _workers(client)
        return
    # the driver counts the deaths itself, so that a case is tried as often here as by processes
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.logging.distributed": "critical"}
    with (
        TemporaryDirectory(prefix="docforge-dask-") as folder,
        dask.config.set(settings),
        LocalCluster(
            n_workers=size,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
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
    """Workers may come and go: how many there are is asked anew each time."""
    return Workers(client.get_executor(), lambda: _PER_WORKER * max(1, len(client.nthreads())), (KilledWorker,))
