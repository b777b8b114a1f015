"""What the machine saw in a file, and why each field was or was not found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docforge.casework.words import VIA, display
from docforge.core.model import Document, Finding, Page
from docforge.extraction.classify import classify, papers_on
from docforge.extraction.extract import extract
from docforge.extraction.kind import Kind
from docforge.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class LineSeen:
    """One line of text with its place."""

    text: str
    place: str
    confidence: str
    via: str


@dataclass(frozen=True, slots=True)
class PageSeen:
    """One page: how it was turned, what it was taken for, its lines, and (field, value, reason) for each field."""

    number: int
    size: str
    turn: str
    kind: str
    lines: tuple[LineSeen, ...]
    reasons: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One document of the file."""

    name: str
    pages: tuple[PageSeen, ...]
    findings: tuple[Finding, ...]


def look(path: Path, reader: Reader, kinds: Sequence[Kind]) -> Iterator[Look]:
    """What was seen in each document of the file."""
    for document in reader.read_path(path):
        parts = [part for page in document.pages for part in papers_on(page, kinds)]
        yield Look(document.source.label, tuple(_page(document, part, kinds) for part in parts), document.findings)


def _page(document: Document, page: Page, kinds: Sequence[Kind]) -> PageSeen:
    verdict = classify(page, kinds)
    name = (
        f"“{verdict.look_alike}”，只是像{verdict.kind.label}"
        if verdict.look_alike and verdict.kind
        else verdict.kind.label
        if verdict.kind
        else "未知材料"
    )
    lines = tuple(
        LineSeen(
            line.text,
            _place(line.box.left, line.box.top, line.box.right, line.box.bottom),
            f"{line.confidence:.2f}",
            VIA[line.via.value],
        )
        for line in page.lines
    )
    turn = f"顺时针转正 {page.turn}°，找平 {page.skew:.1f}°" if page.turn or page.skew else "方向端正"
    reasons = tuple(_reasons(document, page, verdict.kind)) if verdict.kind and not verdict.look_alike else ()
    return PageSeen(page.number, f"{page.width:.0f}×{page.height:.0f}{page.unit}", turn, name, lines, reasons)


def _place(*corners: float) -> str:
    return ",".join(f"{corner:.0f}" for corner in corners)


def _reasons(document: Document, page: Page, kind: Kind) -> Iterator[tuple[str, str, str]]:
    single = Document(document.source, (page,))
    record = extract(single, (kind,), forced=kind).records[0]
    for spec in kind.fields:
        field = record.fields.get(spec.key)
        if field is None:
            sought = "、".join((*spec.printed, *spec.phrases)) or "按位置或其他项目判断"
            yield spec.label, "", f"没有找到 {sought}，或旁边没有内容"
        elif field.value is None:
            yield spec.label, "", f"读作“{field.raw}”，不能理解"
        else:
            yield spec.label, display(field), f"读自“{field.raw}”，把握 {field.grade.value}"
