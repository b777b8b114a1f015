"""Pictures as values: what Word takes of them, how large they stand, and the drawing that shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason
from docforge.core.lazy import resolve
from docforge.rendering.ooxml import EMU_PER_MM, PIC, WP, A, R, quoted

_SUFFIXES: Mapping[bytes, str] = MappingProxyType({b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"})
_EMU_PER_INCH = 914400
_MOST_PIXELS = 3000
"""A longer side is reduced: 3000 pixels are 300 dpi over the whole width of A4."""
_EXIF = b"Exif\x00\x00"
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a value. One of the measures may be None: the other then scales it; with neither it fills its cell."""

    content: Path | str | bytes
    width_mm: float | None = None
    height_mm: float | None = None

    def ready(self) -> "Ready":
        """The picture as Word takes it. Raises DocforgeError T509 when it is none or cannot be opened."""
        if isinstance(self.content, bytes):
            return _ready(self.content)
        try:
            about = Path(self.content).stat()
            return _from_file(str(self.content), about.st_mtime_ns, about.st_size)
        except OSError as error:
            raise DocforgeError(codes.PICTURE_UNUSABLE, Path(self.content).name, reason=os_reason(error)) from error

    def extent(self, ready: "Ready", room: tuple[float, float] | None) -> tuple[int, int]:
        """Width and height in EMU; ``room`` is the cell's in millimetres."""
        width, height = ready.natural
        if self.width_mm or self.height_mm:
            across, down = ((side or 0) * EMU_PER_MM for side in (self.width_mm, self.height_mm))
            return round(across or down * width / height), round(down or across * height / width)
        if room is None:
            return width, height
        factor = min(room[0] * EMU_PER_MM / width, (room[1] or height) * EMU_PER_MM / height)
        return round(width * factor), round(height * factor)


@dataclass(frozen=True, slots=True)
class Ready:
    """A picture's bytes as they go into the package, its suffix, its natural size in EMU."""

    content: bytes
    suffix: str
    natural: tuple[int, int]


@lru_cache(maxsize=32)
def _from_file(path: str, _changed: int, _size: int) -> Ready:
    return _ready(Path(path).read_bytes())


def _ready(content: bytes) -> Ready:
    suffix = next((name for mark, name in _SUFFIXES.items() if content.startswith(mark)), None)
    if suffix is None or _EXIF in content[:4096]:
        content = resolve("docforge.rendering.picture_files:upright")(content, _MOST_PIXELS)
        suffix = "png" if suffix == "png" else "jpg"
    width, height, across, down = resolve("docforge.rendering.picture_sizes:size")(content)
    if width <= 0 or height <= 0:
        raise DocforgeError(codes.PICTURE_UNUSABLE, reason="不是完整的图片")
    if max(width, height) > _MOST_PIXELS:
        return _ready(resolve("docforge.rendering.picture_files:upright")(content, _MOST_PIXELS))
    size = (width * _EMU_PER_INCH // across, height * _EMU_PER_INCH // down)
    return Ready(content, suffix, size)


_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    f'<wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name={name}/>'
    f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}">'
    '<pic:nvPicPr><pic:cNvPr id="0" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
    f'<pic:blipFill><a:blip xmlns:r="{R}" ' + 'r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def drawing(relation: str, number: int, extent: tuple[int, int]) -> str:
    """The w:drawing of a picture in the line; its name tells nothing of the file it came from."""
    name = quoted(f"图片 {number}")
    return _DRAWING.format(cx=extent[0], cy=extent[1], number=number, name=name, relation=relation)
