"""docforge notice."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from docforge.casework.delivery import Delivery, with_pdfs
from docforge.casework.notices import Order
from docforge.casework.notices_delivery import to_folder, to_zip
from docforge.casework.notices_drafts import Draft
from docforge.casework.notices_makers import drafts
from docforge.casework.notices_many import EVERY, ReadBack, read_back
from docforge.faces import options, show
from docforge.policy.loader import load_policy

_PATH = click.Path(path_type=Path)
_BY = {"department": "department", "category": "category", "部门": "department", "类别": "category"}
_READ_BACK = {one.value: one for one in ReadBack} | {"全部": ReadBack.ALL, "抽查": ReadBack.SAMPLE, "不核对": ReadBack.NONE}
_NAMED = 40
"""So many files are named one by one."""
_STYLES = {"web": False, "official": True, "网站": False, "公文": True}


@click.command(short_help="生成公示、补正告知书")
@options.helped
@click.argument("kind", metavar="种类")
@options.policy
@options.overlays
@click.option("--list", "listing", type=_PATH, required=True, metavar="名单", help="名单：xlsx、csv、yaml、json，或核对结果文件夹")
@options.on
@click.option("--until", type=options.Day(), metavar="日期", help="公示截止日期，放假安排未公布、无法推算时填写")
@options.calendars
@click.option("--by", type=click.Choice(list(_BY)), help="按部门（department）或类别（category）分别公示，默认一份")
@click.option("--style", type=click.Choice(list(_STYLES)), default="web", help="公示版式：web 网站（默认），official 公文")
@click.option("--number", default="", metavar="文号", help="第一份的文号，如 12 或 伊科〔2025〕12号，其余依次编号")
@click.option("--objections", type=click.IntRange(0), default=0, metavar="件数", help="公示结果：收到的异议件数，默认 0")
@click.option("--published", type=options.Day(), metavar="日期", help="再次公示：首次公示的日期")
@click.option("--out", type=_PATH, default=Path("out"), show_default=False, metavar="文件夹", help="结果放在哪里，默认 out")
@click.option("--zip", "archive", type=_PATH, metavar="文件.zip", help="不逐个写文件，打成一个压缩包")
@options.pdf
@click.option(
    "--verify",
    type=click.Choice(list(_READ_BACK)),
    help=f"写出后再打开、逐值核对：all 全部，sample 抽查，none 不核对；默认 {EVERY} 份以内全部，更多时抽查",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="用几个进程同时生成，默认在份数多时每个处理器核心一个")
def notice(
    kind: str,
    policy_name: str,
    overlays: tuple[str, ...],
    listing: Path,
    on: date | None,
    until: date | None,
    calendars: tuple[Path, ...],
    by: str | None,
    style: str,
    number: str,
    objections: int,
    published: date | None,
    out: Path,
    archive: Path | None,
    pdf: bool,
    verify: str | None,
    jobs: int | None,
) -> int:
    """按名单或核对结果生成文书：公示、再次公示、公示结果、补正告知书、受理通知书、资金分配方案表等。

    种类写编号或名称，如 publicity 或 公示；一个政策有哪些种类，写错时会列出。
    """
    if archive and (archive.suffix.lower() != ".zip" or pdf):
        raise click.UsageError("--zip 的文件后缀应为 .zip，且不能与 --pdf 同用")
    pack = load_policy(policy_name, overlays)
    order = Order(
        pack, listing, on or date.today(), until, calendars, _BY[by] if by else "", _STYLES[style], number, objections, published
    )
    due = drafts(kind, order)
    read = read_back(due, _READ_BACK[verify] if verify else None)
    if archive:
        show.say(f"已生成 {to_zip(archive, due, read, jobs)}（{len(due)} 份）")
        status = 0
    else:
        status = _delivered(out, *to_folder(out, due, read, jobs), pdf=pdf)
    _told(due, read)
    return status


def _delivered(out: Path, papers: Sequence[Path], logs: Sequence[Path], *, pdf: bool) -> int:
    """What was written, with the PDFs made beside it where asked; the exit status."""
    done = with_pdfs([(path, None) for path in papers]) if pdf else [Delivery((path,)) for path in papers]
    files = [*(file for delivery in done for file in delivery.files), *logs]
    for line in map(str, files) if len(files) <= _NAMED else [f"{out}（{len(files)} 个文件）"]:
        show.say(f"已生成 {line}")
    show.findings([finding for delivery in done for finding in delivery.findings])
    return max(delivery.exit_status for delivery in done)


def _told(due: Sequence[Draft], read: Sequence[bool]) -> None:
    """What a person should know of the papers, what they leave open, which were read back where not all were."""
    for remark in dict.fromkeys(remark for draft in due for remark in draft.remarks):
        show.say(remark)
    if not all(read):
        chosen = f"每种模板的第一份和每 {EVERY} 份中的一份，共 {sum(read)} 份" if any(read) else "没有一份"
        show.say(f"写出后再打开核对内容的：{chosen}（--verify all 核对全部）")
    blanks = dict.fromkeys(blank for draft in due for blank in draft.blanks)
    if blanks:
        show.say(f"留空待填：{'、'.join(blanks)}", "yellow")
