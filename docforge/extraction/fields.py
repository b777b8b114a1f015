"""Which lines of a page hold each field's value, and how surely the place was found."""

from collections.abc import Mapping, Sequence

from docforge.core import codes
from docforge.core.dates import parse_date
from docforge.core.model import Line, Page
from docforge.core.text import squeeze
from docforge.extraction import values
from docforge.extraction.anchors import Anchor, find_anchors, split_at
from docforge.extraction.blocks import Blocks
from docforge.extraction.cells import cell_claims
from docforge.extraction.kind import Element, FieldSpec, Kind, ValueType
from docforge.extraction.layout import Claim, claims, joined, rows
from docforge.extraction.official import Elements, elements
from docforge.extraction.phrases import Prose

Found = Mapping[str, tuple[list[Line], float]]
"""For each key the lines of the value, and how surely their place was found, 0–1."""

_SURE_LABEL = 0.8
_UNDER, _PHRASE, _ELEMENT = 0.9, 0.95, 0.9
_ONE_ROW = {
    ValueType.USCC,
    ValueType.REGISTRATION_NUMBER,
    ValueType.CITIZEN_ID,
    ValueType.PATENT_NUMBER,
    ValueType.DATE,
    ValueType.MONEY,
    ValueType.PHONE,
    ValueType.PERSON,
    ValueType.CODE,
    ValueType.YEARS,
}
_MOST_UNDER = 8.0
_HEADING_ROWS = 4
_AS_TALL = 0.8


def find_fields(page: Page, kind: Kind, part: str = "") -> Found:
    """The value's lines for each field that was found on the page; ``part``: which part of the paper the page is."""
    specs = [spec for spec in kind.fields if spec.part in (None, part)]
    best: dict[str, tuple[list[Line], float]] = {}
    best.update(_by_place(page, specs, elements(page) if kind.layout == "official" else None))
    best.update(_by_labels(page, kind, specs))
    prose = Prose(page.lines)
    for spec in specs:
        if spec.key not in best and (lines := prose.find(spec)):
            best[spec.key] = (lines, _PHRASE)
    return best


def _by_place(page: Page, specs: Sequence[FieldSpec], official: Elements | None) -> Found:
    """Fields that are known by their place on the page."""
    found: dict[str, tuple[list[Line], float]] = {}
    heading = _heading(page)
    for spec in specs:
        lines: list[Line] = []
        if spec.element is Element.HEADING:
            lines = heading
        elif spec.element is Element.BYLINE and heading:
            lines = _byline(page, heading)
        elif spec.element and official:
            lines = official.lines.get(spec.element, [])
        if lines:
            found[spec.key] = (lines, _ELEMENT)
    return found


def _heading(page: Page) -> list[Line]:
    """The largest letters of the page and the rows beside them that are as large."""
    if not page.lines:
        return []
    tallest = max(page.lines, key=lambda line: line.box.height * (len(squeeze(line.text)) > 1))
    large = [line for line in page.lines if line.box.height > _AS_TALL * tallest.box.height and len(squeeze(line.text)) > 1]
    near = [line for line in large if abs(line.box.middle - tallest.box.middle) < _HEADING_ROWS * tallest.box.height]
    return [line for row in rows(near) for line in row]


def _byline(page: Page, heading: Sequence[Line]) -> list[Line]:
    """The row below the heading."""
    bottom = max(line.box.bottom for line in heading)
    below = rows([line for line in page.lines if line.box.middle > bottom])
    return below[0] if below else []


def _by_labels(page: Page, kind: Kind, specs: Sequence[FieldSpec]) -> Found:
    from_cells, outside = cell_claims(page, kind) if kind.layout == "form" and page.cells else ([], list(page.lines))
    labels = _labels(kind, specs)
    inside = frozenset(label for spec in specs if spec.inside_lines for label in spec.printed)
    alone = frozenset(squeeze(label) for spec in specs for label in spec.labels_alone)
    outside = [piece for line in outside for piece in split_at(line, inside)]
    anchors = find_anchors(outside, labels, inside, alone)
    in_cells = {claim.anchor.key: claim for claim in from_cells}
    loose = claims(outside, anchors)
    blocks = Blocks(page, kind)
    best: dict[str, tuple[list[Line], float]] = {}
    for spec in specs:
        chosen = in_cells.get(spec.key) or _choose(spec, kind, loose, blocks)
        by_check = _by_check_digit(spec, chosen, outside)
        if by_check:
            best[spec.key] = ([by_check], _SURE_LABEL)
        elif chosen:
            best[spec.key] = (_value_lines(chosen, spec), chosen.anchor.score)
        elif spec.under:
            best[spec.key] = (_lines_under(spec, loose, page), _UNDER)
    return {key: found for key, found in best.items() if found[0]}


def _by_check_digit(spec: FieldSpec, chosen: Claim | None, lines: Sequence[Line]) -> Line | None:
    """The one line of the page that holds a code whose check digits hold, when the label did not lead to one."""
    if spec.type not in values.STRONG or (chosen and _holds(joined(_value_lines(chosen, spec)), spec)):
        return None
    found = [line for line in lines if _holds(line.text, spec)]
    return found[0] if len({values.understand(line.text, spec).value for line in found}) == 1 else None


def _holds(text: str, spec: FieldSpec) -> bool:
    typed = values.understand(text, spec)
    return typed.value is not None and typed.code is not codes.CHECK_DIGIT


def _labels(kind: Kind, specs: Sequence[FieldSpec]) -> dict[str, str | None]:
    labels: dict[str, str | None] = {squeeze(stop): None for stop in kind.stops}
    for spec in specs:
        labels.update(dict.fromkeys(spec.printed, spec.key))
    return labels


def _choose(spec: FieldSpec, kind: Kind, found: Sequence[Claim], blocks: Blocks) -> Claim | None:
    """Of several places that print the label, the one with a value that can be understood, read most surely, highest.

    Where two different labels may stand for a text (类型 and 组成形式), the one named first in the kind."""
    printed = spec.printed
    own = [claim for claim in found if claim.anchor.label in printed and claim.anchor.key and claim.lines]
    own = [claim for claim in own if not spec.holds or any(word in squeeze(claim.text) for word in spec.holds)]
    if spec.within:
        inner = {squeeze(label) for label in spec.within.labels}
        own = [c for c in own if c.anchor.label not in inner or blocks.of(c.anchor.box) == spec.within.block]
    if spec.beside:
        left_labels = kind.spec(spec.beside).printed
        left = [c.anchor for c in found if c.anchor.label in left_labels]
        own = [c for c in own if any(_beside(a, c.anchor) for a in left)]
    inside = spec.within.labels if spec.within else ()
    ranks = {squeeze(label): -rank for rank, label in enumerate((spec.label, *spec.labels, *spec.labels_alone, *inside))}

    def merit(claim: Claim) -> tuple[bool, int, float, float]:
        typed = values.understand(joined(_value_lines(claim, spec)), spec)
        return (
            typed.sure,
            ranks[claim.anchor.label] if spec.type is ValueType.TEXT else 0,
            claim.anchor.score,
            -claim.anchor.box.top,
        )

    return max(own, key=merit, default=None)


def _beside(left: Anchor, right: Anchor) -> bool:
    return left.box.right <= right.box.left and abs(left.box.middle - right.box.middle) < left.box.height


def _value_lines(claim: Claim, spec: FieldSpec) -> list[Line]:
    """The claimed lines that count: for a value of one row the row nearest the label that can be understood."""
    ordered = rows(claim.lines)
    if spec.type not in _ONE_ROW or not ordered:
        return [line for row in ordered for line in row]
    if spec.type is ValueType.PERSON:
        return _name_lines(ordered, claim) if claim.anchor.used else [line for row in ordered for line in row]
    ordered.sort(key=lambda row: abs(row[0].box.middle - claim.anchor.box.middle))
    candidates = [[line for row in rows(claim.lines) for line in row]] if not claim.anchor.used else []
    candidates += ordered + [[line] for row in ordered for line in row if spec.type in values.CHECKED]
    return next((lines for lines in candidates if _holds(joined(lines), spec)), ordered[0])


def _name_lines(ordered: Sequence[Sequence[Line]], claim: Claim) -> list[Line]:
    """The row of a name without what stands apart from it (a watermark), and with the rows that an open bracket runs into."""
    start = min(range(len(ordered)), key=lambda i: abs(ordered[i][0].box.middle - claim.anchor.box.middle))
    first, *more = ordered[start]
    lines = [first]
    for line in more:
        is_apart = line.box.left - lines[-1].box.right > line.box.height
        if is_apart and len(squeeze(joined(lines))) > 1:
            break
        lines.append(line)
    for row in ordered[start + 1 :]:
        text = squeeze(joined(lines))
        if text.count("(") <= text.count(")"):
            break
        lines.extend(row)
    return lines


def _lines_under(spec: FieldSpec, found: Sequence[Claim], page: Page) -> list[Line]:
    """The nearest row below the other field's label that can be understood as this field."""
    anchor = next((c.anchor for c in found if c.anchor.key == spec.under), None)
    if anchor is None:
        return []
    height = anchor.box.height
    below = [
        line
        for line in page.lines
        if anchor.box.bottom - 0.3 * height < line.box.middle < anchor.box.bottom + _MOST_UNDER * height
        and line.box.right > anchor.box.left - height
    ]
    for row in rows(below):
        if parse_date(joined(row)):
            return row
    return []
