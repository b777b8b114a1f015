"""Word files for comparing with docxtpl: built by hand, rendered by both, their XML in a form in which only what shows counts."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from docforge.rendering.template import Template

Build = Callable[[Document], Any]
_NUMBERS = {"id", "name", "embed"}
_LEFT_OUT = {**dict.fromkeys(("docPr", "cNvPr", "blip"), _NUMBERS), "inline": {"distT", "distB", "distL", "distR"}}
"""What numbers and names a picture; and its distances from the text, which are 0 where docxtpl leaves them to the reader."""


def built(path: Path, build: Build) -> Path:
    document = docx.Document()
    build(document)
    document.save(str(path))
    return path


def table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    made = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def by_docxtpl(path: Path, values: Callable[[DocxTemplate], Mapping[str, Any]]) -> bytes:
    template = DocxTemplate(str(path))
    template.render(values(template), Environment(autoescape=True))
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def by_docforge(path: Path, values: Mapping[str, Any]) -> bytes:
    return Template(path).render(values, verified=True)


def part(document: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return canonical(package.read(name))


def parts(document: bytes, prefix: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return [canonical(package.read(name)) for name in sorted(package.namelist()) if name.startswith(prefix)]


def canonical(xml: bytes) -> str:
    """The XML without runs that hold nothing, with properties in one order, pictures without what ``_LEFT_OUT`` names."""
    root = etree.fromstring(xml)
    for text in list(root.iter(qn("w:t"))):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        if not text.text:
            text.getparent().remove(text)
    for run in list(root.iter(qn("w:r"))):
        if all(child.tag == qn("w:rPr") for child in run):
            run.getparent().remove(run)
    for properties in root.iter(qn("w:tcPr"), qn("w:rPr")):
        properties[:] = sorted(properties, key=lambda node: str(node.tag))
    return "\n".join(_lines(root, 0))


def _lines(node: Any, depth: int) -> Iterator[str]:
    """An element a line: names without prefixes, what ``_LEFT_OUT`` names left out."""
    name = node.tag.rpartition("}")[2]
    left_out = _LEFT_OUT.get(name, set())
    own = {key.rpartition("}")[2]: value for key, value in node.attrib.items() if key.rpartition("}")[2] not in left_out}
    yield f"{' ' * depth}{name} {sorted(own.items())} {node.text if name == 't' else ''}"
    for child in node:
        yield from _lines(child, depth + 1)
