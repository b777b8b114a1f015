"""docforge check."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.batch.delivery import write_overview
from docforge.casework.batch.doing import summary_of
from docforge.casework.batch.jobs import jobs_from
from docforge.casework.batch.work import Verb, Work
from docforge.casework.contract import plain_verdict
from docforge.casework.opening import Request
from docforge.casework.process import check_folder
from docforge.faces import many as batches
from docforge.faces import options, show
from docforge.policy.loader import Pack, load_policy


@click.command(short_help="核对材料是否齐全、有效、一致")
@options.helped
@click.argument("places", nargs=-1, required=True, metavar="文件夹…")
@options.policy
@options.category
@options.overlays
@options.ledger
@options.data
@options.sheet
@options.on
@options.table_format
@options.output
@options.many
@options.reads
def check(
    places: tuple[str, ...],
    policy_name: str,
    category: str | None,
    overlays: tuple[str, ...],
    ledger: str | None,
    data: Path | None,
    sheet: Path | None,
    on: date | None,
    form: str,
    output: Path | None,
    many: options.Many,
    own: options.Reading,
) -> int:
    """按政策核对一个或多个申报单位的材料：缺什么、过期什么、哪里不一致，依据哪一条，最多可支持多少。

    可给出文件夹、压缩包，或案件清单（Excel、CSV，列：文件夹、类别、填报数据）。
    """
    form = options.table_target(form, output)
    pack = load_policy(policy_name, overlays)
    pack.candidates(category)
    request = Request(pack, category, on or date.today(), data, sheet, options.ledger_place(ledger))
    if not batches.is_many(places, many):
        return _one(Path(places[0]), request, form, output, own)
    work = batches.work_of(Verb.CHECK, policy_name, overlays, request, own)
    return _several(places, pack, work, many, form, output)


def _one(folder: Path, request: Request, form: str, output: Path | None, own: options.Reading) -> int:
    with show.progress("正在核对", [folder]) as step:
        result = check_folder(folder, request, own.reader, step)
    if form == "json":
        show.json_out(plain_verdict(result.verdict), output)
    elif form == "xlsx" and output:
        write_overview([output], [summary_of(folder.name, result, str(folder))], request.pack, root=output.parent)
        show.say(f"已生成 {output}")
    else:
        show.verdict(result.verdict, result.findings)
    return result.exit_status


def _several(places: tuple[str, ...], pack: Pack, work: Work, many: options.Many, form: str, output: Path | None) -> int:
    heard = batches.streamed if form == "json" and not output else None
    with batches.finished(jobs_from(places, pack), work, many, heard) as done:
        if form == "json" and output:
            show.json_out({"cases": [batches.plain(outcome) for outcome in done.outcomes()]}, output)
        elif form == "xlsx" and output:
            done.write_overview(output, pack)
            show.say(f"已生成 {output}")
        elif form == "table":
            batches.told(done.outcomes())
    return done.exit_status
