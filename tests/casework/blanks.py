"""Official blanks for the tests: the shipped templates with their placeholders taken out, as an office would publish them."""

import io
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from docforge.policy.form import FieldType, Form

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_LOOP = re.compile(r"\{%tr for \S+ in (\S+) %\}")


def blank_of(template: Path, form: Form) -> bytes:
    """The form as printed: blank cells, the printed number of blank rows, the rows that print their label."""
    document = docx.Document(str(template))
    for row in list(document.element.body.iter(qn("w:tr"))):
        loop = _LOOP.search(_text(row))
        if loop:
            _expand(row, form, loop[1])
    for paragraph in document.element.body.iter(qn("w:p")):
        if _TAG.search(_text(paragraph)):
            _strip(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _expand(begin: Any, form: Form, name: str) -> None:
    spec = next(field for field in form.fields if field.label == name and field.type is FieldType.ROWS)
    row, end = begin.getnext(), begin.getnext().getnext()
    labels = [fixed.label for fixed in spec.fixed_rows]
    last = end
    for number in range(len(labels) or spec.printed_rows):
        made = deepcopy(row)
        if labels:
            next(made.iter(qn("w:t"))).text = labels[number]
        last.addnext(made)
        last = made
    for old in (begin, row, end):
        old.getparent().remove(old)


def _strip(paragraph: Any) -> None:
    """Take the placeholder out: the run goes and its font stays with the paragraph's mark; an underlined one leaves its line."""
    for run in list(paragraph.iter(qn("w:r"))):
        text = _text(run)
        if not _TAG.search(text):
            continue
        if run.find(f"{qn('w:rPr')}/{qn('w:u')}") is not None:
            next(run.iter(qn("w:t"))).text = " " * 20
            continue
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:rPr")) is None:
            properties.append(deepcopy(run.find(qn("w:rPr"))))
        run.getparent().remove(run)
