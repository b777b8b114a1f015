"""docforge extract."""

from datetime import date
from pathlib import Path

import click

from docforge.casework.batch.extracted import write_extracted
from docforge.casework.batch.jobs import jobs_from
from docforge.casework.batch.work import Verb, Work
from docforge.casework.contract import plain_papers
from docforge.casework.gather import gather, papers_in
from docforge.casework.kinds import all_kinds
from docforge.casework.sheets import papers_workbook
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.extraction.kind import kind_named
from docforge.faces import many as batches
from docforge.faces import options, show


@click.command(short_help="识别证照和材料，读出各项内容")
@options.helped
@click.argument("files", nargs=-1, required=True, metavar="文件…")
@click.option("--kind", metavar="种类", help="指定材料种类，不自动判断（docforge kind list）")
@options.kinds
@options.table_format
@options.output
@options.many
@options.reads
def extract(
    files: tuple[str, ...],
    kind: str | None,
    more: Path | None,
    form: str,
    output: Path | None,
    many: options.Many,
    own: options.Reading,
) -> int:
    """识别文件（PDF、图片、Word、zip 或文件夹）并读出各项内容，每项注明页码、位置和把握程度。

    加 --jobs 成批识别，每个文件一条结果，--format json 时每条一行，-o 汇总.xlsx 时合为一个工作簿。
    """
    form = options.table_target(form, output)
    kinds = all_kinds(more)
    forced = kind_named(kind, kinds) if kind else None
    if many.is_asked:
        work = Work(Verb.EXTRACT, date.min, kind=kind, kinds=str(more or ""), cache=own.cache, passwords=own.passwords)
        return _several(files, work, many, form, output)
    paths = [Path(file) for file in files]
    reader = own.thorough_reader if kind or more else own.reader
    reader.expect([path for path in paths if path.is_file()])
    documents = (d for path in paths for d in (papers_in(path, reader) if path.is_dir() else reader.read_path(path)))
    with show.progress("正在识别", paths) as step:
        found = gather(documents, kinds, forced=forced, progress=step, look_again=reader.look_again)
    if form == "json":
        show.json_out(plain_papers(found), output)
    elif form == "xlsx" and output:
        write_atomic(output, papers_workbook(found))
        show.say(f"已生成 {output}")
    else:
        show.papers(found)
    if found.unreadable:
        return 3
    return int(any(f.severity is Severity.ERROR for f in found.findings))


def _several(files: tuple[str, ...], work: Work, many: options.Many, form: str, output: Path | None) -> int:
    heard = None if output or form == "table" else batches.streamed
    with batches.finished(jobs_from(files, lists=False), work, many, heard) as done:
        if form == "xlsx" and output:
            show.say(f"已生成 {write_extracted(output, done.outcomes)}")
        elif output:
            show.json_out({"cases": [batches.plain(outcome) for outcome in done.outcomes()]}, output)
        elif form == "table":
            batches.told(done.outcomes())
    return done.exit_status
