"""Word → PDF by LibreOffice, an SC face forced where a font is missing."""

from dataclasses import dataclass

from docforge.core import office
from docforge.rendering import fonts


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF and the fonts that were used in it."""

    content: bytes
    fonts: tuple[fonts.FontReport, ...]


def to_pdf(document: bytes) -> Pdf:
    """The .docx as PDF.

    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it fails or takes too long.
    """
    reports = fonts.report(document)
    made = office.convert(document, "docx", "pdf", settings={"FONTCONFIG_FILE": fonts.fontconfig(reports)})
    return Pdf(made, tuple(reports))
