"""YAML 1.2 as people write it: duplicate keys refused, faults told with file and line, each value with its line."""

import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.text import decoded

_DUPLICATE = re.compile(r'found duplicate key "(.+?)"')


def parse(path: Path, code: Code = codes.POLICY_INVALID) -> Any:
    """The file as mappings and lists that remember their lines; duplicate keys are refused."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise DocforgeError(code, str(path), problem=f"无法读取：{os_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise DocforgeError(code, str(path), problem="编码既不是 UTF-8 也不是 GBK") from error
    return parse_text(text, str(path), code)


def parse_text(text: str, name: str, code: Code = codes.POLICY_INVALID) -> Any:
    """Like ``parse`` for a text already in memory."""
    yaml = YAML(typ="rt")
    yaml.allow_duplicate_keys = False
    try:
        return yaml.load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"第 {mark.line + 1} 行：" if mark else ""
        repeated = _DUPLICATE.search(str(error.problem or ""))
        what = f"重复的键“{repeated[1]}”" if repeated else "写法有误，请检查缩进、冒号和引号"
        raise DocforgeError(code, name, problem=line + what) from error
    except (YAMLError, ValueError) as error:
        raise DocforgeError(code, name, problem="写法有误，请检查缩进、冒号和引号") from error


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
    parse(path, code)
    root = YAML(typ="rt").compose(StringIO(decoded(path.read_bytes())))
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
    is_empty = value.style is None and value.value in ("~", "null")
    return "" if is_empty else str(value.value)
