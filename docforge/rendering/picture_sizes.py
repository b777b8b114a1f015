"""How large a picture is, without decoding it. Wraps imagesize, which is loaded with the first picture only."""

import io

import imagesize

_DPI = 72


def size(content: bytes) -> tuple[int, int, int, int]:
    """Width and height in pixels, dots per inch across and down (72 where the file does not say); sides of -1: no picture."""
    width, height = imagesize.get(io.BytesIO(content))
    across, down = imagesize.getDPI(io.BytesIO(content))
    return width, height, across if across > 0 else _DPI, down if down > 0 else _DPI
