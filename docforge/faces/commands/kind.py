"""docforge kind."""

from pathlib import Path

import click

from docforge.casework.kinds import all_kinds
from docforge.casework.looking import Look, look
from docforge.faces import options, show


@click.group(short_help="查看材料种类，试读一个文件")
@options.helped
def kind() -> None:
    """材料种类：能认出哪些材料，某个文件为什么认成（或没认成）某种材料。"""


@kind.command("list")
@options.helped
@options.kinds
def list_(more: Path | None) -> None:
    """列出能认出的材料种类。"""
    rows = [(k.kind, k.label, "、".join(k.titles), "、".join(f.label for f in k.fields)) for k in all_kinds(more)]
    show.table(("种类", "名称", "标题", "项目"), rows)


@kind.command("try")
@options.helped
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@options.kinds
@options.reads
def try_(file: Path, more: Path | None, own: options.Reading) -> int:
    """试读一个文件：显示机器看到的每一行、位置、把握，以及每个项目读到或没读到的原因。"""
    status = 0
    for seen in look(file, own.thorough_reader if more else own.reader, all_kinds(more)):
        _show(seen)
        status = max(status, 0 if seen.pages else 3)
    return status


def _show(seen: Look) -> None:
    show.say(seen.name, "bold")
    show.findings(seen.findings)
    for page in seen.pages:
        show.say(f"第 {page.number} 页：{page.size}，{page.turn}；判断为{page.kind}", "bold")
        show.table(
            ("文字", "左,上,右,下", "把握", "来源"), [(line.text, line.place, line.confidence, line.via) for line in page.lines]
        )
        if page.reasons:
            show.table(("项目", "结果", "原因"), page.reasons)
