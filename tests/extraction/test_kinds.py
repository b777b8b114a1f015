from pathlib import Path

import pytest
from pydantic import ValidationError

from docforge.core import strict_yaml
from docforge.core.errors import DocforgeError
from docforge.extraction.kind import Kind, kind_named, shipped_kinds

IDENTITY = {"uscc", "registration_number", "name", "type", "legal_representative", "address", "registered_capital"}
LICENCE_KEYS = IDENTITY | {"established_on", "term", "scope", "authority", "issued_on", "licence_term"}


def test_the_keys_of_a_licence_are_the_contract() -> None:
    assert {spec.key for spec in kind_named("business_licence", shipped_kinds()).fields} == LICENCE_KEYS


def test_kinds_are_found_by_both_names() -> None:
    assert kind_named("营业执照", shipped_kinds()) is kind_named("business_licence", shipped_kinds())
    with pytest.raises(DocforgeError) as caught:
        kind_named("营业执找", shipped_kinds())
    assert "是否想写“营业执照”" in str(caught.value)


def test_a_kind_file_with_a_wrong_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k.yaml"
    path.write_text("kind: a\nlabel: 甲\ntitles: [甲]\nfields:\n  - {key: x, lable: 乙}\n", encoding="utf-8")
    with pytest.raises(DocforgeError) as caught:
        strict_yaml.load(path, Kind)
    assert "是否想写“label”" in str(caught.value)


def test_references_between_fields_are_checked() -> None:
    with pytest.raises(ValidationError, match="没有定义的字段 z"):
        Kind.model_validate({"kind": "a", "label": "甲", "titles": ["甲"], "fields": [{"key": "x", "label": "乙", "beside": "z"}]})
