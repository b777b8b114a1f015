"""PP-OCRv6 (small) on OpenVINO behind the OcrEngine contract. The one module that imports openvino.

The models are those in RapidOCR's wheel; its pipeline is not used. Normalisation and the choice of the likeliest character
are part of the compiled models, so that neither is done in Python; each line is read at its own width, two at a time.
Detection follows Liao et al., Real-time Scene Text Detection with Differentiable Binarization (AAAI 2020).
"""

import math
from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Any

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13
from openvino.preprocess import PrePostProcessor

from docforge.reading.ocr import Picture, Quad, Reading

_DETECTION_SIDE = 1280
_STRIDE = 32
_INK, _LEAST_SCORE, _GROWTH = 0.3, 0.5, 1.6
_LEAST_SIDE = 3
_MOST_REGIONS = 1000
_LINE_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 48, 96, 3200
_WIDTH_STEP = 32
_GREY = 127
_LINES_AT_ONCE = 2
_PRECISE = {"INFERENCE_PRECISION_HINT": "f32"}
"""OpenVINO computes in bfloat16 where a processor can: faster, but a paper would be read otherwise on another machine."""


class PpOcrEngine:
    """Detection on the picture as given, recognition of each crop at its own width."""

    def __init__(self, threads: int | None = None) -> None:
        """``threads``: how many to use; all cores where it is not told."""
        core = ov.Core()
        settings = {**_PRECISE, **({"INFERENCE_NUM_THREADS": str(threads)} if threads else {})}
        if threads:
            cv2.setNumThreads(threads)
        with as_file(files("rapidocr") / "models") as folder:
            detector, recogniser = (core.read_model(folder / f"PP-OCRv6_{part}_small.onnx") for part in ("det", "rec"))
            words = recogniser.get_rt_info(["framework", "character"]).astype(str)
        self._detect = core.compile_model(_normalised(detector), "CPU", settings)
        lines = core.compile_model(_normalised(_likeliest(recogniser)), "CPU", {**settings, "NUM_STREAMS": str(_LINES_AT_ONCE)})
        self._recognise = ov.AsyncInferQueue(lines, _LINES_AT_ONCE)
        self._recognise.set_callback(_Decoder(["", *words.splitlines(), " "]).keep)

    def find(self, picture: Picture) -> Sequence[Quad]:
        """Quads of the text lines, in pixels of ``picture``."""
        height, width = picture.shape[:2]
        scale = min(1.0, _DETECTION_SIDE / max(height, width))
        size = [max(_STRIDE, round(side * scale / _STRIDE) * _STRIDE) for side in (width, height)]
        seen = cv2.resize(picture, size)
        likely = self._detect([seen[None]])[0][0, 0]
        return [_on_picture(region, width / size[0], height / size[1], width, height) for region in _regions(likely)]

    def read(self, crops: Sequence[Picture]) -> Sequence[Reading]:
        """Text and mean character confidence of each crop."""
        readings: list[Reading] = [Reading("", 0.0)] * len(crops)
        for i in sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / crops[i].shape[0]):
            self._recognise.start_async([_line(crops[i])[None]], (readings, i))
        self._recognise.wait_all()
        return readings


class _Decoder:
    """Takes what recognition gives. Apart from the engine: a queue that held its own engine would never be freed."""

    def __init__(self, characters: Sequence[str]) -> None:
        self._characters = characters

    def keep(self, request: Any, place: tuple[list[Reading], int]) -> None:
        """Put the reading of a finished request into its place."""
        readings, i = place
        likely, best = (request.get_output_tensor(k).data[0, :, 0] for k in (0, 1))
        readings[i] = self._decoded(best, likely)

    def _decoded(self, best: NDArray[np.int32], likely: NDArray[np.float32]) -> Reading:
        """Greedy CTC: repeated characters and blanks dropped."""
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        text = "".join(self._characters[i] for i in best[kept])
        return Reading(text, float(likely[kept].mean())) if text else Reading("", 0.0)


def _normalised(model: Any) -> Any:
    """The model fed with pixels (N × H × W × 3, bytes) instead of numbers from −1 to 1."""
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(127.5).scale(127.5)
    steps.input().model().set_layout(ov.Layout("NCHW"))
    return steps.build()


def _likeliest(model: Any) -> Any:
    """The model giving, for each step, the likeliest character and how likely it is, instead of all 18,710."""
    whole = model.get_results()[0]
    top = opset13.topk(whole.input_value(0), opset13.constant(1), -1, "max", "none", index_element_type="i32")
    model.remove_result(whole)
    model.add_results([opset13.result(top.output(0)), opset13.result(top.output(1))])
    return model


def _line(crop: Picture) -> Picture:
    """The crop at the height the model was trained on, its width rounded up so that few shapes need compiling."""
    height, width = crop.shape[:2]
    wide = min(_MOST_WIDTH, max(1, math.ceil(_LINE_HEIGHT * width / height)))
    level = cv2.resize(crop, (wide, _LINE_HEIGHT))
    room = max(_LEAST_WIDTH, math.ceil(wide / _WIDTH_STEP) * _WIDTH_STEP) - wide
    return np.asarray(cv2.copyMakeBorder(level, 0, 0, 0, room, cv2.BORDER_CONSTANT, value=(_GREY,) * 3), dtype=np.uint8)


def _regions(likely: NDArray[np.float32]) -> list[Any]:
    """Rotated rectangles (centre, size, angle) around the likely text, grown back to the letters' edges."""
    ink = cv2.dilate((likely > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    regions = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:_MOST_REGIONS]:
        centre, (wide, high), angle = cv2.minAreaRect(contour)
        if min(wide, high) < _LEAST_SIDE or _score(likely, cv2.boxPoints((centre, (wide, high), angle))) < _LEAST_SCORE:
            continue
        growth = wide * high * _GROWTH / (2 * (wide + high))
        regions.append((centre, (wide + 2 * growth, high + 2 * growth), angle))
    return regions


def _score(likely: NDArray[np.float32], corners: NDArray[Any]) -> float:
    """Mean likelihood inside the rectangle."""
    height, width = likely.shape
    left, top = (max(0, math.floor(v)) for v in corners.min(axis=0))
    right, bottom = (min(side - 1, math.ceil(v)) for v, side in zip(corners.max(axis=0), (width, height), strict=True))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(likely[top : bottom + 1, left : right + 1], mask)[0])


def _on_picture(region: Any, across: float, down: float, width: int, height: int) -> Quad:
    """The rectangle's corners on the picture, clipped to it."""
    corners = [
        (float(min(max(round(x * across), 0), width - 1)), float(min(max(round(y * down), 0), height - 1)))
        for x, y in cv2.boxPoints(region)
    ]
    return (corners[0], corners[1], corners[2], corners[3])
