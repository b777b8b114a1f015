"""docforge check."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.contract import plain_verdict
from docforge.casework.opening import Request
from docforge.casework.process import Result, attempt
from docforge.casework.sheets import verdicts_workbook
from docforge.casework.verbs import Reader
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.faces import options, show
from docforge.policy.loader import load_policy


@click.command(short_help="核对材料是否齐全、有效、一致")
@options.helped
@click.argument("folders", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="文件夹…")
@options.policy
@options.category
@options.overlays
@options.ledger
@options.data
@options.sheet
@options.on
@options.table_format
@options.output
@options.reads
def check(
    folders: tuple[Path, ...],
    policy_name: str,
    category: str | None,
    overlays: tuple[str, ...],
    ledger: str | None,
    data: Path | None,
    sheet: Path | None,
    on: date | None,
    form: str,
    output: Path | None,
    own: Reader,
) -> int:
    """按政策核对一个或多个申报文件夹：缺什么、过期什么、哪里不一致，依据哪一条，最多可支持多少。"""
    form = options.table_target(form, output)
    pack = load_policy(policy_name, overlays)
    request = Request(pack, category, on or date.today(), data, sheet, options.ledger_place(ledger))
    with show.progress("正在核对", folders) as step:
        outcomes = [attempt(folder, request, own, step) for folder in folders]
    results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
    failures = [(folder, outcome) for folder, outcome in zip(folders, outcomes, strict=True) if isinstance(outcome, DocforgeError)]
    if len(folders) == 1 and failures:
        raise failures[0][1]
    for folder, failure in failures:
        click.echo(f"{folder.name}：{failure}", err=True)
    if form == "json":
        plain = [plain_verdict(result.verdict) for result in results]
        failed = [{"folder": folder.name, "code": failure.code.id, "message": str(failure)} for folder, failure in failures]
        show.json_out(plain[0] if len(folders) == 1 else {"cases": plain, "failed": failed}, output)
    elif form == "xlsx" and output:
        write_atomic(output, verdicts_workbook(list(zip(folders, outcomes, strict=True))))
        show.say(f"已生成 {output}")
    else:
        for result in results:
            show.verdict(result.verdict, result.findings)
    return max([result.exit_status for result in results] + [failure.code.exit_status for _, failure in failures])
