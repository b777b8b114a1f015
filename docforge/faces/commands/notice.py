"""docforge notice."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.delivery import deliver, distinct, file_name
from docforge.casework.notices import publicity, supplements_from_list
from docforge.faces import options, show
from docforge.policy.loader import load_policy


@click.command(short_help="生成公示、补正告知书")
@options.helped
@click.argument("kind", metavar="种类")
@options.policy
@click.option(
    "--list", "listing", type=click.Path(path_type=Path), required=True, metavar="名单", help="名单：xlsx、csv、yaml 或 json"
)
@options.on
@click.option("--until", type=options.Day(), metavar="日期", help="公示截止日期，放假安排未公布、无法推算时填写")
@options.calendars
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=False,
    metavar="文件夹",
    help="结果放在哪里，默认 out",
)
@options.pdf
def notice(
    kind: str,
    policy_name: str,
    listing: Path,
    on: date | None,
    until: date | None,
    calendars: tuple[Path, ...],
    out: Path,
    pdf: bool,
) -> int:
    """按名单生成通知：公示（publicity）或一次性补正告知书（supplement）。"""
    pack = load_policy(policy_name)
    if pack.notice(kind).of == "list":
        made = [publicity(pack, listing, on or date.today(), until, calendars)]
    else:
        made = supplements_from_list(pack, listing)
    status = 0
    for item, name in zip(made, distinct([file_name(item.name) for item in made]), strict=True):
        made_files = deliver(out / f"{name}.docx", item.content, pdf=pdf)
        status = max(status, show.delivered(made_files))
        for remark in item.remarks:
            show.say(remark)
        if item.blanks:
            show.say(f"留空待填：{'、'.join(item.blanks)}", "yellow")
    return status
