"""Writes ``docs/codes.md`` from the catalogue: ``python docs/make_codes.py``."""

from pathlib import Path

from docforge.core.codes import CATALOGUE

WORDS = {"error": "须更正", "warning": "请核对", "info": "提示"}
HEAD = """# 代码表

每条提示都有固定代码，含义不会改变。R 读取，E 识别，V 核对，P 政策，T 模板，W 输出，U 用法。
由 `python docs/make_codes.py` 从程序生成，测试保证两者一致。

Every message carries a stable code; this page is generated from the catalogue.

| 代码 | 程度 | 退出码 | 说明 | 处理办法 |
|---|---|---|---|---|
"""

if __name__ == "__main__":
    rows = [f"| {c.id} | {WORDS[c.severity.value]} | {c.exit_status} | {c.sentence} | {c.remedy} |\n" for c in CATALOGUE.values()]
    (Path(__file__).parent / "codes.md").write_text(HEAD + "".join(rows), encoding="utf-8")
