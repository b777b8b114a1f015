"""What a batch costs. ``python -m tests.benchmarks.batch [speed|dask|overhead|memory|linear|again] …``, all where none is named.

Each prints one line of figures with the load of the machine before it; measure on a quiet one.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from docforge.casework.batch import worker
from docforge.casework.batch.across import across
from docforge.casework.batch.doing import Task, do
from docforge.casework.batch.executors import open_executor
from docforge.casework.batch.finished import Finished
from docforge.casework.batch.jobs import Job, cost
from docforge.casework.batch.journal import Journal
from docforge.casework.batch.run import Run, run_batch
from docforge.casework.batch.shelf import shelf_at
from docforge.casework.batch.work import Verb, Work
from docforge.casework.batch.worker import Done, run_chunk
from docforge.casework.batch.workers import Where, Workers
from docforge.casework.opening import Request
from docforge.casework.process import process
from docforge.policy.loader import load_policy
from docforge.reading.reader import Reader
from tests.benchmarks.batch_cases import simulate
from tests.benchmarks.memory import resident
from tests.casework.batch import doubles
from tests.casework.batch.doubles import jobs_of, small_cases, work_at
from tests.conftest import FIXTURES

MIXED = ("licence-landscape-photo.jpg", "certificate-scan.jpg", "licence-portrait-scan.pdf", "srdi-photo.jpg", "patent-scan.jpg")
COUNTS = (100, 300, 1_000, 3_000, 10_000)


def say(text: str) -> None:
    print(f"[{os.getloadavg()[0]:.1f}] {text}", flush=True)  # noqa: T201


def mixed_cases(folder: Path, count: int) -> list[Path]:
    """Text PDFs and answers; in every second case one picture or scan, each with bytes of its own so that nothing is cached."""
    made = small_cases(folder, count)
    for number, case in enumerate(made[::2]):
        paper = FIXTURES / "papers" / MIXED[number % len(MIXED)]
        (case / paper.name).write_bytes(paper.read_bytes() + number.to_bytes(4, "big"))
    return made


def seconds(jobs: Sequence[Job], work: Work, where: Where, run: Run = run_chunk, *, pinned: bool = False) -> float:
    """How long the cases take, the start of the workers not counted; ``pinned``: each worker to a core of its own."""
    work = replace(work, threads=1 if pinned else where.threads)
    with open_executor(where) as workers:
        started(workers, work, pinned=pinned)
        begin = time.perf_counter()
        count = sum(1 for _ in run_batch(jobs, work, workers, run=run))
        assert count == len(jobs)
        return time.perf_counter() - begin


def started(workers: Workers, work: Work, *, pinned: bool = False) -> None:
    """Wait until every worker has loaded what it needs for the work: policy, readers, engine."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = jobs_of(small_cases(Path(folder), 1))
        shutil.copy(FIXTURES / "papers" / MIXED[1], jobs[0].place)
        cores = sorted(os.sched_getaffinity(0)) if pinned else [None] * workers.slots()
        for future in [workers.executor.submit(warm, work, jobs, core) for core in cores[: workers.slots()]]:
            future.result()


def warm(work: Work, jobs: Sequence[Job], core: int | None) -> None:
    """Do the cases to nowhere, with what the worker keeps for this work; long enough that no worker gets two of these."""
    if core is not None:
        os.sched_setaffinity(0, {core})
    do(Task(work=replace(work, verb=Verb.CHECK), job=jobs[0], folder=Path(jobs[0].place), findings=(), tools=worker._tools(work)))
    Journal(shelf_at(work.journal)).read(jobs[0])
    time.sleep(1)


def watched(work: Work, jobs: Sequence[Job]) -> Done:
    """The cases, with a line of who did them and when."""
    begin = time.monotonic()
    done = run_chunk(work, jobs)
    with Path(f"{work.journal}.times").open("a", encoding="utf-8") as stream:
        print(os.getpid(), begin, time.monotonic(), len(jobs), file=stream)
    return done


def idle(work: Work) -> str:
    """Of each worker the seconds between its pieces of work, and those that it waited for the last one of another."""
    rows = [line.split() for line in Path(f"{work.journal}.times").read_text(encoding="utf-8").splitlines()]
    spans = {pid: sorted((float(row[1]), float(row[2])) for row in rows if row[0] == pid) for pid in {row[0] for row in rows}}
    first, last = min(own[0][0] for own in spans.values()), max(own[-1][1] for own in spans.values())
    told = []
    for own in spans.values():
        between = own[-1][1] - first - sum(end - begin for begin, end in own)
        told.append(f"{len(own)} pieces, {between:.2f} s between them, {last - own[-1][1]:.2f} s at the end")
    return "; ".join(told)


def speed(home: Path, count: int = 200) -> None:
    """Two workers against one, each on a core of its own, mixed cases, no OCR cache; by the clock, and by what they computed.

    Beside it two workers that nothing holds to a core, and what the machine allows: two runs of one worker, half the cases each, at
    the same time, that share nothing but the machine.
    """
    jobs = jobs_of(mixed_cases(home / "in", count))
    taken, told = {}, []
    for name, workers, pinned in (("one", 1, True), ("two", 2, True), ("two unpinned", 2, False)):
        work = replace(work_at(home / name), cache=False)
        start, all_told = computed(), busy()
        taken[name] = seconds(jobs, work, Where(jobs=workers), watched, pinned=pinned)
        own = computed() - start
        others = busy() - all_told - own
        told.append(f"{name} {taken[name]:.1f} s ({own:.0f} s of computing, of others meanwhile {others:.0f} s; {idle(work)})")
    start, all_told = computed(), busy()
    taken["halves"] = halves(jobs, home)
    told.append(f"two halves apart {taken['halves']:.1f} s (of others meanwhile {busy() - all_told - computed() + start:.0f} s)")
    for line in told:
        say(line)
    ratios = ", ".join(f"{name} {taken['one'] / taken[name]:.2f} x" for name in ("two", "two unpinned", "halves"))
    say(f"{count} mixed cases, OCR cold, against one worker on one core: {ratios}")


def halves(jobs: Sequence[Job], home: Path) -> float:
    """Seconds of the longer of two independent runs of one worker, each on a core of its own, half of the cases each."""
    dearest = sorted(jobs, key=cost, reverse=True)
    command = [sys.executable, "-m", "tests.benchmarks.batch", "half"]
    runs = []
    for number, core in zip(range(2), sorted(os.sched_getaffinity(0)), strict=False):
        own = [job.place for job in dearest[number::2]]
        pinned = ["taskset", "-c", str(core), *command, str(home / f"half{number}"), *own]
        runs.append(subprocess.Popen(pinned, stdout=subprocess.PIPE, text=True))
    return max(float(run.communicate()[0].split()[-1]) for run in runs)


def half(out: Path, places: Sequence[str]) -> None:
    """One of the two halves, in a process of its own."""
    print(seconds(jobs_of([Path(place) for place in places]), replace(work_at(out), cache=False), Where(jobs=1)))  # noqa: T201


def computed() -> float:
    """Seconds that this process and those of it which have ended spent computing, their start among it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def busy() -> float:
    """Seconds that all cores of the machine spent computing, for whomever; and for other machines on the same metal."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text(encoding="utf-8").split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def dask(home: Path) -> None:
    """Dask with two workers against two processes, the same cases in turn."""
    jobs = jobs_of(mixed_cases(home / "in", 200))
    times: dict[str, list[float]] = {"processes": [], "dask": []}
    for turn in range(2):
        for name, where in (("processes", Where(jobs=2)), ("dask", Where(cluster=2))):
            times[name].append(seconds(jobs, replace(work_at(home / f"{name}{turn}"), cache=False), where))
    ratio = min(times["processes"]) / min(times["dask"])
    say(f"200 mixed cases: processes {min(times['processes']):.1f} s, dask local:2 {min(times['dask']):.1f} s: {ratio:.2f} x")


def overhead(home: Path) -> None:
    """One worker against a loop in this process, text-PDF cases; and the machinery around cases that decide nothing."""
    folders = small_cases(home / "in", 60)
    request, reader = Request(load_policy("yining"), "高新技术企业", doubles.ON), Reader()
    plain, batch = [], []
    for turn in range(3):
        begin = time.perf_counter()
        for folder in folders:
            process(folder, request, home / f"plain{turn}" / folder.name, reader)
        plain.append(time.perf_counter() - begin)
        batch.append(seconds(jobs_of(folders), work_at(home / f"batch{turn}"), Where(jobs=1)))
    bare = seconds(jobs_of(folders), work_at(home / "bare"), Where(jobs=1), doubles.quick)
    more = (min(batch) - min(plain)) / len(folders)
    say(
        f"a text-PDF case: alone {min(plain) / 60 * 1000:.1f} ms, in a batch {more * 1000:+.1f} ms; "
        f"the machinery around nothing {bare / 60 * 1000:.2f} ms"
    )


def simulated_jobs(home: Path, count: int) -> list[Job]:
    """Cases that nobody can read, a hundred to a folder."""
    made = [home / f"{number // 100}" / f"{number:06d}" for number in range(count)]
    for case in made:
        case.mkdir(parents=True)
        (case / "执照.docx").write_bytes(b"x" * 1000)
    return [Job(case.name, str(case)) for case in made]


def memory(home: Path) -> None:
    """The parent's memory over 10,000 simulated cases, the reading of the journal at the end among them."""
    jobs, work, seen = simulated_jobs(home, 10_000), work_at(home / "out", Verb.CHECK), []
    with open_executor(Where(jobs=2)) as workers:
        for number, _ in enumerate(run_batch(jobs, work, workers, run=simulate), start=1):
            if number % 1_000 == 0:
                seen.append(resident())
    done = Finished(work, jobs, 0)
    shared = sum(1 for _ in across(done.summaries()))
    seen.append(resident())
    done.write_tables(home / "out", load_policy("yining"))
    told = " ".join(f"{mb:.0f}" for mb in [*seen, resident()])
    say(f"memory of the parent, MB, every 1,000 of 10,000 cases, after the cross-checks ({shared} found), after the tables: {told}")


def linear(home: Path) -> None:
    """Seconds over 100 to 10,000 simulated cases: of the run with the cross-checks, and of the tables besides.

    Nothing is deleted before the end: a file system may be slow for minutes after many files are.
    """
    jobs, pack = simulated_jobs(home / "in", max(COUNTS)), load_policy("yining")
    times: dict[str, dict[int, float]] = {"the run and the cross-checks": {}, "the tables": {}}
    with open_executor(Where(jobs=2)) as workers:
        for turn, count in [(0, 0), *((turn, count) for turn in range(3) for count in COUNTS)]:
            done = Finished(work_at(home / f"{turn}-{count}", Verb.CHECK), jobs[:count], 0)
            started(workers, done.work)
            begin = time.perf_counter()
            assert sum(1 for _ in run_batch(done.jobs, done.work, workers, run=simulate)) == count
            shared = sum(1 for _ in across(done.summaries()))
            between = time.perf_counter()
            done.write_tables(Path(done.work.out), pack)
            for seen, took in zip(times.values(), (between - begin, time.perf_counter() - between), strict=True):
                seen[count] = min(took, seen.get(count, took))
    for name, seen in times.items():
        seen.pop(0)  # the first time loads what all need
        say(f"{name}: {line(seen)}; {shared} things shared")


def line(times: Mapping[int, float]) -> str:
    """The line through the seconds by number of cases that is nearest in proportion, and how far the farthest is from it."""
    counts, seen = np.array(list(times)), np.array(list(times.values()))
    slope, fixed = np.polyfit(counts, seen, 1, w=1 / seen)
    away = np.abs(seen / (fixed + slope * counts) - 1)
    told = ", ".join(f"{count:,}: {took:.2f} s" for count, took in times.items())
    return f"{fixed:.2f} s + {slope * 1000:.3f} ms a case, at most {away.max():.1%} from it at {counts[away.argmax()]:,} ({told})"


def again(home: Path) -> None:
    """A finished batch of 1,000 cases run again, from the shell."""
    small_cases(home / "in", 1_000)
    options = ["--policy", "yining", "--category", "高新技术企业", "--on", "2025-11-20", "--out", str(home / "out")]
    command = [sys.executable, "-c", "from docforge.faces.cli import main; main()", "process"]
    command += [*map(str, sorted((home / "in").iterdir())), *options]
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    say(f"1,000 text-PDF cases: {times[0]:.1f} s; run again {min(times[1:]):.1f} s, of the whole program")


PARTS = {part.__name__: part for part in (speed, dask, overhead, memory, linear, again)}


def main(arguments: Sequence[str]) -> None:
    """Run the parts named."""
    if arguments[:1] == ["half"]:
        half(Path(arguments[1]), arguments[2:])
        return
    for name in arguments or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
