"""OFD pages (GB/T 33190-2016): text objects with their places straight from the XML, pictures, ruled lines.

Producers differ in namespaces, in upper and lower case of paths and in where they put things: elements are found by
their local names, files without regard to case, and what is malformed is left out rather than refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import hypot
from pathlib import PurePosixPath

from lxml import etree

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box, Line
from docforge.reading.archive import DAMAGED, open_office, read_entry
from docforge.reading.glyphs import Glyph, lines
from docforge.reading.limits import Limits

_POINTS = 72 / 25.4
_ASCENT = 0.88
_THIN = 1.0
_MOST_PICTURES, _MOST_TEMPLATES, _MOST_GLYPHS = 60, 4, 100_000
_MOST_NUMBERS = 100_000
_LEAST_RULE = 3.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|g")
_DEFAULT_AREA = (0.0, 0.0, 210.0, 297.0)
Affine = tuple[float, float, float, float, float, float]
_SAME: Affine = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page in points from its top left: text, pictures with their places, ruled lines."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    pictures: tuple[tuple[Box, bytes], ...]
    horizontal: tuple[tuple[float, float, float], ...]
    vertical: tuple[tuple[float, float, float], ...]


class Ofd:
    """An open OFD package."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises DocforgeError R143 when it unpacks to more than the limit, R171 when no page can be found in it."""
        self._package = open_office(content, limits)
        self._names = {name.lower().lstrip("/"): name for name in self._package.namelist()}
        self._limits = limits
        root = self._xml("OFD.xml")
        start = next((_text(node) for node in _all(root, "DocRoot")), "") if root is not None else ""
        self._document = self._xml(start)
        self._folder = PurePosixPath(start).parent
        if self._document is None:
            raise DocforgeError(codes.OFD_BROKEN)
        self._area = next((_numbers(_text(node)) for node in _all(self._document, "PhysicalBox")), list(_DEFAULT_AREA))
        self._templates = {node.get("ID"): node.get("BaseLoc", "") for node in _all(self._document, "TemplatePage")}
        self._media = dict(self._resources())
        self._contents: dict[PurePosixPath, bytes | None] = {}

    def pages(self) -> Iterator[OfdPage]:
        """The pages in order; raises DocforgeError R113 when there are more than the limit."""
        nodes = [node for pages in _all(self._document, "Pages") for node in _all(pages, "Page")]
        if len(nodes) > self._limits.pdf_pages:
            raise DocforgeError(codes.PDF_TOO_MANY_PAGES, pages=len(nodes), limit=self._limits.pdf_pages)
        for number, node in enumerate(nodes, start=1):
            yield self._page(number, self._xml(self._folder / node.get("BaseLoc", "")))

    def _page(self, number: int, content: "etree._Element | None") -> OfdPage:
        own = next((_numbers(_text(node)) for node in _all(content, "PhysicalBox")), self._area)
        width, height = (own[2:4] if len(own) == 4 else _DEFAULT_AREA[2:4]) if own else _DEFAULT_AREA[2:4]
        used = dict.fromkeys(self._templates.get(node.get("TemplateID"), "") for node in _all(content, "Template"))
        layers = [self._xml(self._folder / base) for base in list(used)[:_MOST_TEMPLATES] if base] + [content]
        glyphs = islice((glyph for layer in layers for node in _all(layer, "TextObject") for glyph in _glyphs(node)), _MOST_GLYPHS)
        placed_nodes = [node for layer in layers for node in _all(layer, "ImageObject")][:_MOST_PICTURES]
        pictures = [placed for node in placed_nodes if (placed := self._picture(node))]
        rules = [box for layer in layers for node in _all(layer, "PathObject") if (box := _boundary(node))]
        return OfdPage(
            number,
            width * _POINTS,
            height * _POINTS,
            tuple(lines(glyphs, number)),
            tuple(pictures),
            tuple((box.left, box.right, box.middle) for box in rules if box.height < _THIN * _POINTS and box.width > _LEAST_RULE),
            tuple((box.centre, box.top, box.bottom) for box in rules if box.width < _THIN * _POINTS and box.height > _LEAST_RULE),
        )

    def _picture(self, node: "etree._Element") -> tuple[Box, bytes] | None:
        box, name = _boundary(node), self._media.get(node.get("ResourceID"))
        if name and name not in self._contents:
            self._contents[name] = self._read(name)  # many objects may show one medium
        content = self._contents.get(name) if name else None
        return (box, content) if box and content else None

    def _resources(self) -> Iterator[tuple[str, PurePosixPath]]:
        for kind in ("PublicRes", "DocumentRes"):
            for place in _all(self._document, kind):
                path = self._folder / _text(place)
                resources = self._xml(path)
                base = PurePosixPath(resources.get("BaseLoc", "") if resources is not None else "")
                for node in _all(resources, "MultiMedia"):
                    file = next((_text(child) for child in _all(node, "MediaFile")), "")
                    yield node.get("ID", ""), path.parent / base / file

    def _xml(self, path: PurePosixPath | str) -> "etree._Element | None":
        content = self._read(path, self._limits.xml_bytes)
        if not content:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    def _read(self, path: PurePosixPath | str, most: int | None = None) -> bytes | None:
        name = self._names.get(str(path).lstrip("/").replace("./", "").lower())
        try:
            return read_entry(self._package, self._package.getinfo(name), most or self._limits.file_bytes) if name else None
        except (KeyError, *DAMAGED):
            return None


def _all(node: "etree._Element | None", name: str) -> Iterator["etree._Element"]:
    """Descendants with this local name, whatever their namespace; a prefix may be declared nowhere."""
    for child in node.iter() if node is not None else ():
        if isinstance(child.tag, str) and re.split("[}:]", child.tag)[-1] == name:
            yield child


def _text(node: "etree._Element") -> str:
    return (node.text or "").strip()


def _numbers(text: str) -> list[float]:
    """A list of numbers in which ``g n v`` stands for n times v (GB/T 33190 8.3.1)."""
    made: list[float] = []
    tokens = _NUMBER.findall(text)
    i = 0
    while i < len(tokens) and len(made) < _MOST_NUMBERS:
        if tokens[i] == "g" and i + 2 < len(tokens) and "g" not in tokens[i + 1 : i + 3]:
            made.extend([float(tokens[i + 2])] * min(int(float(tokens[i + 1])), 10_000))
            i += 3
        else:
            made.extend([float(tokens[i])] if tokens[i] != "g" else [])
            i += 1
    return made


def _boundary(node: "etree._Element") -> Box | None:
    numbers = [number * _POINTS for number in _numbers(node.get("Boundary", ""))]
    if len(numbers) != 4:
        return None
    left, top, width, height = numbers
    return Box(left, top, left + width, top + height)


def _glyphs(node: "etree._Element") -> Iterator[Glyph]:
    """The characters of a TextObject at the places that its TextCodes give."""
    place, numbers = _numbers(node.get("Boundary", "")), _numbers(node.get("CTM", ""))
    if len(place) != 4:
        return
    matrix: Affine = tuple(numbers) if len(numbers) == 6 else _SAME  # type: ignore[assignment]
    size = _numbers(node.get("Size", "")) or [place[3]]
    x = y = 0.0
    for code in _all(node, "TextCode"):
        x, y = _start(code, x, y)
        deltas = (_numbers(code.get("DeltaX", "")), _numbers(code.get("DeltaY", "")))
        yield from _run(code.text or "", x, y, deltas, size[0], matrix, (place[0], place[1]))


def _start(code: "etree._Element", x: float, y: float) -> tuple[float, float]:
    xs, ys = _numbers(code.get("X", "")), _numbers(code.get("Y", ""))
    return (xs[0] if xs else x), (ys[0] if ys else y)


def _run(
    text: str, x: float, y: float, deltas: tuple[list[float], list[float]], size: float, matrix: Affine, origin: tuple[float, float]
) -> Iterator[Glyph]:
    a, b, c, d, e, f = matrix
    tall, wide = size * hypot(c, d), size * hypot(a, b)
    for i, char in enumerate(text):
        left = (origin[0] + a * x + c * y + e) * _POINTS
        base = (origin[1] + b * x + d * y + f) * _POINTS
        advance = deltas[0][i] if i < len(deltas[0]) else 0.0
        width = min(wide, advance * hypot(a, b)) if advance > 0 else wide * (1 if ord(char) > 0x2E80 else 0.5)
        yield Glyph(char, Box(left, base - _ASCENT * tall * _POINTS, left + width * _POINTS, base + (1 - _ASCENT) * tall * _POINTS))
        x += advance
        y += deltas[1][i] if i < len(deltas[1]) else 0.0
