"""The cells of a ruled form and their labels."""

import pytest

from docforge.core.model import Box, Line, Page, Via
from docforge.extraction.cells import cell_claims
from docforge.extraction.kind import Kind

TEXTS = ("姓名", "马小东", "性别", "男")
FORM = Kind.model_validate(
    {
        "kind": "some_form",
        "label": "某表",
        "titles": ["某表"],
        "layout": "form",
        "fields": [{"key": "name", "label": "姓名", "type": "text"}, {"key": "sex", "label": "性别", "type": "text"}],
    }
)


def line(text: str, left: float, top: float) -> Line:
    return Line(text, Box(left, top, left + 14 * len(text), top + 14), 1, 1.0, Via.TEXT)


@pytest.mark.parametrize("height", [600.0, 6000.0])
def test_narrow_columns_are_told_apart_however_long_the_text_of_the_form_is(height: float) -> None:
    cells = [Box(10 + 45 * i, 60, 55 + 45 * i, 80) for i in range(len(TEXTS))]
    lines = [
        Line(text, Box(cell.left + 2, 63, cell.right - 2, 77), 1, 1.0, Via.TEXT) for text, cell in zip(TEXTS, cells, strict=True)
    ]
    claims, outside = cell_claims(Page(1, 442, height, tuple(lines), tuple(cells)), FORM)
    assert {claim.anchor.key: claim.text for claim in claims} == {"name": "马小东", "sex": "男"}
    assert outside == []


def test_two_labels_beside_one_cell_share_its_lines_by_their_height() -> None:
    """A seal may hide the rule between two values."""
    cells = [Box(10, 60, 55, 80), Box(10, 80, 55, 100), Box(55, 60, 200, 100)]
    lines = [line("姓名", 10, 63), line("性别", 10, 83), line("马小东", 60, 63), line("男", 60, 83)]
    claims, _ = cell_claims(Page(1, 442, 600, tuple(lines), tuple(cells)), FORM)
    assert {claim.anchor.key: claim.text for claim in claims} == {"name": "马小东", "sex": "男"}


def test_a_value_whose_frame_was_not_seen_whole_stands_beside_its_label() -> None:
    cells = [Box(10, 60, 55, 80), Box(10, 80, 55, 100), Box(55, 80, 200, 100)]
    lines = [line("姓名", 10, 63), line("性别", 10, 83), line("马小东", 60, 63), line("男", 60, 83)]
    claims, outside = cell_claims(Page(1, 442, 600, tuple(lines), tuple(cells)), FORM)
    assert {claim.anchor.key: claim.text for claim in claims} == {"name": "马小东", "sex": "男"}
    assert outside == []
