"""The rows of a list of what is granted, from a table or from checked cases: every bad one named by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from docforge.casework.notices import AMOUNT, CAP, CATEGORY, CODE, EVENT, NAME, REMARK
from docforge.casework.notices_drafts import figure
from docforge.casework.tables import TableRow, first, read_rows
from docforge.checking.check import DECIDED
from docforge.checking.exclusions import is_member
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.money import parse_money, wan
from docforge.core.personal import HEADS, personal, split_personal
from docforge.core.text import letters, squeeze
from docforge.policy.award import Sum
from docforge.policy.category import Category
from docforge.policy.loader import Pack
from docforge.policy.papers import PublicList

if TYPE_CHECKING:
    from docforge.casework.checked_cases import CheckedCase

_APPLICANT = (NAME, "申报单位", "企业名称", "机构名称", "运营单位", "依托单位", "创建单位", "承担单位", "工作单位")
LEVEL, EXCLUDED, PHASES = "级别", ("就高说明", "就高不重复说明", "就高情况"), ("年度分期", "分期", "分期支持", "分期金额")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: where it stands, its list and category, its columns by name, the amount in 万元."""

    where: str
    own: PublicList
    category: Category
    cells: Mapping[str, str]
    given: Mapping[str, str]
    amount: Decimal

    @property
    def name(self) -> str:
        """What stands in the column of the name."""
        return self.cells[self.own.key.name]

    @property
    def applicant(self) -> str:
        """The unit that applies, else the name; the code where it is given tells it apart."""
        return self.given.get(CODE) or first(self.given, _APPLICANT) or self.name


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a list, and what a person should know of how they were read."""

    rows: tuple[Listed, ...]
    remarks: tuple[str, ...] = ()


def list_rows(source: Path, pack: Pack, *, amounts: bool = True, zero: bool = False) -> Rows:
    """The rows of a file, or of a folder of checked cases. ``amounts``: each must have one; ``zero``: it may be nothing.

    Raises DocforgeError U701 that names each bad row and column, U704 for an empty list.
    """
    if not pack.policy.lists:
        raise DocforgeError(codes.POLICY_INVALID, pack.policy.id, problem="没有写 lists（名单的栏目），不能生成名单")
    given, remarks = _given(source, pack, amounts)
    if not given:
        raise DocforgeError(codes.LIST_EMPTY, "；".join((str(source), *remarks)))
    made, problems = [], []
    for row in given:
        listed, wrong = _listed(row, pack, amounts, zero)
        problems += [f"{row.where}{problem}" for problem in wrong]
        made += [listed] if listed else []
    problems += [*_repeated(made), *(_excluding(made, pack) if amounts else ())]
    if problems:
        raise DocforgeError(codes.DATA_INVALID, str(source), problem="；".join(problems))
    return Rows(tuple(made), tuple(remarks))


def personal_cells(rows: Sequence[Listed], allowed: Sequence[str]) -> Iterator[str]:
    """Each cell that would publish personal data, by row and column; the data itself is not told."""
    for row in rows:
        for column in row.own.columns:
            for kind in personal(row.cells[column.name], allowed):
                yield f"{row.where}“{column.label}”有{kind}"
        for kind in split_personal([row.cells[column.name] for column in row.own.columns], allowed):
            yield f"{row.where}相邻的栏目合起来是{kind}"


def _given(source: Path, pack: Pack, amounts: bool) -> tuple[list[TableRow], list[str]]:
    if not source.is_dir():
        heads = dict.fromkeys((NAME, *(name for own in pack.policy.lists for name in own.key.names), *_APPLICANT))
        return read_rows(source, tuple(heads)), []
    cases: Sequence[CheckedCase] = resolve("docforge.casework.checked_cases:checked_cases")(source, pack)
    rows = [_row_of(case, pack) for case in cases]
    left_out = [row for row in rows if amounts and first(row.cells, (AMOUNT,)) in ("", "0")]
    told = [f"没有拟支持金额、未列入的有{len(left_out)}件：{'、'.join(row.where for row in left_out)}"] if left_out else []
    open_ = [c.verdict.applicant for c, row in zip(cases, rows, strict=True) if row not in left_out and c.verdict.has_errors]
    told += [f"核对结果仍有须更正之处、已列入的有{len(open_)}件，请核对：{'、'.join(open_)}"] if open_ else []
    return [row for row in rows if row not in left_out], told


def _row_of(case: "CheckedCase", pack: Pack) -> TableRow:
    """A checked case as a row: who applies under its list's own heads, the amount that the clerk decided."""
    own = next(one for one in pack.policy.lists if one.holds(case.category))
    cells = {squeeze(head): text for head, text in case.row.items()}
    cells |= {CATEGORY: case.category.name, LEVEL: case.level(pack), squeeze(AMOUNT): _decided(case, pack)}
    if case.verdict.cap.amount is not None:
        cells[squeeze(CAP)] = wan(case.verdict.cap.amount)
    if own.key.read_from:
        cells[NAME] = case.verdict.applicant
    else:
        cells.pop(NAME, None)
        cells[squeeze(own.key.label)] = case.verdict.applicant
    cells |= {squeeze(c.label): told for c in own.columns if (told := case.told(c.read_from))}
    cells |= {EXCLUDED[0]: "；".join(line for line in case.verdict.cap.derivation if "就高" in line)}
    cells |= {"联系人": "\n".join(filter(None, (case.told(("contact",)), case.told(("contact_phone",)))))}
    return TableRow(cells, f"{case.verdict.applicant}（{case.folder.name}）")


def _decided(case: "CheckedCase", pack: Pack) -> str:
    said = case.typed.get(DECIDED, "")
    amount = parse_money(said, unit=pack.policy.money_unit) if said else None
    return said if amount is None else wan(amount)


def _listed(row: TableRow, pack: Pack, amounts: bool, zero: bool) -> tuple[Listed | None, list[str]]:
    category, own, problem = _placed(row, pack)
    if category is None or own is None:
        return None, [problem]
    cells = {column.name: first(row.cells, column.names) for column in own.columns}
    if CATEGORY in cells:
        cells[CATEGORY] = category.name
    cells[own.key.name] = cells[own.key.name] or (first(row.cells, (NAME,)) if len(pack.policy.lists) == 1 else "")
    problems = [f"“{c.label}”没有填写" for c in own.columns if c.required and c is not own.money and not cells[c.name]]
    said = first(row.cells, (*own.money.names, AMOUNT))
    amount = Decimal(0)
    if amounts or said:
        amount, wrong = _amount(said, first(row.cells, (CAP,)), _event_cap(row, category), zero)
        problems += [f"“{AMOUNT}”{wrong}"] if wrong else []
    cells[own.money.name] = figure(amount)
    return Listed(row.where, own, category, cells, row.cells, amount), problems


def _placed(row: TableRow, pack: Pack) -> tuple[Category | None, PublicList | None, str]:
    """The category and the list of a row; a family will do where all of it stands in one list."""
    said = first(row.cells, (CATEGORY, "申报类别", "奖励事项"))
    lists = pack.policy.lists
    if not said and len(pack.categories) > 1:
        return None, None, f"“{CATEGORY}”没有填写"
    try:
        candidates = pack.candidates(said or None)
    except DocforgeError as error:
        return None, None, f"“{CATEGORY}”{error.message}"
    holding = [own for own in lists if any(own.holds(category) for category in candidates)]
    if len(holding) != 1:
        return None, None, f"“{CATEGORY}”“{said}”不止一种，请写明是哪一种"
    return candidates[0], holding[0], ""


def _amount(text: str, cap: str, most: Decimal | None, zero: bool) -> tuple[Decimal, str]:
    """The row's amount and what is wrong with it; ``most``: the policy's cap for its event, where it names one."""
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return Decimal(0), f"“{text}”不是数字" if text else "没有填写"
    if not amount.is_finite() or amount < 0 or (amount == 0 and not zero):
        return Decimal(0), "应大于 0"
    if amount * 10000 != (amount * 10000).to_integral_value():
        return amount, f"{text} 不足一元的部分应去掉"
    try:
        over = bool(cap) and amount > Decimal(cap)
    except InvalidOperation:
        return amount, f"的上限“{cap}”不是数字"
    if most is not None and amount > most:
        return amount, f"{text} 超过政策规定的上限 {figure(most)}"
    return amount, f"{text} 超过上限 {cap}" if over else ""


def _event_cap(row: TableRow, category: Category) -> Decimal | None:
    """The most that the policy grants for the row's event; None where the row does not name it."""
    said = first(row.cells, (EVENT, "情形"))
    events = [event for event in category.events if said in (event.id, event.name, *event.aliases)]
    awards = [award for event in events for award in event.award if isinstance(award, Sum) and award.kind != "floor"]
    amounts = [amount for award in awards for amount in (award.amount, *award.by_level.values()) if amount is not None]
    return max(amounts, default=None)


def _repeated(rows: Sequence[Listed]) -> Iterator[str]:
    seen: dict[tuple[str, ...], str] = {}
    for row in rows:
        apart = [row.cells[column.name] for column in row.own.columns if column.tells_apart]
        key = (row.own.name, row.category.id, *map(letters, (row.name, *apart)))
        if key in seen and row.name:
            yield f"{row.where}“{row.own.key.label}”与{seen[key]}重复"
        seen.setdefault(key, row.where)


def _excluding(rows: Sequence[Listed], pack: Pack) -> Iterator[str]:
    """Two grants to one applicant of which the policy allows only the higher."""
    for rule in pack.policy.exclusions:
        seen: dict[str, Listed] = {}
        for row in rows if rule.scope == "same_applicant" else ():
            if row.amount and is_member(rule, row.category.id):
                other = seen.setdefault(letters(row.applicant), row)
                if other is not row:
                    yield f"{row.where}与{other.where}是同一申报单位，按就高不重复只支持一项（{rule.basis}）"


def unpublished(rows: Sequence[Listed]) -> tuple[str, ...]:
    """That the list brought columns of personal data, which no public list has."""
    heads = dict.fromkeys(head for row in rows for head, text in row.given.items() if text and HEADS.fullmatch(head))
    return (f"名单中的{'、'.join(f'“{head}”' for head in heads)}属于个人信息，没有写入",) if heads else ()


def remark_of(row: Listed) -> str:
    """The row's remark, where its list has none of its own."""
    return first(row.given, (REMARK,))
