"""What is said of marks that two or more applications share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from docforge.casework.batch.marks import Marked
from docforge.casework.batch.resemblance import LEAST, similarity
from docforge.casework.batch.summary import PERSONAL, TraceKind
from docforge.casework.duplicates import Seen, is_same_picture
from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.model import Evidence, Finding, Source, finding
from docforge.core.text import letters

_MOST_SIDES = 6
_FIRMS_OF_ONE_PHONE = 3

Told = Iterator[tuple[Sequence[Marked], Finding]]


def _applicants(group: Sequence[Marked]) -> Told:
    """One code in several cases: in one category twice, in several, or as the employer of several persons."""
    by_category: dict[str, list[Marked]] = {}
    for side in group:
        by_category.setdefault(side.category, []).append(side)
    for category, sides in by_category.items():
        if len(sides) > 1:
            code = codes.SAME_EMPLOYER if sides[0].personal else codes.SAME_APPLICANT
            yield sides, _said(code, sides, category=category, number=sides[0].shown)
    if len(by_category) > 1:
        firsts = [sides[0] for sides in by_category.values()]
        yield firsts, _said(codes.SAME_APPLICANT_ELSEWHERE, firsts, number=firsts[0].shown)


def _certificates(group: Sequence[Marked]) -> Told:
    """One number made out to several names; else used by several applicants."""
    same = [side for side in group if side.value == group[0].value]
    holders = _one_each(same, lambda side: letters(side.holder) or None)
    parties = _one_each(same, _party)
    number, label = same[0].shown, same[0].more[0]
    if len(holders) > 1:
        yield holders, _said(codes.CERTIFICATE_TWO_NAMES, holders, by_holder=True, number=number, label=label)
    elif len(parties) > 1:
        yield parties, _said(codes.CERTIFICATE_SHARED, parties, number=number, label=label)


def _files(group: Sequence[Marked]) -> Told:
    parties = _one_each([side for side in group if side.value == group[0].value], _party)
    if len(parties) > 1:
        label = next((side.shown for side in parties if side.shown), "")
        yield parties, _said(codes.SAME_FILE if label else codes.SAME_UNKNOWN_FILE, parties, label=label)


def _persons(group: Sequence[Marked]) -> Told:
    cases = _one_each([side for side in group if side.personal], lambda side: side.case)
    if len(cases) > 1:
        yield cases, _said(codes.SAME_PERSON, cases)


def _phones(group: Sequence[Marked]) -> Told:
    firms = _one_each([side for side in group if not side.personal], _firm)
    if len(firms) >= _FIRMS_OF_ONE_PHONE:
        yield firms, _said(codes.SAME_PHONE, firms, number=firms[0].shown)


GROUPS: Mapping[TraceKind, Callable[[Sequence[Marked]], Told]] = MappingProxyType(
    {
        TraceKind.USCC: _applicants,
        TraceKind.CERTIFICATE: _certificates,
        TraceKind.FILE: _files,
        TraceKind.CITIZEN_ID: _persons,
        TraceKind.PHONE: _phones,
    }
)
"""What is said of marks that are the same: the sides that a finding names, and the finding."""


def _pictures(one: Marked, other: Marked, _: int) -> Finding | None:
    """The same picture saved again. Without a long number on it nothing may differ: blank backs of cards look alike."""
    if _party(one) == _party(other) or one.more[0] == other.more[0]:
        return None
    first, second = _seen(one), _seen(other)
    is_plain = not (one.more[2] and other.more[2])
    same = first.looks == second.looks and first.figures == second.figures if is_plain else is_same_picture(first, second)
    return _said(codes.SAME_PICTURE, (one, other)) if same else None


def _texts(one: Marked, other: Marked, shared: int) -> Finding | None:
    if shared < LEAST or one.case == other.case:
        return None
    return _said(codes.SAME_TEXT, (one, other), share=f"{similarity(shared):.0%}")


PAIRS: Mapping[TraceKind, Callable[[Marked, Marked, int], Finding | None]] = MappingProxyType(
    {TraceKind.PICTURE: _pictures, TraceKind.TEXT: _texts}
)
"""What is said of two marks that met so many times; None where they are not alike enough."""


def _seen(side: Marked) -> Seen:
    sha256, shapes, long, short = side.more[:4]
    figures = frozenset(filter(None, (*long.split("-"), *short.split("-"))))
    looks = tuple(int(look, 16) for look in side.value.split("-"))
    return Seen(Source(side.where, sha256, ""), looks, tuple(map(float, shapes.split("-"))), figures)


def _firm(side: Marked) -> str:
    return side.uscc or letters(side.applicant) or side.case


def _party(side: Marked) -> str:
    """Whose the paper is: the firm of several persons hands in its licence with each of them, but no one's diploma twice."""
    return f"{_firm(side)}/{letters(side.applicant)}" if PERSONAL in side.more else _firm(side)


def _one_each(sides: Iterable[Marked], key: Callable[[Marked], str | None]) -> list[Marked]:
    first: dict[str, Marked] = {}
    for side in sides:
        if (own := key(side)) is not None:
            first.setdefault(own, side)
    return list(first.values())


def _said(code: Code, sides: Sequence[Marked], *, by_holder: bool = False, **details: str) -> Finding:
    named = [_side(side, by_holder) for side in sides[:_MOST_SIDES]]
    more = f"等 {len(sides)} 份" if len(sides) > len(named) else ""
    evidence = tuple(Evidence("/".join(filter(None, (side.case, side.where)))) for side in sides[:_MOST_SIDES])
    said = "、".join(named) + more
    return finding(code, sides[0].applicant, evidence=evidence, sides=said, count=len(sides), **details)


def _side(side: Marked, by_holder: bool) -> str:
    """甲公司（01-甲公司/营业执照.jpg）."""
    name = f"“{side.holder}”，{side.applicant}" if by_holder else side.applicant
    return f"{name or '未读出名称'}（{'/'.join(filter(None, (side.case, side.where)))}）"
