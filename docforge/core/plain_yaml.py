"""YAML 1.2 as people write it: duplicate keys refused, faults told with file and line, each value with its line.

The one module that imports yaml: libyaml's parser, with the core schema of YAML 1.2 (10.3.2) in place of YAML 1.1's.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.text import decoded

_TAG = "tag:yaml.org,2002:"
_NULL = f"{_TAG}null"
_BADLY_WRITTEN = "写法有误，请检查缩进、冒号和引号"
_CORE_SCHEMA = {
    "null": (r"~|null|Null|NULL|", "~nN"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    "float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    "merge": (r"<<", "<"),
}
"""Of each type how its scalars are written and how they begin; and days, and the key that takes another mapping in."""


class Mapped(dict[Any, Any]):
    """A mapping; ``lines``: on which line (1 is the first) each key stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}


class Listed(list[Any]):
    """A list; ``lines``: on which line each item begins."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _RepeatedError(ConstructorError):
    """A key written twice."""


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Scalars of the core schema, mappings and lists with their lines."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def mapped(self, node: MappingNode) -> Mapped:
        """The mapping. Raises _RepeatedError for a key written twice."""
        seen = set()
        for key_node, _ in node.value:
            key = self._key(key_node)
            if key in seen:
                raise _RepeatedError(problem=str(key), problem_mark=key_node.start_mark)
            seen.add(key)
        self.flatten_mapping(node)
        made = Mapped()
        for key_node, value_node in node.value:
            key = self._key(key_node)
            made[key] = self.construct_object(value_node, deep=True)
            made.lines[key] = key_node.start_mark.line + 1
        return made

    def _key(self, node: Node) -> Any:
        key = self.construct_object(node, deep=True) if node.tag != f"{_TAG}merge" else node.value
        if not isinstance(key, Hashable):
            raise ConstructorError(problem="unhashable key", problem_mark=node.start_mark)
        return key

    def listed(self, node: SequenceNode) -> Listed:
        """The list."""
        made = Listed()
        made.extend(self.construct_object(item, deep=True) for item in node.value)
        made.lines = [item.start_mark.line + 1 for item in node.value]
        return made

    def integer(self, node: ScalarNode) -> int:
        """The integer: of YAML 1.2, in which 0999 is 999."""
        return int(node.value, {"0o": 8, "0x": 16}.get(node.value[:2], 10))


for _type, (_written_as, _begins) in _CORE_SCHEMA.items():
    _first = [*_begins, ""] if _type == "null" else list(_begins)
    _Loader.add_implicit_resolver(f"{_TAG}{_type}", re.compile(rf"^(?:{_written_as})$"), _first)
_Loader.add_constructor(f"{_TAG}map", _Loader.mapped)
_Loader.add_constructor(f"{_TAG}seq", _Loader.listed)
_Loader.add_constructor(f"{_TAG}int", _Loader.integer)


def parse(path: Path, code: Code = codes.POLICY_INVALID) -> Any:
    """The file as ``Mapped``, ``Listed`` and scalars; duplicate keys are refused."""
    return parse_text(_text(path, code), str(path), code)


def parse_text(text: str, name: str, code: Code = codes.POLICY_INVALID) -> Any:
    """Like ``parse`` for a text already in memory."""
    return _loaded(text, name, code, lambda loader: loader.get_single_data())


def _text(path: Path, code: Code) -> str:
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise DocforgeError(code, str(path), problem=f"无法读取：{os_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise DocforgeError(code, str(path), problem="编码既不是 UTF-8 也不是 GBK") from error


def _loaded(text: str, name: str, code: Code, take: Callable[[Any], Any]) -> Any:
    try:
        loader = _Loader(text)
        try:
            return take(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"第 {mark.line + 1} 行：" if mark else ""
        what = f"重复的键“{error.problem}”" if isinstance(error, _RepeatedError) else _BADLY_WRITTEN
        raise DocforgeError(code, name, problem=line + what) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DocforgeError(code, name, problem=_BADLY_WRITTEN) from error


Scalar = tuple[str, str, int]
"""Key, text and line of one entry of a mapping."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a mapping as it is written: a text, or rows of entries where a list of mappings was given."""

    key: str
    text: str
    line: int
    rows: tuple[tuple[Scalar, ...], ...] | None = None


def entries(path: Path, code: Code) -> list[Entry]:
    """The entries of a mapping, each value as it is written: 0999 keeps its zero, 13.0 its point.

    A value is one text, or a list of mappings whose values are texts. Raises DocforgeError ``code`` for anything else,
    and for a key written twice.
    """
    text = _text(path, code)
    parse_text(text, str(path), code)
    root = _loaded(text, str(path), code, lambda loader: loader.get_single_node())
    if not isinstance(root, MappingNode):
        raise DocforgeError(code, str(path), problem="应为“项目: 内容”的键值对")
    found = []
    for key, value in root.value:
        line = key.start_mark.line + 1
        if isinstance(value, SequenceNode):
            rows = tuple(_row(item, str(key.value), path, code) for item in value.value)
            found.append(Entry(str(key.value), "", line, rows))
        else:
            found.append(Entry(str(key.value), _written(key, value, path, code), line))
    return found


def _row(item: Node, name: str, path: Path, code: Code) -> tuple[Scalar, ...]:
    if not isinstance(item, MappingNode):
        line = item.start_mark.line + 1
        raise DocforgeError(code, str(path), problem=f"第 {line} 行：“{name}”的每一行应为“列名: 内容”的键值对")
    return tuple((str(key.value), _written(key, value, path, code), key.start_mark.line + 1) for key, value in item.value)


def _written(key: Node, value: Node, path: Path, code: Code) -> str:
    if not isinstance(value, ScalarNode):
        raise DocforgeError(code, str(path), problem=f"第 {key.start_mark.line + 1} 行：“{key.value}”应为一个值")
    return "" if value.tag == _NULL else str(value.value)
