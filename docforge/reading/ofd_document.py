"""An OFD → Document: text from the XML, its pictures by recognition."""

from dataclasses import replace

from docforge.core.lazy import resolve
from docforge.core.model import Box, Document, Page, Source
from docforge.reading import sniff, text_layer
from docforge.reading.limits import Limits
from docforge.reading.recognition import Recogniser

_LEAST_RULES = 3
_SNAP = 3.0


def read_ofd(source: Source, content: bytes, recogniser: Recogniser, limits: Limits) -> Document:
    """The document; raises DocforgeError R113, R143, R171 as ``ofd.Ofd`` does."""
    pages = []
    for seen in resolve("docforge.reading.ofd:Ofd")(content, limits).pages():
        page = Page(seen.number, seen.width, seen.height, seen.lines, unit="pt")
        if len(seen.horizontal) >= _LEAST_RULES and len(seen.vertical) >= _LEAST_RULES:
            cells = resolve("docforge.reading.tables:cells_from_lines")(list(seen.horizontal), list(seen.vertical), _SNAP)
            page = replace(page, cells=tuple(Box(*cell) for cell in cells))
        for i, (box, picture) in enumerate(seen.pictures):
            if text_layer.picture_beside_text(page, [box]) and sniff.media_type(picture) in sniff.PICTURES:
                read = _inset(source, seen.number, i, picture, recogniser, limits)
                page = text_layer.merged(page, text_layer.placed(read, box, seen.number))
        pages.append(page)
    return Document(source, tuple(pages))


def _inset(source: Source, number: int, index: int, picture: bytes, recogniser: Recogniser, limits: Limits) -> Page:
    """What stands on a picture placed on a page."""
    decode = resolve("docforge.reading.raster:decode")
    return recogniser.page(source, number, lambda: decode(picture, limits), part=f"/{index}")
