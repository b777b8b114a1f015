"""Extraction never raises, whatever stands on the pages."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docforge.casework.kinds import all_kinds
from docforge.core.model import Box, Document, Line, Mark, MarkKind, Page, Source, Via
from docforge.extraction.extract import extract
from docforge.extraction.joining import join_parts

KINDS = all_kinds()
WORDS = sorted(
    {label for kind in KINDS for spec in kind.fields for label in (*spec.printed, *spec.phrases)}
    | {title.replace("…", "某") for kind in KINDS for title in kind.titles}
    | {stop for kind in KINDS for stop in kind.stops}
)
PLACES = st.floats(-50, 900, allow_nan=False)
BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), PLACES, PLACES, st.floats(0, 500), st.floats(0, 60))
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    st.builds(lambda word, rest: f"{word}：{rest}", st.sampled_from(WORDS), st.text(max_size=12)),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.sampled_from(
        ["新科发〔2025〕8号", "2025年8月22日", "附件1", "- 2 -", "91650000MA00000000", "二〇一九年三月", "{}", "\\", "(?P<"]
    ),
)
LINES = st.builds(lambda text, box, sure: Line(text, box, 1, sure, Via.OCR), TEXTS, BOXES, st.floats(0, 1))
MARKS = st.builds(lambda kind, text, box: Mark(kind, 1, box, text), st.sampled_from(MarkKind), TEXTS, BOXES)
PAGES = st.builds(
    lambda number, lines, cells, marks, unit: Page(number, 600, 840, tuple(lines), tuple(cells), unit=unit, marks=tuple(marks)),
    st.integers(1, 3), st.lists(LINES, max_size=25), st.lists(BOXES, max_size=12), st.lists(MARKS, max_size=3),
    st.sampled_from(["pt", "px"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(PAGES, min_size=1, max_size=3))
def test_any_pages_give_records_or_reasons(pages: list[Page]) -> None:
    found = extract(Document(Source("a.pdf", "a", "application/pdf"), tuple(pages)), KINDS)
    join_parts(found.records, KINDS)
    for kind in KINDS[::7]:
        extract(Document(Source("a.pdf", "a", "application/pdf"), tuple(pages)), KINDS, forced=kind)
