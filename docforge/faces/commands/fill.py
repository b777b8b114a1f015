"""docforge fill."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.answers_book import answers_workbook
from docforge.casework.delivery import deliver
from docforge.casework.filling import fill_form, read_fields
from docforge.casework.opening import Request, open_case
from docforge.casework.verbs import Reader
from docforge.checking.consistency import typed_against_read
from docforge.core import codes
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.faces import options, show
from docforge.policy.loader import load_policy


@click.command(short_help="填写申请表，或生成待填的数据表")
@options.helped
@options.policy
@options.category
@click.option("--from", "papers", type=click.Path(path_type=Path), metavar="文件夹", help="证照和材料所在文件夹")
@options.data
@click.option("--blank", is_flag=True, help="不填表，只生成待填的数据表（.xlsx），材料已读出的内容列在旁边")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="文件", help="生成的 .docx（--blank 时为 .xlsx）"
)
@options.pdf
@options.reads
def fill(
    policy_name: str,
    category: str | None,
    papers: Path | None,
    data: Path | None,
    blank: bool,
    output: Path,
    pdf: bool,
    own: Reader,
) -> int:
    """填写申请表。填报的优先于读出的；两者不一致时提示；既没有读到也没有填报的留空并列出。"""
    if output.suffix.lower() != (".xlsx" if blank else ".docx"):
        raise click.UsageError(f"-o 的文件后缀应为 {'.xlsx' if blank else '.docx'}")
    with show.progress("正在识别", [papers] if papers else []) as step:
        case, found = open_case(papers, Request(load_policy(policy_name), category, date.today(), data), own, step)
    if case.form is None:
        raise DocforgeError(codes.FORM_MISSING, category=case.category.name)
    if blank:
        read = read_fields(case, case.form)
        write_atomic(output, answers_workbook(case.form, case.applicant_facts, read, case.answers, case.on.year))
        show.say(f"已生成 {output}，请在“填写内容”一列填写后用 --data 填表")
        return 3 if found.unreadable else 0
    filled = fill_form(case, case.form)
    status = show.delivered(deliver(output, filled.content, pdf=pdf))
    notes = (*case.findings, *typed_against_read(case), *found.findings)
    show.findings(notes)
    if filled.blanks:
        show.say(f"留空待填：{'、'.join(filled.blanks)}", "yellow")
    has_errors = bool(filled.blanks) or any(f.severity is Severity.ERROR for f in notes)
    return status or (3 if found.unreadable else int(has_errors))
