"""The language of conditions: small and total; every expression ends, none does anything but compare what is known.

Names are facts (``level``), fields of papers (``business_licence.address``, ``employment_contract.term.start``) and ``on``,
the day of application; Chinese labels serve as well (``营业执照.住所``). Text in double quotes, dates as 2025-11-20, money
in 元 with 万 allowed (``500万``). ``any``, ``all`` and ``count`` go over the papers of a kind: ``any(patent_certificate where
title contains "发明")``. What is not known stays unknown: ``shown(x)`` is unknown where ``x`` is not true.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, TypeAlias

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError
from pydantic import AfterValidator

_GRAMMAR = r"""
?start: either
?either: both (("or" | "或") both)*           -> either
?both: negated (("and" | "且") negated)*      -> both
?negated: ("not" | "非") negated              -> negated
        | comparison
?comparison: sum
        | sum COMPARE sum                      -> compare
        | sum "in" list                        -> within
        | sum "not" "in" list                  -> without
        | sum ("contains" | "包含") (list | text)  -> contains
?sum: product (SIGN product)*                  -> arithmetic
?product: atom (TIMES atom)*                   -> arithmetic
?atom: NUMBER UNIT?                            -> number
     | DATE                                    -> day
     | text
     | "true"                                  -> yes
     | "false"                                 -> no
     | QUANTIFIER "(" NAME ("where" either)? ")"  -> over
     | NAME "(" either ("," either)* ")"       -> call
     | NAME ("." NAME)*                        -> name
     | "(" either ")"
text: STRING
list: "[" atom ("," atom)* "]"
QUANTIFIER.2: "any" | "all" | "count"
COMPARE: "==" | "!=" | "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "/"
UNIT: "万"
DATE.3: /\d{4}-\d{2}-\d{2}/
NUMBER: /\d+(\.\d+)?/
STRING: /"[^"]*"/
NAME: /[^\W\d]\w*/
%ignore /\s+/
"""
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


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    def either(self, *operands: Node) -> Node:
        return operands[0] if len(operands) == 1 else Operation("or", operands)

    def both(self, *operands: Node) -> Node:
        return operands[0] if len(operands) == 1 else Operation("and", operands)

    def negated(self, operand: Node) -> Node:
        return Operation("not", (operand,))

    def compare(self, left: Node, op: Token, right: Node) -> Node:
        return Operation(str(op), (left, right))

    def within(self, left: Node, choices: tuple[Node, ...]) -> Node:
        return Operation("in", (left, *choices))

    def without(self, left: Node, choices: tuple[Node, ...]) -> Node:
        return Operation("not", (Operation("in", (left, *choices)),))

    def contains(self, left: Node, words: Node | tuple[Node, ...]) -> Node:
        return Operation("contains", (left, *(words if isinstance(words, tuple) else (words,))))

    def arithmetic(self, first: Node, *rest: Any) -> Node:
        for op, operand in zip(rest[::2], rest[1::2], strict=True):
            first = Operation(str(op), (first, operand))
        return first

    def number(self, digits: Token, unit: Token | None = None) -> Node:
        return Literal(Decimal(str(digits)) * (10_000 if unit else 1))

    def day(self, digits: Token) -> Node:
        try:
            return Literal(date.fromisoformat(str(digits)))
        except ValueError as error:
            raise ValueError(f"“{digits}”不是日期") from error

    def text(self, quoted: Token) -> Node:
        return Literal(str(quoted)[1:-1])

    def yes(self) -> Node:
        return Literal(True)

    def no(self) -> Node:
        return Literal(False)

    def over(self, how: Token, kind: Token, where: Node | None = None) -> Node:
        return Over(str(how), str(kind), where)

    def call(self, name: Token, *arguments: Node) -> Node:
        count = FUNCTIONS.get(str(name))
        if count is None:
            raise ValueError(f"没有函数“{name}”，可用的有 {'、'.join(FUNCTIONS)}")
        if len(arguments) != count:
            raise ValueError(f"函数“{name}”需要 {count} 个参数，写了 {len(arguments)} 个")
        if str(name) in OF_KIND and not (isinstance(arguments[0], Name) and len(arguments[0].path) == 1):
            raise ValueError(f"函数“{name}”的第一个参数应为材料种类")
        return Call(str(name), arguments)

    def name(self, *parts: Token) -> Node:
        return Name(tuple(str(part) for part in parts))

    def list(self, *items: Node) -> tuple[Node, ...]:
        return items


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node:
    """The expression as a tree; raises ValueError that says in Chinese where it cannot be understood."""
    if text.count("(") + text.count("not") + text.count("非") > _DEEPEST:
        raise ValueError("表达式太复杂，请分成几个条件")
    try:
        return _Builder().transform(_parser().parse(text))  # type: ignore[no-any-return, unused-ignore]
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            raise ValueError(f"表达式“{text}”没有写完") from error
        place = text[error.pos_in_stream or 0 :][:_SHOWN]
        raise ValueError(f"表达式在“{place}”处看不懂：{text}") from error
    except VisitError as error:
        raise ValueError(str(error.orig_exc)) from error


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
