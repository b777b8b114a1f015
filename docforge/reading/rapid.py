"""RapidOCR (PP-OCRv6 small on onnxruntime) behind the OcrEngine contract. The one module that imports it.

Its page pipeline is not used: the line classifier turns good lines upside down, padding to batches costs half the
time, and boxes stay sideways on turned pages. Detection and recognition are called apart and the page is put together
in ``reading.page``.
"""

from collections.abc import Sequence

from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det import TextDetOutput

from docforge.reading.ocr import OcrEngine, Picture, Quad, Reading

_DETECTION_SIDE = 1280
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.use_preprocess_img": False,
    "Global.use_vertical_padding": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": _DETECTION_SIDE,
    "Rec.rec_batch_num": 1,
    "Rec.rec_img_shape": [3, 48, 96],
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
}


class RapidEngine(OcrEngine):
    """Detection on the picture as given, recognition one line at a time at its own width."""

    def __init__(self, threads: int | None = None) -> None:
        """``threads``: how many to use; all cores where it is not told."""
        share = {"EngineConfig.onnxruntime.intra_op_num_threads": threads} if threads else {}
        self._ocr = RapidOCR(params={**_SETTINGS, **share})

    def find(self, picture: Picture) -> Sequence[Quad]:
        """Quads of the text lines, in pixels of ``picture``."""
        found = self._ocr(picture, use_det=True, use_rec=False, use_cls=False)
        if not isinstance(found, TextDetOutput) or found.boxes is None:
            return []
        return [((a[0], a[1]), (b[0], b[1]), (c[0], c[1]), (d[0], d[1])) for a, b, c, d in found.boxes.tolist()]

    def read(self, crops: Sequence[Picture], glance: bool = False) -> Sequence[Reading]:  # noqa: ARG002 - it has one way to read
        """Text and mean character confidence of each crop."""
        if not crops:
            return []
        found = self._ocr.recognize_txt(list(crops))
        return [Reading(text, float(score)) for text, score in zip(found.txts or (), found.scores or (), strict=True)]
