"""就高不重复: of several supports for one applicant or one project, the highest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import Finding, finding
from docforge.core.money import wan
from docforge.policy.model import Exclusion


@dataclass(frozen=True, slots=True)
class Claim:
    """One support that an applicant claims or was granted. ``amount`` in 元, None where it cannot be told.

    ``kind``: as of ``Cap``. ``granted_on`` is None for what is claimed in the same round. ``project`` names what it is for.
    """

    category: str
    label: str
    amount: Decimal | None
    kind: str = "cap"
    project: str = ""
    granted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What remains of several claims: the total in 元, whether it is only a floor or open, and how it came about."""

    total: Decimal
    kept: tuple[Claim, ...]
    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    is_open: bool = False


def settle(exclusions: Sequence[Exclusion], claims: Sequence[Claim], limits: Mapping[str, Decimal] | None = None) -> Settlement:
    """Apply every exclusion among the claims of one applicant, earlier ones included, then the yearly ``limits`` by category.

    Of equal amounts the one granted before, else the first named, is kept. A same-project rule drops nothing by itself where the
    projects are not known to be the same: that is said.
    """
    kept, lines, found = list(claims), [], []
    for rule in exclusions:
        members = [claim for claim in kept if is_member(rule, claim.category)]
        found += _renewed(rule, members)
        for group in _groups(rule, members):
            if len(group) > 1:
                best = max(group, key=lambda claim: (claim.amount or Decimal(0), claim.granted_on is not None))
                kept = [claim for claim in kept if claim is best or claim not in group]
                lines.append(_kept_line(rule, best, group))
                found += _earlier(rule, best, group)
        if rule.scope == "same_project" and any(not claim.project for claim in members) and len(kept) > 1:
            found.append(finding(codes.PERHAPS_SAME_PROJECT, rule.id, basis=rule.basis, names=_names(kept)))
    fresh = [claim for claim in kept if claim.granted_on is None]
    total = sum((claim.amount or Decimal(0) for claim in fresh), Decimal(0))
    for category, limit in (limits or {}).items():
        claimed = sum((claim.amount or Decimal(0) for claim in fresh if claim.category == category), Decimal(0))
        if claimed > limit:
            total -= claimed - limit
            lines.append(f"{category} 合计{wan(claimed)}万元，超过本年上限{wan(limit)}万元，按上限计")
    is_open = any(claim.amount is None or claim.kind == "floor" for claim in fresh)
    return Settlement(total, tuple(kept), tuple(lines), tuple(found), is_open)


def is_member(rule: Exclusion, category: str) -> bool:
    """Whether the category falls under the rule."""
    return any(fnmatchcase(category, pattern) for pattern in rule.members)


def _is_renewed(claim: Claim, members: Sequence[Claim]) -> bool:
    """Whether what was granted before is claimed again in the same category: a renewal or an upgrade, for the clerk to judge."""
    return claim.granted_on is not None and any(one.granted_on is None and one.category == claim.category for one in members)


def _renewed(rule: Exclusion, members: Sequence[Claim]) -> list[Finding]:
    if rule.scope != "same_applicant":
        return []
    found = []
    for earlier in (claim for claim in members if _is_renewed(claim, members)):
        fresh = next(one for one in members if one.granted_on is None and one.category == earlier.category)
        is_higher = (fresh.amount or Decimal(0)) > (earlier.amount or Decimal(0))
        code = codes.HIGHER_AFTER_LOWER if is_higher else codes.GRANTED_BEFORE
        found.append(_told(code, rule, [earlier]))
    return found


def _groups(rule: Exclusion, members: Sequence[Claim]) -> list[list[Claim]]:
    if rule.scope == "same_applicant":
        return [[claim for claim in members if not _is_renewed(claim, members)]]
    projects = dict.fromkeys(claim.project for claim in members if claim.project)
    return [[claim for claim in members if claim.project == project] for project in projects]


def _kept_line(rule: Exclusion, best: Claim, group: Sequence[Claim]) -> str:
    whose = "同一创新主体" if rule.scope == "same_applicant" else "同一项目"
    others = "、".join(_shown(claim) for claim in group if claim is not best)
    return f"{whose}就高：保留{_shown(best)}，{others}不重复（{rule.basis}）"


def _earlier(rule: Exclusion, best: Claim, group: Sequence[Claim]) -> list[Finding]:
    """Where something was granted before, the clerk must decide: what is refused, or what is paid on top."""
    earlier = [claim for claim in group if claim.granted_on]
    if not earlier:
        return []
    return [_told(codes.GRANTED_BEFORE if best.granted_on else codes.HIGHER_AFTER_LOWER, rule, earlier)]


def _told(code: Code, rule: Exclusion, earlier: Sequence[Claim]) -> Finding:
    said = "、".join(f"{_shown(claim)}（{claim.granted_on}）" for claim in earlier)
    advice = rule.on_upgrade or "请经办人决定全额、补差或不予支持"
    return finding(code, rule.id, basis=rule.basis, earlier=said, advice=advice)


def _shown(claim: Claim) -> str:
    return claim.label + (f" {wan(claim.amount)}万元" if claim.amount is not None else "")


def _names(claims: Sequence[Claim]) -> str:
    return "、".join(claim.label for claim in claims)
