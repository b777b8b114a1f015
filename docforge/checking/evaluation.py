"""Expressions of a policy over the facts of a case: true, false or unknown, and which fields were used."""

import operator
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Any, TypeAlias

from docforge.checking.case import Case
from docforge.checking.validity import expired
from docforge.core.dates import Term, add_months, add_years, months_from
from docforge.core.model import Field, Grade, Record
from docforge.core.text import letters, squeeze
from docforge.policy.expressions import OF_KIND, Call, Literal, Name, Node, Operation, Over, parsed
from docforge.policy.routing import mentioned

Answer: TypeAlias = Any
"""Text, number, date, truth value, or None: unknown."""
Program: TypeAlias = "Callable[[Scope, Record | None], Answer]"

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_MONTHS_A_YEAR = 12


class Scope:
    """What an expression sees of a case. ``declared``: whether what the applicant only declares counts."""

    def __init__(self, case: Case, *, declared: bool = True) -> None:
        self.case, self._declared = case, declared
        self.used: list[Field] = []
        self.hid = False
        """Whether a declaration was left out."""
        self.kinds: list[str] = []

    def name(self, path: tuple[str, ...], record: Record | None) -> Answer:
        """The value of a name: of the paper in hand, of a fact, or of the best paper of a kind."""
        if record is not None and (found := _field_of(record, path[0])) is not None:
            return self._seen(found, path[1:])
        if len(path) == 1:
            return self._fact(path[0])
        return self._seen(self.case.best((f"{path[0]}.{path[1]}",)), path[2:])

    def papers(self, kind: str) -> Sequence[Record]:
        """The papers of a kind; that they were looked for is remembered."""
        self.kinds.append(kind)
        return self.case.papers(kind)

    def _fact(self, key: str) -> Answer:
        if key == "on":
            return self.case.on
        if key in ("applicant", "level"):
            return (self.case.applicant_name if key == "applicant" else self.case.level) or None
        spec = self.case.fact(key)
        field = self.case.answers.get(spec.key if spec else key)
        is_claim = spec is not None and spec.by == "applicant" and not spec.selects
        if field is None or spec is None:
            return None
        if is_claim and not self._declared:
            self.hid = True
            return None
        return None if self._seen(field, ()) is None else self.case.fact_value(spec.key)

    def _seen(self, field: Field | None, parts: tuple[str, ...]) -> Answer:
        if field is None or field.value is None or field.grade is Grade.LOW:
            return None
        self.used.append(field)
        value: Answer = field.value
        if parts and isinstance(value, Term):
            return {"start": value.start, "end": date.max if value.open_ended else value.end}.get(parts[0])
        return value


def _field_of(record: Record, name: str) -> Field | None:
    found = record.fields.get(name)
    return found or next((field for field in record.fields.values() if field.label == name), None)


def evaluate(text: str, scope: Scope, record: Record | None = None) -> Answer:
    """The value of the expression; None where it cannot be told."""
    return program(text)(scope, record)


@lru_cache(maxsize=4096)
def program(text: str) -> Program:
    """The expression compiled once."""
    return _compiled(parsed(text))


def _compiled(node: Node) -> Program:
    if isinstance(node, Literal):
        value = node.value
        return lambda _scope, _record: value
    if isinstance(node, Name):
        path = node.path
        return lambda scope, record: scope.name(path, record)
    if isinstance(node, Over):
        return _over(node)
    if isinstance(node, Call):
        return _call(node)
    return _operation(node)


def _operation(node: Operation) -> Program:
    parts = [_compiled(operand) for operand in node.operands]
    if node.op == "and":
        return lambda scope, record: _all(part(scope, record) for part in parts)
    if node.op == "or":
        return lambda scope, record: _any(part(scope, record) for part in parts)
    first = parts[0]
    if node.op == "not":
        return lambda scope, record: None if (value := first(scope, record)) is None else not value
    if node.op in ("in", "contains"):
        test = _is_one_of if node.op == "in" else _contains
        return lambda scope, record: test(first(scope, record), [part(scope, record) for part in parts[1:]])
    second, do = parts[1], _compare if node.op in _COMPARE else _reckon
    return lambda scope, record: do(node.op, first(scope, record), second(scope, record))


def _all(values: Iterable[Answer]) -> bool | None:
    unknown = False
    for value in values:
        if value is None:
            unknown = True
        elif not value:
            return False
    return None if unknown else True


def _any(values: Iterable[Answer]) -> bool | None:
    unknown = False
    for value in values:
        if value is None:
            unknown = True
        elif value:
            return True
    return None if unknown else False


def _is_one_of(value: Answer, choices: Sequence[Answer]) -> bool | None:
    return _any(_compare("==", value, choice) for choice in choices)


def _contains(value: Answer, words: Sequence[Answer]) -> bool | None:
    if not isinstance(value, str):
        return None
    said = letters(value)
    return any(letters(str(word)) in said for word in words)


def _compare(op: str, left: Answer, right: Answer) -> bool | None:
    """Unknown where a side is unknown or the two cannot be compared; names are compared as names are."""
    if isinstance(left, str) and isinstance(right, str):
        left, right = letters(left), letters(right)
    elif left is None or right is None or type(left) is not type(right):
        return None
    return bool(_COMPARE[op](left, right))


def _reckon(op: str, left: Answer, right: Answer) -> Decimal | None:
    if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
        return None
    try:
        return Decimal(_ARITHMETIC[op](left, right))
    except DecimalException:
        return None


def _over(node: Over) -> Program:
    where = _compiled(node.where) if node.where else None
    kind, how = node.kind, node.how

    def run(scope: Scope, _record: Record | None) -> Answer:
        papers = scope.papers(kind)
        found = [True if where is None else where(scope, paper) for paper in papers]
        if how == "count":
            return Decimal(sum(one is True for one in found))
        return _any(found) if how == "any" else _all(found)

    return run


def _call(node: Call) -> Program:
    if node.function in OF_KIND:
        return _of_kind(node)
    if node.function == "mentions":
        sought = _compiled(node.arguments[0])
        return lambda scope, record: _mentions(record, sought(scope, record))
    if node.function == "of_category":
        said = _compiled(node.arguments[0])
        return lambda scope, record: _is_of_category(scope, said(scope, record))
    parts, do = [_compiled(argument) for argument in node.arguments], _FUNCTIONS[node.function]
    return lambda scope, record: do(*(part(scope, record) for part in parts))


def _of_kind(node: Call) -> Program:
    kind = node.arguments[0].path[0] if isinstance(node.arguments[0], Name) else ""
    if node.function == "valid":
        return lambda scope, _record: _is_valid(scope, kind)
    sought = _compiled(node.arguments[1])
    return lambda scope, record: _is_named(scope, kind, sought(scope, record))


def _is_valid(scope: Scope, kind: str) -> bool | None:
    papers = scope.papers(kind)
    if not papers:
        return None
    validity = scope.case.validity_of(papers[0].kind)
    return any(expired(paper, validity, scope.case.on) is None for paper in papers)


def _is_named(scope: Scope, kind: str, sought: Answer) -> bool | None:
    """Whether a paper of the kind names the text, in a field or in a row of its list."""
    papers = scope.papers(kind)
    return _any(_mentions(paper, sought) for paper in papers) if papers else None


def _mentions(record: Record | None, sought: Answer) -> bool | None:
    if record is None or not isinstance(sought, str) or not letters(sought):
        return None
    said = letters(sought)
    return any(said in letters(text) for field in record.fields.values() for text in _texts(field.value))


def _is_of_category(scope: Scope, value: Answer) -> bool | None:
    """Whether a title, or the applicant's rows of a list, name the category applied for; unknown where they name none."""
    who = letters(scope.case.applicant_name)
    rows = [row for row in value if who and who in letters("".join(row))] if isinstance(value, tuple) else []
    text = value if isinstance(value, str) else "，".join(cell for row in rows for cell in row)
    found = mentioned(scope.case.pack.categories, text)
    return any(category.id == scope.case.category.id for category in found) if found else None


def _texts(value: Answer) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (cell for row in value for cell in row)


def _number(value: Answer) -> Decimal | None:
    """A number that a paper gives as text: 14."""
    try:
        return value if isinstance(value, Decimal) else Decimal(squeeze(value))
    except (DecimalException, TypeError, AttributeError):
        return None


def _day(*parts: Answer) -> date | None:
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError, OverflowError):
        return None


def _dated(reckon: Callable[[Any, Any], Any], *types: type) -> Callable[[Answer, Answer], Answer]:
    def run(left: Answer, right: Answer) -> Answer:
        if not (isinstance(left, types[0]) and isinstance(right, types[1])):
            return None
        try:
            return reckon(left, right)
        except (ValueError, OverflowError):
            return None

    return run


def _later(add: Callable[[date, int], date]) -> Callable[[Answer, Answer], Answer]:
    return _dated(lambda day, count: add(day, int(count)), date, Decimal)


_FUNCTIONS: dict[str, Callable[..., Answer]] = {
    "shown": lambda value: True if value else None,
    "known": lambda value: value is not None,
    "months_between": _dated(lambda a, b: Decimal(months_from(a, b)), date, date),
    "years_between": _dated(lambda a, b: Decimal(months_from(a, b) // _MONTHS_A_YEAR), date, date),
    "add_months": _later(add_months),
    "add_years": _later(add_years),
    "date": _day,
    "number": _number,
    "year": lambda day: Decimal(day.year) if isinstance(day, date) else None,
}
