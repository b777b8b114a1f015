"""Bounds on uploaded files. Uploaded files are hostile: each is bounded in size, pages, pixels, depth and time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one uploaded file may cost."""

    file_bytes: int = 300 * 1024**2
    pdf_pages: int = 300
    picture_pixels: int = 150_000_000
    archive_depth: int = 4
    archive_entries: int = 5_000
    archive_bytes: int = 1024**3
    xml_bytes: int = 20 * 1024**2
    ocr_seconds: float = 120.0
    file_seconds: float = 600.0


DEFAULT_LIMITS = Limits()
