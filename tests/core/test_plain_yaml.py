"""YAML 1.2 as people write it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforge.core.errors import DocforgeError
from docforge.core.plain_yaml import parse_text

TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_json_is_yaml(data: object) -> None:
    assert parse_text(json.dumps(data, ensure_ascii=False), "a.yaml") == data


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("是", "是"),
        ("0999", 999),
        ("0o17", 15),
        ("0x1F", 31),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("~", None),
        ("", None),
        ("True", True),
        ("2025-11-20", date(2025, 11, 20)),
        ("1e3", 1000.0),
        ("13.0", 13.0),
        ("1.2.3", "1.2.3"),
    ],
)
def test_scalars_are_those_of_the_core_schema(written: str, value: object) -> None:
    found = parse_text(f"a: {written}", "a.yaml")["a"]
    assert (found, type(found)) == (value, type(value))


def test_each_value_knows_its_line() -> None:
    data = parse_text("a: &base\n  b: 1\nc:\n  - {<<: *base, d: 2}\n  -\n    e: 3\n", "a.yaml")
    assert (data.lines, data["c"].lines, data["c"][0].lines) == ({"a": 1, "c": 3}, [4, 6], {"b": 2, "d": 4})
    assert data["c"] == [{"b": 1, "d": 2}, {"e": 3}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "第 3 行：重复的键“a”"),
        ("a: [1, 2\nb: 3\n", "第 2 行：写法有误"),
        ("a: !!python/object:os.system x\n", "第 1 行：写法有误"),
        ("a: *nothing\n", "第 1 行：写法有误"),
        ("? [1]\n: 2\n", "第 1 行：写法有误"),
        ("&a [*a]\n", "写法有误"),
        ("[" * 900 + "]" * 900, "写法有误"),
        ("[" * 100_000, "写法有误"),
        ("- " * 100_000, "写法有误"),
        ("a: 2025-13-45\n", "写法有误"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    with pytest.raises(DocforgeError) as caught:
        parse_text(text, "a.yaml")
    assert said in str(caught.value)
