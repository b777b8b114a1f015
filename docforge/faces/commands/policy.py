"""docforge policy."""

import click

from docforge.casework.lint import lint as find_faults
from docforge.core.codes import Severity
from docforge.core.money import wan
from docforge.faces import options, show
from docforge.policy.loader import Pack, load_policy, shipped_packs
from docforge.policy.model import Category


@click.group(short_help="查看和检查政策文件夹")
@options.helped
def policy() -> None:
    """政策：随程序提供的，或自己编写的文件夹。"""


@policy.command("list")
@options.helped
def list_() -> None:
    """列出随程序提供的政策。"""
    packs = [load_policy(name) for name in shipped_packs()]
    rows = [
        (p.policy.id, p.policy.title, p.policy.banner or "现行有效", "、".join(c.name for c in p.policy.categories)) for p in packs
    ]
    show.table(("名称", "标题", "状态", "类别"), rows)


@policy.command("show")
@options.helped
@click.argument("name", metavar="政策")
def show_(name: str) -> None:
    """显示政策的条件、材料、金额和待确认之处，每项注明条款。"""
    pack = load_policy(name)
    rule = pack.policy
    show.say(f"《{rule.title}》" + (f"　{rule.banner}" if rule.banner else ""), "bold")
    years = f"{rule.validity.years}年" if rule.validity.years else "未定"
    show.say(f"文号：{rule.document_number or '未定'}　适用：{rule.region.name}　有效期：{years}（{rule.validity.basis}）")
    show.say(f"资金：{rule.fund}")
    if rule.window:
        show.say(f"受理时间：每年{rule.window.text}（{rule.window.basis}）" + ("" if rule.window.confirmed else "　待确认"))
    show.table(
        ("条件", "依据", "判断方式"),
        [(c.text, c.basis, "由材料判断" if c.decide else f"经办人核查（{c.look_up or ''}）") for c in rule.conditions],
    )
    for category in rule.categories:
        _category(pack, category)
    show.table(
        ("编号", "条款", "待确认的问题", "目前按此处理"),
        [(p.id, p.where, p.problem, p.decision) for p in rule.open_points if not p.confirmed],
    )


def _category(pack: Pack, category: Category) -> None:
    show.say(f"{category.name}（{category.basis}）　受理：{pack.department(category).name}", "bold")
    papers = [(r.label, "附件列明", r.basis) for r in category.requirements] + [
        (r.label, "条件佐证，非必交", r.basis) for r in category.evidence
    ]
    show.table(("材料", "性质", "依据"), papers)
    unit = 10000 if pack.policy.money_unit == "万元" else 1
    show.table(
        ("情形", "金额", "依据"),
        [(e.name, f"{e.award.wording}{wan(e.award.amount * unit)}万元", e.award.basis) for e in category.events],
    )


@policy.command("lint")
@options.helped
@click.argument("name", metavar="政策")
def lint(name: str) -> int:
    """检查政策文件夹：模板占位符与表单是否对应、材料种类是否认识、还有哪些待确认。"""
    found = find_faults(load_policy(name))
    show.findings(found, brief=False)
    errors = sum(f.severity is Severity.ERROR for f in found)
    show.say(f"{errors} 处错误，{len(found) - errors} 处提示")
    return int(errors > 0)
