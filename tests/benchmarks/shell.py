"""One document from the shell against a bare script with docxtpl that does the same: ``python -m tests.benchmarks.shell``."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx

from tests.rendering.likeness import table

BARE = """import json, sys
from docxtpl import DocxTemplate
template = DocxTemplate(sys.argv[1])
template.render(json.load(open(sys.argv[2])), autoescape=True)
template.save(sys.argv[3])
"""
FIELDS, TABLES, ROWS = 60, 3, 5


def commands(folder: Path) -> dict[str, list[str]]:
    """The two ways to fill a form of 60 fields and three row tables, as commands by name; the files are made in the folder."""
    document = docx.Document()
    table(document, [[f"项目{i}", f"{{{{ field{i} }}}}", f"项目{i + 1}", f"{{{{ field{i + 1} }}}}"] for i in range(0, FIELDS, 2)])
    for i in range(TABLES):
        row = [f"{{{{ row.{name} }}}}" for name in ("year", "name", "place")]
        table(
            document,
            [["年份", "名称", "单位"], [f"{{%tr for row in rows{i} %}}", "", ""], row, ["{%tr endfor %}", "", ""]],
        )
    template, data, script = folder / "form.docx", folder / "data.json", folder / "bare.py"
    document.save(str(template))
    rows = [{"year": str(2020 + i), "name": f"第{i}项研究 & 开发", "place": "伊宁市"} for i in range(ROWS)]
    values = {f"field{i}": f"第{i}项的内容" for i in range(FIELDS)} | {f"rows{i}": rows for i in range(TABLES)}
    data.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    script.write_text(BARE, encoding="utf-8")
    program = str(Path(sys.executable).with_name("docforge"))
    return {
        "docforge": [program, "template", "fill", str(template), "--data", str(data), "-o", str(folder / "docforge.docx")],
        "docxtpl": [sys.executable, str(script), str(template), str(data), str(folder / "docxtpl.docx")],
    }


def run(command: list[str]) -> tuple[float, float]:
    """Seconds of the whole process, and those of its processor; both programs may keep their compiled modules."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=own)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Both in turn; least and median of each, and their ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ways = commands(Path(folder))
        for command in ways.values():
            run(command)
        taken = [{name: run(command) for name, command in ways.items()} for _ in range(rounds)]
    for at, what in enumerate(("whole process", "user + system")):
        figures = {name: sorted(one[name][at] for one in taken) for name in ways}
        for name, seconds in figures.items():
            line = f"{what:14} {name:9} least {1000 * seconds[0]:6.1f} ms  median {1000 * seconds[rounds // 2]:6.1f} ms\n"
            sys.stdout.write(line)
        ratios = [figures["docforge"][i] / figures["docxtpl"][i] for i in (0, rounds // 2)]
        sys.stdout.write(f"{what:14} docforge / docxtpl: {ratios[0]:.3f} of the least, {ratios[1]:.3f} of the medians\n")


if __name__ == "__main__":
    main()
