"""Summaries of cases that nobody did, with as many marks as a real application has, for benchmarks of what comes after reading."""

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from unittest.mock import patch

from docforge.casework.batch import worker
from docforge.casework.batch.doing import Task
from docforge.casework.batch.jobs import Job
from docforge.casework.batch.journal import Outcome
from docforge.casework.batch.summary import CaseSummary, Trace, TraceKind
from docforge.casework.batch.work import Work
from docforge.casework.batch.worker import Done, run_chunk
from docforge.checking.verdict import CaseStatus, Met
from tests.casework.batch.builders import case, verdict


def simulated_case(number: int) -> CaseSummary:
    """One case; every third lacks a paper."""
    made = verdict(f"{number}公司")
    if number % 3 == 0:
        made = verdict(f"{number}公司", status=CaseStatus.INCOMPLETE, certificate=Met.MISSING, amount=Decimal(0))
    return case(f"{number:06}", f"{number}公司", *_traces(number), uscc=f"U{number}", made=made)


def simulate(work: Work, jobs: Sequence[Job]) -> Done:
    """A worker that decides nothing, with all the machinery around and with marks to compare; cases are called by number."""

    def done(task: Task) -> Outcome:
        return Outcome(task.job.name, "", 0, simulated_case(int(task.job.name)))

    with patch.object(worker, "do", done):
        return run_chunk(work, jobs)


def _traces(number: int) -> Iterator[Trace]:
    """What six pictures, a certificate, two telephones and two long texts leave behind; one in fifty is another's."""
    dice = random.Random(number)  # noqa: S311
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
