"""Looking at one Word template by itself: everything wrong in it, every placeholder and where it stands."""

from dataclasses import dataclass
from pathlib import Path

from docforge.core import codes
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder as written, where it stands, and how much fits there (characters, 0 where the file does not say)."""

    name: str
    where: str
    fits: int


def template_findings(path: Path) -> list[Finding]:
    """Every fault and remark, in the order of the document. Raises DocforgeError T503 when it is no .docx."""
    made = resolve("docforge.rendering.template:Template")(path)
    return [
        finding(codes.TEMPLATE_SYNTAX if one.is_fault else codes.TEMPLATE_REMARK, str(one.place), problem=one.message)
        for one in made.problems()
    ]


def template_fields(path: Path) -> list[Placeholder]:
    """The placeholders in order. Raises DocforgeError T501 where a tag is faulty, T503 when it is no .docx."""
    made = resolve("docforge.rendering.template:Template")(path)
    return [Placeholder(one.name, str(one.tag.place), one.tag.capacity) for one in made.fields()]


def commented(path: Path) -> bytes:
    """A copy of the template with its faults and remarks as Word comments. Raises DocforgeError T503 when it is no .docx."""
    made = resolve("docforge.rendering.template:Template")(path)
    copy: bytes = resolve("docforge.rendering.comments:with_comments")(path.read_bytes(), made.problems())
    return copy
