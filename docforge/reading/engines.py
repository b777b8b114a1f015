"""The OCR engines there are, none loaded before a page needs it."""

from importlib.metadata import PackageNotFoundError, version

from docforge.core.lazy import resolve
from docforge.reading.ocr import EngineSpec


def rapidocr() -> EngineSpec:
    """The default engine: RapidOCR on onnxruntime with the models in its wheel."""
    try:
        stamp = "+".join(f"{name}-{version(name)}" for name in ("rapidocr", "onnxruntime"))
    except PackageNotFoundError:
        stamp = "none"
    return EngineSpec(stamp, lambda: resolve("docforge.reading.rapid:RapidEngine")())
