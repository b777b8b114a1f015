"""Ruled cells on a picture."""

import cv2
import numpy as np

from docforge.reading.ruling import picture_cells


def form(ground: int) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    """A table of six cells on a white paper that lies on a ground of this grey."""
    picture = np.full((1400, 1000, 3), ground, np.uint8)
    cv2.rectangle(picture, (40, 40), (960, 1360), (250, 250, 250), -1)
    for y in (300, 400, 500, 600):
        cv2.line(picture, (150, y), (850, y), (20, 20, 20), 2)
    for x in (150, 400, 850):
        cv2.line(picture, (x, 300), (x, 600), (20, 20, 20), 2)
    return picture


def test_the_edges_of_the_paper_are_no_cell() -> None:
    on_white, on_dark = picture_cells(form(250), 0.0), picture_cells(form(60), 0.0)
    assert len(on_white) == len(on_dark) == 6
    assert max(cell.width for cell in on_dark) < 500


def test_a_rule_seen_in_two_pieces_is_one() -> None:
    """On a photograph one that lies askew is broken where it climbs."""
    picture = form(250)
    picture[398:406, 589:605] = 250
    picture[398:403, 605:850] = 250
    cv2.line(picture, (605, 405), (850, 405), (20, 20, 20), 1)
    assert len(picture_cells(picture, 0.0)) == 6


def test_a_seal_across_a_rule_does_not_break_it() -> None:
    picture = form(250)
    cv2.circle(picture, (600, 450), 90, (70, 70, 225), 6)
    assert len(picture_cells(picture, 0.0)) == 6
