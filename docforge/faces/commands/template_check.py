"""docforge template lint, docforge template fields."""

from pathlib import Path

import click

from docforge.casework.template_check import commented, template_fields, template_findings
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.faces import options, show

_PATH = click.Path(path_type=Path)


@click.command("lint", short_help="一次列出模板里的全部问题")
@options.helped
@click.argument("path", type=_PATH, metavar="模板.docx")
@click.option("--comments", type=_PATH, metavar="文件", help="另存一份，把问题写成批注")
def lint(path: Path, comments: Path | None) -> int:
    """一次列出模板里的全部问题：在哪一部分、哪个标题下、第几个表格第几行第几列。"""
    found = template_findings(path)
    for one in found:
        show.say(f"{one.subject}：{one.message}", "red" if one.severity is Severity.ERROR else "yellow")
    if comments:
        if comments.suffix.lower() != ".docx":
            raise click.UsageError("--comments 的文件后缀应为 .docx")
        show.say(f"已生成 {write_atomic(comments, commented(path))}")
    if not found:
        show.say("没有发现问题", "green")
    return int(any(one.severity is Severity.ERROR for one in found))


@click.command("fields", short_help="列出占位符和位置")
@options.helped
@click.argument("path", type=_PATH, metavar="模板.docx")
@click.option("--format", "kind", type=click.Choice(["table", "json"]), default="table", help="输出格式：table 或 json")
def fields(path: Path, kind: str) -> int:
    """列出模板里的占位符和位置；行高固定的格注明大约能容多少字。"""
    found = template_fields(path)
    if kind == "json":
        show.json_out({"fields": [{"name": one.name, "place": one.where, "capacity": one.fits} for one in found]}, None)
    else:
        show.table(("占位符", "位置", "约容字数"), [(one.name, one.where, str(one.fits or "")) for one in found])
    return 0
