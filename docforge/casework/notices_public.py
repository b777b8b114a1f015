"""公示, 再次公示 and 公示结果: sums and dates that agree, the columns that the policy publishes, nothing that must not be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from docforge.casework.notices import BLANK, Order, contact, numbers
from docforge.casework.notices_drafts import Draft, Publication, figure
from docforge.casework.notices_rows import Listed, Rows, list_rows, personal_cells, unpublished
from docforge.casework.rendered import stated
from docforge.core import codes
from docforge.core.dates import chinese_date
from docforge.core.errors import DocforgeError
from docforge.core.money import in_words
from docforge.policy.calendar import Calendar, calendar
from docforge.policy.loader import Pack
from docforge.policy.model import Department
from docforge.policy.papers import Notice, Publicity, PublicList

RESULT, AGAIN = "publicity_result", "publicity_again"
_UNORDERED = "（排名不分先后）"


def public_notices(order: Order, notice: Notice) -> list[Draft]:
    """One notice, or one for each department or category; each to be searched for personal data in every part when it is made.

    Raises DocforgeError U701 that names each bad row and column, U704 for an empty list, P411 when the calendar of the year is not
    loaded, W605 where a row would publish personal data.
    """
    rule = order.pack.policy.publicity
    if rule is None:
        hint = "（政策没有公示条款，可在补充文件 overlay 中写明后用 --overlay 给出）"
        raise DocforgeError(codes.NOTICE_UNKNOWN, policy=order.pack.policy.id, name=notice.name, hint=hint, known="")
    read = list_rows(order.source, order.pack)
    leaks = list(personal_cells(read.rows, _allowed(order.pack)))
    if leaks:
        raise DocforgeError(codes.PERSONAL_DATA, order.source.name, what="；".join(leaks))
    days = calendar(rule.calendars, folders=[order.pack.folder / "calendars"], files=order.calendars)
    end, counted = _period(rule, days, order.on, order.until)
    own = numbers(order.number, order.on)
    groups = _groups(order, rule, read)
    return [_made(order, notice, rule, (scope, office, rows), (end, counted), (next(own), read)) for scope, office, rows in groups]


Group = tuple[str, Department, Sequence[Listed]]


def _groups(order: Order, rule: Publicity, read: Rows) -> Iterator[Group]:
    """What each notice is for: its scope as the title names it, who publishes, its rows in their order."""
    policy = order.pack.policy
    rows = _ordered(order.pack, rule, read.rows)
    if order.by == "department":
        for key in dict.fromkeys(row.category.department for row in rows):
            yield "", policy.departments[key], [row for row in rows if row.category.department == key]
    elif order.by == "category":
        for category in dict.fromkeys((row.category.id, row.category.name, row.category.department) for row in rows):
            own = [row for row in rows if row.category.id == category[0]]
            yield category[1], policy.departments[category[2]], own
    else:
        yield "", policy.departments[rule.publisher], rows


def _ordered(pack: Pack, rule: Publicity, rows: Sequence[Listed]) -> list[Listed]:
    """By category in the policy's order, then by falling amounts; as listed where the policy ranks nobody."""
    if rule.order == "none":
        return list(rows)
    place = {category.id: i for i, category in enumerate(pack.categories)}
    return sorted(rows, key=lambda row: (place[row.category.id], -row.amount))


def _made(
    order: Order, notice: Notice, rule: Publicity, group: Group, period: tuple[date, Sequence[str]], told: tuple[str, Rows]
) -> Draft:
    (scope, office, rows), (end, counted), (number, read) = group, period, told
    policy = order.pack.policy
    reach, blanks = contact(office)
    total = sum((row.amount for row in rows), Decimal(0))
    values: dict[str, object] = {
        "年度": str(order.on.year),
        "资金简称": policy.short_title,
        "政策名称": policy.title,
        "政策文号": f"（{policy.document_number}）" if policy.document_number else "",
        "范围": scope,
        "程序": rule.procedure,
        "支持对象": _granted(policy.lists, rows),
        "总额": figure(total),
        "总额大写": in_words(total * 10000),
        "工作日数": str(rule.working_days),
        "起始日期": chinese_date(order.on),
        "截止日期": chinese_date(end),
        "成文日期": chinese_date(order.on),
        "发布部门": office.name,
        "文号": number or BLANK,
        "首次公示日期": chinese_date(order.published) if order.published else BLANK,
        "异议数目": str(order.objections) if order.objections else "",
        "核查情况": BLANK,
        "排序说明": _UNORDERED if rule.order == "none" else "",
        **_lists(policy.lists, rows, f"{order.on.year}年度{policy.short_title}"),
        **reach,
    }
    template = str(order.pack.notice_template(notice, official=order.official))
    name = "-".join(
        filter(None, (notice.name, f"{order.on.year}年度{policy.short_title}拟支持名单", scope, order.by and office.name))
    )
    publication = Publication(_allowed(order.pack), None if notice.id == RESULT else total)
    remarks = (*counted, *read.remarks, *unpublished(rows))
    return Draft(name, template, stated(values, policy), (*blanks, *_left_open(order, notice)), remarks, publication)


def _left_open(order: Order, notice: Notice) -> Iterator[str]:
    if order.official and not order.number:
        yield "发文字号"
    if notice.id == AGAIN and not order.published:
        yield "首次公示日期"
    if notice.id == RESULT:
        yield from ("核查情况", "成文日期") if order.objections else ("成文日期",)


def _allowed(pack: Pack) -> tuple[str, ...]:
    """The offices' own contacts: what the policy's file says of them may be published."""
    offices = pack.policy.departments.values()
    return tuple(one for own in offices for one in (own.phone, own.supervision_phone, own.address) if one)


def _granted(lists: Sequence[PublicList], rows: Sequence[Listed]) -> str:
    """甲公司等2家企业、乙实验室、张三等3名人才."""
    named = []
    for own in lists:
        names = [row.name for row in rows if row.own is own]
        named += [f"{names[0]}等{len(names)}{own.noun}" if len(names) > 1 else names[0]] if names else []
    return "、".join(named)


def _lists(lists: Sequence[PublicList], rows: Sequence[Listed], round_: str) -> dict[str, object]:
    """The rows, the total and the number of each list; several attachments are numbered, one is not."""
    used = [own for own in lists if any(row.own is own for row in rows)]
    values: dict[str, object] = {}
    for own in lists:
        mine = [row for row in rows if row.own is own]
        number = str(used.index(own) + 1) if len(used) > 1 and mine else ""
        values[own.name] = [_cells(own, row, i) for i, row in enumerate(mine, start=1)]
        values[f"{own.name}合计"] = figure(sum((row.amount for row in mine), Decimal(0)))
        values[f"{own.name}附件号"] = f"附件{number}"
    titles = [f"{round_}{own.name}" for own in used]
    said = [f"{i}.{title}" for i, title in enumerate(titles, start=1)] if len(titles) > 1 else titles
    return {**values, "首个附件": said[0], "其余附件": said[1:]}


def _cells(own: PublicList, row: Listed, number: int) -> Mapping[str, str]:
    return {c.name: str(number) if c.type == "serial" else row.cells[c.name] for c in own.columns}


def _period(rule: Publicity, days: Calendar, on: date, until: date | None) -> tuple[date, tuple[str, ...]]:
    """The last day, and what it was counted by; the latter empty where the calendar does not reach."""
    end = _end(rule, days, on, until)
    try:
        works = days.is_workday(on)
        counted = days.working_days_between(on, end)
    except DocforgeError:
        return end, ()
    sources = "；".join(dict.fromkeys(source for year in range(on.year, end.year + 1) for source in days.sources(year)))
    span = f"{chinese_date(on)}至{chinese_date(end)}共{counted}个工作日，依据：{sources}"
    return end, (span,) if works else (span, f"发布日期{chinese_date(on)}不是工作日")


def _end(rule: Publicity, days: Calendar, on: date, until: date | None) -> date:
    """The last day; a typed one may not make the period shorter than the policy has it, as far as the calendar can tell."""
    if until is None:
        return days.last_day(on, rule.working_days, rule.count)
    try:
        least = days.last_day(on, rule.working_days, rule.count)
    except DocforgeError:
        least = on + timedelta(days=rule.working_days - 1)
    if until < least:
        problem = f"公示截止日期 {chinese_date(until)} 早于 {chinese_date(least)}，不足{rule.working_days}个工作日"
        raise DocforgeError(codes.DATA_INVALID, "--until", problem=problem)
    return until
