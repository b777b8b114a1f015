"""Fonts a document asks for, what this machine has instead, and an SC face forced where a font is missing."""

import io
import re
import shutil
import subprocess  # nosec B404 - fc-list only, with a fixed argument list
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from docforge.core import codes
from docforge.core.model import Finding, finding

_NAMES = re.compile(rb'w:(?:ascii|eastAsia|hAnsi)="([^"]+)"')
_PARTS = re.compile(r"word/(document|styles|header\d*|footer\d*)\.xml")
_SERIF = ("FangSong", "仿宋", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN", "WenQuanYi Zen Hei", "Noto Sans CJK SC")
_SANS = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Noto Serif CJK SC")
_SANS_MARKS = ("黑", "雅黑", "Hei", "Gothic", "Sans")


@dataclass(frozen=True, slots=True)
class FontReport:
    """``wanted`` font and the one ``used`` for it in a PDF; None when the machine has no Chinese font at all."""

    wanted: str
    used: str | None

    @property
    def is_substituted(self) -> bool:
        """Whether another font stands in."""
        return self.wanted != self.used


@lru_cache(maxsize=1)
def installed() -> frozenset[str]:
    """Family names that fontconfig knows; empty where there is no fontconfig."""
    program = shutil.which("fc-list")
    if not program:
        return frozenset()
    listed = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))


def wanted(document: bytes) -> list[str]:
    """Font names written in a .docx, sorted."""
    names: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        for part in package.namelist():
            if _PARTS.fullmatch(part):
                names.update(match.decode("utf-8") for match in _NAMES.findall(package.read(part)))
    return sorted(names)


def report(document: bytes) -> list[FontReport]:
    """For each Chinese font of the document what a PDF made here would use."""
    return [FontReport(name, substitute(name)) for name in wanted(document) if not name.isascii()]


def substitute(name: str) -> str | None:
    """The font itself if installed, else the best simplified Chinese one there is."""
    have = installed()
    if name in have:
        return name
    order = _SANS if any(mark in name for mark in _SANS_MARKS) else _SERIF
    return next((font for font in order if font in have), None)


def fontconfig(reports: list[FontReport]) -> str:
    """A fontconfig file that puts each substitute in place of the missing font, whatever the locale prefers."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(r.wanted)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(r.used)}</string></edit></match>'
        for r in reports
        if r.used and r.is_substituted
    )
    return f'<?xml version="1.0"?><fontconfig><include>/etc/fonts/fonts.conf</include>{rules}</fontconfig>'


def findings(reports: Iterable[FontReport]) -> list[Finding]:
    """A finding for each font that stands in, with the fonts it stands in for."""
    stand_ins: dict[str, list[str]] = {}
    for item in reports:
        if item.is_substituted:
            stand_ins.setdefault(item.used or "（没有中文字体）", []).append(item.wanted)
    return [finding(codes.FONT_SUBSTITUTED, used, wanted="、".join(names), used=used) for used, names in stand_ins.items()]
