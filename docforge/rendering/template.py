"""Word templates in docxtpl's language, rendered safely. The one module that imports docxtpl.

docxtpl as it comes deletes text behind ``<x>``, prints "None", prints nothing for a missing variable and runs templates
unsandboxed. Here every value is escaped, an unknown placeholder is an error, templates run in Jinja's sandbox, and the
product is opened again and every value looked for in it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.text import squeeze

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}")
_PRINTED = re.compile(r"\{\{.*?\}\}")
_ATTRIBUTE = re.compile(r"\.\s*(\w+)")
_UNDEFINED = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a value. One of the measures may be None: the other then scales it."""

    content: Path | bytes
    width_mm: float | None = None
    height_mm: float | None = None


class Template:
    """A .docx with placeholders such as ``{{ 企业名称 }}``."""

    def __init__(self, path: Path | str) -> None:
        """Raises DocforgeError T503 when the file is not a .docx."""
        self.path = Path(path)
        try:
            self._content = self.path.read_bytes()
            docx.Document(io.BytesIO(self._content))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise DocforgeError(codes.TEMPLATE_NOT_WORD, str(path)) from error

    def placeholders(self) -> set[str]:
        """The names of the values that the template uses.

        Raises DocforgeError T501 when a tag is not closed or not understood.
        """
        template = self._open()
        try:
            return set(template.get_undeclared_template_variables(_environment()))
        except TemplateError as error:
            raise self._error(error) from error

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The document with the values in place, as the bytes of a .docx; the same values give the same bytes.

        Values are text, numbers, pictures, or lists of mappings for row loops; None and "" leave the place blank.
        Raises DocforgeError T501 for a faulty template, T502 for a placeholder without a value, T505 for control
        characters in a value, T506 for a forbidden expression, T504 when a value is not in the product.
        """
        checked = {name: _checked(name, value) for name, value in values.items()}
        template = self._open()
        context = {name: _native(template, value) for name, value in checked.items()}
        try:
            template.render(context, _environment(), autoescape=True)
        except SecurityError as error:
            raise DocforgeError(codes.TEMPLATE_FORBIDDEN, str(self.path), problem=str(error)) from error
        except TemplateError as error:
            raise self._error(error) from error
        product = _packed(template)
        _verify(product, _expected(checked, self.placeholders(), self._attributes()))
        return product

    def _attributes(self) -> set[str]:
        """Names that stand behind a dot in a tag: 单位名称 of ``{{ 项.单位名称 }}``."""
        document = docx.Document(io.BytesIO(self._content))
        text = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
        return {name for tag in _PRINTED.findall(text) for name in _ATTRIBUTE.findall(tag)}

    def _open(self) -> DocxTemplate:
        template = DocxTemplate(io.BytesIO(self._content))
        template.init_docx()
        return template

    def _error(self, error: TemplateError) -> DocforgeError:
        message = str(error.message or error)
        if isinstance(error, UndefinedError) and not isinstance(error, TemplateSyntaxError):
            found = _UNDEFINED.search(message)
            name = (found[1] or found[2]) if found else message
            return DocforgeError(codes.TEMPLATE_UNDEFINED, self._place(name), name=name)
        around = " ".join(str(line).strip() for line in getattr(error, "docx_context", ()))
        return DocforgeError(codes.TEMPLATE_SYNTAX, self._place(message), problem=f"{message} {around[:80]}".strip())

    def _place(self, name: str) -> str:
        """Where the template names something, in Word's terms: 表格1第2行第3列."""
        document = docx.Document(io.BytesIO(self._content))
        for t, table in enumerate(document.tables, start=1):
            for r, row in enumerate(table.rows, start=1):
                for c, cell in enumerate(row.cells, start=1):
                    if name in cell.text:
                        return f"{self.path.name} 表格{t}第{r}行第{c}列“{cell.text.strip()[:30]}”"
        for p, paragraph in enumerate(document.paragraphs, start=1):
            if name in paragraph.text:
                return f"{self.path.name} 正文第{p}段“{paragraph.text.strip()[:30]}”"
        return self.path.name


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def _checked(name: str, value: Any) -> Any:
    """The value with None as blank, refused where Word could not keep it."""
    if value is None:
        return ""
    if isinstance(value, str) and (bad := _ILLEGAL.search(value)):
        raise DocforgeError(codes.VALUE_NOT_TEXT, f"U+{ord(bad[0]):04X}", field=name)
    if isinstance(value, Mapping):
        return {key: _checked(f"{name}.{key}", item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_checked(f"{name}[{i + 1}]", item) for i, item in enumerate(value)]
    return value


def _native(template: DocxTemplate, value: Any) -> Any:
    if not isinstance(value, Picture):
        return value
    source = io.BytesIO(value.content) if isinstance(value.content, bytes) else str(value.content)
    width, height = (Mm(side) if side else None for side in (value.width_mm, value.height_mm))
    return InlineImage(template, source, width=width, height=height)


def _packed(template: DocxTemplate) -> bytes:
    """The package without authors' names, with fixed time stamps."""
    properties = template.docx.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    raw, packed = io.BytesIO(), io.BytesIO()
    template.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _STAMP), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _expected(values: Mapping[str, Any], used: set[str], attributes: set[str]) -> list[tuple[str, str]]:
    """(name, text) of every value that the template prints: its placeholders, and the attributes that its row loops name."""
    wanted = [(name, value) for name, value in values.items() if name in used and isinstance(value, str)]
    for name, rows in values.items():
        if name in used and isinstance(rows, list):
            cells = [
                (f"{name}.{key}", cell)
                for row in rows
                if isinstance(row, Mapping)
                for key, cell in row.items()
                if key in attributes
            ]
            wanted += [(place, cell) for place, cell in cells if isinstance(cell, str)]
    return [(name, text) for name, text in wanted if text.strip()]


def _verify(product: bytes, wanted: Sequence[tuple[str, str]]) -> None:
    """Open the product again; every value must stand in it, and no tag may be left."""
    whole = squeeze("".join(_texts(product)))
    for name, text in wanted:
        if squeeze(text) not in whole:
            raise DocforgeError(codes.RENDER_LOST_VALUE, field=name, value=text[:40])
    if _TAG.search(whole) and not any(_TAG.search(text) for _, text in wanted):
        raise DocforgeError(codes.TEMPLATE_SYNTAX, problem="生成的文件里还留有未处理的占位符")


def _texts(product: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(product))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    for part in parts:
        for node in part.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            yield node.text or " "
