"""docforge template bind, as a command."""

import json
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner, Result

from docforge.core.errors import DocforgeError
from docforge.faces.commands.template import template
from docforge.policy.loader import load_policy
from docforge.rendering.template import Template
from tests.casework.blanks import blank_of

PACK = load_policy("yining")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(template, ["bind", *map(str, arguments)], standalone_mode=False)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "空白.docx"
    form = PACK.forms[1]
    path.write_bytes(blank_of(PACK.form_template(form), form))
    return path


def test_a_blank_is_bound_to_a_form(tmp_path: Path, blank: Path) -> None:
    target = tmp_path / "模板.docx"
    done = run(blank, "--policy", "yining", "--form", "annex3", "-o", target)
    assert done.return_value == 0
    assert "表格1第3行第5列" in done.output and "{{ 法人代表联系电话 }}" in done.output
    assert {"企业名称", "联系人联系电话"} <= Template(target).placeholders()
    assert not target.with_suffix(".yaml").exists()


def test_json_on_stdout_and_status_1_where_a_required_field_has_no_place(tmp_path: Path, blank: Path) -> None:
    done = run(blank, "--policy", "yining", "--form", "annex5", "-o", tmp_path / "模板.docx", "--format", "json")
    told = json.loads(done.stdout)
    assert done.return_value == 1
    assert "平台名称" in [item["field"] for item in told["unbound"]]
    assert {"label": "企业名称", "at": "表格1第1行第3列"} in told["without_field"]


def test_without_a_form_a_first_one_is_written_beside(tmp_path: Path, blank: Path) -> None:
    done = run(blank, "-o", tmp_path / "start.docx")
    assert done.return_value == 0
    assert "printed: 联系电话, beside: person, type: phone" in (tmp_path / "start.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("--form", "annex3", "-o", "a.docx"), ("-o", "a.doc")])
def test_wrong_usage(blank: Path, arguments: tuple[str, ...]) -> None:
    assert isinstance(run(blank, *arguments).exception, UsageError)


def test_a_missing_blank_is_told(tmp_path: Path) -> None:
    missing = run(tmp_path / "没有.docx", "-o", tmp_path / "a.docx").exception
    assert isinstance(missing, DocforgeError) and missing.code.id == "R101"
