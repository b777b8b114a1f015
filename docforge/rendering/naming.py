"""Names of placeholders as people write them, as names that the template language takes: 联 系 人, 注册资金（万元）, 学历/学位."""

import re

_STRINGS = re.compile(r"(\"[^\"]*\"|'[^']*')")
_HAN = "\u3400-\u9fff\uf900-\ufaff〇"
_WORD = r"[\w—“”]"
_BRACKETED = rf"（[^（）{{}}|]*）|\([^()\"'{{}}|]*[{_HAN}][^()\"'{{}}|]*\)"
_JOINT = rf"[/、·]|(?<=[{_HAN}）)])\s+(?=[{_HAN}（])"
_LABEL = re.compile(rf"(?P<dot>\.\s*)?(?P<label>{_WORD}+(?:(?:{_JOINT})?{_WORD}+|\s*(?:{_BRACKETED}))*)：?(?=\W|$)")
_IS_HAN = re.compile(f"[{_HAN}]")
_SPACE = re.compile(r"\s+")


def label_key(label: str) -> str:
    """The label without white space: two writings of one name are the same."""
    return _SPACE.sub("", label)


def alias(label: str) -> str:
    """An identifier for a label that is none."""
    return "_" + "".join(char if char.isalnum() or char == "_" else f"_x{ord(char):x}_" for char in label)


def as_language(expression: str, aliases: dict[str, str]) -> str:
    """The expression with every label as an identifier; ``aliases`` takes what each stands for."""
    parts = _STRINGS.split(expression)
    return "".join(part if i % 2 else _LABEL.sub(lambda found: _named(found, aliases), part) for i, part in enumerate(parts))


def _named(found: re.Match[str], aliases: dict[str, str]) -> str:
    written = found["label"]
    label = label_key(written)
    if not _IS_HAN.search(label) or (label == written and label.isidentifier()):
        return found[0].rstrip("：") if _IS_HAN.search(label) else found[0]
    if found["dot"]:
        return f".{label}" if label.isidentifier() else f'["{label}"]'
    if label.isidentifier():
        return label
    name = alias(label)
    aliases[name] = label
    return name
