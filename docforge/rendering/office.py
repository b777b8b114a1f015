"""Word → PDF by LibreOffice, an SC face forced where a font is missing; the pages counted in the product."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforge.core import codes, office
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding
from docforge.rendering import fonts


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, the fonts its document asks for with those used for them, and its number of pages."""

    content: bytes
    fonts: tuple[fonts.FontReport, ...]
    pages: int


def to_pdf(document: bytes) -> Pdf:
    """The .docx as PDF; see ``to_pdfs``.

    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it fails or takes too long.
    """
    (made,) = to_pdfs([("", document)])
    if isinstance(made, DocforgeError):
        raise made
    return made


def to_pdfs(documents: Sequence[tuple[str, bytes]]) -> list[Pdf | DocforgeError]:
    """Each named .docx as PDF, in order; an error W602 that bears the name in place of one that cannot be made.

    Raises DocforgeError W601 when LibreOffice is not installed.
    """
    reports = [_report(content) for _, content in documents]
    settings = {"FONTCONFIG_FILE": fonts.fontconfig({font for report in reports for font in report})}
    made = office.convert_many(documents, "docx", "pdf", settings=settings)
    return [_counted(name, content, report) for (name, _), content, report in zip(documents, made, reports, strict=True)]


def remarks(made: Pdf, name: str, pages: int | None = None) -> list[Finding]:
    """What is to be said of the PDF ``name``: fonts that stand in for others, a number of pages other than the one expected."""
    found = fonts.findings(made.fonts)
    if pages is not None and made.pages != pages:
        found.append(finding(codes.PDF_PAGES, name, pages=made.pages, expected=pages))
    return found


def _report(document: bytes) -> tuple[fonts.FontReport, ...]:
    """Nothing of what is no .docx: the conversion says so."""
    try:
        return tuple(fonts.report(document))
    except DocforgeError:
        return ()


def _counted(name: str, made: bytes | DocforgeError, report: tuple[fonts.FontReport, ...]) -> Pdf | DocforgeError:
    if isinstance(made, DocforgeError):
        return made
    try:
        return Pdf(made, report, resolve("docforge.rendering.printed:pages")(made, name))
    except DocforgeError as error:
        return error
