"""A first ``FORM.yaml`` for a blank: its labels as fields, their types guessed from what they are called."""

import json
import re
from collections.abc import Sequence

from docforge.core import plain_yaml, strict_yaml
from docforge.policy.form import FIGURES, FieldType, Form
from docforge.rendering.binding_model import Binding, Found, How

_TYPES: tuple[tuple[str, FieldType], ...] = (
    ("统一社会信用代码|社会统一信用代码", FieldType.USCC),
    ("身份证件?号|公民身份|^身份证$|社会保障号", FieldType.CITIZEN_ID),
    ("电话|手机|联系方式", FieldType.PHONE),
    ("^性别$", FieldType.SEX),
    ("是否", FieldType.CHOICE),
    ("出生年月|年月$", FieldType.MONTH),
    ("日期|时间$", FieldType.DATE),
    ("人数|数量|^年龄$", FieldType.NUMBER),
    ("万元|金额|[(（]元[)）]|资金$|资本$", FieldType.MONEY),
    ("姓名|联系人$|法人代表$|法定代表人|负责人$|经办人$|经营者$|曾用名", FieldType.PERSON),
    ("(?:单位|企业|公司|机构|平台|学校)名称|工作单位|^单位$|^学校$", FieldType.ORGANISATION),
)
_KEYS = {
    FieldType.USCC: "uscc",
    FieldType.CITIZEN_ID: "citizen_id",
    FieldType.PHONE: "phone",
    FieldType.SEX: "sex",
    FieldType.PICTURE: "photo",
    FieldType.ORGANISATION: "organisation",
    FieldType.PERSON: "person",
    FieldType.DATE: "date",
    FieldType.MONTH: "month",
    FieldType.MONEY: "amount",
    FieldType.NUMBER: "number",
    FieldType.ROWS: "rows",
    FieldType.LONG_TEXT: "text",
    FieldType.CHOICE: "choice",
}
_PERIODS = ("时间", "起止时间", "起止年月")
_PLAIN = re.compile(r"[\w（）]+")
_HEAD = """# {title}：由空白表生成的起点。请核对每一项的 label、type，补上 required、longest、read_from；意见、盖章、日期一律不填。
"""


def starter_form(binding: Binding, name: str) -> str:
    """The YAML of the form; ``name``: the template's file name without suffix. It is a valid ``docforge.form/1``."""
    title = binding.title or name
    keys: dict[str, str] = {}
    lines = [_field(found, keys) for found in binding.found]
    stops = list(dict.fromkeys(label for label, _ in binding.never if label))
    head = [
        "schema: docforge.form/1",
        f"id: {_quoted(name)}",
        f"title: {_quoted(title)}",
        f"template: {_quoted(name + '.docx')}",
        "basis: ''",
        f"titles: [{_quoted(title)}]",
        f"stops: [{', '.join(map(_quoted, stops))}]",
        "fields:" if lines else "fields: []",
    ]
    text = _HEAD.format(title=title) + "\n".join([*head, *lines]) + "\n"
    strict_yaml.validate(plain_yaml.parse_text(text, f"{name}.yaml"), Form, f"{name}.yaml")
    return text


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not text[0].isdigit() else json.dumps(text, ensure_ascii=False)


def guessed(label: str, found: Found | None = None) -> FieldType:
    """The type that a label speaks for."""
    if found and found.how is How.PHOTO:
        return FieldType.PICTURE
    if found and found.options:
        return FieldType.CHOICE
    known = next((type_ for pattern, type_ in _TYPES if re.search(pattern, label)), None)
    return known or (FieldType.LONG_TEXT if found and (found.tall or found.how is How.HINT) else FieldType.TEXT)


def _key(type_: FieldType, name: str, keys: dict[str, str]) -> str:
    stem = _KEYS.get(type_, "field")
    numbers = (stem, *(f"{stem}_{n}" for n in range(2, len(keys) + 3)))
    keys[name] = next(key for key in numbers if key not in keys.values())
    return keys[name]


def _field(found: Found, keys: dict[str, str]) -> str:
    if found.heads:
        return _table(found, keys)
    type_ = guessed(found.label, found)
    parts = [f"key: {_key(type_, found.name, keys)}", f"label: {_quoted(found.name)}"]
    if found.label != found.name:
        parts.append(f"printed: {_quoted(found.label)}")
    if found.beside in keys:
        parts.append(f"beside: {keys[found.beside]}")
    parts += _rules(type_, found.label, found.options)
    if found.below:
        parts.append("below: true")
    return "  - {" + ", ".join(parts) + "}"


def _rules(type_: FieldType, label: str, options: Sequence[str] = ()) -> list[str]:
    parts = [f"type: {type_.value}"] if type_ is not FieldType.TEXT else []
    if type_ is FieldType.MONEY:
        parts.append("unit: 万元" if "万元" in label else "unit: 元")
    if type_ is FieldType.SEX:
        options = ("男", "女")
    elif type_ is FieldType.CHOICE and not options:
        options = ("是", "否")
    if options:
        parts.append(f"choices: [{', '.join(map(_quoted, dict.fromkeys(options)))}]")
    return parts


def _table(found: Found, keys: dict[str, str]) -> str:
    lines = [
        f"  - key: {_key(FieldType.ROWS, found.name, keys)}",
        f"    label: {_quoted(found.name)}",
        *([f"    printed: {_quoted(found.label)}"] if found.label != found.name else []),
        "    type: rows",
        *([f"    printed_rows: {min(found.rows, 50)}"] if found.rows else []),
        "    columns:",
        *(_column(*head, is_label=bool(found.labels) and i == 0) for i, head in enumerate(found.heads)),
    ]
    if found.labels:
        lines += ["    fixed_rows:", *(_row(label) for label in dict.fromkeys(found.labels))]
    return "\n".join(lines)


def _column(name: str, head: str, year: int | None, *, is_label: bool) -> str:
    if year is not None:
        parts = [f"label: {_quoted(name)}", f"year: {year}", *(["forecast: true"] if year == 0 else [])]
        return "      - {" + ", ".join(parts) + "}"
    type_ = (
        FieldType.PERIOD
        if head in _PERIODS
        else FieldType.SERIAL
        if name == "序号"
        else FieldType.TEXT
        if is_label
        else guessed(head)
    )
    parts = [f"label: {_quoted(name)}", *([f"labels: [{_quoted(head)}]"] if head and head != name else []), *_rules(type_, head)]
    return "      - {" + ", ".join(parts) + "}"


def _row(label: str) -> str:
    rules = _rules(guessed(label), label) if guessed(label) in FIGURES else []
    return "      - {" + ", ".join([f"label: {_quoted(label)}", *rules]) + "}"
