"""Administrative divisions (GB/T 2260) as a dictionary: which words of an address and which digits of a code it knows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from docforge.core.text import squeeze
from docforge.extraction.kind import shared_table

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|裕固|保安|独龙|鄂伦春|鄂温克|普米|各"
)
_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族?)*自治(?P<rank>区|州|县|旗)")
_END = re.compile("[省市区县州旗盟]")
_LONGEST, _LEAST = 12, 3
_LEVELS = 4
_GAP = "?"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that stands where a division stands and is none, and the divisions it differs from in one character."""

    word: str
    near: tuple[str, ...]


class Divisions:
    """All divisions from the county upwards, those of former years among them: six-digit code → names."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names

    def knows_prefecture(self, code: str) -> bool:
        """Whether the first four of the six digits are those of a prefecture, of now or of former years."""
        return code[:4] in self._prefectures

    def begins(self, address: str) -> bool:
        """Whether the address begins with a division."""
        return bool(self._known(squeeze(address), "")[0])

    def doubt(self, address: str) -> Doubt | None:
        """The first word of the address that is a division's name but for one character; None where there is none.

        Words are taken from the front, as long as they are divisions or may be; within a known province or prefecture only
        its own divisions count as near.
        """
        rest, parent = squeeze(address), ""
        for _ in range(_LEVELS):
            known, code = self._known(rest, parent)
            if known:
                rest, parent = rest[len(known) :], _reach(code)
                if len(parent) == len(code):
                    return None
                continue
            doubt = next((doubt for word in _words(rest) if (doubt := self._near(word, parent))), None)
            first = next(_words(rest, least=2), "")
            if doubt or not first:
                return doubt
            rest = rest[len(first) :]
        return None

    def _known(self, text: str, parent: str) -> tuple[str, str]:
        """The longest name at the head of the text and its code, one within ``parent`` where there is one."""
        for length in range(min(_LONGEST, len(text)), 1, -1):
            codes = self._codes.get(text[:length], ())
            if codes:
                return text[:length], next((code for code in codes if code.startswith(parent)), codes[0])
        return "", ""

    def _near(self, word: str, parent: str) -> Doubt | None:
        if any(word.endswith(zone) for zones in shared_table("zones").values() for zone in zones):
            return None
        near = {name: code for hole in _holes(word) for name, code in self._holed.get(hole, ()) if code.startswith(parent)}
        return Doubt(word, tuple(dict.fromkeys(near))) if near else None

    @cached_property
    def _prefectures(self) -> frozenset[str]:
        return frozenset(code[:4] for code in self._names)

    @cached_property
    def _codes(self) -> Mapping[str, Sequence[str]]:
        """Code of each name, of its usual short forms too: 伊犁州 of 伊犁哈萨克自治州, 新疆 of 新疆维吾尔自治区."""
        found: dict[str, list[str]] = {}
        for code, names in self._names.items():
            for form in (form for name in names for form in _forms(name, code)):
                found.setdefault(form, []).append(code)
        return found

    @cached_property
    def _holed(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Each full name without one of its characters → the name and its code."""
        found: dict[str, list[tuple[str, str]]] = {}
        for code, name in ((code, name) for code, names in self._names.items() for name in names if len(name) >= _LEAST):
            for hole in _holes(name):
                found.setdefault(hole, []).append((name, code))
        return found


def _forms(name: str, code: str) -> Iterator[str]:
    yield name
    found = _AUTONOMOUS.fullmatch(name)
    if found:
        yield found["stem"]
        yield found["stem"] + found["rank"]
    elif len(name) >= _LEAST and code.endswith("00"):
        yield name.removesuffix("省").removesuffix("市").removesuffix("地区")


def _reach(code: str) -> str:
    """The digits that the codes within a division begin with; those of a county are its whole code."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _words(text: str, least: int = _LEAST) -> Iterator[str]:
    """The heads of the text that end as divisions do."""
    yield from (text[: end.end()] for end in _END.finditer(text[:_LONGEST]) if end.end() >= least)


def _holes(word: str) -> Iterator[str]:
    yield from (word[:i] + _GAP + word[i + 1 :] for i in range(len(word)))


@cache
def divisions() -> Divisions:
    """The divisions in ``tables/divisions.txt``."""
    text = (files("docforge.extraction") / "tables" / "divisions.txt").read_text(encoding="utf-8")
    entries = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return Divisions({code: names for code, *names in entries})
