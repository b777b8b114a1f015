"""The same file, or the same picture saved again, handed in twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docforge.core import codes
from docforge.core.model import Document, Finding, Source, finding
from docforge.core.text import squeeze

_MOST_BITS = 3
"""Of 64: recompression changes none to three; but certificates printed from one template differ in no more, so that the
figures on them must be the same too."""
_FIGURES = re.compile(r"[0-9A-Za-z]*\d{4,}[0-9A-Za-z]*")
_SAME_SHAPE = 0.02
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Seen:
    """What tells a document from others, so that its text need not be kept."""

    source: Source
    looks: tuple[int, ...]
    shapes: tuple[float, ...]
    figures: frozenset[str]


def seen(document: Document) -> Seen:
    """What tells the document from others; ``looks`` empty where a page of it is no picture."""
    pages = document.pages
    is_picture = bool(pages) and all(page.look for page in pages)
    looks = tuple(int(page.look, 16) for page in pages) if is_picture else ()
    text = " ".join(squeeze(line.text) for page in pages for line in page.lines)
    return Seen(document.source, looks, tuple(page.width / page.height for page in pages), frozenset(_FIGURES.findall(text)))


def duplicates(documents: Sequence[Seen]) -> Iterator[Finding]:
    """A finding for each document that repeats an earlier one."""
    by_content: dict[str, Seen] = {}
    pictures: list[Seen] = []
    for document in documents:
        same = by_content.get(document.source.sha256) if document.source.sha256 else None
        again = None if same else next((earlier for earlier in pictures if is_same_picture(earlier, document)), None)
        if earlier := same or again:
            how = "内容完全相同" if same else "是同一画面（重新压缩或另存）"
            yield finding(codes.DUPLICATE_FILE, document.source.label, other=earlier.source.label, how=how)
            continue
        by_content[document.source.sha256] = document
        if document.looks:
            pictures.append(document)


def is_same_picture(first: Seen, second: Seen) -> bool:
    """Whether both show one picture: each page alike in look and shape, and what figures they bear mostly the same."""
    if len(first.looks) != len(second.looks) or not second.looks:
        return False
    if any((a ^ b).bit_count() > _MOST_BITS for a, b in zip(first.looks, second.looks, strict=True)):
        return False
    if any(abs(a - b) > _SAME_SHAPE for a, b in zip(first.shapes, second.shapes, strict=True)):
        return False
    every = first.figures | second.figures
    return not every or len(first.figures & second.figures) >= _ALIKE * len(every)
