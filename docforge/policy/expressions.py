"""The language of conditions: small and total; every expression ends, none does anything but compare what is known.

Names are facts (``level``), fields of papers (``business_licence.address``, ``employment_contract.term.start``) and ``on``,
the day of application; Chinese labels serve as well (``营业执照.住所``). Text in double quotes, dates as 2025-11-20, money
in 元 with 万 allowed (``500万``). ``any``, ``all`` and ``count`` go over the papers of a kind: ``any(patent_certificate where
title contains "发明")``. What is not known stays unknown: ``shown(x)`` is unknown where ``x`` is not true.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, NoReturn, TypeAlias

from pydantic import AfterValidator

_TOKEN = re.compile(
    r"""(?P<day>\d{4}-\d{2}-\d{2}) | (?P<number>\d+(?:\.\d+)?) | (?P<text>"[^"]*") | (?P<word>[^\W\d]\w*)
    | (?P<sign>[=!<>]= | [-+*/<>()\[\],.]) | (?P<other>\S)""",
    re.VERBOSE,
)
_OR, _AND, _NOT, _CONTAINS, _TRUTH = ("or", "或"), ("and", "且"), ("not", "非"), ("contains", "包含"), ("true", "false")
_COMPARE, _QUANTIFIERS = ("==", "!=", "<=", ">=", "<", ">"), ("any", "all", "count")
_RESERVED = {*_OR, *_AND, *_NOT, *_CONTAINS, *_TRUTH, *_QUANTIFIERS, "in"}
_NESTING = {"(", *_NOT, *"+-*/"}
"""Each puts what is beside it one deeper in the tree."""
_DEEPEST = 40
_SHOWN = 12
FUNCTIONS = {
    "shown": 1,
    "known": 1,
    "valid": 1,
    "names": 2,
    "months_between": 2,
    "years_between": 2,
    "add_months": 2,
    "add_years": 2,
    "year": 1,
    "number": 1,
    "date": 3,
    "mentions": 1,
    "of_category": 1,
}
"""Number of arguments by function. ``valid`` and ``names`` take a kind of paper first."""
BUILT_IN = {"on": "date", "applicant": "text", "level": "text"}
"""Names that every expression knows, with their types: the day of application, the applicant's name, the level."""
OF_KIND = ("valid", "names")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, date or truth value."""

    value: Decimal | str | date | bool


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, or a field of a kind of paper, or a part of one."""

    path: tuple[str, ...]

    @property
    def text(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Operation:
    """``op``: and, or, not, a comparison, in, not in, contains, + - * /."""

    op: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One of ``FUNCTIONS``."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Over:
    """any, all or count over the papers of a kind."""

    how: str
    kind: str
    where: "Node | None"


Node: TypeAlias = Literal | Name | Operation | Call | Over


class _Parser:
    """One text read from left to right: each method takes one thing of the language, those that bind less first."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [(found[0], str(found.lastgroup), found.start()) for found in _TOKEN.finditer(text)] + [("", "end", 0)]
        self._at = 0

    def whole(self) -> Node:
        """The tree of the text; raises ValueError that says in Chinese what cannot be understood."""
        node = self._either()
        return node if self._kind == "end" else self._refuse()

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][1]

    def _any_of(self, *written: str) -> str:
        """The next token, taken if it is one of these, else nothing."""
        token = self._tokens[self._at][0]
        return self._taken() if token in written else ""

    def _taken(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _need(self, written: str) -> None:
        if not self._any_of(written):
            self._refuse()

    def _of_kind(self, kind: str) -> str:
        return self._taken() if self._kind == kind else self._refuse()

    def _refuse(self) -> NoReturn:
        _, kind, start = self._tokens[self._at]
        if kind == "end":
            raise ValueError(f"表达式“{self._text}”没有写完")
        raise ValueError(f"表达式在“{self._text[start:][:_SHOWN]}”处看不懂：{self._text}")

    def _either(self) -> Node:
        return self._joined("or", _OR, self._both)

    def _both(self) -> Node:
        return self._joined("and", _AND, self._negated)

    def _joined(self, op: str, words: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        while self._any_of(*words):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Operation(op, tuple(operands))

    def _negated(self) -> Node:
        return Operation("not", (self._negated(),)) if self._any_of(*_NOT) else self._comparison()

    def _comparison(self) -> Node:
        left = self._sum()
        if op := self._any_of(*_COMPARE):
            return Operation(op, (left, self._sum()))
        if self._any_of("in"):
            return Operation("in", (left, *self._choices()))
        if self._any_of("not"):
            self._need("in")
            return Operation("not", (Operation("in", (left, *self._choices())),))
        if self._any_of(*_CONTAINS):
            return Operation("contains", (left, *((self._quoted(),) if self._kind == "text" else self._choices())))
        return left

    def _sum(self) -> Node:
        return self._computed(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._computed(("*", "/"), self._atom)

    def _computed(self, signs: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        node = operand()
        while op := self._any_of(*signs):
            node = Operation(op, (node, operand()))
        return node

    def _atom(self) -> Node:
        if self._any_of("("):
            node = self._either()
            self._need(")")
            return node
        takes = {"number": self._number, "day": self._day, "text": self._quoted, "word": self._word}.get(self._kind)
        return takes() if takes else self._refuse()

    def _number(self) -> Node:
        digits = Decimal(self._taken())
        return Literal(digits * (10_000 if self._any_of("万") else 1))

    def _day(self) -> Node:
        digits = self._taken()
        try:
            return Literal(date.fromisoformat(digits))
        except ValueError as error:
            raise ValueError(f"“{digits}”不是日期") from error

    def _quoted(self) -> Node:
        return Literal(self._of_kind("text")[1:-1])

    def _choices(self) -> tuple[Node, ...]:
        self._need("[")
        return self._listed(self._atom, "]")

    def _listed(self, item: Callable[[], Node], end: str) -> tuple[Node, ...]:
        items = [item()]
        while self._any_of(","):
            items.append(item())
        self._need(end)
        return tuple(items)

    def _word(self) -> Node:
        if truth := self._any_of(*_TRUTH):
            return Literal(truth == "true")
        if how := self._any_of(*_QUANTIFIERS):
            return self._over(how)
        if self._tokens[self._at][0] in _RESERVED:
            self._refuse()
        name = self._taken()
        if self._any_of("("):
            return _call(name, self._listed(self._either, ")"))
        path = [name]
        while self._any_of("."):
            path.append(self._of_kind("word"))
        return Name(tuple(path))

    def _over(self, how: str) -> Node:
        self._need("(")
        kind = self._of_kind("word")
        where = self._either() if self._any_of("where") else None
        self._need(")")
        return Over(how, kind, where)


def _call(name: str, arguments: tuple[Node, ...]) -> Node:
    count = FUNCTIONS.get(name)
    if count is None:
        raise ValueError(f"没有函数“{name}”，可用的有 {'、'.join(FUNCTIONS)}")
    if len(arguments) != count:
        raise ValueError(f"函数“{name}”需要 {count} 个参数，写了 {len(arguments)} 个")
    if name in OF_KIND and not (isinstance(arguments[0], Name) and len(arguments[0].path) == 1):
        raise ValueError(f"函数“{name}”的第一个参数应为材料种类")
    return Call(name, arguments)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node:
    """The expression as a tree; raises ValueError that says in Chinese where it cannot be understood."""
    if sum(found[0] in _NESTING for found in _TOKEN.finditer(text)) > _DEEPEST:
        raise ValueError("表达式太复杂，请分成几个条件")
    return _Parser(text).whole()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for below in _below(node):
        yield from walk(below)


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The paths of every name in the expression."""
    return tuple(node.path for node in walk(parsed(text)) if isinstance(node, Name))


@lru_cache(maxsize=4096)
def kinds_in(text: str) -> frozenset[str]:
    """The kinds of paper that the expression looks through."""
    found = set()
    for node in walk(parsed(text)):
        if isinstance(node, Over):
            found.add(node.kind)
        elif isinstance(node, Call) and node.function in OF_KIND and isinstance(node.arguments[0], Name):
            found.add(node.arguments[0].text)
    return frozenset(found)


def _below(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Operation):
        return node.operands
    if isinstance(node, Call):
        return node.arguments
    return (node.where,) if isinstance(node, Over) and node.where else ()


def _checked(text: str) -> str:
    parsed(text)
    return text


Expression = Annotated[str, AfterValidator(_checked)]
"""A condition as authored; what cannot be parsed is refused with the file and line."""
