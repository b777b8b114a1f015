"""How blank forms print their labels: what is a label, what a gap to write in, what is never filled in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docforge.core.text import squeeze, tidy
from docforge.rendering.grid import BOXES

_NUMBER = re.compile(r"^(?:\(?\d{1,2}\)?[.、．)]|[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])(?=\D)")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_COLON = re.compile("[:：]")
_SEAL = re.compile("[盖公签印][章名字]|签字|签名|印章|章$")
_DATE = re.compile(r"年\s+月|年\s*月\s*日")
_SEALED_LABEL = re.compile(r"(?:代码|名称|单位|企业|机构)[(（][盖公签]章[)）]$")
_OPINION = re.compile("意见[:：]?$|审核$|审批$|批示$")
_OFFICE = re.compile("以下.{0,4}由.{1,12}填写|以下.{0,6}(?:不用|不须|无需|无须)填")
_HEADING = re.compile("(?:情况|如下|包括|说明|事项|填写|要求)$")
_PHOTO = re.compile("照片|相片|[一二]寸|免冠|贴照|近照")
_HINT = re.compile(r"^(?:[(（].*[)）]|(?:请|注[:：]|说明[:：]|限|可附).*)$", re.DOTALL)
_BLANK = re.compile(r"[\s\u00a0\u3000_＿]*")
_LINE = re.compile(r"[_＿]{2,}")
_LONGEST_LABEL = 24
_GAP = r"[ \t\u00a0\u3000]"
_PRINTED = re.compile(rf"[^\s_＿\u3000]+(?:{_GAP}[^\s_＿\u3000]+)*")
_LEAST_ROOM, _LONGEST_UNIT = 2, 3
_OPTION = re.compile(rf"^[\s]*(\S[^{BOXES}]*?)(?=\s{{2,}}|[,，;；。]|$)")


def folded(label: str) -> str:
    """A label as compared: no white space, half width, no numbering before it, no colon behind."""
    return _NUMBER.sub("", squeeze(label)).strip(":_")


def printed(label: str) -> str:
    """A label as it is printed, to be found again: its numbering kept, its white space and colon gone."""
    return tidy(squeeze(label).strip(":_"))


def bare(label: str) -> str:
    """A folded label without what stands in brackets."""
    return _BRACKETED.sub("", folded(label)).strip(":")


def identifier(label: str) -> str:
    """A label as the name of a placeholder: its letters and digits without bracketed remarks."""
    for text in (bare(label), folded(label)):
        name = "".join(c for c in text if c.isalnum())
        if name.isidentifier():
            return name
        if f"项{name}".isidentifier() and name:
            return f"项{name}"
    return ""


def is_blank(text: str) -> bool:
    """Whether there is nothing but room to write."""
    return _BLANK.fullmatch(text) is not None


def is_sealed(text: str, stops: Iterable[str] = ()) -> bool:
    """Whether a seal, a signature, a date of signing or one of the form's own ``stops`` stands in the text."""
    plain = squeeze(text)
    if _SEALED_LABEL.search(plain.partition(":")[0]):
        return False
    return bool(_SEAL.search(plain) or _DATE.search(text)) or any(squeeze(stop) in plain for stop in stops)


def is_opinion(text: str) -> bool:
    """Whether the label is that of an office's opinion."""
    return _OPINION.search(squeeze(text)) is not None


def is_for_office(text: str) -> bool:
    """Whether what follows is filled in by the office: 以下由税务机关填写."""
    return _OFFICE.search(squeeze(text)) is not None


def is_photo(text: str) -> bool:
    """Whether the cell is where the photograph is pasted."""
    plain = squeeze(text)
    return len(plain) <= _LONGEST_LABEL and _PHOTO.search(plain) is not None


def is_hint(text: str) -> bool:
    """Whether the text only says what is to be written there."""
    return _HINT.match(text.strip()) is not None


def is_label(text: str) -> bool:
    """Whether the text may name a value: short, no sentence."""
    plain = squeeze(text).rstrip(":")
    return 0 < len(_BRACKETED.sub("", plain)) <= _LONGEST_LABEL and not re.search("[。;?!]", plain) and not _is_figure(plain)


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"[\d.,%—\-~IVX]*", text) is not None


def has_boxes(text: str) -> bool:
    """Whether there are boxes to tick."""
    return any(box in text for box in BOXES)


@dataclass(frozen=True, slots=True)
class Gap:
    """Room to write inside a line: label before it, from which character to which; ``last``: nothing follows it."""

    label: str
    start: int
    end: int
    last: bool
    options: tuple[tuple[str, int], ...] = ()
    """Where boxes are ticked: each option with the place of its box."""

    @property
    def is_line(self) -> bool:
        """Whether the room is drawn or holds spaces, and not just the end of the line."""
        return self.end > self.start


def labelled_gaps(text: str, marks: str = "") -> list[Gap]:
    """The labels in a line of text, each with the room behind it: 姓名：____ 电话：   ; ``marks``: where it is underlined.

    A label is followed by a colon, or by a line to write on.
    """
    found: list[Gap] = []
    ends = [(m.start(), m.end()) for m in _COLON.finditer(text)] + _lines(text, marks)
    for start, end in sorted(ends):
        label = _label_before(text, start)
        if not label or any(gap.end > start for gap in found):
            continue
        is_colon = text[start] in ":："
        gap = _gap_from(text, end if is_colon else start, marks, label)
        if gap and not (gap.last and not gap.is_line and _is_heading(label)):
            found.append(gap)
    return found


def _is_heading(label: str) -> bool:
    """Whether a label with nothing behind its colon heads what follows: 1.所在企业情况：."""
    return _NUMBER.match(label) is not None or _HEADING.search(label) is not None


def _lines(text: str, marks: str) -> list[tuple[int, int]]:
    drawn = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    for m in re.finditer("U{2,}", marks):
        run = text[m.start() : m.end()]
        room = re.search(rf"{_GAP}{{2,}}", run)
        if room:
            drawn.append((m.start() + room.start(), m.start() + room.end()))
    return drawn


def _label_before(text: str, end: int) -> str:
    before = re.split(rf"{_GAP}{{2,}}|[:：,，。;；_＿|\n]|[{BOXES}]", text[:end])[-1].strip()
    return before if is_label(before) and len(squeeze(before)) > 1 else ""


def _gap_from(text: str, start: int, marks: str, label: str) -> Gap | None:
    rest = text[start:]
    room = re.match(r"[ \t\u00a0\u3000_＿]*", rest)
    width = room.end() if room else 0
    after = rest[width:]
    if has_boxes(after.partition("\n")[0][:_LONGEST_LABEL]):
        options = box_options(text, start)
        return Gap(label, start, start, False, options) if options else None
    if _DATE.match(after) or (after and not width):
        return None
    if after and width < 2 and not _is_drawn(text, marks, start, start + width):
        return None
    return Gap(label, start, start + width, not after.strip())


def _is_drawn(text: str, marks: str, start: int, end: int) -> bool:
    return "_" in text[start:end] or "U" in marks[start:end]


def box_options(text: str, start: int = 0) -> tuple[tuple[str, int], ...]:
    """(option, place of its box) of the boxes after ``start``: □无 □有; also 是□ 否□, where the boxes stand behind."""
    places = [i for i in range(start, len(text)) if text[i] in BOXES]
    if not places:
        return ()
    before = text[start : places[0]].strip(" \t\u3000:：")
    ends = [*places[1:], len(text)]
    after = [_option(text[place + 1 : end]) for place, end in zip(places, ends, strict=True)]
    if not after[-1] and before:
        starts = [start, *(place + 1 for place in places[:-1])]
        after = [text[s:place].strip(" \t\u3000:：、,，") for s, place in zip(starts, places, strict=True)]
    made = tuple((option, place) for option, place in zip(after, places, strict=True) if option)
    return made if len(made) == len(places) else ()


def _option(text: str) -> str:
    found = _OPTION.match(text.partition("\n")[0])
    return re.split("[,，;；。]", found[1])[0].strip() if found else ""


def inner_gaps(text: str, label: str) -> list[Gap]:
    """The rooms of a value cell that prints what belongs to its value: ____kg, 前____后____mm, ____其中外籍____."""
    words = list(_PRINTED.finditer(text))
    if not words or "\n" in text.strip():
        return []
    rooms = [(0 if i == 0 else words[i - 1].end(), word.start()) for i, word in enumerate(words)]
    rooms.append((words[-1].end(), len(text)))
    units_follow = rooms[0][1] > rooms[0][0]
    made = []
    for i, (start, end) in enumerate(rooms):
        before, after = words[i - 1][0] if i else "", words[i][0] if i < len(words) else ""
        if end - start < _LEAST_ROOM:
            continue
        if not before:
            name = label if len(words) == 1 or len(after) > _LONGEST_UNIT else label + after.strip("/")
        elif units_follow:
            name = label + after.strip("/") if after else before if len(before) > _LONGEST_UNIT else ""
        else:
            name = label + before
        if name:
            at = end if units_follow and after else start
            made.append(Gap(name, at, at, not after))
    return made


def room_before(text: str, label: str) -> list[Gap]:
    """The room at the beginning of a value cell that goes on with another label behind a stroke: | 企业状态：."""
    return [Gap(label, 0, 0, False)] if text.lstrip()[:1] in ("|", "｜", "/", "／") else []


def words_like(label: str, printed: Sequence[str]) -> int | None:
    """How well a label is one of the printed ones: 0 the same, 1 but for brackets; None when it is another."""
    own = folded(label)
    if own in {folded(name) for name in printed}:
        return 0
    return 1 if bare(label) and bare(label) in {bare(name) for name in printed} else None
