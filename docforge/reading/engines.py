"""The OCR engines there are, none loaded before a page needs it."""

import os
from importlib.metadata import PackageNotFoundError, version

from docforge.core.lazy import resolve
from docforge.reading.ocr import EngineSpec, OcrEngine


def _make_rapidocr() -> OcrEngine:
    # onnxruntime reports its use to its maker unless told not to before it is first imported; nothing may leave the machine
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    engine: OcrEngine = resolve("docforge.reading.rapid:RapidEngine")()
    return engine


def rapidocr() -> EngineSpec:
    """The default engine: RapidOCR on onnxruntime with the models in its wheel."""
    try:
        stamp = "+".join(f"{name}-{version(name)}" for name in ("rapidocr", "onnxruntime"))
    except PackageNotFoundError:
        stamp = "none"
    return EngineSpec(stamp, _make_rapidocr)
