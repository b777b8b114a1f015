"""Notices: what must be supplemented, told at once; and the list that is made public, which leaks nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from docforge.casework.filling import render
from docforge.casework.tables import TableRow, read_rows
from docforge.checking.verdict import Met, Result, Verdict
from docforge.core import codes, ids
from docforge.core.codes import Severity
from docforge.core.dates import chinese_date
from docforge.core.errors import DocforgeError
from docforge.core.model import Finding
from docforge.core.money import in_words, wan
from docforge.core.text import compat, letters, squeeze
from docforge.policy.award import Sum
from docforge.policy.calendar import Calendar, calendar
from docforge.policy.loader import Pack
from docforge.policy.model import Department, Publicity

BLANK = "________"
NAME, CODE, CATEGORY, EVENT, NUMBER, DATE, CAP, AMOUNT, REMARK = (
    "单位名称",
    "统一社会信用代码",
    "类别",
    "申报情形",
    "编号",
    "认定时间",
    "核定上限（万元）",
    "拟支持金额（万元）",
    "备注",
)
_NOT_FOR_APPLICANT = {
    c.id for c in (codes.CONDITION_NOT_MET, codes.NO_PAPER, codes.ENGINE_FAILED, codes.ENGINE_MISSING, codes.READING_TIMEOUT)
}
_PAGE_MARK = re.compile(r"#(\d+)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CITIZEN_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-‐–—－·.]+(?=[\dXx])")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])\d{16,19}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class MadeNotice:
    """A rendered notice; ``blanks`` are the places left for a person to fill, ``remarks`` what a person should know."""

    name: str
    content: bytes
    blanks: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def to_supplement(verdict: Verdict) -> list[Finding]:
    """The findings that the applicant can put right: errors, then doubts about papers handed in."""
    wrong = [f for f in verdict.all_findings if f.severity is Severity.ERROR and f.code not in _NOT_FOR_APPLICANT]
    return wrong + [f for r in verdict.requirements if r.status is Met.DOUBTFUL for f in r.findings]


def supplement_items(verdict: Verdict) -> list[dict[str, str]]:
    """Everything the applicant can put right, each with basis and remedy; the form's empty places as one item."""
    wrong = to_supplement(verdict)
    empty = [f for f in wrong if f.code == codes.FORM_FIELD_EMPTY.id]
    items = [(f.message, f.basis, f.remedy) for f in wrong if f.code != codes.FORM_FIELD_EMPTY.id]
    if empty:
        names = "、".join(f"“{f.subject}”" for f in empty)
        items.append((f"申请表以下栏目尚未填写：{names}", empty[0].basis, "请填写完整后打印、盖章"))
    unique = list(dict.fromkeys(items))
    return [
        {"序号": str(i), "内容": what, "依据": basis, "方法": remedy} for i, (what, basis, remedy) in enumerate(unique, start=1)
    ]


def supplement(pack: Pack, applicant: str, category: str, items: Sequence[Mapping[str, str]], department: Department) -> MadeNotice:
    """一次性补正告知书 for one applicant. Deadline, seal and dates are left to the department."""
    notice = pack.notice("supplement")
    contact, blanks = _contact(department)
    values = {
        "申报单位": applicant or BLANK,
        "政策名称": pack.policy.title,
        "申报类别": category,
        "补正数目": str(len(items)),
        "补正事项": list(items),
        "受理部门": department.name,
        "地址": contact["地址"],
        "电话": contact["电话"],
    }
    content = render(str(pack.notice_template(notice)), values, pack.policy)
    return MadeNotice(
        f"{notice.name}-{applicant or '未读出名称'}",
        content,
        ("补正期限", "落款日期", *(b for b in blanks if b in ("地址", "电话"))),
    )


def supplements_from_list(pack: Pack, path: Path) -> list[MadeNotice]:
    """One 补正告知书 for each applicant of a list with the columns 申报单位, 类别, 内容, 依据, 方法."""
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in read_rows(path, ("申报单位",)):
        who = _needed(row, "申报单位")
        said = row.cells.get(CATEGORY) or next((name for applicant, name in grouped if applicant == who), None)
        category = pack.category(said)
        items = grouped.setdefault((who, category.id), [])
        items.append(
            {
                "序号": str(len(items) + 1),
                "内容": _needed(row, "内容"),
                "依据": row.cells.get("依据", ""),
                "方法": row.cells.get("方法", ""),
            }
        )
    if not grouped:
        raise DocforgeError(codes.LIST_EMPTY, str(path))
    named = [(name, pack.category(category), items) for (name, category), items in grouped.items()]
    return [supplement(pack, name, category.name, items, pack.department(category)) for name, category, items in named]


def publicity(pack: Pack, path: Path, on: date, until: date | None = None, calendars: Sequence[Path] = ()) -> MadeNotice:
    """公示 with the list. ``until``: the last day, where the calendar cannot tell it; ``calendars``: the user's own files.

    Raises DocforgeError U701 that names each bad row and column, U704 for an empty list, P411 when the calendar of the
    year is not loaded, W605 when the list holds an ID number, a mobile number or a bank account.
    """
    rule = pack.policy.publicity
    if rule is None:
        raise DocforgeError(codes.NOTICE_UNKNOWN, policy=pack.policy.id, name="公示", hint="（政策没有公示条款）", known="")
    rows = read_rows(path, (NAME,))
    if not rows:
        raise DocforgeError(codes.LIST_EMPTY, str(path))
    amounts = _amounts(rows, path, pack)
    items = [_item(i, row, amount) for i, (row, amount) in enumerate(zip(rows, amounts, strict=True), start=1)]
    _refuse_personal_data(items, path)
    end, remarks = _period(rule, calendar(rule.calendars, folders=[pack.folder / "calendars"], files=calendars), on, until)
    contact, blanks = _contact(pack.policy.departments[rule.publisher])
    total = sum(amounts, Decimal(0))
    values = {
        "年度": str(on.year),
        "资金简称": pack.policy.short_title,
        "政策名称": pack.policy.title,
        "程序": rule.procedure,
        "首家名称": items[0]["单位名称"],
        "数目": str(len(items)),
        "总额": _figure(total),
        "总额大写": in_words(total * 10000),
        "工作日数": str(rule.working_days),
        "起始日期": chinese_date(on),
        "截止日期": chinese_date(end),
        "成文日期": chinese_date(on),
        "发布部门": pack.policy.departments[rule.publisher].name,
        "名单": items,
        **contact,
    }
    content = render(str(pack.notice_template(pack.notice("publicity"))), values, pack.policy)
    return MadeNotice(f"公示-{on.year}年度{pack.policy.short_title}拟支持名单", content, tuple(blanks), remarks)


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


def publicity_row(verdict: Verdict, pack: Pack, fields: Mapping[str, str]) -> dict[str, str]:
    """The row of one case for the list; the amount is the clerk's to type and stays empty."""
    cap = wan(verdict.cap.amount) if verdict.cap.amount is not None else ""
    return {
        NAME: verdict.applicant,
        CODE: fields.get(CODE, ""),
        CATEGORY: pack.category(verdict.category).name,
        EVENT: fields.get(EVENT, ""),
        NUMBER: fields.get(NUMBER, ""),
        DATE: fields.get(DATE, ""),
        CAP: cap,
        AMOUNT: "",
        REMARK: "；".join(f"不符合“{c.text}”" for c in verdict.conditions if c.result is Result.NOT_MET),
    }


def _item(i: int, row: TableRow, amount: Decimal) -> dict[str, str]:
    cells = {key: row.cells.get(key, "") for key in (NAME, CATEGORY, EVENT, NUMBER, REMARK)}
    return {"序号": str(i), **cells, "金额": _figure(amount)}


def _figure(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _needed(row: TableRow, head: str) -> str:
    value = row.cells.get(head, "")
    if not value:
        raise DocforgeError(codes.DATA_INVALID, row.where, problem=f"“{head}”没有填写")
    return value


def _amounts(rows: Sequence[TableRow], path: Path, pack: Pack) -> list[Decimal]:
    """The amounts in 万元; every bad row is named, none is dropped."""
    amounts, problems = [], []
    seen: dict[str, str] = {}
    for row in rows:
        name = letters(row.cells.get(NAME, ""))
        if not name:
            problems.append(f"{row.where}“{NAME}”没有填写")
        elif name in seen:
            problems.append(f"{row.where}“{NAME}”与{seen[name]}重复")
        seen[name] = row.where
        amount, problem = _amount(row, _event_cap(row, pack))
        amounts.append(amount)
        if problem:
            problems.append(f"{row.where}“{AMOUNT}”{problem}")
    if problems:
        raise DocforgeError(codes.DATA_INVALID, str(path), problem="；".join(problems))
    return amounts


def _amount(row: TableRow, most: Decimal | None) -> tuple[Decimal, str]:
    """The row's amount and what is wrong with it; ``most``: the policy's cap for its event, where it names one."""
    text, cap = row.cells.get(squeeze(AMOUNT), ""), row.cells.get(squeeze(CAP), "")
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return Decimal(0), f"“{text}”不是数字" if text else "没有填写"
    if not amount.is_finite() or amount <= 0:
        return amount, "应大于 0"
    if amount * 10000 != (amount * 10000).to_integral_value():
        return amount, f"{text} 不足一元的部分应去掉"
    try:
        over = bool(cap) and amount > Decimal(cap)
    except InvalidOperation:
        return amount, f"的上限“{cap}”不是数字"
    if most is not None and amount > most:
        return amount, f"{text} 超过政策规定的上限 {_figure(most)}"
    return amount, f"{text} 超过上限 {cap}" if over else ""


def _event_cap(row: TableRow, pack: Pack) -> Decimal | None:
    """The most that the policy grants for the row's category and event; None where the row does not name them."""
    said = row.cells.get(CATEGORY)
    named = [c for c in pack.categories if said in (c.id, c.name, *c.aliases)]
    events = [e for c in named for e in c.events if row.cells.get(EVENT) in (e.id, e.name, *e.aliases)]
    awards = [award for event in events for award in event.award if isinstance(award, Sum) and award.kind != "floor"]
    amounts = [amount for award in awards for amount in (award.amount, *award.by_level.values()) if amount is not None]
    return max(amounts, default=None)


def _refuse_personal_data(items: Sequence[Mapping[str, str]], path: Path) -> None:
    for item in items:
        for head, text in item.items():
            what = personal_data(text)
            if what:
                raise DocforgeError(codes.PERSONAL_DATA, f"{path.name} 第{item['序号']}家“{head}”", what=what)


def personal_data(text: str) -> str:
    """What kind of personal number stands in the text: 公民身份号码, 手机号码, 银行账号; empty when none does."""
    joined = _BETWEEN_DIGITS.sub("", compat(text))
    if any(ids.is_citizen_id(found.upper()) for found in _CITIZEN_ID.findall(joined)):
        return "公民身份号码"
    if _MOBILE.search(joined):
        return "手机号码"
    return "银行账号" if any(not ids.is_uscc(found) for found in _ACCOUNT.findall(joined)) else ""


def _contact(department: Department) -> tuple[dict[str, str], list[str]]:
    known = {
        "受理科室": department.section,
        "电话": department.phone,
        "地址": department.address,
        "监督电话": department.supervision_phone,
    }
    return {name: value or BLANK for name, value in known.items()}, [name for name, value in known.items() if not value]
