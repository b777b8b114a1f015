"""The product opened again: every value must stand in it, and no tag may be left."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.text import squeeze
from docforge.rendering.ooxml import T, escaped, parse, qn

_TAG = re.compile(r"\{\{|\}\}|\{%|%\}")
_PARTS = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml|docProps/core\.xml")
_BREAKS = re.compile("[\t\a\n\f\r]+")

Expected = tuple[str, str]
"""The path of a printed value and its text."""


def values_at(values: Mapping[str, Any], paths: Iterable[str]) -> list[Expected]:
    """The texts that stand at the paths: 企业名称, or 名单.单位名称 for the column of a list."""
    found: list[Expected] = []
    for path in dict.fromkeys(paths):
        name, _, column = path.partition(".")
        value = values.get(name)
        if not column:
            found += _text(path, value)
        elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
            found += [text for row in value if isinstance(row, Mapping) for text in _text(path, row.get(column))]
    return found


def _text(path: str, value: Any) -> list[Expected]:
    return [(path, value)] if isinstance(value, str) and value.strip() else []


def missing_values(expected: Iterable[Expected], xml: str) -> Iterator[Expected]:
    """Those of whose text a line does not stand in the XML."""
    return (
        (path, text) for path, text in expected if any(escaped(line) not in xml for line in _BREAKS.split(text) if line.strip())
    )


def verify(product: bytes, expected: Sequence[Expected], *, writes_braces: bool = False) -> None:
    """Raises DocforgeError T504 for a value that is not in the product, T501 for a tag that is; ``writes_braces``: the template
    itself prints braces that look like a tag's."""
    whole = squeeze("".join(_texts(product)))
    for path, text in expected:
        if any(squeeze(line) not in whole for line in _BREAKS.split(text)):
            raise DocforgeError(codes.RENDER_LOST_VALUE, field=path, value=text[:40])
    if not writes_braces and _TAG.search(whole) and not any(_TAG.search(text) for _, text in expected):
        raise DocforgeError(codes.TEMPLATE_SYNTAX, problem="生成的文件里还留有未处理的占位符")


def _texts(product: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(product)) as package:
        for name in package.namelist():
            if _PARTS.fullmatch(name):
                root = parse(package.read(name))
                nodes = root.iter() if name.startswith("docProps") else root.iter(T, qn("br"), qn("tab"))
                yield from (node.text or " " for node in nodes)
