"""What must be said about pages that could not be read well: blank, blurred, too small."""

from collections.abc import Iterator, Sequence
from statistics import fmean, median

from docforge.core import codes
from docforge.core.model import Document, Finding, Page, Via, finding

_SMALL_TEXT = 13.0
_DOUBTFUL = 0.88
_FEW_LINES = 4
_MUCH_UNREAD = 0.35
_WANTED_TEXT = 32
_PIXELS_PER_INCH = 300


def doubts(document: Document) -> Iterator[Finding]:
    """Blank pages together, each page that is hard to read with the advice how to scan it again."""
    label = document.source.label
    blank = [page.number for page in document.pages if _is_blank(page)]
    if blank:
        yield finding(codes.PAGE_BLANK, label, page=ranges(blank))
    for page in document.pages:
        read = [line for line in page.lines if line.via is Via.OCR]
        if not _is_hard(page, len(read), fmean(line.confidence for line in read) if read else 0.0):
            continue
        height = median(line.box.height for line in read) if read else 0.0
        if page.unit == "px" and 0 < height < _SMALL_TEXT:
            times = f"{_WANTED_TEXT / height:.1f}"
            yield finding(codes.PICTURE_TOO_SMALL, label, page=page.number, height=f"{height:.0f}", times=times)
        else:
            yield finding(codes.PICTURE_UNCLEAR, label, page=page.number, unread=page.unread, dpi=_PIXELS_PER_INCH)


def _is_blank(page: Page) -> bool:
    return not page.lines and not page.unread and not page.marks


def _is_hard(page: Page, read: int, sureness: float) -> bool:
    """Whether much of what recognition saw on the page could not be read, or was read with doubt."""
    seen = read + page.unread
    if not seen or read < len(page.lines):
        return False
    return page.unread > _MUCH_UNREAD * seen or (seen >= _FEW_LINES and sureness < _DOUBTFUL)


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as people write them: 2、5～9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs)
