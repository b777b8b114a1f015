"""Cost of the cross-checks and of the clerk's tables against the number of cases. ``make bench``; never run as tests."""

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docforge.casework.batch.across import across
from docforge.casework.batch.delivery import write_overview
from docforge.casework.batch.summary import CaseSummary
from docforge.policy.loader import load_policy
from tests.benchmarks.batch_cases import simulated_case


def cases(count: int) -> Iterator[CaseSummary]:
    return map(simulated_case, range(count))


def made_only(count: int) -> float:
    start = time.perf_counter()
    for _ in cases(count):
        pass
    return time.perf_counter() - start


@pytest.mark.benchmark(group="cross-checks")
@pytest.mark.parametrize("count", [100, 1000, 10_000])
def test_across(benchmark: Any, count: int) -> None:
    made = min(made_only(count) for _ in range(3))
    found = benchmark.pedantic(lambda: sum(1 for _ in across(cases(count))), rounds=3)
    each = (benchmark.stats.stats.min - made) / count * 1000
    tracemalloc.start()
    assert sum(1 for _ in across(cases(count))) == found > 0
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    benchmark.extra_info.update(ms_per_case=round(each, 3), peak_mb=round(peak, 1), found=found)
    print(f"\n{count} cases: {each:.3f} ms a case, {peak:.1f} MB of Python objects at most, {found} findings")  # noqa: T201


@pytest.mark.benchmark(group="tables")
@pytest.mark.parametrize("count", [100, 1000, 10_000])
def test_tables(benchmark: Any, count: int, tmp_path: Path) -> None:
    made, pack = min(made_only(count) for _ in range(3)), load_policy("yining")
    paths = [tmp_path / "汇总.xlsx", tmp_path / "汇总.html"]
    benchmark.pedantic(lambda: write_overview(paths, cases(count), pack, root=tmp_path), rounds=3)
    print(f"\n{count} cases: {(benchmark.stats.stats.min - made) / count * 1000:.3f} ms a case")  # noqa: T201
