"""docforge template bind."""

from pathlib import Path

import click

from docforge.casework.binding import as_json, bind_blank, bind_form, findings_of, form_named
from docforge.casework.binding_starter import starter_form
from docforge.core.files import write_atomic
from docforge.faces import options, show
from docforge.policy.loader import load_policy

_PATH = click.Path(path_type=Path)


@click.command("bind", short_help="把官方空白表做成模板")
@options.helped
@click.argument("blank", type=_PATH, metavar="空白表.docx")
@click.option("--form", "form_name", metavar="申请表", help="按政策里的这个申请表（如 annex3）填占位符；不写则按表上的标签逐格填")
@click.option("--policy", "policy_name", metavar="政策", help="--form 所在的政策：名称或政策文件夹")
@click.option("-o", "--output", type=_PATH, required=True, metavar="文件", help="生成的模板（.docx）")
@click.option("--format", "kind", type=click.Choice(["table", "json"]), default="table", help="输出格式：table 或 json")
def bind(blank: Path, form_name: str | None, policy_name: str | None, output: Path, kind: str) -> int:
    """找出空白表里的标签格，把占位符写进旁边的空格；其余内容一字不动。

    意见、盖章、签字、日期一律不填。不写 --form 时，另在模板旁边生成同名的 .yaml，作为编写表单的起点。
    """
    if output.suffix.lower() != ".docx":
        raise click.UsageError("-o 的文件后缀应为 .docx")
    if bool(form_name) != bool(policy_name):
        raise click.UsageError("--form 和 --policy 须同时给出")
    files = [output]
    if form_name and policy_name:
        made = bind_form(blank, form_named(load_policy(policy_name), form_name))
    else:
        made = bind_blank(blank)
        files.append(write_atomic(output.with_suffix(".yaml"), starter_form(made, output.stem).encode()))
    write_atomic(output, made.content)
    if kind == "json":
        show.json_out(as_json(made, files), None)
    else:
        show.table(("项目", "标签", "位置", "占位符"), [(b.name, b.label, b.where, b.tag) for b in made.bound])
        show.table(("不填的内容", "位置"), made.never)
        show.findings(findings_of(made), brief=False)
        for file in files:
            show.say(f"已生成 {file}")
    return int(any(missed.required for missed in made.missed))
