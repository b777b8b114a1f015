"""The types that cross a doorway between rooms. All frozen; no dict of anything crosses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from docforge.core.codes import Code, Severity
from docforge.core.dates import Term
from docforge.core.errors import DocforgeError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media type of .docx: text that a person typed, kept to the letter."""

Row = tuple[str, ...]
Value = str | Decimal | date | Term | tuple[Row, ...]
"""What a typed field holds: text, money or number, date, term, or table rows."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in upright page coordinates, origin top left, in the page's unit."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom)
        )

    def scaled(self, factor: float, digits: int | None = None) -> "Box":
        """The box in a unit ``factor`` times as small, its sides rounded to ``digits`` where given."""
        sides = (side * factor for side in (self.left, self.top, self.right, self.bottom))
        return Box(*(side if digits is None else round(side, digits) for side in sides))

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        return self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top

    def holds(self, other: "Box") -> bool:
        """Whether the centre of ``other`` lies inside."""
        return self.left <= other.centre <= self.right and self.top <= other.middle <= self.bottom


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was given. ``inside`` is the path within an archive or container, empty for a plain file."""

    name: str
    sha256: str
    media_type: str
    inside: str = ""

    @property
    def label(self) -> str:
        """The name to show: ``材料.zip/营业执照.jpg``."""
        return f"{self.name}/{self.inside}" if self.inside else self.name


class Via(StrEnum):
    """How a text came to be known: a text layer, recognition, a QR code or barcode, a person's typing."""

    TEXT = "text"
    OCR = "ocr"
    CODE = "code"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text on one page. ``confidence`` is 0–1; text layers have 1.

    ``glanced``: what is doubtful in it could still be read with more care.
    """

    text: str
    box: Box
    page: int
    confidence: float = 1.0
    via: Via = Via.TEXT
    glanced: bool = False


class MarkKind(StrEnum):
    """What can be on a page besides lines of text."""

    SEAL = "seal"
    CODE = "code"
    PORTRAIT = "portrait"
    WATERMARK = "watermark"
    CERTIFIED_COPY = "certified_copy"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal, QR code or barcode, portrait, watermark, 与原件一致 stamp or digital signature.

    ``text``: the round text, the decoded content, the words of the stamp; empty where none was legible.
    """

    kind: MarkKind
    page: int
    box: Box | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, upright. ``turn``: quarter turn applied, clockwise degrees; ``skew``: degrees levelled after it.

    ``cells`` are the ruled table cells, where the page has any. ``unit`` is "px" or "pt". ``unread`` counts the places
    where text was seen and could not be read. ``look`` is a perceptual hash of the picture (64 bits, hexadecimal), empty
    where there is none.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    cells: tuple[Box, ...] = ()
    turn: int = 0
    skew: float = 0.0
    unit: str = "px"
    marks: tuple[Mark, ...] = ()
    unread: int = 0
    look: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something was read: file, page and box, or the file of typed answers."""

    source: str
    page: int = 0
    box: Box | None = None
    raw: str = ""

    @property
    def where(self) -> str:
        """``营业执照.jpg#1``; without a page for typed answers."""
        return f"{self.source}#{self.page}" if self.page else self.source


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user should know. ``code`` tells what, ``basis`` the clause, ``remedy`` what to do."""

    code: str
    severity: Severity
    subject: str
    message: str
    remedy: str
    basis: str = ""
    evidence: tuple[Evidence, ...] = ()


def finding(
    code: Code,
    subject: str = "",
    *,
    basis: str = "",
    evidence: tuple[Evidence, ...] = (),
    **details: object,
) -> Finding:
    """A finding of a catalogue code with its sentence and remedy filled in."""
    return Finding(code.id, code.severity, subject, code.say(**details), code.advise(**details), basis, evidence)


def finding_of(error: DocforgeError, subject: str) -> Finding:
    """The finding that says what the error says."""
    return Finding(error.code.id, error.code.severity, subject, error.message, error.code.advise(**error.details))


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one source: its pages of lines, and what went wrong."""

    source: Source
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()


class Grade(StrEnum):
    """How far a read value can be trusted without a look at the paper."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its evidence. ``value`` None: something was read but could not be understood."""

    key: str
    label: str
    raw: str
    value: Value | None
    grade: Grade
    confidence: float
    via: Via
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PartSeen:
    """One part of a paper and where it lies."""

    name: str
    source: Source
    page: int


@dataclass(frozen=True, slots=True)
class Record:
    """One paper: its kind, its fields, the pages it was read from, the marks on them.

    ``parts``: where each part lies, for a paper that comes in several (封面、首页、末页).
    """

    kind: str
    label: str
    source: Source
    pages: tuple[int, ...]
    fields: Mapping[str, Field] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    marks: tuple[Mark, ...] = ()
    parts: tuple[PartSeen, ...] = ()

    def value(self, key: str) -> Value | None:
        """The typed value of a field, None when absent."""
        found = self.fields.get(key)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A page that is none of the known kinds, or only looks like one."""

    source: Source
    page: int
    finding: Finding
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Extraction:
    """What extraction makes of a document. ``again``: where a code must stand and was not read, worth a second look."""

    records: tuple[Record, ...]
    unrecognised: tuple[Unrecognised, ...] = ()
    again: tuple[Place, ...] = ()
