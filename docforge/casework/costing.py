"""What the caps add up to over cases that were checked: for who writes the next policy."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from docforge.checking.amount import yearly_limits
from docforge.checking.exclusions import Claim, settle
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.policy.loader import Pack

RESULT = "核对结果.json"


@dataclass(frozen=True, slots=True)
class CategoryCost:
    """Cases of one category: how many, how many without a figure, the sum of their caps in 元 before 就高不重复."""

    category: str
    cases: int
    without_figure: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """By category, and what remains after 就高不重复 among the claims of one applicant, in 元."""

    categories: tuple[CategoryCost, ...]
    total: Decimal
    lines: tuple[str, ...]


def cost(pack: Pack, places: Iterable[Path]) -> Cost:
    """The cost of the cases in the folders: every 核对结果.json in and below them, those of other policies left out.

    Raises DocforgeError R101 for a place that is not there, U702 for a result that cannot be read, U704 when there is none.
    """
    verdicts = [verdict for place in places for verdict in _verdicts(place, pack)]
    if not verdicts:
        raise DocforgeError(codes.LIST_EMPTY, RESULT)
    claims = [(str(v["applicant"]), _claim(pack, v)) for v in verdicts]
    by_category = tuple(_of_category(name, [c for _, c in claims if c.category == name]) for name in _categories(pack, claims))
    limits = yearly_limits(pack, max(date.fromisoformat(str(v["on"])) for v in verdicts))
    by_applicant = [[c for who, c in claims if who == name] for name in dict.fromkeys(who for who, _ in claims)]
    settled = [settle(pack.policy.exclusions, own, limits) for own in by_applicant]
    lines = tuple(line for settlement in settled for line in settlement.lines)
    return Cost(by_category, sum((s.total for s in settled), Decimal(0)), lines)


def _verdicts(place: Path, pack: Pack) -> Iterable[dict[str, Any]]:
    if not place.exists():
        raise DocforgeError(codes.FILE_NOT_FOUND, str(place))
    for path in sorted(place.rglob(RESULT)) if place.is_dir() else [place]:
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            found = read.get("cases", [read])
            yield from (verdict for verdict in found if verdict["policy"] == pack.policy.id)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="不是 docforge check 的结果") from error


def _claim(pack: Pack, verdict: dict[str, Any]) -> Claim:
    category, cap = pack.category(str(verdict["category"])), verdict["cap"]
    try:
        amount = None if cap["amount"] is None else Decimal(str(cap["amount"]))
    except InvalidOperation as error:
        raise DocforgeError(codes.DATA_UNREADABLE, RESULT, reason=f"金额“{cap['amount']}”不是数字") from error
    return Claim(category.id, category.name, amount, str(cap["kind"]))


def _categories(pack: Pack, claims: Sequence[tuple[str, Claim]]) -> list[str]:
    used = {claim.category for _, claim in claims}
    return [category.id for category in pack.categories if category.id in used]


def _of_category(name: str, claims: Sequence[Claim]) -> CategoryCost:
    total = sum((claim.amount or Decimal(0) for claim in claims), Decimal(0))
    return CategoryCost(name, len(claims), sum(claim.amount is None for claim in claims), total)
