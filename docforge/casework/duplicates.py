"""The same file, or the same picture saved again, handed in twice."""

from collections.abc import Sequence
from dataclasses import replace

from docforge.core import codes
from docforge.core.model import Document, Finding, finding

_MOST_BITS = 3
"""Of 64: WeChat's recompression changes none to three; two pages of one form differ in eight and more."""


def without_text(document: Document) -> Document:
    """The document with nothing but what tells duplicates, so that a folder of hundreds costs no memory."""
    return replace(document, pages=tuple(replace(page, lines=(), cells=(), marks=()) for page in document.pages))


def duplicates(documents: Sequence[Document]) -> list[Finding]:
    """A finding for each document that repeats an earlier one."""
    found = []
    for i, document in enumerate(documents):
        for earlier in documents[:i]:
            how = _how(earlier, document)
            if how:
                found.append(finding(codes.DUPLICATE_FILE, document.source.label, other=earlier.source.label, how=how))
                break
    return found


def _how(first: Document, second: Document) -> str:
    if first.source.sha256 and first.source.sha256 == second.source.sha256:
        return "内容完全相同"
    looks = [page.look for page in first.pages], [page.look for page in second.pages]
    if not all(looks[0]) or not looks[0] or len(looks[0]) != len(looks[1]) or not all(looks[1]):
        return ""
    same = all(_distance(a, b) <= _MOST_BITS for a, b in zip(*looks, strict=True))
    shapes = zip(first.pages, second.pages, strict=True)
    alike = all(abs(a.width / a.height - b.width / b.height) < 0.02 for a, b in shapes)
    return "是同一画面（重新压缩或另存）" if same and alike else ""


def _distance(first: str, second: str) -> int:
    return (int(first, 16) ^ int(second, 16)).bit_count()
