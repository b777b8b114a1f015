"""The grid of a table whose columns depend on the values: as many columns as its widest row, the table's width kept."""

from collections.abc import Sequence

from lxml import etree
from markupsafe import Markup

from docforge.rendering.ooxml import W, qn

_ROOT = f'<x xmlns:w="{W}"'


def fixed_grid(xml: str) -> Markup:
    """The rendered table with its w:tblGrid counted anew; prefixes that are declared further up stay as they are."""
    head, grid_and_rest = xml.split("<w:tblGrid>", 1) if "<w:tblGrid>" in xml else (xml, "")
    if not grid_and_rest:
        return Markup(xml)  # noqa: S704 - well-formed by construction, made from escaped values
    old, rest = grid_and_rest.split("</w:tblGrid>", 1)
    widths = _widths(old)
    wanted = _columns(rest)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in _shared(widths, wanted))
    return Markup(f"{head}<w:tblGrid>{columns}</w:tblGrid>{rest}")  # noqa: S704


def _widths(grid: str) -> list[int]:
    root = etree.fromstring(f"{_ROOT}>{grid}</x>")
    return [int(float(column.get(qn("w")) or 0)) for column in root]


def _columns(rows: str) -> int:
    """How many columns the widest row takes, counted from the tags alone: other prefixes need not be known."""
    widest = depth = count = 0
    for name, span in _spans(rows):
        if name == "tbl":
            depth += 1
        elif name == "/tbl":
            depth -= 1
        elif depth == 0 and name == "tr":
            count = 0
        elif depth == 0 and name == "span":
            count += span
            widest = max(widest, count)
    return widest


def _spans(rows: str) -> Sequence[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for piece in rows.split("<")[1:]:
        if piece.startswith(("w:tbl>", "w:tbl ")):
            found.append(("tbl", 0))
        elif piece.startswith("/w:tbl>"):
            found.append(("/tbl", 0))
        elif piece.startswith(("w:tr>", "w:tr ")):
            found.append(("tr", 0))
        elif piece.startswith(("w:tc>", "w:tc ")):
            found.append(("span", 1))
        elif piece.startswith("w:gridSpan "):
            found.append(("span", int(piece.split('w:val="', 1)[1].split('"', 1)[0]) - 1))
    return found


def _shared(widths: Sequence[int], wanted: int) -> list[int]:
    """The table's width over the wanted number of columns: what is there is scaled, what is too much is given to the others."""
    if not widths or not wanted or len(widths) == wanted:
        return list(widths)
    whole = sum(widths)
    if wanted > len(widths):
        average = whole / wanted
        scaled = [int(width * average / (whole / len(widths))) for width in widths] if whole else list(widths)
        return scaled + [int(average)] * (wanted - len(widths))
    extra = int(sum(widths[wanted:]) / wanted)
    return [width + extra for width in widths[:wanted]]
