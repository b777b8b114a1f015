"""A policy as a page to read: Markdown, from which the terminal and HTML are made; every line with its clause."""

from collections.abc import Iterable, Iterator, Sequence, Set
from decimal import Decimal
from importlib.resources import files

from markdown_it import MarkdownIt

from docforge.policy.award import Award, Open, Pool, Prize, Rate, Sum
from docforge.policy.category import Category, Condition, Fact, Requirement
from docforge.policy.expressions import BUILT_IN, kinds_in, names_in
from docforge.policy.loader import Pack
from docforge.policy.model import Policy

_WORDS = {"cap": "最高", "floor": "不少于", "fixed": ""}


def policy_markdown(pack: Pack) -> str:
    """The whole policy in Markdown."""
    rule = pack.policy
    parts = [f"# 《{rule.title}》", *_head(pack), *_general(rule)]
    for family in rule.categories:
        parts += _category(pack, family)
    parts += [*_rules(rule), *_notes(rule)]
    return "\n".join(parts) + "\n"


def policy_html(pack: Pack) -> str:
    """The same as one HTML file that needs nothing else."""
    style = (files("docforge.casework") / "policy_page.css").read_text(encoding="utf-8")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(policy_markdown(pack))
    title = f"<title>{pack.policy.short_title}</title>"
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8>{title}<style>{style}</style><body>{body}</body></html>\n"


def _head(pack: Pack) -> Iterator[str]:
    rule = pack.policy
    if rule.banner:
        yield f"\n> **{rule.banner}**"
    for title in pack.overlays:
        yield f"\n> 已加入补充文件：{title}"
    start = f"{rule.validity.start}起" if rule.validity.start else "起始日未定"
    end = f"至{rule.validity.end}" if rule.validity.end else f"{rule.validity.years}年" if rule.validity.years else "终止日未定"
    yield f"\n- 文号：{rule.document_number or '未定'}；适用：{rule.region.name}；资金：{rule.fund}"
    yield f"- 有效期：{start}，{end}（{rule.validity.basis}）"
    if rule.replaces:
        yield f"- 替代：《{rule.replaces.title}》{rule.replaces.document_number or ''}"
    if rule.window:
        yield f"- 受理时间：{rule.window.text}（{rule.window.basis}）{_open(rule.window.confirmed)}"
    if rule.support_modes:
        yield f"- 支持方式：{'、'.join(rule.support_modes)}"
    if rule.interpreters:
        yield f"- 解释：{'、'.join(rule.interpreters)}"


def _general(rule: Policy) -> Iterator[str]:
    if rule.conditions:
        yield "\n## 申报主体的条件\n"
        yield from _conditions(rule.conditions, _clerks(rule.facts))


def _category(pack: Pack, family: Category) -> Iterator[str]:
    clerks = _clerks(pack.policy.facts, family.facts)
    yield f"\n## {family.name}（{family.basis}）\n"
    forms = [form.title for form in pack.forms if form.id == family.form]
    yield f"- 支持对象：{family.subject or '见原文'}" + (f"；申请表：《{forms[0]}》" if forms else "")
    if family.quota:
        yield f"- 每年不高于{family.quota}个"
    yield ""
    yield from _table(("名称", "编号", "受理", "情形", "金额", "依据"), _amounts(pack, family))
    if family.conditions:
        yield "\n条件：\n"
        yield from _conditions(family.conditions, clerks)
    own = [(leaf.name, leaf.conditions[len(family.conditions) :]) for leaf in family.leaves()]
    for name, conditions in own:
        if conditions:
            yield f"\n{name}另须符合：\n"
            yield from _conditions(conditions, clerks)
    events = [c for leaf in family.leaves() for event in leaf.events for c in event.conditions]
    if events:
        yield "\n按情形另须符合：\n"
        yield from _conditions(list(dict.fromkeys(events)), clerks)
    yield "\n材料：\n"
    yield from _table(("材料", "性质", "用于", "依据"), (_paper(r, listed=True) for r in family.requirements))
    if family.evidence:
        yield "\n条件佐证（附件没有列，不得要求必交）：\n"
        yield from _table(("材料", "性质", "用于", "依据"), (_paper(r, listed=False) for r in family.evidence))


def _amounts(pack: Pack, family: Category) -> Iterator[tuple[str, ...]]:
    for leaf in family.leaves():
        department = pack.department(leaf).name
        for event in leaf.events:
            for award in event.award:
                since = f"（自{award.since}）" if award.since else ""
                yield leaf.name, leaf.id, department, event.name, award_text(award, pack.policy.money_unit) + since, award.basis


def award_text(award: Award, unit: str) -> str:
    """An award in a few words: 最高10万元; 国家50、自治区20、伊犁州10万元."""
    if isinstance(award, Sum):
        word = _WORDS[award.kind]
        if award.by_level:
            text = "、".join(f"{level}{word}{_plain(amount)}" for level, amount in award.by_level.items()) + unit
        else:
            text = f"{word}{_plain(award.amount or Decimal(0))}{unit}"
        text += f"，分批，周期{award.over_years}年" if award.over_years else ""
        return text + (f"；{award.may_exceed}的一事一议" if award.may_exceed else "")
    if isinstance(award, Rate):
        caps = [("单个项目", award.per_project), ("每家每年", award.per_unit_year)]
        return f"{award.wording or '最高'}{award.rate:.0%}" + "".join(
            f"，{name}最高{_plain(cap)}{unit}" for name, cap in caps if cap is not None
        )
    if isinstance(award, Prize):
        return "、".join(f"{name}{_plain(one)}{unit}" for name, one in award.prizes.items()) + (
            f"，不超过有效报名的{award.share:.0%}" if award.share else ""
        )
    if isinstance(award, Pool):
        return f"按需，每年合计最高{_plain(award.per_year)}{unit}"
    return _open_text(award)


def _open_text(award: Open) -> str:
    return "以申报指南或实施细则为准" if award.kind == "by_guide" else "一事一议"


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _conditions(conditions: Sequence[Condition], clerks: Set[str]) -> Iterator[str]:
    rows = ((c.id, c.text, _how(c, clerks), c.basis + _open(c.confirmed)) for c in conditions)
    yield from _table(("编号", "条件", "判断", "依据"), rows)


def _clerks(*facts: Sequence[Fact]) -> Set[str]:
    return {fact.key for some in facts for fact in some if fact.by == "clerk"}


def _how(condition: Condition, clerks: Set[str]) -> str:
    names = {path[0] for text in (condition.met, condition.not_met) if text for path in names_in(text)} - set(BUILT_IN)
    is_by_papers = any(kinds_in(text) for text in (condition.met, condition.not_met) if text)
    return "由材料和填报判断" if is_by_papers or not names <= clerks else f"经办人核查{_at(condition.look_up)}"


def _paper(wanted: Requirement, *, listed: bool) -> tuple[str, ...]:
    nature = "按条件推定" if wanted.implied else "必交" if listed else "佐证"
    nature += "（按情形）" if wanted.when else ""
    return wanted.label + wanted.copies, nature, "、".join(wanted.supports), wanted.basis


def _rules(rule: Policy) -> Iterator[str]:
    if rule.exclusions:
        yield "\n## 就高不重复\n"
        rows = ((e.id, e.text, "、".join(e.members), e.basis + _open(e.confirmed)) for e in rule.exclusions)
        yield from _table(("编号", "规则", "范围", "依据"), rows)
    if rule.panel:
        yield f"\n## 评审\n\n评审组不少于{rule.panel.least}人：{'、'.join(rule.panel.roles)}（{rule.panel.basis}）"
    if rule.publicity:
        how = "发布当日为第1日" if rule.publicity.count == "inclusive" else "次日起算"
        yield f"\n## 公示\n\n{rule.publicity.working_days}个工作日，{how}（{rule.publicity.basis}）" + _open(
            rule.publicity.confirmed
        )
    if rule.performance:
        yield "\n## 绩效评价\n"
        effects = ((name, grade.effect or "无", rule.performance.basis) for name, grade in rule.performance.grades.items())
        yield from _table(("等级", "结果", "依据"), effects)
        if rule.performance.midterm_if_years_over:
            yield f"\n执行期超过{rule.performance.midterm_if_years_over}年的开展中期评估"
    if rule.penalties:
        yield "\n## 违规处理\n"
        yield from (f"- {penalty.text}（{penalty.basis}）" for penalty in rule.penalties)
    if rule.open_points:
        yield "\n## 待确认\n"
        points = ((p.id, p.where, p.problem, p.decision + ("（已确认）" if p.confirmed else "")) for p in rule.open_points)
        yield from _table(("编号", "条款", "问题", "目前按此处理"), points)


def _notes(rule: Policy) -> Iterator[str]:
    """Comments of the source file: the instruments that a clause rests upon, no policy text."""
    if rule.annotations:
        yield "\n## 原文批注（不是政策正文）\n"
        yield from (f"- {note.near}：{note.text}" for note in rule.annotations)


def _open(confirmed: bool) -> str:
    return "" if confirmed else "〔待确认〕"


def _at(place: str | None) -> str:
    return f"（{place}）" if place else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        cells = (cell.replace("|", "\\|").replace("\n", " ") for cell in row)
        yield f"| {' | '.join(cells)} |"
