"""Word → PDF by LibreOffice, with a profile of its own and a time limit."""

import os
import shutil
import subprocess  # nosec B404 - soffice only, with a fixed argument list
import tempfile
from dataclasses import dataclass
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.rendering import fonts

_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF and the fonts that were used in it."""

    content: bytes
    fonts: tuple[fonts.FontReport, ...]


def soffice() -> str | None:
    """The program, None when LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(document: bytes, seconds: float = _SECONDS) -> Pdf:
    """The .docx as PDF.

    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it fails or takes longer than ``seconds``.
    """
    program = soffice()
    if not program:
        raise DocforgeError(codes.OFFICE_MISSING)
    reports = fonts.report(document)
    with tempfile.TemporaryDirectory(prefix="docforge-office-") as folder:
        place = Path(folder)
        (place / "in.docx").write_bytes(document)
        (place / "fonts.conf").write_text(fonts.fontconfig(reports), encoding="utf-8")
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={(place / 'profile').as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(place), str(place / "in.docx")]
        environment = os.environ | {"FONTCONFIG_FILE": str(place / "fonts.conf"), "HOME": str(place)}
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, env=environment, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise DocforgeError(codes.OFFICE_FAILED, reason=f"超过 {seconds:g} 秒") from error
        made = place / "in.pdf"
        if not made.is_file():
            reason = done.stderr.decode(errors="replace").strip().splitlines()
            raise DocforgeError(codes.OFFICE_FAILED, reason=reason[-1] if reason else f"退出码 {done.returncode}")
        return Pdf(made.read_bytes(), tuple(reports))
