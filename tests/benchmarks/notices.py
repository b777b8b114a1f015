"""Thousands of notices by the command, whole processes. ``python -m tests.benchmarks.notices [rounds]``.

Prints the least of so many rounds (5 where nothing is said): 补正告知书 for a list of applicants as files and as one zip, on one
core and on two, beside what this disk does with files of that size; user and system time stand behind each.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FEW, MANY = 1000, 10_000
POINTS = (
    "缺少营业执照副本,附件1第2项,请补充加盖公章的彩色扫描件",
    "申请表以下栏目尚未填写：“联系人”、“联系人联系电话”,附件3,请填写完整后打印、盖章",
    "高新技术企业证书已于2024年11月30日到期,第五条（一）,请提交有效期内的证书",
)
WAYS = {
    "files, one core": ("--out", "out", "--jobs", "1"),
    "files, two cores": ("--out", "out", "--jobs", "2"),
    "zip, one core": ("--zip", "out.zip", "--jobs", "1"),
    "zip, two cores": ("--zip", "out.zip", "--jobs", "2"),
    "zip, all read back, one core": ("--zip", "out.zip", "--jobs", "1", "--verify", "all"),
    "zip, all read back, two cores": ("--zip", "out.zip", "--jobs", "2", "--verify", "all"),
}
Cost = tuple[float, float]
"""Seconds by the clock, and of all cores together."""


def listing(path: Path, applicants: int) -> Path:
    """A list that makes so many notices of three points each."""
    rows = (f"伊宁市第{number:05d}号果业有限公司,高新技术企业,{point}" for number in range(applicants) for point in POINTS)
    path.write_text("\n".join(["申报单位,类别,内容,依据,方法", *rows]), encoding="utf-8")
    return path


def command(folder: Path, applicants: int, way: tuple[str, ...]) -> Callable[[], object]:
    """The whole process."""
    named = listing(folder / f"{applicants}.csv", applicants)
    program = [str(Path(sys.executable).with_name("docforge")), "notice", "supplement", "--policy", "yining"]
    asked = [*program, "--list", str(named), "--on", "2025-12-01", *way]
    return lambda: subprocess.run(asked, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def bare(folder: Path, count: int, size: int, *, durable: bool) -> Callable[[], object]:
    """Files of that size created and nothing else; ``durable``: each forced to the disk, as those of the command are."""
    content = os.urandom(size)
    (folder / "out").mkdir(parents=True, exist_ok=True)

    def create() -> None:
        for number in range(count):
            with (folder / "out" / f"{number}.docx").open("wb", buffering=0) as stream:
                stream.write(content)
                if durable:
                    os.fsync(stream.fileno())

    return create


def least(folder: Path, ask: Callable[[], object], rounds: int) -> Cost:
    """The least of the rounds by the clock, each into an empty folder on a disk that is done with the round before."""
    costs = []
    for _ in range(rounds):
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / "out").mkdir()
        os.sync()
        before, started = _used(), time.perf_counter()
        ask()
        costs.append((time.perf_counter() - started, _used() - before))
    return min(costs)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def _used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main(rounds: int) -> None:
    """Print each way: the whole process with so many notices, and what each further notice costs."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        folder = Path(place)
        least(folder, command(folder, FEW, WAYS["files, one core"]), 1)
        size = next((folder / "out").iterdir()).stat().st_size
        for durable in (True, False):
            wall, used = least(folder, bare(folder, FEW, size, durable=durable), rounds)
            kind = "each forced to the disk" if durable else "left to the system"
            _say(f"bare creation of {FEW} files of {size} bytes, {kind}: {wall:.2f} s ({used:.2f} s), {FEW / wall:.0f}/s")
        for name, way in WAYS.items():
            few, many = (least(folder, command(folder, count, way), rounds) for count in (FEW, MANY))
            further = (MANY - FEW) / (many[0] - few[0])
            _say(
                f"{name}: {FEW} in {few[0]:.2f} s ({few[1]:.2f} s of the cores), {FEW / few[0]:.0f}/s whole process; "
                f"{MANY} in {many[0]:.2f} s ({many[1]:.2f} s); {further:.0f}/s further ones"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
