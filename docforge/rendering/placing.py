"""Where each printed value stands in the XML, and the proof that whatever is printed there leaves the XML well-formed.

The constant pieces of a part are read once, in the order of the compiled template. The elements open at each tag are known; a block
(loop, branch) is sound when it leaves as many open as it found. Values are escaped, so that the document is then well-formed
whatever they are. What cannot be followed so (macros, text kept in a variable) is not in the language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jinja2 import nodes

_TOKEN = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[^<]*\Z|[^<]+")
_NAME = re.compile(r"</?([^\s/>]+)")
_AROUND_RUNS = ("w:p", "w:hyperlink", "w:smartTag", "w:fldSimple")
_AROUND_BLOCKS = ("w:body", "w:tc", "w:hdr", "w:ftr", "w:txbxContent", "w:sdtContent", "w:footnote", "w:endnote")
_IGNORED = ("<?", "<!")


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


@dataclass(slots=True)
class _Open:
    """An element that is open, with the properties of a run or paragraph once they were read."""

    name: str
    properties: str = ""


@dataclass(slots=True)
class _State:
    stack: list[_Open] = field(default_factory=list)
    pending: str = ""
    """The tag that a value interrupts, from its bracket on."""

    def names(self) -> tuple[str, ...]:
        return (*(one.name for one in self.stack), self.pending[:1])

    def copy(self) -> "_State":
        return _State([_Open(one.name, one.properties) for one in self.stack], self.pending)


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

    def __init__(self) -> None:
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
        cells = [i for i, one in enumerate(before.stack, start=1) if one.name in ("w:tc", "w:tr")]
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
                self._constant(child.data, child.lineno)
            else:
                self.slots[id(child)] = self._slot(child.lineno)
                self.printed.append(child)
                self._state.pending += "v" if self._state.pending else ""

    def _constant(self, data: str, line: int) -> None:
        for token in _tokens(self._state.pending + data):
            self._state.pending = ""
            if not token.startswith("<"):
                continue
            if not token.endswith(">"):
                self._state.pending = token
            elif token.startswith("</"):
                self._close(token, line)
            elif not token.endswith("/>") and not token.startswith(_IGNORED):
                self._state.stack.append(_Open(_named(token)))
        self._keep_properties(data)

    def _close(self, token: str, line: int) -> None:
        name = _named(token)
        if not self._state.stack or self._state.stack[-1].name != name:
            if not self._state.stack:
                raise UnsoundError(line, name)
            raise UnsoundError(line, self._state.stack[-1].name)
        if len(self._state.stack) <= self._floor:
            raise UnsoundError(line, name)
        self._state.stack.pop()

    def _keep_properties(self, data: str) -> None:
        """The properties of the run and the paragraph that are open where the piece ends."""
        for one in self._state.stack:
            if one.name in ("w:r", "w:p"):
                own = _last_properties(data, one.name)
                one.properties = one.properties if own is None else own

    def _slot(self, line: int) -> Slot:
        stack, certain = self._state.stack, not self._conditions
        if self._state.pending:
            return Slot(SlotKind.ATTRIBUTE, line, certain=certain)
        names = [one.name for one in stack]
        run = next((one.properties for one in reversed(stack) if one.name == "w:r"), "")
        paragraph = next((one.properties for one in reversed(stack) if one.name == "w:p"), "")
        kind = SlotKind.PLAIN
        if names and names[-1] == "w:t":
            kind = SlotKind.TEXT
        elif names and names[-1] in _AROUND_RUNS:
            kind = SlotKind.RUNS
        elif names and names[-1] in _AROUND_BLOCKS:
            kind = SlotKind.BLOCKS
        return Slot(kind, line, run, paragraph, certain)


def _tokens(data: str) -> Iterator[str]:
    return (found[0] for found in _TOKEN.finditer(data))


def _named(token: str) -> str:
    found = _NAME.match(token)
    return found[1] if found else ""


def _last_properties(data: str, name: str) -> str | None:
    """The properties behind the last opening of the element in a piece: "" where it has none, None where it does not open."""
    start = max(data.rfind(f"<{name}>"), data.rfind(f"<{name} "))
    if start < 0:
        return None
    inside = data[data.index(">", start) + 1 :]
    opening, closing = f"<{name}Pr>", f"</{name}Pr>"
    if not inside.startswith(opening) or closing not in inside:
        return ""
    return inside[: inside.index(closing) + len(closing)]


def _difference(before: Sequence[str], after: Sequence[str]) -> str:
    """The element that one side has and the other has not."""
    longer = after if len(after) >= len(before) else before
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)) - 1)
    return longer[at] if 0 <= at < len(longer) else ""
