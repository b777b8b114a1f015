"""docforge bench."""

from pathlib import Path

import click

from docforge.casework.bench import labelled, measure
from docforge.casework.figures import markdown, plain, tables
from docforge.casework.kinds import all_kinds
from docforge.core.files import write_atomic
from docforge.faces import options, show


@click.group(short_help="测量识别的准确度和速度")
@options.helped
def bench() -> None:
    """在自己的材料上测量：读得准不准，时间花在哪里。"""


@bench.command("reading", short_help="对照标注测量识别准确度")
@options.helped
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown"]), default="table", help="输出格式")
@click.option("--misses", is_flag=True, help="列出每一处不对的内容")
@options.output
@options.reads
def reading(folder: Path, form: str, misses: bool, output: Path | None, own: options.Reading) -> None:
    """读文件夹里有标注的材料，按种类、项目、来源给出准确度、把握程度的可信度和各阶段用时。"""
    papers = labelled(folder)
    with show.progress("正在测量", [paper.path for paper in papers]) as step:
        report = measure(papers, own.reader, all_kinds(), step)
    if form == "json":
        show.json_out(plain(report), output)
    elif output:
        write_atomic(output, markdown(report, folder.name).encode())
        show.say(f"已生成 {output}")
    elif form == "markdown":
        click.echo(markdown(report, folder.name))
    else:
        for title, head, rows in tables(report):
            show.table(head, rows, title)
    if misses:
        click.echo("\n".join(report.misses), err=True)
