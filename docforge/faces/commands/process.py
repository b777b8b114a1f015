"""docforge process."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.opening import Request
from docforge.casework.process import process as run
from docforge.casework.verbs import Reader
from docforge.faces import options, show
from docforge.policy.loader import load_policy


@click.command(short_help="处理一个申报文件夹：识别、核对、填表、出告知书")
@options.helped
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@options.policy
@options.category
@options.overlays
@options.ledger
@options.data
@options.sheet
@options.on
@click.option("--out", type=click.Path(path_type=Path), metavar="文件夹", help="结果放在哪里，默认 out/〈文件夹名〉")
@options.pdf
@options.reads
def process(
    folder: Path,
    policy_name: str,
    category: str | None,
    overlays: tuple[str, ...],
    ledger: str | None,
    data: Path | None,
    sheet: Path | None,
    on: date | None,
    out: Path | None,
    pdf: bool,
    own: Reader,
) -> int:
    """处理一个申报单位的材料文件夹。

    读出证照内容，按政策核对，填好申请表；缺少材料时生成一次性补正告知书；并给出公示名单的一行。原文件不改动。
    """
    place = out or Path("out") / folder.resolve().name
    with show.progress("正在处理", [folder]) as step:
        pack = load_policy(policy_name, overlays)
        request = Request(pack, category, on or date.today(), data, sheet, options.ledger_place(ledger))
        result = run(folder, request, place, own, pdf=pdf, progress=step)
    show.verdict(result.verdict, result.findings)
    if result.blanks:
        show.say(f"申请表留空待填：{'、'.join(result.blanks)}（在 {place / '填报数据.xlsx'} 中填写后再次运行）", "yellow")
    for file in result.files:
        show.say(f"  {file}")
    return result.exit_status
