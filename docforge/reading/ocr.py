"""The contract of an OCR engine, and the guard that keeps a misbehaving one from harming a run."""

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Picture: TypeAlias = "NDArray[np.uint8]"
"""Height × width × 3, blue green red, as OpenCV has it."""

_FAR = 1.0
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a line of text, clockwise from the one where reading starts, in pixels."""
Result = TypeVar("Result")


def bounds(points: Sequence[Point]) -> Box:
    """The smallest upright box around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def corners(box: Box) -> Quad:
    """The box as a quad."""
    return ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))


def ordered(quad: Sequence[Point]) -> Quad:
    """Corners clockwise from the top left, as they lie on the picture."""
    left, right = sorted(quad)[:2], sorted(quad)[2:]
    (top_left, bottom_left), (top_right, bottom_right) = (sorted(side, key=lambda p: p[1]) for side in (left, right))
    return (top_left, top_right, bottom_right, bottom_left)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read in one crop; ``confidence`` is 0–1.

    ``doubt``: after a glance, what the engine keeps of it to read the crop again with care; None where that would tell no more.
    """

    text: str
    confidence: float
    doubt: object = field(default=None, compare=False, repr=False)


class OcrEngine(Protocol):
    """Where text lies, and what it says: at a glance, or with care at once or afterwards."""

    def find(self, picture: Picture) -> Sequence[Quad]:
        """Where lines of text lie on the picture, in any order, at any angle."""
        ...

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        """The text of each crop: one level line of text, read left to right.

        ``glance``: a faster, less exact reading will do, where the engine has one.
        """
        ...

    def read_again(self, crops: Sequence[Picture], glances: Sequence[Reading]) -> Sequence[Reading]:  # noqa: ARG002
        """The text of crops that were read at a glance, with care. An engine with one way to read has nothing to add."""
        return glances


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """An engine that is not loaded yet. ``version`` names engine, models and settings: part of the cache key.

    ``at_once``: how many threads may call the engine at the same time.
    """

    version: str
    make: Callable[[], OcrEngine]
    at_once: int = 1


class GuardedEngine:
    """An engine whose crash, hang or garbage becomes a DocforgeError (R152, R153) instead of reaching the caller."""

    def __init__(self, spec: EngineSpec, seconds: float) -> None:
        self.version = spec.version
        self.at_once = spec.at_once
        self.seconds = {"find": 0.0, "read": 0.0}
        self._make = spec.make
        self._seconds = seconds
        self._engine: OcrEngine | None = None
        self._loading, self._counting = threading.Lock(), threading.Lock()

    def find(self, picture: Picture) -> Sequence[Quad]:
        """As the engine's, each quad from its top left; those that are not four finite points left out."""
        quads = self._timed("find", lambda: list(self._loaded().find(picture)))
        most = _FAR * max(picture.shape[:2])
        return [ordered(quad) for quad in quads if _is_quad(quad, most)]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:
        """As the engine's; one reading for each crop or R153."""
        return self._readings(crops, lambda engine: engine.read(crops, glance))

    def read_again(self, crops: Sequence[Picture], glances: Sequence[Reading]) -> Sequence[Reading]:
        """As the engine's; one reading for each crop or R153."""
        return self._readings(crops, lambda engine: engine.read_again(crops, glances))

    def _readings(self, crops: Sequence[Picture], read: Callable[[OcrEngine], Sequence[Reading]]) -> Sequence[Reading]:
        if not crops:
            return []
        readings = self._timed("read", lambda: list(read(self._loaded())))
        if len(readings) != len(crops) or not all(isinstance(r, Reading) for r in readings):
            raise DocforgeError(codes.ENGINE_FAILED, reason="返回的结果数目或类型不符")
        return [Reading(str(r.text), _unit(r.confidence), r.doubt) for r in readings]

    def _loaded(self) -> OcrEngine:
        with self._loading:
            if self._engine is None:
                try:
                    self._engine = self._make()
                except ImportError as error:
                    raise DocforgeError(codes.ENGINE_MISSING) from error
            return self._engine

    def _timed(self, stage: str, work: Callable[[], list[Result]]) -> list[Result]:
        start = monotonic()
        try:
            return self._call(work)
        finally:
            with self._counting:
                self.seconds[stage] += monotonic() - start

    def _call(self, work: Callable[[], list[Result]]) -> list[Result]:
        outcome: list[list[Result]] = []
        failure: list[Exception] = []

        def run() -> None:
            try:
                outcome.append(work())
            except Exception as error:  # an engine is foreign code: whatever it raises is its failure, not ours
                failure.append(error)

        thread = threading.Thread(target=run, daemon=True, name="docforge-ocr")
        thread.start()
        thread.join(self._seconds)
        if thread.is_alive():
            self._engine, self._loading = None, threading.Lock()  # the hung one keeps its thread; the next page gets a new engine
            raise DocforgeError(codes.READING_TIMEOUT, seconds=f"{self._seconds:g}")
        if failure:
            if isinstance(failure[0], DocforgeError):
                raise failure[0]
            reason = str(failure[0]).strip().split("\n")[-1][:200] or type(failure[0]).__name__
            raise DocforgeError(codes.ENGINE_FAILED, reason=reason) from failure[0]
        return outcome[0]


def _is_quad(quad: Quad, most: float) -> bool:
    """Whether these are four finite points on the picture or not far from it."""
    try:
        return len(quad) == 4 and all(len(point) == 2 and all(-most < c < 2 * most for c in point) for point in quad)
    except TypeError:
        return False


def _unit(confidence: float) -> float:
    return min(1.0, max(0.0, float(confidence))) if math.isfinite(confidence) else 0.0
