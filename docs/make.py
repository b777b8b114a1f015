"""Writes the generated pages: ``docs/codes.md`` and the JSON Schemas of the files that people author.

    python docs/make.py

A test compares its product with the committed files.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from docforge.core.codes import CATALOGUE
from docforge.extraction.kind import Kind
from docforge.policy.model import Form, Policy

HERE = Path(__file__).parent
WORDS = {"error": "须更正", "warning": "请核对", "info": "提示"}
HEAD = """# 代码表

每条提示都有固定代码，含义不会改变。R 读取，E 识别，V 核对，P 政策，T 模板，W 输出，U 用法。
由 `python docs/make.py` 从程序生成，测试保证两者一致。

Every message carries a stable code; this page is generated from the catalogue.

| 代码 | 程度 | 退出码 | 说明 | 处理办法 |
|---|---|---|---|---|
"""
SCHEMAS: dict[str, type[BaseModel]] = {"policy": Policy, "form": Form, "kind": Kind}


def pages() -> dict[str, str]:
    """File name below ``docs/`` → its text."""
    rows = [f"| {c.id} | {WORDS[c.severity.value]} | {c.exit_status} | {c.sentence} | {c.remedy} |\n" for c in CATALOGUE.values()]
    made = {"codes.md": HEAD + "".join(rows)}
    for name, model in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
        made[f"schema/{name}.schema.json"] = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return made


if __name__ == "__main__":
    for name, text in pages().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
