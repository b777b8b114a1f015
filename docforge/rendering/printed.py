"""The pages of a finished PDF. The one module of this room that imports pypdfium2."""

from contextlib import closing

import pypdfium2 as pdfium

from docforge.core import codes
from docforge.core.errors import DocforgeError


def pages(content: bytes, name: str = "") -> int:
    """How many pages the PDF has, each opened; raises DocforgeError W602 with its ``name`` when it cannot be opened or has none."""
    try:
        with closing(pdfium.PdfDocument(content)) as document:
            count = sum(1 for _ in document)
    except pdfium.PdfiumError as error:
        raise DocforgeError(codes.OFFICE_FAILED, name, reason="生成的 PDF 打不开") from error
    if not count:
        raise DocforgeError(codes.OFFICE_FAILED, name, reason="生成的 PDF 没有页")
    return count
