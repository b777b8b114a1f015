"""Tables of a whole round for the department's own file: the plan of allocation, the table of all applicants."""

from collections.abc import Sequence
from decimal import Decimal

from docforge.casework.notices import CAP, CODE, DATE, EVENT, NUMBER, Order
from docforge.casework.notices_drafts import Draft, figure
from docforge.casework.notices_rows import EXCLUDED, LEVEL, PHASES, Listed, Rows, list_rows, remark_of
from docforge.casework.rendered import stated
from docforge.casework.tables import first
from docforge.core.money import in_words
from docforge.policy.papers import Notice

ALLOCATION = "allocation"
_NUMBERS = (NUMBER, "认定文号", "证书编号", "认定文号或证书编号", "备案文号")
_CONTACTS = ("联系人", "联系人及电话")


def list_papers(order: Order, notice: Notice) -> list[Draft]:
    """The paper made of a list: the plan of allocation, the table of applicants, or a template of the policy's own.

    Raises DocforgeError as ``list_rows`` does.
    """
    is_plan = notice.id == ALLOCATION
    read = list_rows(order.source, order.pack, amounts=is_plan, zero=True)
    policy = order.pack.policy
    total = sum((row.amount for row in read.rows), Decimal(0))
    values: dict[str, object] = {
        "年度": str(order.on.year),
        "资金简称": policy.short_title,
        "政策名称": policy.title,
        "数目": str(len(read.rows)),
        "总额": figure(total),
        "总额大写": in_words(total * 10000),
        "分类": _by_category(order, read),
        "名单": [_summary(row, i) for i, row in enumerate(read.rows, start=1)],
    }
    template = str(order.pack.notice_template(notice))
    name = f"{notice.name}-{order.on.year}年度{policy.short_title}"
    return [Draft(name, template, stated(values, policy), ("经办人", "复核人", "日期"), read.remarks)]


def _by_category(order: Order, read: Rows) -> list[dict[str, object]]:
    """The rows under their categories in the policy's order, numbered through, each category with its sum."""
    groups: list[dict[str, object]] = []
    number = 0
    for category in order.pack.categories:
        rows = sorted((row for row in read.rows if row.category.id == category.id), key=lambda row: -row.amount)
        lines = [_planned(row, number + i) for i, row in enumerate(rows, start=1)]
        number += len(rows)
        if rows:
            subtotal = figure(sum((row.amount for row in rows), Decimal(0)))
            groups.append({"名称": category.name, "行": lines, "小计": subtotal, "数目": str(len(rows))})
    return groups


def _planned(row: Listed, number: int) -> dict[str, str]:
    return {
        "序号": str(number),
        "名称": _named(row),
        "情形": "，".join(filter(None, (row.category.name, first(row.given, (EVENT, "情形"))))),
        "级别": first(row.given, (LEVEL,)),
        "上限": first(row.given, (CAP,)),
        "金额": figure(row.amount),
        "就高": first(row.given, EXCLUDED),
        "分期": _phases(row),
    }


def _named(row: Listed) -> str:
    """A person or a platform with its unit, a unit alone."""
    unit = next((row.cells[column.name] for column in row.own.columns if column.align == "left"), "")
    return f"{row.name}（{unit}）" if unit and unit != row.name else row.name


def _phases(row: Listed) -> str:
    return first(row.cells, PHASES) or first(row.given, PHASES)


def _summary(row: Listed, number: int) -> dict[str, str]:
    return {
        "序号": str(number),
        "名称": _named(row),
        "代码": first(row.given, (CODE,)),
        "类别": row.category.name,
        "级别": first(row.given, (LEVEL,)),
        "情形": first(row.given, (EVENT, "情形")),
        "文号": first(row.given, _NUMBERS),
        "时间": first(row.given, (DATE,)),
        "联系人": _contact(row, _CONTACTS),
        "上限": first(row.given, (CAP,)),
        "初审": "",
        "备注": remark_of(row),
    }


def _contact(row: Listed, heads: Sequence[str]) -> str:
    return "\n".join(filter(None, (first(row.given, heads), first(row.given, ("联系电话", "手机")))))
