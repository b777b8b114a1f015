"""The template language: Jinja's, in a sandbox, with the filters of the trade. The one module that knows how Jinja compiles.

Values are data: an attribute is an item of a mapping, a loop's own, or a public one of a plain value. There is nothing to import,
to include or to inherit from.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docforge.core.lazy import resolve

_MOST_REPEATED = 1 << 20
_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")


class Generator(CodeGenerator):
    """Prints a whole stretch of constants and values by one call of the printer made for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environment: Language

    def enter_frame(self, frame: Frame) -> None:
        """Notes the names that only the values can give."""
        super().enter_frame(frame)
        self.environment.needs.update(name for action, name in frame.symbols.loads.values() if action == VAR_LOAD_RESOLVE and name)

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
    """The environment of one template; ``stretches`` are its Output nodes in the order in which they were compiled, ``needs`` the
    names that it resolves."""

    code_generator_class = Generator

    def __init__(self, *, filtered: bool) -> None:
        """``filtered``: the template may use filters, which are loaded only then."""
        super().__init__(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, optimized=False)
        self.stretches: list[nodes.Output] = []
        self.needs: set[str] = set()
        self.filters |= resolve("docforge.rendering.filters:filters")() if filtered else {}
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
