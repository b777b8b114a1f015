"""JSON Schemas of the files that people author, for completion and checks in their editors."""

import json

from pydantic import BaseModel

from docforge.extraction.kind import Kind
from docforge.policy.calendar import Layer
from docforge.policy.examples import Examples
from docforge.policy.form import Form
from docforge.policy.model import Policy
from docforge.policy.overlay import Overlay

SCHEMAS: dict[str, type[BaseModel]] = {
    "policy": Policy,
    "overlay": Overlay,
    "form": Form,
    "examples": Examples,
    "calendar": Layer,
    "kind": Kind,
}


def schema_text(name: str) -> str:
    """The schema of one sort of file (JSON Schema 2020-12)."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **SCHEMAS[name].model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=1)
