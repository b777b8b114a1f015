"""QR codes and barcodes on a picture. The one module that imports zxingcpp."""

import zxingcpp

from docforge.core.model import Box
from docforge.reading.ocr import Picture, bounds

_MOST_TEXT = 4000


def codes_on(picture: Picture) -> list[tuple[Box, str]]:
    """Each code's box in pixels of an upright picture and its text; codes that hold bytes and no text are left out.

    QR codes are found at any turn. Bars that run up the page and light ones on dark are not looked for: that takes twice as long.
    """
    found = []
    for code in zxingcpp.read_barcodes(picture, try_rotate=False, try_invert=False):
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
        text = code.text.strip()[:_MOST_TEXT]
        if text and text.isprintable() | ("\n" in text):
            found.append((bounds([(float(corner.x), float(corner.y)) for corner in corners]), text))
    return found
