"""Thousands of notices by the command, whole processes. ``python -m tests.benchmarks.notices [rounds]``.

Prints the least of so many rounds (5 where nothing is said) for 1 000 and 10 000 补正告知书 and for what further ones cost: as
files, beside the bare rate at which this disk takes such files, and as one zip, on one core and on both, a sample of them or all
read back. Bare is one process that makes a temporary file, writes the bytes of a notice, forces it to the disk and renames it, one
file after another. Nothing is deleted before the end: ext4 passes over each file deleted in the last half minute when it makes one.
"""

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

FEW, MANY = 1000, 10_000
POINTS = (
    "缺少营业执照副本,附件1第2项,请补充加盖公章的彩色扫描件",
    "申请表以下栏目尚未填写：“联系人”、“联系人联系电话”,附件3,请填写完整后打印、盖章",
    "高新技术企业证书已于2024年11月30日到期,第五条（一）,请提交有效期内的证书",
)
FILES, ZIP, ALL = "files", "one zip", "one zip, all read back"
WAYS: dict[str, tuple[str, ...]] = {FILES: ("--out",), ZIP: ("--zip",), ALL: ("--verify", "all", "--zip")}
BARE = "bare creation"
Seconds = dict[tuple[str, int, int], float]
"""The least seconds by way, number of processes, number of notices."""


def listing(path: Path, applicants: int) -> Path:
    """A list that makes so many notices of three points each."""
    rows = (f"伊宁市第{number:05d}号果业有限公司,高新技术企业,{point}" for number in range(applicants) for point in POINTS)
    path.write_text("\n".join(["申报单位,类别,内容,依据,方法", *rows]), encoding="utf-8")
    return path


def command(folder: Path, applicants: int, way: tuple[str, ...], jobs: int) -> Callable[[Path], object]:
    """The whole process, into a place that it is given."""
    named = listing(folder / f"{applicants}.csv", applicants)
    program = [str(Path(sys.executable).with_name("docforge")), "notice", "supplement", "--policy", "yining"]
    asked = [*program, "--list", str(named), "--on", "2025-12-01", "--jobs", str(jobs), *way]
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda place: subprocess.run([*asked, str(place)], check=True, stdout=subprocess.DEVNULL, env=own)


def bare(content: bytes, count: int) -> Callable[[Path], object]:
    """So many files of that content, each made whole under another name, forced to the disk and renamed."""

    def create(place: Path) -> None:
        place.mkdir()
        for number in range(count):
            unfinished = str(place / f".{number}")
            handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
            os.write(handle, content)
            os.fsync(handle)
            os.close(handle)
            os.rename(unfinished, str(place / f"{number}.docx"))  # noqa: PTH104 - nothing but the calls of the system

    return create


def measured(folder: Path, rounds: int) -> Seconds:
    """The least of the rounds for each way, all in turn, each on a disk that is done with the one before."""
    first = folder / "first"
    command(folder, 1, WAYS[FILES], 1)(first)
    content = next(first.iterdir()).read_bytes()
    asks: dict[tuple[str, int, int], Callable[[Path], object]] = {}
    for count in (FEW, MANY):
        asks[BARE, 1, count] = bare(content, count)
        asks |= {(name, jobs, count): command(folder, count, way, jobs) for name, way in WAYS.items() for jobs in (1, 2)}
    taken: Seconds = {}
    for number in range(rounds):
        for at, (key, ask) in enumerate(asks.items()):
            place = folder / (f"{number}-{at}.zip" if key[0] in (ZIP, ALL) else f"{number}-{at}")
            os.sync()
            started = time.perf_counter()
            ask(place)
            taken[key] = min(taken.get(key, math.inf), time.perf_counter() - started)
    return taken


def told(taken: Seconds) -> Iterator[str]:
    """The lines for each number of notices, and for the further ones of the many."""
    for count in (FEW, MANY):
        yield from _lines(f"{count} whole", count, {(name, jobs): taken[name, jobs, count] for name, jobs, _ in taken})
    further = {(name, jobs): taken[name, jobs, MANY] - taken[name, jobs, FEW] for name, jobs, _ in taken}
    yield from _lines(f"{MANY - FEW} further", MANY - FEW, further)


def _lines(title: str, count: int, seconds: Mapping[tuple[str, int], float]) -> Iterator[str]:
    rate = count / seconds[BARE, 1]
    yield f"{title}: {BARE} {seconds[BARE, 1]:.2f} s, {rate:.0f}/s"
    for jobs in (1, 2):
        own = count / seconds[FILES, jobs]
        yield f"{title}: {FILES}, {jobs} processes {seconds[FILES, jobs]:.2f} s, {own:.0f}/s, {own / rate:.2f} x bare"
    for name in (ZIP, ALL):
        one, two = seconds[name, 1], seconds[name, 2]
        yield f"{title}: {name}, one core {one:.2f} s, both {two:.2f} s, {one / two:.2f} x"


def main(rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        for line in told(measured(Path(place), rounds)):
            print(line)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
