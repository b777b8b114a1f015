"""Twenty documents to PDF against a call per file; a thousand files written against bare creation. Ratios side by side."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docforge.core.files import write_atomic, write_many_atomic, write_zip_atomic
from docforge.core.office import soffice
from docforge.core.zips import stored
from docforge.rendering.office import Pdf, to_pdfs
from docforge.rendering.template import Template
from tests.conftest import ROOT
from tests.rendering.test_papers import PUBLICITY

DOCUMENTS, FILES = 20, 1000
Items = list[tuple[Path, bytes]]


def _notices(count: int) -> Iterator[bytes]:
    template = Template(ROOT / "templates/yining/notices/publicity.docx")
    return (template.render({**PUBLICITY, "政策名称": f"实施细则（第 {number} 号）"}) for number in range(count))


@pytest.fixture(scope="module")
def documents() -> list[tuple[str, bytes]]:
    return [(f"{number}.docx", content) for number, content in enumerate(_notices(DOCUMENTS))]


def _together(documents: list[tuple[str, bytes]]) -> None:
    assert all(isinstance(made, Pdf) for made in to_pdfs(documents))


def _one_by_one(documents: list[tuple[str, bytes]]) -> None:
    """As a script would: the user's own profile, one call after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in documents:
            (Path(folder) / name).write_bytes(content)
            command = [str(soffice()), "--headless", "--convert-to", "pdf", "--outdir", folder, str(Path(folder) / name)]
            subprocess.run(command, check=True, capture_output=True, env=os.environ | {"HOME": folder})
        assert len(list(Path(folder).glob("*.pdf"))) == len(documents)


@pytest.mark.office
@pytest.mark.benchmark(group="20 documents to PDF")
@pytest.mark.parametrize("way", [_together, _one_by_one], ids=["docforge", "soffice per file"])
def test_documents_to_pdf(
    benchmark: Any, way: Callable[[list[tuple[str, bytes]]], None], documents: list[tuple[str, bytes]]
) -> None:
    benchmark.pedantic(way, args=(documents,), rounds=3)


@pytest.fixture(scope="module")
def contents() -> list[bytes]:
    return list(_notices(FILES))


def _bare(items: Items) -> None:
    for path, content in items:
        path.write_bytes(content)


def _atomic(items: Items) -> None:
    for path, content in items:
        write_atomic(path, content)


def _zipped(items: Items) -> None:
    write_zip_atomic(items[0][0].with_suffix(".zip"), (stored([(path.name, content)]) for path, content in items))


@pytest.mark.benchmark(group="1000 documents written")
@pytest.mark.parametrize(
    "way",
    [_bare, write_many_atomic, _zipped, _atomic],
    ids=["bare creation", "write_many_atomic", "write_zip_atomic", "write_atomic"],
)
def test_documents_written(benchmark: Any, way: Callable[[Items], object], contents: list[bytes], tmp_path: Path) -> None:
    def fresh() -> tuple[tuple[Items], dict[str, object]]:
        """An empty folder, and a disk that has done all of the round before, whichever way it was written."""
        os.sync()
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        os.sync()
        return ([(tmp_path / f"{number}.docx", content) for number, content in enumerate(contents)],), {}

    benchmark.pedantic(way, setup=fresh, rounds=7)
