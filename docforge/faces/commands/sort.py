"""docforge sort."""

from pathlib import Path

import click

from docforge.casework.batch.sorting import sort_papers
from docforge.casework.batch.sorting_report import HEADS, REPORT, plain, report_workbook, rows
from docforge.core.files import write_atomic
from docforge.faces import options, show
from docforge.policy.loader import load_policy

_PATH = click.Path(path_type=Path)


@click.command(short_help="把混在一起的材料按申报单位分开")
@options.helped
@click.argument("source", type=_PATH, metavar="文件夹或压缩包")
@click.option("--out", type=_PATH, required=True, metavar="文件夹", help="分好的材料放在哪里，须是新的或空的文件夹")
@click.option("--policy", "policy_name", metavar="政策", help="按哪个政策认申请表、排附件顺序；默认认所有随程序提供的政策")
@click.option("--dry-run", is_flag=True, help="只报告会怎样分，不写任何文件")
@click.option("--rename", is_flag=True, help="改名为 附件1-营业执照.pdf 的样式；不加时保留原文件名")
@options.table_format
@options.output
@options.reads
def sort(
    source: Path,
    out: Path,
    policy_name: str | None,
    dry_run: bool,
    rename: bool,
    form: str,
    output: Path | None,
    own: options.Reading,
) -> int:
    """把一个文件夹（或一个压缩包）里许多单位的材料分成每家一个文件夹。

    按材料上的统一社会信用代码和名称分；个人材料按合同、申请表上的单位分；分不出的放入“未归类”并说明原因。只复制，不移动。
    """
    form = options.table_target(form, output)
    pack = load_policy(policy_name) if policy_name else None
    with show.progress("正在归类", [source]) as step:
        done = sort_papers(source, out, own.reader, pack=pack, rename=rename, dry=dry_run, progress=step)
    if not dry_run:
        write_atomic(out / REPORT, report_workbook(done))
    if form == "json":
        show.json_out(plain(done), output)
        return done.exit_status
    if form == "xlsx" and output:
        show.say(f"已生成 {write_atomic(output, report_workbook(done))}")
    else:
        show.table(HEADS[:5], [row[:5] for row in rows(done)])
    show.findings((*done.findings, *(found for file in done.files for found in file.placed.findings)))
    placed = sum(file.is_placed for file in done.files)
    how = "（试运行，没有写文件）" if dry_run else f"，已复制到 {out}"
    show.say(f"{len(done.applicants)} 家，{placed} 个文件已归类，{len(done.files) - placed} 个未归类{how}", "bold")
    return done.exit_status
