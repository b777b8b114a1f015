"""The wheel, installed elsewhere: kinds, templates and the main job without the checkout."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (made,) = out.glob("*.whl")
    return made


def test_data_files_are_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
    assert {
        f"docforge/templates/yining/{name}"
        for name in ("policy.yaml", "forms/annex3.docx", "forms/annex3.yaml", "notices/publicity.docx")
    } <= names
    assert {
        "docforge/extraction/kinds/business_licence.yaml",
        "docforge/casework/report.html",
        "docforge/policy/calendars/xinjiang.yaml",
    } <= names
    assert not any(name.startswith(("tests", "fixtures")) for name in names)


@pytest.mark.live
def test_the_main_job_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The wheel in an environment of its own that borrows only the libraries of this one."""
    place = tmp_path / "env"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (next((place / "lib").glob("*/site-packages")) / "libraries.pth").write_text(libraries, encoding="utf-8")
    where = subprocess.run(
        [python, "-c", "import docforge; print(docforge.__file__)"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert str(place) in where.stdout
    command = [
        str(place / "bin" / "docforge"),
        "process",
        str(FIXTURES / "applicants/complete"),
        "--policy",
        "yining",
        "--on",
        "2025-11-20",
        "--no-cache",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/complete/高新技术企业支持资金申请表.docx").is_file()
