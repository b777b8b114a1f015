"""Generated pages are what the program says now; authored files obey the published schemas."""

import json
import runpy
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

PAGES: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "make.py"))["pages"]()
AUTHORED = [
    *[(path, "kind") for path in sorted((ROOT / "docforge/extraction/kinds").glob("*.yaml"))],
    *[(path, "policy") for path in sorted((ROOT / "templates").glob("*/policy.yaml"))],
    *[(path, "form") for path in sorted((ROOT / "templates").glob("*/forms/*.yaml"))],
    *[(path, "calendar") for path in sorted((ROOT / "docforge/policy/calendars").glob("*.yaml"))],
]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "run: make docs"


@pytest.mark.parametrize(("path", "schema"), AUTHORED, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_authored_files_obey_their_schema(path: Path, schema: str) -> None:
    data = json.loads(json.dumps(YAML(typ="safe").load(path), default=str))
    jsonschema.validate(data, json.loads(PAGES[f"schema/{schema}.schema.json"]))
