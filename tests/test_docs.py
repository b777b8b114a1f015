"""Generated pages are what the program says now; authored files obey the published schemas."""

import json
import runpy
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from docforge.core.plain_yaml import parse
from docforge.faces.cli import COMMANDS
from docforge.faces.commands.template import COMMANDS as TEMPLATE_COMMANDS
from docforge.policy.award import Open, Pool, Prize, Rate, Sum
from docforge.policy.expressions import FUNCTIONS
from docforge.rendering.filters import filters
from tests.conftest import ROOT

PAGES: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "make.py"))["pages"]()
AUTHORED = [
    *[(path, "kind") for path in sorted((ROOT / "docforge/extraction/kinds").glob("*.yaml"))],
    *[(path, "policy") for path in sorted((ROOT / "templates").glob("*/policy.yaml"))],
    *[(path, "form") for path in sorted((ROOT / "templates").glob("*/forms/*.yaml"))],
    *[(path, "overlay") for path in sorted((ROOT / "templates").glob("*/overlays/*.yaml"))],
    *[(path, "examples") for path in sorted((ROOT / "templates").glob("*/examples.yaml"))],
    *[(path, "calendar") for path in sorted((ROOT / "docforge/policy/calendars").glob("*.yaml"))],
]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "run: make docs"


@pytest.mark.parametrize(("path", "schema"), AUTHORED, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_authored_files_obey_their_schema(path: Path, schema: str) -> None:
    data = json.loads(json.dumps(parse(path), default=str))
    jsonschema.validate(data, json.loads(PAGES[f"schema/{schema}.schema.json"]))


def test_every_function_of_the_expressions_is_in_the_guide() -> None:
    guide = (ROOT / "docs/policy.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}(" not in guide and f"、`{name}(" not in guide] == []
    kinds = {kind for model in (Sum, Rate, Prize, Pool, Open) for kind in get_args(model.model_fields["kind"].annotation)}
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in guide] == []


def test_every_command_and_filter_is_in_the_guides() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`docforge {name}" not in readme] == []
    assert [name for name in TEMPLATE_COMMANDS if f"`{name}`" not in readme and f"docforge template {name}" not in readme] == []
    guide = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
    assert [name for name in filters() if not name.startswith("_") and f"| {name} |" not in guide] == []
