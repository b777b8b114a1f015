"""Pictures that Word does not take as they are: turned by EXIF, in another format, or larger than paper shows. Wraps Pillow."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from docforge.core import codes
from docforge.core.errors import DocforgeError

_MOST_PIXELS = 80_000_000
_QUALITY = 90
register_heif_opener()


def upright(content: bytes, longest: int) -> bytes:
    """The picture turned as its EXIF says, without EXIF, its longer side at most ``longest`` pixels; PNG stays PNG, else JPEG.

    Raises DocforgeError T509 when it is no picture or beyond 80 megapixels.
    """
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise DocforgeError(codes.PICTURE_UNUSABLE, reason="像素太多")
            kind = "PNG" if opened.format == "PNG" else "JPEG"
            options = {name: opened.info[name] for name in ("dpi",) if name in opened.info}
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((longest, longest))
            made = io.BytesIO()
            (picture if kind == "PNG" else picture.convert("RGB")).save(made, kind, quality=_QUALITY, **options)
            return made.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DocforgeError(codes.PICTURE_UNUSABLE, reason="不是完整的图片") from error
