"""YAML as strict data: unknown keys refused, every problem with file, line and the nearest good key."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.errors import DocforgeError
from docforge.core.plain_yaml import Listed, Mapped, parse
from docforge.core.text import did_you_mean

Model = TypeVar("Model", bound=BaseModel)
_KINDS = {
    "missing": "缺少“{key}”",
    "string_type": "“{key}”应为文字",
    "string_pattern_mismatch": "“{key}”的写法不合规则 {pattern}",
    "bool_type": "“{key}”应为 true 或 false",
    "bool_parsing": "“{key}”应为 true 或 false",
    "list_type": "“{key}”应为列表",
    "tuple_type": "“{key}”应为列表",
    "too_short": "“{key}”至少要有 {min_length} 项",
    "dict_type": "“{key}”应为键值对",
    "model_type": "“{key}”应为键值对",
    "int_type": "“{key}”应为整数",
    "int_parsing": "“{key}”应为整数",
    "int_from_float": "“{key}”应为整数",
    "decimal_type": "“{key}”应为数字",
    "decimal_parsing": "“{key}”应为数字",
    "greater_than": "“{key}”应大于 {gt}",
    "greater_than_equal": "“{key}”不能小于 {ge}",
    "less_than_equal": "“{key}”不能大于 {le}",
    "literal_error": "“{key}”只能是 {expected}",
    "enum": "“{key}”只能是 {expected}",
    "union_tag_invalid": "“{key}”的 {discriminator} 只能是 {expected_tags}",
    "union_tag_not_found": "“{key}”缺少 {discriminator}",
    "date_type": "“{key}”应为日期，如 2025-11-20",
    "date_parsing": "“{key}”应为日期，如 2025-11-20",
    "date_from_datetime_parsing": "“{key}”应为日期，如 2025-11-20",
}


def load(path: Path, model: type[Model], code: Code = codes.POLICY_INVALID) -> Model:
    """The file as ``model``.

    Raises DocforgeError ``code`` that lists every problem with its line, not only the first.
    """
    return validate(parse(path, code), model, str(path), code)


def validate(data: Any, model: type[Model], name: str, code: Code = codes.POLICY_INVALID) -> Model:
    """``data`` (as ``plain_yaml.parse`` gives it) as ``model``; problems are told with their lines."""
    if not isinstance(data, dict):
        raise DocforgeError(code, name, problem="文件应为键值对")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [_problem(data, model, dict(item)) for item in error.errors()]
        raise DocforgeError(code, name, problem="；".join(problems)) from error


def _problem(data: Any, model: type[BaseModel], item: dict[str, Any]) -> str:
    path = _authored(data, item["loc"])
    line, key = _line_of(data, path), str(path[-1]) if path else ""
    where = f"第 {line} 行：" if line else ""
    if item["type"] == "extra_forbidden":
        return f"{where}不认识的键“{key}”" + did_you_mean(key, _known_keys(model))
    template = _KINDS.get(item["type"])
    trail = ".".join(str(part) for part in path)
    told = template.format_map({"key": trail, **item.get("ctx", {})}) if template else ""
    named = f"“{trail}”" if trail else ""
    return where + (told.replace(" or ", " 或 ") or named + item["msg"].removeprefix("Value error, "))


def _authored(data: Any, path: Sequence[str | int]) -> list[str | int]:
    """The path as the author wrote it: without the steps that validation puts in between, such as the kind of an award."""
    kept: list[str | int] = []
    for i, part in enumerate(path):
        held = data.get(part) if isinstance(data, dict) else None
        is_last = i == len(path) - 1
        is_in = isinstance(data, list) and isinstance(part, int) and part < len(data)
        inside = is_in or (isinstance(data, dict) and part in data and (is_last or isinstance(held, dict | list)))
        if inside:
            data = data[part]
        if inside or (is_last and isinstance(data, dict) and not str(part).startswith("function-")):
            kept.append(part)
    return kept


def _line_of(data: Any, path: Sequence[str | int]) -> int | None:
    line = None
    for part in path:
        is_there = part in data if isinstance(data, Mapped) else isinstance(data, Listed) and part in range(len(data))
        if not is_there:
            return line
        line = data.lines[part]
        data = data[part]
    return line


def _known_keys(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    found: list[str] = []
    for part in [schema, *definitions.values()]:
        found.extend(part.get("properties", {}))
    return sorted(set(found))
