"""The template language: Jinja's, in a sandbox, with the filters of the trade. The one module that knows how Jinja compiles.

Values are data: an attribute is an item of a mapping, a loop's own, or a public one of a plain value. There is nothing to import,
to include or to inherit from.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docforge.core.dates import chinese_date, parse_date
from docforge.core.masks import masked
from docforge.core.money import in_words, parse_money, wan
from docforge.rendering.preparation import GRID
from docforge.rendering.table_grid import fixed_grid

_MOST_REPEATED = 1 << 20
_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")
_TICKED, _UNTICKED = "☑", "□"
_NOT_HERE = {
    **dict.fromkeys((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Block), "引用别的模板"),
    **dict.fromkeys((nodes.Macro, nodes.CallBlock, nodes.AssignBlock), "宏和成段的变量"),
}


class Generator(CodeGenerator):
    """Prints a whole stretch of constants and values by one call of the printer made for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environment: Language

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Yields ``put_n(context, value, …)``, or the constant alone where no value stands in it."""
        values = [child for child in node.nodes if not isinstance(child, nodes.TemplateData)]
        number = self.environment.stretch(node)
        self.start_write(frame, node)
        if not values:
            self.write(repr("".join(child.data for child in node.nodes if isinstance(child, nodes.TemplateData))))
        else:
            self.write(f"put_{number}(context")
            for value in values:
                self.write(", ")
                self.visit(value, frame)
            self.write(")")
        self.end_write(frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """An item of a mapping at once; anything else by the sandbox."""
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        name = frame.symbols.ref(node.node.name)
        self.write(f"({name}[{node.attr!r}] if {name}.__class__ is dict and {node.attr!r} in {name} else ")
        super().visit_Getattr(node, frame)
        self.write(")")


class Language(ImmutableSandboxedEnvironment):
    """The environment of one template; ``stretches`` are its Output nodes in the order in which they were compiled."""

    code_generator_class = Generator

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, optimized=False)
        self.stretches: list[nodes.Output] = []
        self.filters |= FILTERS
        self.globals = {name: value for name, value in self.globals.items() if name in _GLOBALS}

    def stretch(self, node: nodes.Output) -> int:
        """The number of an Output node."""
        self.stretches.append(node)
        return len(self.stretches) - 1

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An item of a mapping goes before its methods, so that a column may be called 项 or items."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def unsafe_undefined(self, _: Any, attribute: str) -> NoReturn:
        """Refused at once, not only when it is printed."""
        raise SecurityError(f"不能访问“{attribute}”")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Powers are not needed; a text or list is not repeated beyond all bounds."""
        kinds = (str, list, tuple)
        sizes = [len(one) if isinstance(one, kinds) else one for one in (left, right)]
        if operator == "**" or ((isinstance(left, kinds) or isinstance(right, kinds)) and sizes[0] * sizes[1] > _MOST_REPEATED):
            raise SecurityError("结果太大")
        return super().call_binop(context, operator, left, right)

    intercepted_binops = frozenset({"*", "**"})


def forbidden(template: nodes.Template) -> tuple[int, str] | None:
    """The line of a statement that is none of this language, and what it is for; None where there is none."""
    return next(((node.lineno, _NOT_HERE[type(node)]) for node in template.find_all(tuple(_NOT_HERE))), None)


def _as_date(value: Any) -> str:
    found = value if isinstance(value, date) else parse_date(str(value)) if value else None
    return chinese_date(found) if found else str(value or "")


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        return Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return parse_money(str(value))


def _by_amount(shown: Callable[[Decimal], str]) -> Callable[[Any], str]:
    def filtered(value: Any) -> str:
        amount = _amount(value)
        return str(value or "") if amount is None else shown(amount)

    return filtered


def _tick(value: Any, choice: Any = None) -> str:
    """☑ where the value is the choice, has it among its items, or is simply true (是); □ elsewhere."""
    if choice is None:
        return _TICKED if value and value not in ("否", "无") else _UNTICKED
    items = value if isinstance(value, list | tuple) else str(value or "").split("、")
    said = [str(item).strip() for item in items]
    return _TICKED if str(choice) in said else _UNTICKED


class _Blank(dict[str, str]):
    """A row of which every column is empty."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return ""


def _padded(rows: Any, least: int) -> list[Any]:
    """The rows, blank ones behind them up to ``least``."""
    own = list(rows or ())
    return own + [_Blank()] * (least - len(own))


FILTERS: dict[str, Callable[..., Any]] = {
    "日期": _as_date,
    "大写": _by_amount(in_words),
    "万元": _by_amount(wan),
    "脱敏": lambda value: masked(str(value or "")),
    "勾选": _tick,
    "补足": _padded,
    GRID: fixed_grid,
}
"""日期: 2025年12月1日; 大写: 元 in words; 万元: 元 as 万元; 脱敏: personal numbers masked; 勾选: □ or ☑; 补足: blank rows up to a
number."""
