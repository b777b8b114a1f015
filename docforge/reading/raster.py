"""Pictures: decoding, turning, cropping and ruled lines. The one module that imports Pillow and OpenCV."""

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from functools import reduce
from time import monotonic

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from pillow_heif import register_heif_opener

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box
from docforge.reading.limits import Limits
from docforge.reading.ocr import Picture, Quad

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # the limit of docforge is checked before anything is decoded
_WORK_SIDE = 2600
_MOST_SIDE, _LEAST_REDUCED, _STRIP = 4000, 2, 128
_REDUCED_AS = {"1": "L", "P": "RGBA", **{mode: mode for mode in ("L", "RGB", "RGBA", "LA", "CMYK")}}
_RED = 40
_INK_TO_PAPER = 0.8
_DARK, _SOME_DARK = 115, 0.01
_INK = 24
_STRAY = 1e-5
_PORTRAIT = (1.15, 1.65)
_SKIN_RED, _SKIN_BLUE = (133, 173), (77, 127)  # Chai and Ngan, Face segmentation using skin-color map (1999)
_LEAST_SKIN = 0.4
_PLAIN = 25.0
_EDGE, _MARGIN = 0.1, 0.25
"""Of a line's height: what lies so near a rule is not looked at; what is left around characters."""
_LEAST_CELL, _INK_DEPTH = 8, 40
_LEAST_STROKE, _MOST_STROKE, _LEAST_TALL = 0.25, 1.3, 0.4
"""Of a line's height: how long a stroke is that is no speck and no rule, and how tall what is a character."""
_PARENT = 3  # of the four that OpenCV tells of each contour: next, previous, first inside it, the one around it


def decode(content: bytes, limits: Limits) -> Iterator[Picture]:
    """The picture, or each page of a TIFF, upright by its EXIF tag, transparent parts white.

    Raises DocforgeError R121 when it cannot be decoded, R122 when it has more pixels than the limit, R152 when the time that a
    file may take has passed between its pages.
    """
    stop = monotonic() + limits.file_seconds
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                frames = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
                for number, frame in enumerate(frames, start=1):
                    if number > limits.pdf_pages:
                        raise DocforgeError(codes.PDF_TOO_MANY_PAGES, pages=f"超过 {limits.pdf_pages}", limit=limits.pdf_pages)
                    if number > 1 and monotonic() > stop:
                        raise DocforgeError(codes.READING_TIMEOUT, seconds=f"{limits.file_seconds:g}")
                    yield _frame(frame, limits)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, TypeError) as error:
        raise DocforgeError(codes.PICTURE_BROKEN) from error


def _frame(frame: Image.Image, limits: Limits) -> Picture:
    width, height = frame.size
    if width * height > limits.picture_pixels:
        raise DocforgeError(codes.PICTURE_TOO_LARGE, width=width, height=height, limit=f"{limits.picture_pixels / 1e8:g} 亿像素")
    frame.draft("RGB", (_WORK_SIDE, _WORK_SIDE))
    upright = ImageOps.exif_transpose(_reduced(frame))
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    elif upright.mode.startswith("I;16"):
        upright = upright.point(lambda value: value / 256).convert("L")
    return np.ascontiguousarray(np.asarray(upright.convert("RGB"))[:, :, ::-1])


def _reduced(frame: Image.Image) -> Image.Image:
    """The picture at a whole fraction of its size where it has many more pixels than are looked at, made strip by strip: each
    copy of the whole costs memory."""
    (width, height), times = frame.size, max(frame.size) // _MOST_SIDE
    mode = _REDUCED_AS.get(frame.mode)
    if times < _LEAST_REDUCED or mode is None:
        return frame
    small = Image.new(mode, (-(-width // times), -(-height // times)))
    for top in range(0, height, times * _STRIP):
        strip = frame.crop((0, top, width, min(top + times * _STRIP, height)))
        small.paste(strip.convert(mode).reduce(times), (0, top // times))
    small.info = dict(frame.info)
    small.getexif().update(frame.getexif())
    return small


def look(picture: Picture) -> str:
    """A perceptual hash (dHash): whether the picture brightens from each of 9 × 8 places to the next, as 16 hexadecimal digits."""
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (9, 8), interpolation=cv2.INTER_AREA)
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def is_portrait(picture: Picture) -> bool:
    """Whether the picture is a 证件照: upright, plain ground in the upper corners, a face's worth of skin in the middle."""
    height, width = picture.shape[:2]
    if not _PORTRAIT[0] < height / width < _PORTRAIT[1]:
        return False
    small = cv2.resize(picture, (120, 160), interpolation=cv2.INTER_AREA)
    corners = [small[:30, :20].reshape(-1, 3), small[:30, -20:].reshape(-1, 3)]
    _, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb))
    skin = (red > _SKIN_RED[0]) & (red < _SKIN_RED[1]) & (blue > _SKIN_BLUE[0]) & (blue < _SKIN_BLUE[1])
    is_plain = all(corner.std(axis=0).max() < _PLAIN for corner in corners)
    middle, edges = skin[30:110, 35:85].mean(), max(skin[:60, :15].mean(), skin[:60, -15:].mean())
    return bool(is_plain and middle > _LEAST_SKIN and edges < _LEAST_SKIN / 2)


def is_blank(picture: Picture) -> bool:
    """Whether nothing is drawn on the picture: all but a few stray pixels have the colour of the paper."""
    small = np.ascontiguousarray(picture[::4, ::4])
    paper = np.median(small[::4, ::4], axis=(0, 1)).astype(np.uint8)
    return bool((cv2.absdiff(small, np.broadcast_to(paper, small.shape)) > _INK).any(axis=2).mean() < _STRAY)


def fit(picture: Picture, side: int = _WORK_SIDE) -> tuple[Picture, float]:
    """The picture with its long side at most ``side``, and the scale applied (≤ 1)."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture, 1.0
    return enlarge(picture, scale), scale


def enlarge(picture: Picture, scale: float) -> Picture:
    """The picture resampled by ``scale``."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)


def narrowed(picture: Picture, share: float) -> Picture:
    """The picture made narrower to ``share`` of its width."""
    return np.asarray(cv2.resize(picture, None, fx=share, fy=1.0, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def turned(picture: Picture, degrees: int) -> Picture:
    """The picture turned clockwise by a multiple of 90°."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90 % 4))


def upright(picture: Picture, turn: int, skew: float, least_side: float = 0) -> Picture:
    """The picture turned clockwise by ``turn``, enlarged to be ``least_side`` wide if it is less, levelled by ``skew`` degrees."""
    work = turned(picture, turn) if turn else picture
    scale = least_side / work.shape[1]
    return levelled(enlarge(work, scale) if scale > 1 else work, skew)


def crop(picture: Picture, quad: Quad) -> Picture:
    """The line of text inside ``quad``, levelled; a line much taller than wide is laid on its side."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    width = max(1, round(max(math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x3, y2 - y3))))
    height = max(1, round(max(math.hypot(x3 - x0, y3 - y0), math.hypot(x2 - x1, y2 - y1))))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(quad, dtype=np.float32), corners)
    level = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(level) if height >= 1.5 * width else level, dtype=np.uint8)


def red_share(picture: Picture) -> float:
    """The share of pixels that are clearly red."""
    signed = picture.astype(np.int16)
    return float((signed[:, :, 2] - np.maximum(signed[:, :, 0], signed[:, :, 1]) > _RED).mean())


def has_dark_ink(picture: Picture) -> bool:
    """Whether there is black on the picture; a line without any is printed in red itself."""
    return bool((picture.max(axis=2) < _DARK).mean() > _SOME_DARK)


def without_red(picture: Picture) -> Picture:
    """The picture with red ink (a seal) faded to paper: the red channel, in which it is light and black stays black, spread so
    that it is as light as paper."""
    red = picture[:, :, 2].astype(np.float32)
    paper = max(float(np.median(red[::8, ::8])), 1.0)
    clear = np.clip(red / (_INK_TO_PAPER * paper), 0, 1) * paper
    return np.ascontiguousarray(np.repeat(clear.astype(np.uint8)[:, :, None], 3, axis=2))


def ink_in(picture: Picture, cell: Box, height: float) -> Box | None:
    """The box around the characters that stand in a ruled cell, with a margin; None where there are none. ``height``: of a line."""
    edge, margin = _EDGE * height, _MARGIN * height
    left, top = max(0, round(cell.left + edge)), max(0, round(cell.top + edge))
    inside = picture[top : round(cell.bottom - edge), left : round(cell.right - edge), 2]
    if min(inside.shape) < _LEAST_CELL:
        return None
    soft = cv2.GaussianBlur(inside, (3, 3), 0)
    strokes = _strokes_within((soft < np.median(soft) - _INK_DEPTH).astype(np.uint8), height)
    if not strokes:
        return None
    ink = reduce(Box.union, strokes)
    if not _LEAST_TALL * height < ink.height < _MOST_STROKE * height:
        return None
    return Box(left + ink.left - margin, top + ink.top - margin, left + ink.right + margin, top + ink.bottom + margin)


def _strokes_within(ink: NDArray[np.uint8], height: float) -> list[Box]:
    """Strokes that may be of a character: no specks, no rules, and not cut off by the edge."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    high, wide = ink.shape
    return [
        Box(x, y, x + w, y + h)
        for x, y, w, h, _ in stats[1:].tolist()
        if _LEAST_STROKE * height < max(w, h) < _MOST_STROKE * height and x > 0 and y > 0 and x + w < wide and y + h < high
    ]


def ruled_lines(picture: Picture) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Ruled lines of a form: horizontal (left, right, y) and vertical (x, top, bottom), in pixels; on the red channel, in which a
    seal across them is light."""
    ink = cv2.adaptiveThreshold(
        cv2.GaussianBlur(picture[:, :, 2], (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 10
    )
    height, width = ink.shape
    across = _strokes(np.asarray(ink), (max(40, width // 16), 1))
    down = _strokes(np.asarray(ink), (1, max(40, height // 40)))
    horizontal = [(left, left + w, top + h / 2) for left, top, w, h in across]
    vertical = [(left + w / 2, top, top + h) for left, top, w, h in down]
    return horizontal, vertical


def _strokes(ink: NDArray[np.uint8], shape: tuple[int, int]) -> Sequence[tuple[float, float, float, float]]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel)
    found = cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    contours, nesting = cv2.findContours(found, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [cv2.boundingRect(contours[i]) for i in range(len(contours)) if nesting[0][i][_PARENT] < 0]
    thin = 12
    long_side = 0 if shape[0] > 1 else 1
    return [(x, y, w, h) for x, y, w, h in outer if (w, h)[1 - long_side] <= thin + (w, h)[long_side] // 30]


def levelled(picture: Picture, skew: float) -> Picture:
    """The picture turned by ``-skew`` degrees about its centre, same size."""
    if abs(skew) < 0.1:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    level = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8)
