"""docforge fill."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.delivery import Paper, deliver
from docforge.casework.filling import exit_status, fill_form, read_fields, remarks
from docforge.casework.opening import Request, open_case
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.core.lazy import resolve
from docforge.faces import options, show
from docforge.policy.loader import load_policy


@click.command(short_help="填写申请表，或生成待填的数据表")
@options.helped
@options.policy
@options.category
@click.option("--from", "papers", type=click.Path(path_type=Path), metavar="文件夹", help="证照和材料所在文件夹")
@options.data
@click.option("--blank", is_flag=True, help="不填表，只生成待填的数据表（.xlsx），材料已读出的内容列在旁边")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="生成的 .docx（--blank 时为 .xlsx）")
@click.option(
    "--list", "listing", type=click.Path(path_type=Path), metavar="清单", help="案件清单，列：文件夹、类别、填报数据；每件填一份"
)
@click.option("--out", default="out", metavar="文件夹", help="--list 的结果放在哪里，默认 out，每件一个子文件夹")
@options.pdf
@options.many
@options.reads
def fill(
    policy_name: str,
    category: str | None,
    papers: Path | None,
    data: Path | None,
    blank: bool,
    output: Path | None,
    listing: Path | None,
    out: str,
    pdf: bool,
    many: options.Many,
    own: options.Reading,
) -> int:
    """填写申请表。填报的优先于读出的；两者不一致时提示；既没有读到也没有填报的留空并列出。"""
    if listing:
        several = resolve("docforge.faces.commands.fill_many:fill_many")
        done: int = several(listing, many, own, out=out, policy=policy_name, category=category, data=str(data or ""), pdf=pdf)
        return done
    if output is None:
        raise click.UsageError("请用 -o 指定生成的文件，或用 --list 给出案件清单")
    if output.suffix.lower() != (".xlsx" if blank else ".docx"):
        raise click.UsageError(f"-o 的文件后缀应为 {'.xlsx' if blank else '.docx'}")
    request = Request(load_policy(policy_name), category, date.today(), data)
    return _one(papers, request, output, own, blank=blank, pdf=pdf)


def _one(papers: Path | None, request: Request, output: Path, own: options.Reading, *, blank: bool, pdf: bool) -> int:
    with show.progress("正在识别", [papers] if papers else []) as step:
        case, found = open_case(papers, request, own.reader, step)
    if case.form is None:
        raise DocforgeError(codes.FORM_MISSING, category=case.category.name)
    if blank:
        workbook = resolve("docforge.casework.answers_book:answers_workbook")
        read = read_fields(case, case.form)
        write_atomic(output, workbook(case.form, case.applicant_facts, read, case.answers, case.on.year))
        show.say(f"已生成 {output}，请在“填写内容”一列填写后用 --data 填表")
        return 3 if found.unreadable else 0
    filled = fill_form(case, case.form)
    status = show.delivered(deliver(Paper(output, filled.content, case.form.pages), pdf=pdf))
    said = remarks(case, found, filled)
    show.findings(said)
    if filled.blanks:
        show.say(f"留空待填：{'、'.join(filled.blanks)}", "yellow")
    return status or exit_status(filled, said, found)
