"""Fonts a document asks for, what this machine has instead, and an SC face forced where a font is missing."""

import os
import re
import shutil
import subprocess  # nosec B404 - fc-list only, with a fixed argument list
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from docforge.core import codes
from docforge.core.model import Finding, finding
from docforge.rendering.package import Package

_FONTS = re.compile(rb"<w:rFonts [^>]*>")
_NAMES = re.compile(rb'w:(?:ascii|eastAsia|hAnsi)="([^"]+)"')
_ROMANISED = re.compile(
    r"SimSun|SimHei|KaiTi|FangSong|YaHei|JhengHei|DengXian|YouYuan|LiSu|^ST|^FZ|^HY|CJK|Source Han|PingFang|WenQuanYi|^AR PL"
)
"""Chinese fonts by their English names. Others in Latin letters are none: one put in their place would set the Latin text."""
_THEME_FACES = re.compile(rb'<a:ea [^>]*typeface="([^"]+)"|<a:font [^>]*script="Hans" [^>]*typeface="([^"]+)"')
_PARTS = re.compile(r"word/(document|styles|numbering|footnotes|endnotes|header\d*|footer\d*)\.xml")
_THEME_PARTS = re.compile(r"word/theme/theme\d*\.xml")
_SERIF = ("FangSong", "仿宋", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN", "WenQuanYi Zen Hei", "Noto Sans CJK SC")
_SANS = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Noto Serif CJK SC")
_SCRIPT = ("KaiTi", "楷体", "AR PL UKai CN", *_SERIF)
_SCRIPT_MARKS = ("楷", "Kai")
_SANS_MARKS = ("黑", "雅黑", "Hei", "Gothic", "Sans")
_REGIONS = {
    "Noto Sans CJK SC": ("Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK TC", "Noto Sans CJK HK"),
    "Noto Serif CJK SC": ("Noto Serif CJK JP", "Noto Serif CJK KR", "Noto Serif CJK TC", "Noto Serif CJK HK"),
    "Source Han Sans SC": ("Source Han Sans", "Source Han Sans K", "Source Han Sans TC", "Source Han Sans HC"),
    "Source Han Serif SC": ("Source Han Serif", "Source Han Serif K", "Source Han Serif TC", "Source Han Serif HC"),
}
"""The same type drawn for other regions, whose strokes differ."""


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
    """Names of the fonts that a .docx asks for its Chinese text, sorted; raises DocforgeError T503 when it is no .docx."""
    package = Package(document)
    names: set[bytes] = set()
    themed = False
    for part in filter(_PARTS.fullmatch, package.names):
        for element in set(_FONTS.findall(package.read(part))):
            themed = themed or b"eastAsiaTheme=" in element
            names.update(_NAMES.findall(element))
    for part in filter(_THEME_PARTS.fullmatch, package.names if themed else ()):
        names.update(ea or hans for ea, hans in _THEME_FACES.findall(package.read(part)))
    written = (unescape(name.decode(errors="replace")) for name in names)
    return sorted(name for name in written if not name.isascii() or _ROMANISED.search(name))


def report(document: bytes) -> list[FontReport]:
    """For each font of the document's Chinese text what a PDF made here would use."""
    return [FontReport(name, substitute(name)) for name in wanted(document)]


def substitute(name: str) -> str | None:
    """The font itself if installed, else the best simplified Chinese one there is."""
    have = installed()
    if name in have:
        return name
    marked = ((_SANS, _SANS_MARKS), (_SCRIPT, _SCRIPT_MARKS))
    order = next((fonts for fonts, marks in marked if any(mark in name for mark in marks)), _SERIF)
    return next((font for font in order if font in have), None)


def fontconfig(reports: Iterable[FontReport]) -> str:
    """A fontconfig file that puts each substitute in place of the missing font, whatever the locale prefers.

    Types drawn for other regions are hidden where the one for simplified Chinese is there, so that no fallback finds them.
    The user's own fonts count although LibreOffice works in another home.
    """
    known = sorted({(r.wanted, r.used) for r in reports if r.used})
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(used)}</string></edit></match>'
        for name, used in known
        if name != used
    )
    hidden = "".join(
        f'<rejectfont><pattern><patelt name="family"><string>{escape(rival)}</string></patelt></pattern></rejectfont>'
        for face, rivals in _REGIONS.items()
        if face in installed()
        for rival in rivals
        if rival not in {used for _, used in known}
    )
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in _own_folders())
    return (
        f'<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{folders}{rules}'
        f"<selectfont>{hidden}</selectfont></fontconfig>"
    )


def _own_folders() -> list[Path]:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return [Path.home() / ".fonts", Path(data) / "fonts"]


def findings(reports: Iterable[FontReport]) -> list[Finding]:
    """A finding for each font that stands in, with the fonts it stands in for."""
    stand_ins: dict[str, list[str]] = {}
    for item in reports:
        if item.is_substituted:
            stand_ins.setdefault(item.used or "（没有中文字体）", []).append(item.wanted)
    return [finding(codes.FONT_SUBSTITUTED, used, wanted="、".join(names), used=used) for used, names in stand_ins.items()]
