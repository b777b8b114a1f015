"""Official blanks for the tests: the shipped templates with their placeholders taken out, as an office would publish them;
and such blanks filled in by hand."""

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import cycle
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from docforge.policy.form import FieldType, Form
from docforge.rendering.binding_model import Bound

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_PRINTED = {
    "{{ 照片 }}": "照片",
    "{{ 前三年 }}": "2021",
    "{{ 前二年 }}": "2022",
    "{{ 上一年 }}": "2023",
    "{{ 本年 }}": "2024（预计）",
}
"""What an office prints where the shipped template has a placeholder."""
_LOOP = re.compile(r"\{%tr for \S+ in ([^\s|]+)[^%]*%\}")


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
    is_one_row = "endfor" in _text(begin)
    row, end = (begin, begin) if is_one_row else (begin.getnext(), begin.getnext().getnext())
    labels = [fixed.label for fixed in spec.fixed_rows]
    last = end
    for number in range(len(labels) or spec.printed_rows):
        made = deepcopy(row)
        if labels:
            next(made.iter(qn("w:t"))).text = labels[number]
        last.addnext(made)
        last = made
    for old in {begin, row, end}:
        old.getparent().remove(old)


def _strip(paragraph: Any) -> None:
    """Take the placeholder out: the run goes and its font stays with the paragraph's mark; an underlined one leaves its line."""
    for run in list(paragraph.iter(qn("w:r"))):
        text = _text(run)
        if not _TAG.search(text):
            continue
        if printed := next((words for tag, words in _PRINTED.items() if tag in text), ""):
            next(run.iter(qn("w:t"))).text = printed
            continue
        if run.find(f"{qn('w:rPr')}/{qn('w:u')}") is not None:
            next(run.iter(qn("w:t"))).text = " " * 20
            continue
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:rPr")) is None:
            properties.append(deepcopy(run.find(qn("w:rPr"))))
        run.getparent().remove(run)


_WHERE = re.compile(r"表格(\d+)第(\d+)行第(\d+)列")
_LINE = re.compile(r"正文第(\d+)段")
_COLUMN = re.compile(r"\.(\S+) ")
_PLACE = re.compile(r"\[(\d+)\]")


def type_by_hand(blank: bytes, bound: Sequence[Bound], values: Mapping[str, Any], ways: Sequence[str]) -> bytes:
    """The blank as a person fills it in Word or WPS. ``values`` by placeholder, rows as mappings; ``ways``: how each next
    value is typed: in several "runs", with "spaces" about it, in a content "control", in a text "box"."""
    document = docx.Document(io.BytesIO(blank))
    way = cycle(ways)
    for entry in bound:
        value = values.get(entry.name)
        if isinstance(value, str) and value:
            _type(_place(document, entry.where, 0), value, next(way))
        elif value:
            column = _COLUMN.search(entry.tag)
            fixed = _PLACE.search(entry.tag)
            rows = [value[int(fixed[1])]] if fixed else value
            for i, row in enumerate(rows):
                if column and row.get(column[1]):
                    _type(_place(document, entry.where, i), row[column[1]], next(way))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _place(document: Any, where: str, down: int) -> Any:
    """The cell, or the line of the body, in Word's terms; ``down``: so many rows further."""
    if line := _LINE.match(where):
        return document.paragraphs[int(line[1]) - 1]._p
    found = _WHERE.match(where)
    assert found
    table, row, column = map(int, found.groups())
    return document.tables[table - 1]._tbl.tr_lst[row - 1 + down].tc_lst[column - 1]


def _type(place: Any, text: str, way: str) -> None:
    lines = [place] if place.tag == qn("w:p") else place.p_lst
    paragraph = lines[0] if len(lines) == 1 else next((p for p in lines if not _text(p).strip()), lines[0])
    if place is paragraph:
        for run in place.r_lst:
            if not _text(run).strip():
                run.getparent().remove(run)
    for number, line in enumerate(text.split("\n")):
        if number:
            following = deepcopy(paragraph)
            for child in [child for child in following if child.tag != qn("w:pPr")]:
                following.remove(child)
            paragraph.addnext(following)
            paragraph = following
        _line(paragraph, line, way)


def _line(paragraph: Any, text: str, way: str) -> None:
    half = len(text) // 2
    in_runs = [text[:half], text[half:-1], text[-1:]] if half > 1 else [text]
    pieces = {"runs": in_runs, "spaces": ["　", "\t", text, "　 "]}.get(way, [text])
    xml = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces)
    if way == "control":
        xml = f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    elif way == "box":
        xml = f"<w:r><w:pict><w:txbxContent><w:p>{xml}</w:p></w:txbxContent></w:pict></w:r>"
    for child in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
        paragraph.append(child)
