"""Delivering a document: the .docx first, then, where asked, the PDF beside it with a report on its fonts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding_of


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files written and what is to be said of them; ``exit_status`` when the PDF could not be made, else 0."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()
    exit_status: int = 0


def deliver(path: Path, content: bytes, *, pdf: bool = False) -> Delivery:
    """Write the .docx to ``path`` and, with ``pdf``, the PDF beside it.

    A PDF that cannot be made is a finding: the .docx is there already. Raises DocforgeError W604 when the .docx cannot be written.
    """
    made = write_atomic(path, content)
    if not pdf:
        return Delivery((made,))
    try:
        document = resolve("docforge.rendering.office:to_pdf")(content)
    except DocforgeError as error:
        return Delivery((made,), (finding_of(error, made.name),), error.code.exit_status)
    fonts = resolve("docforge.rendering.fonts:findings")(document.fonts)
    return Delivery((made, write_atomic(path.with_suffix(".pdf"), document.content)), tuple(fonts))


def file_name(name: str) -> str:
    """The name without characters that a file system refuses."""
    return "".join("_" if char in '\\/:*?"<>|\n\r\t' else char for char in name).strip(" .")[:80] or "未命名"


def distinct(names: Sequence[str]) -> list[str]:
    """The names, those that repeat an earlier one numbered, so that no file overwrites another."""
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return made
