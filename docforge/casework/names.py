"""What the expressions of a policy may name, and of which type it is."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from docforge.core.text import did_you_mean
from docforge.extraction.kind import Kind, ValueType
from docforge.policy.category import Category
from docforge.policy.expressions import BUILT_IN, OF_KIND, Call, Literal, Name, Node, Operation, Over, kinds_in, names_in, parsed
from docforge.policy.form import Form
from docforge.policy.loader import Pack

_TYPES = {
    ValueType.DATE: "date",
    ValueType.TERM: "term",
    ValueType.MONEY: "number",
    ValueType.ROWS: "rows",
}
_CALLED = {"text": "文字", "number": "数", "date": "日期", "truth": "判断", "term": "期限", "rows": "名单"}
_OF_FACTS = {"number": "number", "money": "number", "date": "date", "yes_no": "truth"}
_RESULTS = {"months_between": "number", "years_between": "number", "year": "number", "number": "number"}
_DATES = ("add_months", "add_years", "date")
_ORDERED = ("<", "<=", ">", ">=", "==", "!=")


class Names:
    """The facts, kinds and fields that one category's expressions can use, by key or label."""

    def __init__(self, pack: Pack, category: Category, kinds: Mapping[str, Kind], forms: Sequence[Form]) -> None:
        self._facts = {name: fact for fact in (*pack.policy.facts, *category.facts) for name in (fact.key, fact.label)}
        self._kinds = {name: kind for kind in kinds.values() for name in (kind.kind, kind.label)}
        self._forms = forms
        soft = (w for w in (*category.requirements, *category.evidence) if w in category.evidence or w.implied)
        self._soft = {kind for wanted in soft for kind in wanted.any_of}

    def has_field(self, path: str) -> bool:
        """Whether kind.key can be read."""
        kind, _, key = path.partition(".")
        return kind in self._soft - set(self._kinds) or self._type((kind, key)) is not None

    def in_one_of(self, kinds: Sequence[str], key: str) -> bool:
        """Whether a field is that of at least one of the kinds."""
        return any(self.has_field(f"{kind}.{key}") for kind in kinds)

    def problems(self, text: str) -> Iterator[str]:
        """What is wrong in an expression: names that are not there, sides that cannot be compared."""
        tree = parsed(text)
        yield from self._of(tree, None)
        if self._typed(tree, None) not in ("truth", None):
            yield "应是一个成立或不成立的判断，如 x == y"

    def _of(self, node: Node, within: str | None) -> Iterator[str]:
        if isinstance(node, Name) and self._named(node, within) is None:
            yield f"不认识“{node.text}”" + did_you_mean(node.text, [*self._facts, *self._kinds])
        elif isinstance(node, Over):
            yield from self._unknown_kind(node.kind)
            yield from self._of(node.where, node.kind) if node.where else ()
        elif isinstance(node, Call):
            yield from self._unknown_kind(_kind_of(node)) if _kind_of(node) else ()
            for argument in node.arguments[bool(_kind_of(node)) :]:
                yield from self._of(argument, within)
        elif isinstance(node, Operation):
            yield from self._unlike(node, within)
            for operand in node.operands:
                yield from self._of(operand, within)

    def _unknown_kind(self, kind: str) -> Iterator[str]:
        if kind not in self._kinds and kind not in self._soft and kind != "form":
            yield f"不认识材料种类“{kind}”" + did_you_mean(kind, list(self._kinds))

    def _unlike(self, node: Operation, within: str | None) -> Iterator[str]:
        if node.op in _ORDERED or node.op == "in":
            types = [self._typed(operand, within) for operand in node.operands]
            known = {type_ for type_ in types if type_}
            if len(known) > 1:
                yield f"{'和'.join(_CALLED[type_] for type_ in sorted(known))}不能比较"

    def _typed(self, node: Node, within: str | None) -> str | None:
        if isinstance(node, Literal):
            return {"str": "text", "bool": "truth", "Decimal": "number", "date": "date"}[type(node.value).__name__]
        if isinstance(node, Name):
            return self._named(node, within)
        if isinstance(node, Call):
            return "date" if node.function in _DATES else _RESULTS.get(node.function, "truth")
        if isinstance(node, Over):
            return "number" if node.how == "count" else "truth"
        return "number" if node.op in "+-*/" else "truth"

    def _named(self, node: Name, within: str | None) -> str | None:
        if within and (found := self._type((within, *node.path))):
            return found
        if len(node.path) > 1:
            return "text" if node.path[0] in self._soft - set(self._kinds) else self._type(node.path)
        fact = self._facts.get(node.text)
        return _OF_FACTS.get(fact.type, "text") if fact else self._every_kind.get(node.text) or BUILT_IN.get(node.text)

    @cached_property
    def _every_kind(self) -> Mapping[str, str]:
        """Fields by key, for the ``where`` of a requirement, which may be of several kinds."""
        return {spec.key: _TYPES.get(spec.type, "text") for kind in self._kinds.values() for spec in kind.fields}

    def _type(self, path: Sequence[str]) -> str | None:
        if len(path) == 3 and path[2] in ("start", "end"):
            return "date" if self._type(path[:2]) == "term" else None
        if len(path) != 2:
            return None
        if path[0] == "form":
            return "text" if any(path[1] in (f.key, f.label) for form in self._forms for f in form.fields) else None
        kind = self._kinds.get(path[0])
        spec = next((spec for spec in kind.fields if path[1] in (spec.key, spec.label)), None) if kind else None
        return _TYPES.get(spec.type, "text") if spec else None


def _kind_of(node: Call) -> str:
    """The kind of paper that the function is about, empty for other functions."""
    first = node.arguments[0]
    return first.text if node.function in OF_KIND and isinstance(first, Name) else ""


def kinds_named(text: str) -> set[str]:
    """The kinds of paper that an expression looks at, or reads a field of."""
    return {*kinds_in(text), *(path[0] for path in names_in(text))}
