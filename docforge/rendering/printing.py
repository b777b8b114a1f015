"""How a value is printed in its place: escaped, its line breaks as Word's, a picture as a drawing, rich text as runs.

``printer`` makes for each stretch of a template (constant pieces with values between them) the function that prints it. Most
values are plain text without a special character, so all of a stretch are looked at together; only where something special is
among them is each taken by itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jinja2.runtime import Undefined
from lxml import etree
from markupsafe import Markup

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.rendering.ooxml import R, W, escaped, quoted
from docforge.rendering.pictures import Picture, Ready, drawing
from docforge.rendering.placing import Slot, SlotKind

SESSION = "_session"
_SPECIAL = re.compile('[&<>"\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]').search
_BREAK = re.compile("[\t\n\a\f]").search
ILLEGAL = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 does not have; \\a and \\f are a new paragraph and a new page."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TEXT = '<w:t xml:space="preserve">'
_WRITTEN_TEXT = re.compile(r"(<w:r(?: [^>]*)?>)((?:<w:rPr>.*?</w:rPr>)?)(<w:t(?: [^>]*)?>)(.*?)(</w:t>)", re.DOTALL)
_WRAPPED = f'<w:body xmlns:w="{W}" xmlns:r="{R}">' + "{}</w:body>"

_FIRST_LIST = 20001
"""Numbers of lists that no template has by itself."""

Printer = Callable[..., str]


class Rich(Protocol):
    """Text that brings its own runs or paragraphs: RichText and SubDocument, and those of docxtpl."""

    def __html__(self) -> str: ...


class Insert(Protocol):
    """A value that brings parts of its own into the package, such as a sub-document."""

    def blocks(self, session: "Session", part: str) -> str:
        """Its paragraphs and tables as XML."""


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list that a sub-document brings along: its number here, its w:abstractNum and w:num as they were there."""

    number: int
    abstract: str
    concrete: str


@dataclass(slots=True)
class Session:
    """One document being made: the pictures, relations, styles and lists that its values bring in."""

    last_id: int = 1000
    media: dict[int, tuple[str, Ready]] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    lists: dict[tuple[int, str], ListKind] = field(default_factory=dict)

    def next_id(self) -> int:
        """The number of the next picture."""
        self.last_id += 1
        return self.last_id

    def number(self, known: Mapping[str, tuple[str, str]], old: str) -> str:
        """The number under which a list of a sub-document goes on here; each document's lists are counted anew."""
        key = (id(known), old)
        if key not in self.lists and old in known:
            self.lists[key] = ListKind(_FIRST_LIST + len(self.lists), *known[old])
        return str(self.lists[key].number) if key in self.lists else "0"

    def picture(self, part: str, ready: Ready) -> str:
        """The relation by which the part names the picture; the same picture is kept once."""
        name, _ = self.media.setdefault(id(ready), (f"media/value{len(self.media) + 1}.{ready.suffix}", ready))
        return self.relate(part, f"{R}/image", name)

    def relate(self, part: str, kind: str, target: str, mode: str = "") -> str:
        """A relation of the part; an existing one of the same kind and target is used again."""
        own = self.relations.setdefault(part, [])
        entry = (kind, target, mode)
        if entry not in own:
            own.append(entry)
        return f"rIdValue{own.index(entry) + 1}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot with what an error says of it: the expression, its place; ``room`` is the cell's width and height in millimetres."""

    slot: Slot
    part: str
    name: str
    where: str
    room: tuple[float, float] | None = None

    @property
    def is_inside_text(self) -> bool:
        """Whether text can stand here without an element around it."""
        return self.slot.kind not in (SlotKind.RUNS, SlotKind.BLOCKS)


def printer(constants: Sequence[str], spots: Sequence[Spot]) -> Printer:
    """The function (context, value, …) → XML of a stretch; one more constant than spots."""
    pattern = "%s".join(constant.replace("%", "%%") for constant in constants)
    all_inside = all(spot.is_inside_text for spot in spots)

    def put(context: Any, *values: Any) -> str:
        try:
            if all_inside and _SPECIAL("".join(values)) is None:
                return pattern % values
        except TypeError:
            pass  # a value that is no text
        session = context.parent[SESSION]
        return pattern % tuple(
            value if value.__class__ is str and all_inside and _SPECIAL(value) is None else written(value, spot, session)
            for value, spot in zip(values, spots, strict=True)
        )

    return put


def written(value: Any, spot: Spot, session: Session) -> str:
    """A value as XML for its spot.

    Raises DocforgeError T505 for characters that Word cannot keep, T506 for a value out of place, T509 for a picture that is none.
    """
    if isinstance(value, Picture):
        return _picture(value, spot, session)
    if hasattr(value, "blocks"):
        return _inserted(value, spot, session)
    if hasattr(value, "__html__") and not isinstance(value, str | Undefined):
        return _rich(value, spot)
    return _shaped(_text(value, spot), spot)


def _text(value: Any, spot: Spot) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = value.unescape() if isinstance(value, Markup) else str(value)
    is_text = spot.slot.kind not in (SlotKind.ATTRIBUTE, SlotKind.PLAIN)
    if bad := (ILLEGAL if is_text else _NOT_XML).search(text):
        raise DocforgeError(codes.VALUE_NOT_TEXT, f"{spot.where} U+{ord(bad[0]):04X}", field=spot.name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _shaped(text: str, spot: Spot) -> str:
    """Text as its slot takes it."""
    slot = spot.slot
    if slot.kind is SlotKind.ATTRIBUTE:
        return quoted(text)[1:-1]
    plain = escaped(text)
    if slot.kind is SlotKind.TEXT:
        return with_breaks(plain, slot.run, slot.paragraph)
    if slot.kind is SlotKind.RUNS and plain:
        return f"<w:r>{_TEXT}{with_breaks(plain, '', slot.paragraph)}</w:t></w:r>"
    if slot.kind is SlotKind.BLOCKS and plain:
        return f"<w:p><w:r>{_TEXT}{with_breaks(plain, '', '')}</w:t></w:r></w:p>"
    return plain


def with_breaks(plain: str, run: str, paragraph: str) -> str:
    r"""Line feeds, tabs, \a (a new paragraph) and \f (a new page) as Word has them, within a run of these properties."""
    if _BREAK(plain) is None:
        return plain
    begin = f"<w:r>{run}{_TEXT}"
    return (
        plain.replace("\t", f"</w:t></w:r><w:r>{run}<w:tab/></w:r>{begin}")
        .replace("\a", f"</w:t></w:r></w:p><w:p>{paragraph}{begin}")
        .replace("\n", f"</w:t><w:br/>{_TEXT}")
        .replace("\f", f'</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{paragraph}{begin}')
    )


def _between_runs(xml: str, slot: Slot) -> str:
    """Runs in the middle of a run: it ends before them and goes on behind them."""
    return f"</w:t></w:r>{xml}<w:r>{slot.run}{_TEXT}" if slot.kind is SlotKind.TEXT else xml


def _picture(value: Picture, spot: Spot, session: Session) -> str:
    if spot.slot.kind not in (SlotKind.TEXT, SlotKind.RUNS):
        raise DocforgeError(codes.TEMPLATE_FORBIDDEN, spot.where, problem=f"“{spot.name}”是图片，只能放在文字的位置")
    try:
        ready = value.ready()
    except DocforgeError as error:
        raise DocforgeError(error.code, f"{spot.where} {error.where}".strip(), field=spot.name, **error.details) from error
    relation = session.picture(spot.part, ready)
    shown = drawing(relation, session.next_id(), value.extent(ready, spot.room))
    return _between_runs(f"<w:r>{shown}</w:r>", spot.slot)


def _rich(value: Rich, spot: Spot) -> str:
    xml = value.__html__()
    slot = spot.slot
    if not xml.lstrip().startswith("<w:"):
        return _shaped(resolve("html:unescape")(xml), spot)
    is_block = xml.lstrip().startswith(("<w:p>", "<w:p ", "<w:tbl"))
    allowed = (SlotKind.BLOCKS,) if is_block else (SlotKind.TEXT, SlotKind.RUNS)
    need = "{{p " if is_block else "{{r "
    try:
        etree.fromstring(_WRAPPED.format(xml))
    except etree.XMLSyntaxError as error:
        raise DocforgeError(codes.TEMPLATE_FORBIDDEN, spot.where, problem=f"“{spot.name}”的格式文本有误") from error
    if slot.kind not in allowed:
        problem = f"“{spot.name}”是带格式的内容，请写成 {need}{spot.name} }}}}"
        raise DocforgeError(codes.TEMPLATE_FORBIDDEN, spot.where, problem=problem)
    broken = _WRITTEN_TEXT.sub(lambda m: m[1] + m[2] + m[3] + with_breaks(m[4], m[2], slot.paragraph) + m[5], xml)
    return _between_runs(broken, slot)


def _inserted(value: Insert, spot: Spot, session: Session) -> str:
    if spot.slot.kind is not SlotKind.BLOCKS:
        raise DocforgeError(codes.TEMPLATE_FORBIDDEN, spot.where, problem=f"“{spot.name}”是整段内容，请写成 {{{{p {spot.name} }}}}")
    return value.blocks(session, spot.part)
