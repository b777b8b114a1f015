"""LibreOffice without a window: one file in, one file out, with a profile of its own and a time limit."""

import os
import shutil
import subprocess  # nosec B404 - soffice only, with a fixed argument list
import tempfile
from collections.abc import Mapping
from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError

_SECONDS = 120.0


def soffice() -> str | None:
    """The program, None when LibreOffice is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(document: bytes, kind: str, target: str, seconds: float = _SECONDS, settings: Mapping[str, str] | None = None) -> bytes:
    """The document of suffix ``kind`` as suffix ``target``. ``settings``: files for its environment, fontconfig's under its name.

    Raises DocforgeError W601 when LibreOffice is not installed, W602 when it fails or takes longer than ``seconds``.
    """
    program = soffice()
    if not program:
        raise DocforgeError(codes.OFFICE_MISSING)
    with tempfile.TemporaryDirectory(prefix="docforge-office-") as folder:
        place = Path(folder)
        (place / f"in.{kind}").write_bytes(document)
        environment = os.environ | {"HOME": str(place)}
        for name, content in (settings or {}).items():
            (place / name).write_text(content, encoding="utf-8")
            environment[name] = str(place / name)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={(place / 'profile').as_uri()}"]
        command += ["--convert-to", target, "--outdir", str(place / "out"), str(place / f"in.{kind}")]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, env=environment, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise DocforgeError(codes.OFFICE_FAILED, reason=f"超过 {seconds:g} 秒") from error
        made = place / "out" / f"in.{target}"
        if not made.is_file():
            reason = done.stderr.decode(errors="replace").strip().splitlines()
            raise DocforgeError(codes.OFFICE_FAILED, reason=reason[-1] if reason else f"退出码 {done.returncode}")
        return made.read_bytes()
