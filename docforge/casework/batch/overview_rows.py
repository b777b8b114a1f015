"""From the summaries of a run to the rows of the clerk's tables: one pass, the rows kept on disk."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path

from docforge.casework.batch.across import Shared
from docforge.casework.batch.cells import Cell, Column, Overview, Row, Section
from docforge.casework.batch.links import Places
from docforge.casework.batch.spool import Spool
from docforge.casework.batch.summary import CaseSummary, TraceKind
from docforge.casework.notices import to_supplement
from docforge.casework.words import STATUS
from docforge.checking.verdict import CaseStatus, Met, RequirementResult, Result, Verdict
from docforge.core.codes import CATALOGUE, Severity
from docforge.core.model import Finding
from docforge.core.money import wan
from docforge.policy.loader import Pack

MARK = {Met.MET: "●", Met.MISSING: "缺", Met.DOUBTFUL: "疑", Met.INVALID: "无效"}
SEVERITY = {Severity.ERROR: "须更正", Severity.WARNING: "请核对", Severity.INFO: "提示"}
LEGEND = "● 已提交　缺 未提交　疑 须人工核对　无效 已过期或不能作为该材料　— 该类别不要求"
FAILED, NO_NAME, NO_CATEGORY = "无法处理", "（未读出名称）", "（未能判断类别）"
_FORM = "申请表"
_CAP = {"cap": "上限", "floor": "下限", "fixed": "定额"}
_SHARED = {
    TraceKind.USCC: "统一社会信用代码",
    TraceKind.CERTIFICATE: "证书编号",
    TraceKind.FILE: "相同文件",
    TraceKind.PICTURE: "相同画面",
    TraceKind.CITIZEN_ID: "公民身份号码",
    TraceKind.PHONE: "联系电话",
    TraceKind.TEXT: "相近内容",
}
_NO_CAP_NOTE = "此为核定上限，不是应拨金额；拟支持金额由主管部门在资金分配方案中确定"


@dataclass
class _Tally:
    """Of one category: how many cases of each status, and the caps added up."""

    department: str = ""
    count: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    total: Decimal = Decimal(0)
    open: int = 0

    def add(self, verdict: Verdict | None) -> None:
        """Count one case."""
        self.count += 1
        self.statuses[verdict.status.value if verdict else FAILED] += 1
        amount = verdict.cap.amount if verdict else None
        self.total += amount or 0
        self.open += verdict is not None and amount is None


class _Tables:
    """The rows of all tables, as the summaries come."""

    def __init__(self, spool: Spool, pack: Pack, places: Places) -> None:
        self._spool, self._places = spool, places
        self._forms = {(c.id, r.id) for c in pack.categories for r in c.requirements if r.form}
        wanted = (_FORM if r.form else r.label for c in pack.categories for r in c.requirements)
        self._order = {label: place for place, label in enumerate(dict.fromkeys((_FORM, *wanted)))}
        self._departments = {d.name: f"{place:03}" for place, d in enumerate(pack.policy.departments.values())}
        self._categories = {c.name: place for place, c in enumerate(pack.categories)}
        self._labels: set[str] = set()
        self._tallies: dict[str, _Tally] = {}
        self._reasons: Counter[str] = Counter()
        self._incomplete = 0

    def add(self, summary: CaseSummary) -> None:
        """Take one case into every table."""
        verdict = summary.verdict
        category = summary.category_name or NO_CATEGORY
        report = self._places.report(summary)
        who = Cell((verdict.applicant if verdict else "") or NO_NAME, link=report)
        status = verdict.status.value if verdict else "failed"
        state = Cell(STATUS.get(status, FAILED), tone=status)
        amount = _amount(verdict)
        place = self._departments.get(summary.department, "999")
        self._spool.add("link", report, place=summary.case)
        self._main(summary, (who, Cell(summary.case), Cell(summary.uscc), Cell(category), state, amount))
        for found in dict.fromkeys(
            (*(verdict.all_findings if verdict else ()), *summary.findings, *filter(None, [summary.failure]))
        ):
            self._problem(who, summary, found)
        if verdict:
            event, level = Cell(summary.event), Cell(summary.level)
            kind, why = _CAP.get(verdict.cap.kind, verdict.cap.kind), "；".join(verdict.cap.derivation)
            self._keep("caps", (who, Cell(category), event, level, amount, Cell(kind), Cell(why), Cell(verdict.cap.basis)))
            self._reason(verdict)
        self._keep("departments", (Cell(summary.department), who, Cell(category), state, amount, Cell(summary.case)), place)
        contact = (who, Cell(category), Cell(summary.department), Cell(summary.contact.person), Cell(summary.contact.phone), state)
        self._keep("contacts", contact)
        self._tallies.setdefault(category, _Tally(summary.department)).add(verdict)

    def share(self, shared: Shared) -> None:
        """Take in what several cases share."""
        first, second = (Cell(case, link=next(self._spool.at("link", case), "")) for case in (*shared.cases, "")[:2])
        found, others = shared.finding, "、".join(shared.cases[2:])
        grade = Cell(SEVERITY[found.severity], tone=found.severity.value)
        kind = Cell(_SHARED[shared.kind])
        row = (grade, kind, first, second, Cell(others), Cell(found.message), Cell(found.remedy), Cell(found.code))
        self._keep("shared", row, _rank(found))

    def _keep(self, shelf: str, row: Row, place: str = "") -> None:
        self._spool.add(shelf, [cell.plain() for cell in row], place)

    def _main(self, summary: CaseSummary, head: Row) -> None:
        verdict = summary.verdict
        marks = {self._label(verdict, r): self._mark(summary, r).plain() for r in verdict.requirements} if verdict else {}
        self._labels.update(marks)
        failed = [c.text for c in verdict.conditions if c.result is Result.NOT_MET] if verdict else []
        tail = (Cell("；".join(failed)), Cell(summary.department))
        self._spool.add("main", [[cell.plain() for cell in head], marks, [cell.plain() for cell in tail]])

    def _label(self, verdict: Verdict, result: RequirementResult) -> str:
        return _FORM if (verdict.category, result.id) in self._forms else result.label

    def _mark(self, summary: CaseSummary, result: RequirementResult) -> Cell:
        link = next((link for e in result.by if (link := self._places.paper(summary, e))), "")
        return Cell(MARK[result.status], link=link, tone=result.status.value)

    def _problem(self, who: Cell, summary: CaseSummary, found: Finding) -> None:
        where = "、".join(dict.fromkeys(e.where for e in found.evidence)) or found.subject
        grade = Cell(SEVERITY[found.severity], tone=found.severity.value)
        said = (found.message, found.remedy, found.basis, where, found.code)
        self._keep("problems", (grade, who, Cell(summary.category_name), *map(Cell, said)), _rank(found))

    def _reason(self, verdict: Verdict) -> None:
        """Count why a case must be supplemented, each reason once a case, without what is this one's own."""
        wrong = to_supplement(verdict) if verdict.status is CaseStatus.INCOMPLETE else []
        if wrong:
            self._incomplete += 1
            labels = {found: r.label for r in verdict.requirements for found in r.findings}
            self._reasons.update({_reason(found, labels.get(found, found.subject)) for found in wrong})

    def sections(self) -> Iterator[Section]:
        """The tables, in the order in which a clerk reads them."""
        yield self._main_section()
        yield self._kept(
            "问题清单",
            "problems",
            (("程度", 8), ("申报单位", 30), ("类别", 18), ("问题", 50), ("处理办法", 40), ("依据", 18), ("位置", 30), ("代码", 7)),
        )
        caps = (
            ("申报单位", 30),
            ("类别", 18),
            ("情形", 12),
            ("级别", 9),
            ("金额（万元）", 13),
            ("性质", 7),
            ("推导", 64),
            ("依据", 18),
        )
        yield self._kept("上限与推导", "caps", caps, _NO_CAP_NOTE)
        yield self._kept(
            "部门分办",
            "departments",
            (("部门", 28), ("申报单位", 34), ("类别", 24), ("结论", 12), ("上限（万元）", 13), ("案卷", 30)),
        )
        contacts = (("申报单位", 34), ("类别", 24), ("部门", 28), ("联系人", 14), ("联系电话", 18), ("结论", 12))
        yield self._kept("联系人（内部）", "contacts", contacts, "内部使用，不得公开")
        yield self._reason_section()
        yield self._category_section()
        shared = (
            ("程度", 8),
            ("项目", 16),
            ("申报一", 24),
            ("申报二", 24),
            ("其他", 24),
            ("说明", 64),
            ("处理办法", 36),
            ("代码", 7),
        )
        yield self._kept("相互比对", "shared", shared, "只提示相同之处，不作结论")

    def _kept(self, name: str, shelf: str, columns: Iterable[tuple[str, int]], note: str = "") -> Section:
        def rows(most: int) -> Iterator[Row]:
            return (_row(plain) for plain in self._spool.rows(shelf, most))

        return Section(name, tuple(Column(*column) for column in columns), rows, self._spool.count(shelf), note)

    def _main_section(self) -> Section:
        labels = sorted(self._labels, key=lambda label: (self._order.get(label, len(self._order)), label))
        head = (
            ("序号", 5),
            ("申报单位", 30),
            ("案卷", 18),
            ("统一社会信用代码", 20),
            ("类别", 18),
            ("结论", 11),
            ("上限（万元）", 13),
        )
        columns = (
            *(Column(*c) for c in head),
            *(Column(label, 8) for label in labels),
            Column("不符合的条件", 24),
            Column("部门", 18),
        )

        def rows(most: int) -> Iterator[Row]:
            for number, (own, marks, tail) in enumerate(self._spool.rows("main", most), start=1):
                cells = [Cell(*marks[label]) if label in marks else Cell("—", tone="none") for label in labels]
                yield (Cell(figure=number), *_row(own), *cells, *_row(tail))

        return Section("总表", columns, rows, self._spool.count("main"), LEGEND)

    def _reason_section(self) -> Section:
        found = self._reasons.most_common()
        share = [Cell(f"{count / self._incomplete:.0%}") for _, count in found]
        made: list[Row] = [(Cell(reason), Cell(figure=count), part) for (reason, count), part in zip(found, share, strict=True)]
        columns = (Column("补正原因", 70), Column("件数", 9), Column("占需补正的", 12))
        return Section(
            "补正原因统计", columns, partial(_few, made), len(made), f"需要补正的 {self._incomplete} 件，一件可有几个原因"
        )

    def _category_section(self) -> Section:
        heads = (
            ("类别", 30),
            ("部门", 28),
            ("件数", 8),
            *((word, 12) for word in STATUS.values()),
            (FAILED, 12),
            ("上限合计（万元）", 16),
            ("金额待定", 10),
        )
        order = sorted(self._tallies, key=lambda name: self._categories.get(name, len(self._categories)))
        made = [_tally_row(name, self._tallies[name]) for name in order]
        if made:
            sums = [Cell(figure=sum(row[i].figure or 0 for row in made), tone="total") for i in range(2, len(heads))]
            made.append((Cell("合计", tone="total"), Cell(tone="total"), *sums))
        return Section(
            "按类别合计", tuple(Column(*head) for head in heads), partial(_few, made), len(made), _NO_CAP_NOTE, total=True
        )


@contextmanager
def gathered(
    summaries: Iterable[CaseSummary], pack: Pack, shared: Iterable[Shared] = (), *, root: Path, base: Path
) -> Iterator[Overview]:
    """The tables of a run; their rows can be asked for inside the ``with``.

    ``root``: the folder of the run, from which the summaries' paths count; ``base``: the folder of the table, from which links do.
    ``shared`` is read after the summaries, so that it may be a stream over the same journal.
    """
    with Spool() as spool:
        tables = _Tables(spool, pack, Places(root, base))
        for summary in summaries:
            tables.add(summary)
        for one in shared:
            tables.share(one)
        yield Overview(f"{pack.policy.title} 申报材料汇总", pack.policy.banner, tuple(tables.sections()))


def _few(rows: list[Row], most: int) -> Iterator[Row]:
    return iter(rows if most < 0 else rows[:most])


def _row(plain: list[list[object]]) -> Row:
    return tuple(Cell(*cell) for cell in plain)  # type: ignore[arg-type]  # as Cell.plain wrote them


def _amount(verdict: Verdict | None) -> Cell:
    if verdict is None:
        return Cell()
    amount = verdict.cap.amount
    return Cell("待定", tone="none") if amount is None else Cell(wan(amount), float(amount / 10_000))


def _tally_row(name: str, tally: _Tally) -> Row:
    counts = (tally.count, *(tally.statuses[status] for status in STATUS), tally.statuses[FAILED])
    figures = (*counts, float(tally.total / 10_000), tally.open)
    return (Cell(name), Cell(tally.department), *(Cell(figure=figure) for figure in figures))


def _rank(found: Finding) -> str:
    return str(list(Severity).index(found.severity))


def _reason(found: Finding, label: str) -> str:
    """What the finding's code says of the paper or the field, in general: dates, names and values left out."""
    return CATALOGUE[found.code].say(label=label, field=label, papers="材料")
