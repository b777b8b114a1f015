"""docforge extract."""

from pathlib import Path

import click

from docforge.casework.contract import plain_papers
from docforge.casework.gather import gather, papers_in
from docforge.casework.kinds import all_kinds
from docforge.casework.sheets import papers_workbook
from docforge.casework.verbs import Reader
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.extraction.kind import kind_named
from docforge.faces import options, show


@click.command(short_help="识别证照和材料，读出各项内容")
@options.helped
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="文件…")
@click.option("--kind", metavar="种类", help="指定材料种类，不自动判断（docforge kind list）")
@options.kinds
@options.table_format
@options.output
@options.reads
def extract(files: tuple[Path, ...], kind: str | None, more: Path | None, form: str, output: Path | None, own: Reader) -> int:
    """识别文件（PDF、图片、Word、zip 或文件夹）并读出各项内容，每项注明页码、位置和把握程度。"""
    form = options.table_target(form, output)
    own.expect([path for path in files if path.is_file()])
    kinds = all_kinds(more)
    forced = kind_named(kind, kinds) if kind else None
    documents = (d for path in files for d in (papers_in(path, own) if path.is_dir() else own.read_path(path)))
    with show.progress("正在识别", files) as step:
        found = gather(documents, kinds, forced=forced, progress=step, look_again=own.look_again)
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
