"""Where each printed value stands in the XML, and the proof that whatever is printed there leaves the XML well-formed.

The constant pieces of a part are read once, in the order of the compiled template. The elements open at each tag are known; a block
(loop, branch) is sound when it leaves as many open as it found. Values are escaped, so that the document is then well-formed
whatever they are. What cannot be followed so (macros, text kept in a variable) is not in the language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jinja2 import nodes

from docforge.rendering.tags import MARK

_TOKEN = re.compile(r"<(/?)([^\s/<>]+)([^<>]*)>(<w:([pr])Pr>.*?</w:\5Pr>)?", re.DOTALL)
"""A tag as lxml writes it, no bracket in an attribute, with the properties that follow where it opens a run or paragraph."""
_WITH_PROPERTIES = ("w:r", "w:p")
_AROUND_RUNS = ("w:p", "w:hyperlink", "w:smartTag", "w:fldSimple")
_AROUND_BLOCKS = ("w:body", "w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:sdtContent", "w:footnote", "w:endnote")

_NOT_HERE: dict[type[nodes.Node], str] = {
    **dict.fromkeys((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Block), "引用别的模板"),
    **dict.fromkeys((nodes.Macro, nodes.CallBlock, nodes.AssignBlock), "宏和成段的变量"),
}


class SlotKind(StrEnum):
    """What surrounds a printed value."""

    TEXT = "text"
    RUNS = "runs"
    BLOCKS = "blocks"
    ATTRIBUTE = "attribute"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where a value is printed: in a w:t (with the properties of its run and paragraph), between runs, between
    paragraphs, in an attribute, or in the text of another element. ``line``: of the prepared source; ``certain``: printed in
    every document, not only where a condition holds."""

    kind: SlotKind
    line: int
    run: str = ""
    paragraph: str = ""
    certain: bool = True


class _State:
    """The elements that are open, each with its properties where it is a run or paragraph, and the tag that a value interrupts,
    from its bracket on."""

    __slots__ = ("pending", "stack")

    def __init__(self, stack: Sequence[tuple[str, str]] = (), pending: str = "") -> None:
        self.stack, self.pending = list(stack), pending

    def names(self) -> tuple[str, ...]:
        return (*(name for name, _ in self.stack), self.pending[:1])

    def copy(self) -> "_State":
        return _State(self.stack, self.pending)


class UnsoundError(Exception):
    """A block that opens or closes elements which its other end does not; ``line`` of the prepared source."""

    def __init__(self, line: int, opened: str) -> None:
        self.line, self.opened = line, opened
        super().__init__(line, opened)


class NotInLanguageError(Exception):
    """A statement that is none of this language; what it is for."""

    def __init__(self, line: int, purpose: str) -> None:
        self.line, self.purpose = line, purpose
        super().__init__(line, purpose)


class Placing:
    """Walks a template's tree; ``slots`` tells where each printed expression stands, by the expression's id; ``printed`` are the
    expressions in order, ``loops`` those that go through rows, by the name of the row."""

    def __init__(self, constants: Sequence[str]) -> None:
        """``constants``: the pieces of XML by the numbers of their marks."""
        self._constants = constants
        self.slots: dict[int, Slot] = {}
        self.printed: list[nodes.Expr] = []
        self.loops: dict[str, nodes.For] = {}
        self._state = _State()
        self._conditions = 0
        self._floor = 0

    def walk(self, template: nodes.Template) -> None:
        """Raises UnsoundError where a block tears the XML apart, NotInLanguageError where a statement is none of this language."""
        self._block(template.body)
        if self._state.stack or self._state.pending:
            raise UnsoundError(template.body[-1].lineno if template.body else 1, self._state.names()[-2])

    def _block(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            self._node(node)

    def _node(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            self._output(node)
        elif isinstance(node, nodes.For):
            if isinstance(node.target, nodes.Name):
                self.loops[node.target.name] = node
            self._branches(node, [node.body, node.else_], sure=not node.test and not node.else_)
        elif isinstance(node, nodes.If):
            self._if(node)
        elif isinstance(node, nodes.FilterBlock | nodes.With | nodes.Scope | nodes.ScopedEvalContextModifier):
            self._branches(node, [node.body], sure=True)
        elif not isinstance(node, nodes.Assign | nodes.ExprStmt):
            raise NotInLanguageError(node.lineno, _NOT_HERE.get(type(node), type(node).__name__))

    def _if(self, node: nodes.If) -> None:
        self._branches(node, [node.body, *(branch.body for branch in node.elif_), node.else_], sure=False)

    def _branches(self, node: nodes.Node, bodies: list[list[nodes.Node]], *, sure: bool) -> None:
        """Each body by itself, from the same state to the same state, and never out of the cell that it begins in."""
        before, floor = self._state, self._floor
        cells = [i for i, (name, _) in enumerate(before.stack, start=1) if name in ("w:tc", "w:tr")]
        self._floor = max(cells, default=0)
        self._conditions += not sure
        for body in bodies:
            self._state = before.copy()
            self._block(body)
            if self._state.names() != before.names():
                raise UnsoundError(node.lineno, _difference(before.names(), self._state.names()))
        self._conditions -= not sure
        self._state, self._floor = before, floor

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                child.data = MARK.sub(lambda mark: self._constants[int(mark[1])], child.data)
                self._constant(child.data, child.lineno)
            else:
                self.slots[id(child)] = self._slot(child.lineno)
                self.printed.append(child)
                self._state.pending += "v" if self._state.pending else ""

    def _constant(self, data: str, line: int) -> None:
        data = self._state.pending + data
        last = data.rfind("<")
        end = last if last >= 0 and ">" not in data[last:] else len(data)
        self._state.pending = data[end:]
        for closing, name, rest, properties, _ in _TOKEN.findall(data, 0, end):
            if closing:
                self._close(name, line)
            elif not rest.endswith("/") and name[0] not in "?!":
                self._state.stack.append((name, properties if name in _WITH_PROPERTIES else ""))

    def _close(self, name: str, line: int) -> None:
        stack = self._state.stack
        if not stack or stack[-1][0] != name:
            raise UnsoundError(line, stack[-1][0] if stack else name)
        if len(stack) <= self._floor:
            raise UnsoundError(line, name)
        stack.pop()

    def _slot(self, line: int) -> Slot:
        stack, certain = self._state.stack, not self._conditions
        if self._state.pending:
            return Slot(SlotKind.ATTRIBUTE, line, certain=certain)
        around = stack[-1][0] if stack else ""
        run, paragraph = (next((properties for name, properties in reversed(stack) if name == one), "") for one in _WITH_PROPERTIES)
        kind = SlotKind.PLAIN
        if around == "w:t":
            kind = SlotKind.TEXT
        elif around in _AROUND_RUNS:
            kind = SlotKind.RUNS
        elif around in _AROUND_BLOCKS:
            kind = SlotKind.BLOCKS
        return Slot(kind, line, run, paragraph, certain)


def _difference(before: Sequence[str], after: Sequence[str]) -> str:
    """The element that one side has and the other has not."""
    longer = after if len(after) >= len(before) else before
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)) - 1)
    return longer[at] if 0 <= at < len(longer) else ""
