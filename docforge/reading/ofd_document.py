"""An OFD → Document: text from the XML, its pictures by recognition."""

from dataclasses import replace
from time import monotonic
from typing import Any

from docforge.core import codes
from docforge.core.lazy import resolve
from docforge.core.model import Box, Document, Finding, Page, Source, finding
from docforge.reading import sniff, text_layer
from docforge.reading.limits import Limits
from docforge.reading.recognition import Recogniser

_LEAST_RULES = 3
_SNAP = 3.0


def read_ofd(source: Source, content: bytes, recogniser: Recogniser, limits: Limits) -> Document:
    """The document: the pages read within the limit of time, and a finding where there are more.

    Raises DocforgeError R113, R141, R143, R171 as ``ofd.Ofd`` does.
    """
    pages: list[Page] = []
    found: list[Finding] = []
    stop = monotonic() + limits.file_seconds
    for seen in resolve("docforge.reading.ofd:Ofd")(content, limits).pages():
        page = _ruled(seen)
        for i, (box, picture) in enumerate(seen.pictures):
            if monotonic() > stop:
                break
            if text_layer.picture_beside_text(page, [box]) and sniff.media_type(picture) in sniff.PICTURES:
                read = _inset(source, seen.number, i, picture, recogniser, limits)
                page = text_layer.merged(page, text_layer.placed(read, box, seen.number))
        pages.append(page)
        if monotonic() > stop:
            found.append(finding(codes.READING_TIMEOUT, source.label, seconds=f"{limits.file_seconds:g}"))
            break
    return Document(source, tuple(pages), tuple(found))


def _ruled(seen: Any) -> Page:
    """The page's text, with the cells of its table where lines are ruled."""
    page = Page(seen.number, seen.width, seen.height, seen.lines, unit="pt")
    if len(seen.horizontal) < _LEAST_RULES or len(seen.vertical) < _LEAST_RULES:
        return page
    cells = resolve("docforge.reading.tables:cells_from_lines")(list(seen.horizontal), list(seen.vertical), _SNAP)
    return replace(page, cells=tuple(Box(*cell) for cell in cells))


def _inset(source: Source, number: int, index: int, picture: bytes, recogniser: Recogniser, limits: Limits) -> Page:
    """What stands on a picture placed on a page."""
    decode = resolve("docforge.reading.raster:decode")
    return recogniser.page(source, number, lambda: decode(picture, limits), part=f"/{index}")
