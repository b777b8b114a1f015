"""YAML and JSON as people write them: no key twice, faults told with their line."""

import json
from pathlib import Path
from typing import Any

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.lazy import resolve
from docforge.core.text import decoded


def read_mapping(path: Path) -> Any:
    """A YAML file, by its suffix, or a JSON file; mappings from YAML remember their lines.

    Raises DocforgeError U701 for what is neither, with its line, and for a key that stands twice; U702 for JSON that cannot be
    opened or is neither UTF-8 nor GB18030.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return resolve("docforge.core.plain_yaml:parse")(path, codes.DATA_INVALID)
    return _json(path)


def _json(path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated = next(key for key in keys if keys.count(key) > 1)
            raise DocforgeError(codes.DATA_INVALID, str(path), problem=f"重复的键“{repeated}”")
        return made

    try:
        return json.loads(decoded(path.read_bytes()), object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        problem = f"第 {error.lineno} 行：JSON 写法有误，请检查引号、逗号和括号"
        raise DocforgeError(codes.DATA_INVALID, str(path), problem=problem) from error
    except OSError as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason=os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise DocforgeError(codes.DATA_UNREADABLE, str(path), reason="编码既不是 UTF-8 也不是 GBK") from error
