"""Writes the generated pages: ``docs/codes.md``, ``docs/kinds.md`` and the JSON Schemas of the files that people author.

    python docs/make.py

A test compares its product with the committed files.
"""

from pathlib import Path

from docforge.casework.kinds import all_kinds
from docforge.casework.schemas import SCHEMAS, schema_text
from docforge.core.codes import CATALOGUE
from docforge.extraction.kind import Kind

HERE = Path(__file__).parent
WORDS = {"error": "须更正", "warning": "请核对", "info": "提示"}
HEAD = """# 代码表

每条提示都有固定代码，含义不会改变。R 读取，E 识别，V 核对，P 政策，T 模板，W 输出，L 台账，B 成批，X 多份申报，U 用法。
由 `python docs/make.py` 从程序生成，测试保证两者一致。

Every message carries a stable code; this page is generated from the catalogue.

| 代码 | 程度 | 退出码 | 说明 | 处理办法 |
|---|---|---|---|---|
"""
KINDS_HEAD = """# 材料种类

每种材料是 `docforge/extraction/kinds/` 里的一个 YAML 文件；各政策的申请表由表单文件自动成为一种材料。
由 `python docs/make.py` 生成。

The kinds of paper that are recognised; generated from the kind files.

| 种类 | 名称 | 标题 | 项目（粗体必有） |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """File name below ``docs/`` → its text."""
    rows = [f"| {c.id} | {WORDS[c.severity.value]} | {c.exit_status} | {c.sentence} | {c.remedy} |\n" for c in CATALOGUE.values()]
    made = {"codes.md": HEAD + "".join(rows)}
    made["kinds.md"] = KINDS_HEAD + "".join(_kind_row(kind) for kind in all_kinds())
    for name in SCHEMAS:
        made[f"schema/{name}.schema.json"] = schema_text(name) + "\n"
    return made


def _kind_row(kind: Kind) -> str:
    named = [(f"**{spec.label}**" if spec.required else spec.label) + f" `{spec.key}`" for spec in kind.fields]
    fields = "、".join(named)
    return f"| `{kind.kind}` | {kind.label} | {'、'.join(kind.titles) or '（无标题）'} | {fields} |\n"


if __name__ == "__main__":
    for name, text in pages().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
