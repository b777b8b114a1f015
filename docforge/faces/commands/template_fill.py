"""docforge template fill."""

from pathlib import Path

import click

from docforge.casework.template_fill import filled_template
from docforge.core.files import write_atomic
from docforge.core.lazy import resolve

_PATH = click.Path(path_type=Path)


@click.command("fill", short_help="用一个数据文件填一个模板")
@click.help_option("-h", "--help", help="显示帮助")
@click.argument("path", type=_PATH, metavar="模板.docx")
@click.option(
    "--data", type=_PATH, required=True, metavar="文件", help="数据：JSON 或 YAML；图片写成 {picture: 文件, width_mm: 25}"
)
@click.option("-o", "--output", type=_PATH, required=True, metavar="文件", help="生成的 .docx")
@click.option("--verify/--no-verify", default=True, help="生成后重新打开，逐项核对（默认核对）")
@click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）")
def fill(path: Path, data: Path, output: Path, verify: bool, pdf: bool) -> int:
    """用一个数据文件填任何一个模板（docxtpl 的写法都可以）。"""
    if output.suffix.lower() != ".docx":
        raise click.UsageError("-o 的文件后缀应为 .docx")
    content = filled_template(path, data, verified=verify)
    if not pdf:
        click.echo(f"已生成 {write_atomic(output, content)}")
        return 0
    made = resolve("docforge.casework.delivery:deliver")(output, content, pdf=True)
    for file in made.files:
        click.echo(f"已生成 {file}")
    for one in made.findings:
        click.echo(f"[{one.code}] {one.message}　{one.remedy}")
    status: int = made.exit_status
    return status
