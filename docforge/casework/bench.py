"""How exactly a folder of labelled papers is read, and where the time goes.

Labels stand in ``expected.json`` (file → kind, fields as in the JSON contract, source) or beside each picture in
``NAME.json`` (printed label → text as printed), as data sets of licences have them.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docforge.casework.contract import plain_value
from docforge.casework.gather import Progress, gather
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.model import Document, Field, Grade, Record
from docforge.core.text import letters, squeeze
from docforge.extraction import values
from docforge.extraction.kind import FieldSpec, Kind
from docforge.reading.reader import Reader

_SIDE_KIND = "business_licence"
_PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paper and what stands on it. ``as_printed``: the fields are printed text by printed label, not typed values by key."""

    path: Path
    kind: str
    fields: Mapping[str, Any]
    source: str
    as_printed: bool = False
    others: tuple[str, ...] = ()


@dataclass
class Tally:
    """Values that should be there, that were found, and that are right."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 1 where nothing was wanted or found."""
        return 2 * self.right / (self.wanted + self.found) if self.wanted + self.found else 1.0

    def add(self, wanted: bool, found: bool, right: bool) -> None:
        self.wanted, self.found, self.right = self.wanted + wanted, self.found + found, self.right + right


@dataclass
class Report:
    """The tallies by name, the grades as (right, all), wrong kinds, misses, and seconds by stage."""

    papers: int = 0
    by_source: dict[str, Tally] = field(default_factory=dict)
    by_kind: dict[str, Tally] = field(default_factory=dict)
    by_field: dict[str, Tally] = field(default_factory=dict)
    grades: dict[Grade, list[int]] = field(default_factory=lambda: {grade: [0, 0] for grade in Grade})
    wrong_kinds: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def whole(self) -> Tally:
        """All values together."""
        tallies = self.by_source.values()
        return Tally(sum(t.wanted for t in tallies), sum(t.found for t in tallies), sum(t.right for t in tallies))

    @property
    def high_share(self) -> float:
        """The share of the values found that are graded high."""
        total = sum(seen for _, seen in self.grades.values())
        return self.grades[Grade.HIGH][1] / total if total else 0.0

    @property
    def high_right(self) -> float:
        """The share of the high-graded values that are right."""
        right, seen = self.grades[Grade.HIGH]
        return right / seen if seen else 1.0


def labelled(folder: Path) -> list[Labelled]:
    """The labelled papers of the folder.

    Raises DocforgeError U709 when it holds no labels.
    """
    listed = folder / "expected.json"
    if listed.is_file():
        return [_listed(folder / name, own) for name, own in json.loads(listed.read_text(encoding="utf-8")).items()]
    found = [_beside(path) for path in sorted(folder.iterdir()) if path.suffix.lower() in _PICTURES] if folder.is_dir() else []
    known = [one for one in found if one]
    if not known:
        raise DocforgeError(codes.NO_LABELS, str(folder))
    return known


def _listed(path: Path, own: Mapping[str, Any]) -> Labelled:
    return Labelled(path, own["kind"], own["fields"], own.get("source", "—"), others=tuple(own.get("others", ())))


def _beside(path: Path) -> Labelled | None:
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return None
    printed = {
        key: text for key, text in json.loads(beside.read_text(encoding="utf-8")).items() if not key.startswith("_") and text
    }
    return Labelled(path, _SIDE_KIND, printed, "照片", as_printed=True)


def measure(papers: Iterable[Labelled], reader: Reader, kinds: Sequence[Kind], progress: Progress | None = None) -> Report:
    """Read each paper and compare; ``progress`` is told each name."""
    report = Report()
    started = time.perf_counter()
    reading = _Stopwatch()
    for paper in papers:
        if progress:
            progress(paper.path.name)
        records = gather(reading.over(reader.read_path(paper.path)), kinds, look_again=reader.look_again).records
        _compare(report, paper, records, kinds)
    whole = time.perf_counter() - started
    engine = reader.engine_seconds
    report.seconds = {
        "找字（检测）": engine["find"],
        "认字（识别）": engine["read"],
        "其余": whole - sum(engine.values()),
        "读取合计": reading.seconds,
        "抽取与复看": whole - reading.seconds,
        "合计": whole,
    }
    return report


class _Stopwatch:
    """The seconds spent in an iterator."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def over(self, documents: Iterator[Document]) -> Iterator[Document]:
        while True:
            start = time.perf_counter()
            document = next(documents, None)
            self.seconds += time.perf_counter() - start
            if document is None:
                return
            yield document


def _compare(report: Report, paper: Labelled, records: Sequence[Record], kinds: Sequence[Kind]) -> None:
    report.papers += 1
    found = {record.kind for record in records}
    if found != {paper.kind, *paper.others}:
        report.wrong_kinds.append(f"{paper.path.name}：{'、'.join(sorted(found)) or '认不出'}")
    kind = next(kind for kind in kinds if kind.kind == paper.kind)
    record = next((record for record in records if record.kind == paper.kind), None)
    for spec, wanted in _wanted(paper, kind):
        own = record.fields.get(spec.key) if record else None
        right = own is not None and _same(own, spec, wanted, paper.as_printed)
        for tallies, name in ((report.by_source, paper.source), (report.by_kind, kind.label), (report.by_field, spec.label)):
            tallies.setdefault(name, Tally()).add(True, own is not None, right)
        if own:
            report.grades[own.grade][0] += right
            report.grades[own.grade][1] += 1
        if not right:
            got = "没有读到" if own is None else f"读作 {plain_value(own.value)}（{own.grade.value}）"
            report.misses.append(f"{paper.path.name} {spec.label}：应为 {wanted}，{got}")


def _wanted(paper: Labelled, kind: Kind) -> Iterator[tuple[FieldSpec, Any]]:
    for name, wanted in paper.fields.items():
        spec = next(
            (spec for spec in kind.fields if (squeeze(name) in spec.printed if paper.as_printed else spec.key == name)), None
        )
        if spec:
            yield spec, wanted


def _same(own: Field, spec: FieldSpec, wanted: Any, as_printed: bool) -> bool:
    """Equal as typed; texts by their letters, since punctuation is read with a width of its own."""
    if not as_printed:
        plain = json.loads(json.dumps(plain_value(own.value)))
        return bool(plain == wanted)
    typed = values.understand(str(wanted), spec).value
    if isinstance(typed, str) and isinstance(own.value, str):
        return letters(typed) == letters(own.value)
    return typed == own.value
