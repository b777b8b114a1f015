"""Workers that misbehave, and many small cases. Named by path, so that other processes can load them."""

import os
import shutil
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

from docforge.casework.batch import worker
from docforge.casework.batch.doing import Task
from docforge.casework.batch.jobs import Job, jobs_from
from docforge.casework.batch.journal import Journal, Outcome
from docforge.casework.batch.shelf import shelf_at
from docforge.casework.batch.summary import CaseSummary
from docforge.casework.batch.work import Verb, Work, settled
from docforge.casework.batch.worker import Done, run_chunk
from tests.conftest import FIXTURES

PAPERS = ("licence-landscape.pdf", "certificate.pdf")
ON = date(2025, 11, 20)


def small_cases(folder: Path, count: int) -> list[Path]:
    """Folders of one applicant's text PDFs and answers."""
    made = []
    for number in range(count):
        case = folder / f"件{number:04d}"
        case.mkdir(parents=True)
        for name in PAPERS:
            shutil.copy(FIXTURES / "papers" / name, case / name)
        shutil.copy(FIXTURES / "applicants/complete/填报数据.yaml", case)
        made.append(case)
    return made


def jobs_of(folders: Sequence[Path]) -> list[Job]:
    return jobs_from([str(folder) for folder in folders])


def work_at(out: Path | str, verb: Verb = Verb.PROCESS, longest: float = 600.0) -> Work:
    return settled(Work(verb, ON, str(out), f"{out}/.docforge", "yining", category="高新技术企业", longest=longest))


def dying(work: Work, jobs: Sequence[Job]) -> Done:
    """A worker that ends on a case called 毒, as a crash in a library would end it: those before it are done."""
    before = [job for job in jobs if "毒" not in job.name]
    done = run_chunk(work, before) if before else Done(())
    for job in jobs:
        if "毒" in job.name:
            Journal(shelf_at(work.journal)).begin(jobs, job)
            os._exit(9)
    return done


def hanging(work: Work, jobs: Sequence[Job]) -> Done:
    """A worker that never comes back from a case called 毒."""

    def stuck(task: Task) -> Outcome:
        if "毒" in task.job.name:
            time.sleep(1000)
        return trivial(task.job)

    Journal(shelf_at(work.journal)).read(Job("暖", ""))  # what a new process does once is not to count as hanging
    with patch.object(worker, "do", stuck):
        return run_chunk(work, jobs)


def quick(work: Work, jobs: Sequence[Job]) -> Done:
    """A worker that decides nothing, with all the machinery around."""
    with patch.object(worker, "do", lambda task: trivial(task.job)):
        return run_chunk(work, jobs)


def trivial(job: Job) -> Outcome:
    return Outcome(job.name, "", 0, CaseSummary(job.name, job.name, None))


def content(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
