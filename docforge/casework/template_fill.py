"""Filling any Word template from a file of values: no policy, no form, only names and what stands for them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docforge.casework.mappings import read_mapping
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve

_PICTURE = "picture"
_PICTURE_KEYS = {_PICTURE, "width_mm", "height_mm"}


def filled_template(template: Path, data: Path, *, verified: bool = True) -> bytes:
    """The template with the values of a JSON or YAML file: texts, numbers, lists of rows, ``{picture: 文件, width_mm: 25}``.

    ``verified``: the product is opened again and every value looked for. Raises DocforgeError U701 or U702 for the file of values,
    and what ``Template.render`` raises.
    """
    values = read_mapping(data)
    if not isinstance(values, dict):
        raise DocforgeError(codes.DATA_INVALID, str(data), problem="应为“名称: 内容”的键值对")
    made: bytes = resolve("docforge.rendering.template:template")(template).render(
        {str(name): _value(value, data.parent) for name, value in values.items()}, verified=verified
    )
    return made


def _value(value: Any, home: Path) -> Any:
    """Pictures as pictures, everything else as it is."""
    if isinstance(value, Mapping):
        if _PICTURE in value and set(value) <= _PICTURE_KEYS:
            picture = resolve("docforge.rendering.pictures:Picture")
            return picture(home / str(value[_PICTURE]), value.get("width_mm"), value.get("height_mm"))
        return {str(name): _value(item, home) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(item, home) for item in value]
    return value
