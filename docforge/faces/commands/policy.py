"""docforge policy."""

from pathlib import Path

import click
from rich.markdown import Markdown

from docforge.casework.comparison import compare
from docforge.casework.costing import cost as reckon
from docforge.casework.lint import lint as find_faults
from docforge.casework.policy_page import policy_html, policy_markdown
from docforge.casework.schemas import SCHEMAS, schema_text
from docforge.casework.starter import start
from docforge.casework.trials import run_examples
from docforge.core.codes import Severity
from docforge.core.files import write_atomic
from docforge.core.money import wan
from docforge.faces import options, show, terminal
from docforge.policy.loader import load_policy, shipped_packs

_PATH = click.Path(path_type=Path)


@click.group(short_help="查看、检查、试算和编写政策文件夹")
@options.helped
def policy() -> None:
    """政策：随程序提供的，或自己编写的文件夹。"""


@policy.command("list")
@options.helped
def list_() -> None:
    """列出随程序提供的政策。"""
    packs = [load_policy(name) for name in shipped_packs()]
    rows = [(p.policy.id, p.policy.title, p.policy.banner or "现行有效", "、".join(c.name for c in p.categories)) for p in packs]
    show.table(("名称", "标题", "状态", "类别"), rows)


@policy.command("show")
@options.helped
@click.argument("name", metavar="政策")
@options.overlays
@click.option(
    "--format", "form", type=click.Choice(["terminal", "markdown", "html"]), default="terminal", help="terminal、markdown 或 html"
)
@click.option("-o", "--output", type=_PATH, metavar="文件", help="写入 .md 或 .html 文件")
def show_(name: str, overlays: tuple[str, ...], form: str, output: Path | None) -> None:
    """显示政策的条件、材料、金额和待确认之处，每项注明条款。"""
    pack = load_policy(name, overlays)
    if output:
        suffixes = {".html": "html", ".htm": "html", ".md": "markdown"}
        if output.suffix.lower() not in suffixes:
            raise click.UsageError("-o 的文件后缀应为 .md 或 .html")
        form = suffixes[output.suffix.lower()]
    text = policy_html(pack) if form == "html" else policy_markdown(pack)
    if output:
        write_atomic(output, text.encode())
        show.say(f"已生成 {output}")
    elif form == "terminal":
        terminal.console().print(Markdown(text))
    else:
        click.echo(text)


@policy.command("lint")
@options.helped
@click.argument("name", metavar="政策")
@options.overlays
def lint(name: str, overlays: tuple[str, ...]) -> int:
    """检查政策文件夹：表达式、模板占位符、材料种类、没有佐证的条件、选不到的情形，还有哪些待确认。"""
    found = find_faults(load_policy(name, overlays))
    show.findings(found, brief=False)
    errors = sum(f.severity is Severity.ERROR for f in found)
    show.say(f"{errors} 处错误，{len(found) - errors} 处提示")
    return int(errors > 0)


@policy.command("test")
@options.helped
@click.argument("name", metavar="政策")
def test(name: str) -> int:
    """逐个运行政策文件夹里的 examples.yaml，与写明的结论和金额比较。"""
    trials = run_examples(load_policy(name))
    failed = [trial for trial in trials if trial.differences]
    for trial in failed:
        show.say(f"不符 {trial.example}（{trial.category or '多项'}）：{'；'.join(trial.differences)}", "red")
    by_category: dict[str, int] = {}
    for trial in trials:
        by_category[trial.category or "多项合计"] = by_category.get(trial.category or "多项合计", 0) + 1
    show.say("、".join(f"{category} {count}" for category, count in by_category.items()), "dim")
    show.say(
        f"{len(trials)} 个例子，{len(trials) - len(failed)} 个符合，{len(failed)} 个不符", "bold red" if failed else "bold green"
    )
    return int(bool(failed))


@policy.command("diff")
@options.helped
@click.argument("old", metavar="旧政策")
@click.argument("new", metavar="新政策")
def diff(old: str, new: str) -> None:
    """按类别比较两个政策：增加、删除、修改了什么。"""
    changes = compare(load_policy(old), load_policy(new))
    show.table(
        ("类别", "内容", "变化", "原来", "现在"), [(c.where or "（总则）", c.what, c.how, c.before, c.after) for c in changes]
    )
    show.say(f"{len(changes)} 处不同")


@policy.command("new")
@options.helped
@click.argument("name", metavar="文件夹")
def new(name: str) -> None:
    """新建一个带注释的政策文件夹，可直接通过检查，改成自己的内容。"""
    folder = start(Path(name))
    show.say(f"已生成 {folder}，先改 policy.yaml，再运行 docforge policy lint {folder}")


@policy.command("cost")
@options.helped
@click.argument("name", metavar="政策")
@click.argument("places", type=_PATH, nargs=-1, required=True, metavar="结果…")
def cost(name: str, places: tuple[Path, ...]) -> None:
    """按已核对的结果（核对结果.json）试算：各类别的上限合计，就高不重复之后一共多少。"""
    found = reckon(load_policy(name), places)
    rows = [(c.category, str(c.cases), str(c.without_figure), wan(c.total)) for c in found.categories]
    show.table(("类别", "件数", "金额待定", "上限合计（万元）"), rows)
    for line in found.lines:
        show.say(f"  {line}", "dim")
    show.say(f"就高不重复之后合计 {wan(found.total)} 万元", "bold")


@policy.command("schema")
@options.helped
@click.argument("kind", type=click.Choice(sorted(SCHEMAS)), default="policy", metavar="文件种类")
def schema(kind: str) -> None:
    """输出 JSON Schema，编辑器据此提示和检查：policy、form、overlay、examples、calendar、kind。"""
    click.echo(schema_text(kind))
