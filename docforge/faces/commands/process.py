"""docforge process."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from docforge.casework.batch.jobs import is_url, jobs_from
from docforge.casework.batch.work import Verb, Work
from docforge.casework.opening import Request
from docforge.casework.process import process as run
from docforge.faces import many as batches
from docforge.faces import options, show
from docforge.policy.loader import Pack, load_policy


@click.command(short_help="处理申报文件夹：识别、核对、填表、出告知书")
@options.helped
@click.argument("places", nargs=-1, required=True, metavar="文件夹…")
@options.policy
@options.category
@options.overlays
@options.ledger
@options.data
@options.sheet
@options.on
@click.option("--out", metavar="文件夹", help="结果放在哪里，默认 out/〈文件夹名〉；处理多件时每件一个子文件夹")
@options.pdf
@options.many
@options.reads
def process(
    places: tuple[str, ...],
    policy_name: str,
    category: str | None,
    overlays: tuple[str, ...],
    ledger: str | None,
    data: Path | None,
    sheet: Path | None,
    on: date | None,
    out: str | None,
    pdf: bool,
    many: options.Many,
    own: options.Reading,
) -> int:
    """处理一个或多个申报单位的材料：文件夹、压缩包，或案件清单（Excel、CSV，列：文件夹、类别、填报数据）。

    读出证照内容，按政策核对，填好申请表；缺少材料时生成一次性补正告知书；并给出公示名单的一行。原文件不改动。
    """
    pack = load_policy(policy_name, overlays)
    request = Request(pack, category, on or date.today(), data, sheet, options.ledger_place(ledger))
    if batches.is_many(places, many):
        work = batches.work_of(Verb.PROCESS, policy_name, overlays, request, own)
        return _several(places, pack, replace(work, out=out or "out", pdf=pdf), many)
    folder = Path(places[0])
    return _one(folder, request, Path(out) if out else Path("out") / folder.resolve().name, own, pdf)


def _one(folder: Path, request: Request, out: Path, own: options.Reading, pdf: bool) -> int:
    with show.progress("正在处理", [folder]) as step:
        result = run(folder, request, out, own.reader, pdf=pdf, progress=step)
    show.verdict(result.verdict, result.findings)
    if result.blanks:
        show.say(f"申请表留空待填：{'、'.join(result.blanks)}（在 {out / '填报数据.xlsx'} 中填写后再次运行）", "yellow")
    for file in result.files:
        show.say(f"  {file}")
    return result.exit_status


def _several(places: tuple[str, ...], pack: Pack, work: Work, many: options.Many) -> int:
    with batches.finished(jobs_from(places, pack), work, many) as done:
        batches.told(done.outcomes())
        if not is_url(work.out):
            for file in done.write_tables(Path(work.out), pack):
                show.say(f"已生成 {file}")
    return done.exit_status
