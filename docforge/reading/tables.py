"""Table cells from ruled lines, by pdfplumber. The one module that imports it."""

import io
from time import monotonic
from typing import Any

import pdfplumber
from pdfplumber.table import edges_to_intersections, intersections_to_cells, merge_edges

from docforge.core.model import Box

_MOST_CROSSINGS = 6_000  # graph paper is no form: the search for cells grows with the square of the crossings
Segment = tuple[float, float, float]


def cells_from_lines(horizontal: list[Segment], vertical: list[Segment], snap: float) -> list[tuple[float, float, float, float]]:
    """Cells between horizontal (left, right, y) and vertical (x, top, bottom) lines that meet within ``snap``."""
    edges = [_edge("h", left, y, right, y) for left, right, y in horizontal]
    edges += [_edge("v", x, top, x, bottom) for x, top, bottom in vertical]
    merged = merge_edges(edges, snap_x_tolerance=snap, snap_y_tolerance=snap, join_x_tolerance=snap, join_y_tolerance=snap)
    across = sum(edge["orientation"] == "h" for edge in merged)
    if across * (len(merged) - across) > _MOST_CROSSINGS:
        return []
    return list(intersections_to_cells(edges_to_intersections(merged, snap, snap)))


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, object]:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _crossings(edges: list[dict[str, Any]]) -> int:
    """How often lines may cross: the places of the horizontal ones times those of the vertical ones."""
    across = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
    down = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
    return len(across) * len(down)


def pdf_cells(content: bytes, numbers: list[int], stop: float, password: str | None = None) -> dict[int, list[Box]]:
    """Cells of the ruled tables of the given pages (1-based), in points from the top left of the page as shown.

    Pages that would begin after ``stop`` (``time.monotonic``) are left without cells.
    """
    with pdfplumber.open(io.BytesIO(content), password=password) as document:
        found = {}
        for number in numbers:
            if monotonic() > stop:
                break
            page = document.pages[number - 1]
            left, top = page.bbox[0], page.bbox[1]
            if _crossings(page.edges) > _MOST_CROSSINGS:
                page.close()
                continue
            tables = page.find_tables()
            found[number] = [Box(c[0] - left, c[1] - top, c[2] - left, c[3] - top) for t in tables for c in t.cells]
            page.close()
    return found
