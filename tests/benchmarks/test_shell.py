"""One document from the shell, the whole process, beside a bare script with docxtpl. Ratios side by side."""

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.shell import commands, run


@pytest.mark.benchmark(group="one document from the shell")
@pytest.mark.parametrize("way", ["docforge", "docxtpl"])
def test_a_form_from_the_shell(benchmark: Any, way: str, tmp_path: Path) -> None:
    benchmark.pedantic(run, args=(commands(tmp_path)[way],), rounds=20, warmup_rounds=1)
