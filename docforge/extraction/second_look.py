"""Where on a page a code must stand that was not read."""

from collections.abc import Iterator
from statistics import median

from docforge.core.model import Box, Grade, Page, Place, Record, Via
from docforge.core.text import squeeze
from docforge.extraction import values
from docforge.extraction.kind import Kind

_LABELS_BELOW = 12.0


def unread_codes(page: Page, kind: Kind, record: Record) -> Iterator[Place]:
    """The band between the title and the first label, where one of the kind's codes must be and none was read for certain."""
    codes = {key for group in kind.one_of for key in group if kind.spec(key).type in values.CHECKED}
    read = [record.fields[key] for key in codes if key in record.fields]
    if not codes or any(field.grade is not Grade.LOW for field in read) or not any(line.via is Via.OCR for line in page.lines):
        return
    title = next((line for line in page.lines if any(squeeze(line.text).endswith(squeeze(t)) for t in kind.titles)), None)
    if title is None:
        return
    height = median(line.box.height for line in page.lines)
    labels = {label for spec in kind.fields if spec.key not in codes for label in spec.printed}
    below = [
        line.box.top
        for line in page.lines
        if line.box.middle > title.box.bottom and any(squeeze(line.text).startswith((label, label[0])) for label in labels)
    ]
    bottom = min([*below, title.box.bottom + _LABELS_BELOW * height])
    yield Place(page.number, Box(0.0, title.box.bottom - 0.4 * height, page.width, bottom))
