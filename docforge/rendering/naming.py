"""Names of placeholders as people write them, as names that the template language takes: 联 系 人, 注册资金（万元）, 学历/学位."""

import re
from itertools import pairwise

from docforge.core.lazy import pattern
from docforge.core.text import is_ideograph

_STRINGS = re.compile(r"(\"[^\"]*\"|'[^']*')")
_HAN = "\u3400-\u9fff\uf900-\ufaff〇"
_WORD = r"[\w—“”]"
_BRACKETED = rf"（[^（）{{}}|]*）|\([^()\"'{{}}|]*[{_HAN}][^()\"'{{}}|]*\)"
_JOINT = rf"[/、·]|(?<=[{_HAN}）)])\s+(?=[{_HAN}（])"
_LABEL = rf"(?P<dot>\.\s*)?(?P<label>{_WORD}+(?:(?:{_JOINT})?{_WORD}+|\s*(?:{_BRACKETED}))*)：?(?=\W|$)"
_SPACE = re.compile(r"\s+")


def label_key(label: str) -> str:
    """The label without white space: two writings of one name are the same."""
    return _SPACE.sub("", label)


def alias(label: str) -> str:
    """An identifier for a label that is none."""
    return "_" + "".join(char if char.isalnum() or char == "_" else f"_x{ord(char):x}_" for char in label)


def as_language(expression: str, aliases: dict[str, str]) -> str:
    """The expression with every label as an identifier; ``aliases`` takes what each stands for."""
    if _is_plain(expression):
        return expression
    parts = _STRINGS.split(expression)
    label = pattern(_LABEL)
    return "".join(part if i % 2 else label.sub(lambda found: _named(found, aliases), part) for i, part in enumerate(parts))


def _is_plain(expression: str) -> bool:
    """Whether it is nothing but identifiers and items of them, as most are: ``企业名称``, ``for 行 in 名单``, ``行.单位名称``."""
    words = expression.split()
    are_names = all(name.isidentifier() for word in words for name in word.split("."))
    return are_names and not any(is_ideograph(one[-1]) and is_ideograph(next_[0]) for one, next_ in pairwise(words))


def _named(found: re.Match[str], aliases: dict[str, str]) -> str:
    written = found["label"]
    label = label_key(written)
    is_han = any(map(is_ideograph, label))
    if not is_han or (label == written and label.isidentifier()):
        return found[0].rstrip("：") if is_han else found[0]
    if found["dot"]:
        return f".{label}" if label.isidentifier() else f'["{label}"]'
    if label.isidentifier():
        return label
    name = alias(label)
    aliases[name] = label
    return name
