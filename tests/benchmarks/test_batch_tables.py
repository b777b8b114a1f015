"""Cost of the cross-checks and of the clerk's tables against the number of cases. ``make bench``; never run as tests."""

import random
import time
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docforge.casework.batch.across import across
from docforge.casework.batch.delivery import write_overview
from docforge.casework.batch.summary import CaseSummary, Trace, TraceKind
from docforge.checking.verdict import CaseStatus, Met
from docforge.policy.loader import load_policy
from tests.casework.batch.builders import case, verdict


def traces(number: int, dice: random.Random) -> Iterator[Trace]:
    """What six pictures, a certificate, two telephones and two long texts leave behind; one in fifty is another's."""
    own = number - 1 if number % 50 == 49 else number
    yield Trace(TraceKind.USCC, f"U{number}", f"U{number}")
    yield Trace(TraceKind.CERTIFICATE, f"hnt:{own}", f"GR{own}", "证书.jpg", f"{number}公司", ("高新技术企业证书",))
    yield Trace(TraceKind.PHONE, f"P{number // 2}", "139****0001", "联系电话")
    for at in range(6):
        sha, figure = f"{dice.getrandbits(256):064x}", f"{dice.getrandbits(40):010x}"
        yield Trace(TraceKind.FILE, sha, "营业执照", f"{at}.jpg")
        yield Trace(TraceKind.PICTURE, f"{dice.getrandbits(64):016x}", "营业执照", f"{at}.jpg", more=(sha, "1.4142", figure, ""))
    for field in ("项目概要", "企业类别"):
        for band in range(32):
            yield Trace(TraceKind.TEXT, f"{band:02}:{own if field == '项目概要' else dice.getrandbits(64)}", where=field)


def cases(count: int) -> Iterator[CaseSummary]:
    dice = random.Random(7)  # noqa: S311
    for number in range(count):
        made = verdict(f"{number}公司")
        if number % 3 == 0:
            made = verdict(f"{number}公司", status=CaseStatus.INCOMPLETE, certificate=Met.MISSING, amount=Decimal(0))
        yield case(f"{number:06}", f"{number}公司", *traces(number, dice), uscc=f"U{number}", made=made)


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
