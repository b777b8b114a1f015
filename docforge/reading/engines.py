"""The OCR engines there are, none loaded before a page needs it."""

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from docforge.core.lazy import resolve
from docforge.reading.ocr import EngineSpec, OcrEngine


def default(threads: int | None = None) -> EngineSpec:
    """PP-OCRv6 on OpenVINO; RapidOCR on onnxruntime where OpenVINO is not installed and that is.

    ``threads``: how many the engine may use, all cores where it is not told.
    """
    is_rapid = find_spec("openvino") is None and find_spec("onnxruntime") is not None
    return rapidocr(threads) if is_rapid else openvino(threads)


def openvino(threads: int | None = None) -> EngineSpec:
    """PP-OCRv6 small on OpenVINO, the models those of RapidOCR's wheel."""

    def make() -> OcrEngine:
        # the package reports its use to its maker when it is imported, unless its reporter cannot be; nothing may leave the machine
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        engine: OcrEngine = resolve("docforge.reading.ppocr:PpOcrEngine")(threads)
        return engine

    return EngineSpec(_stamp("rapidocr", "openvino"), make)


def rapidocr(threads: int | None = None) -> EngineSpec:
    """RapidOCR's own detection and recognition on onnxruntime: slower, for machines that OpenVINO does not serve."""

    def make() -> OcrEngine:
        # onnxruntime reports its use to its maker unless told not to before it is first imported; nothing may leave the machine
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        engine: OcrEngine = resolve("docforge.reading.rapid:RapidEngine")(threads)
        return engine

    return EngineSpec(_stamp("rapidocr", "onnxruntime"), make)


def _stamp(*packages: str) -> str:
    try:
        return "+".join(f"{name}-{version(name)}" for name in packages)
    except PackageNotFoundError:
        return "none"
