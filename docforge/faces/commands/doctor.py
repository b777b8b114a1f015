"""docforge doctor."""

import click

from docforge.casework.health import examine
from docforge.faces import options, show


@click.command(short_help="检查安装：识别引擎、字体、LibreOffice")
@options.helped
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="输出格式：table 或 json")
def doctor(form: str) -> int:
    """检查安装了什么、缺什么、怎么补。"""
    found = examine()
    if form == "json":
        show.json_out(
            {"checks": [{"name": c.name, "ok": c.ok, "needed": c.needed, "detail": c.detail, "remedy": c.remedy} for c in found]},
            None,
        )
    else:
        show.table(
            ("项目", "状态", "详情", "处理办法"),
            [(c.name, "正常" if c.ok else "缺少", c.detail, "" if c.ok else c.remedy) for c in found],
        )
    return 4 if any(c.needed and not c.ok for c in found) else 0
