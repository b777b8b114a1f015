"""docforge notice."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from docforge.casework.delivery import Delivery, Paper, deliver_many, distinct, file_name
from docforge.casework.notices import MadeNotice, Order
from docforge.casework.notices_made import made_notices
from docforge.core.files import write_atomic, write_zip_atomic
from docforge.faces import options, show
from docforge.policy.loader import load_policy

_PATH = click.Path(path_type=Path)
_BY = {"department": "department", "category": "category", "部门": "department", "类别": "category"}
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
) -> int:
    """按名单或核对结果生成文书：公示、再次公示、公示结果、补正告知书、受理通知书、资金分配方案表等。

    种类写编号或名称，如 publicity 或 公示；一个政策有哪些种类，写错时会列出。
    """
    pack = load_policy(policy_name, overlays)
    order = Order(
        pack, listing, on or date.today(), until, calendars, _BY[by] if by else "", _STYLES[style], number, objections, published
    )
    made = made_notices(kind, order)
    names = distinct([file_name(item.name) for item in made])
    if archive:
        return _archived(archive, made, names, pdf=pdf)
    papers = [Paper(out / f"{name}.docx", item.content) for item, name in zip(made, names, strict=True)]
    done = deliver_many(papers, pdf=pdf)
    return max(_told(item, paper.path, delivery) for item, paper, delivery in zip(made, papers, done, strict=True))


def _archived(path: Path, made: Sequence[MadeNotice], names: Sequence[str], *, pdf: bool) -> int:
    """All papers with what they were searched for in one zip."""
    if path.suffix.lower() != ".zip" or pdf:
        raise click.UsageError("--zip 的文件后缀应为 .zip，且不能与 --pdf 同用")
    pairs = list(zip(made, names, strict=True))
    inside = [(f"{name}.docx", item.content) for item, name in pairs]
    inside += [(f"{name}.检查.txt", item.log.encode()) for item, name in pairs if item.log]
    show.say(f"已生成 {write_zip_atomic(path, inside)}（{len(made)} 份）")
    blanks = dict.fromkeys(blank for item in made for blank in item.blanks)
    if blanks:
        show.say(f"留空待填：{'、'.join(blanks)}", "yellow")
    return 0


def _told(item: MadeNotice, path: Path, delivery: Delivery) -> int:
    """Write beside a public paper what it was searched for; say what a person should know."""
    status = show.delivered(delivery)
    if item.log:
        show.say(f"已生成 {write_atomic(path.with_suffix('.检查.txt'), item.log.encode())}")
    for remark in item.remarks:
        show.say(remark)
    if item.blanks:
        show.say(f"留空待填：{'、'.join(item.blanks)}", "yellow")
    return status
