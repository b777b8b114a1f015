"""The PDF beside a delivered .docx."""

from pathlib import Path

from docforge.core.errors import DocforgeError
from docforge.core.files import write_atomic
from docforge.core.lazy import resolve
from docforge.faces import show


def deliver_pdf(document: Path, content: bytes) -> int:
    """Write the PDF beside the .docx, tell which fonts stood in; the exit status when it could not be made."""
    try:
        made = resolve("docforge.rendering.office:to_pdf")(content)
    except DocforgeError as error:
        show.say(str(error), "yellow")
        return error.code.exit_status
    show.say(f"已生成 {write_atomic(document.with_suffix('.pdf'), made.content)}")
    show.findings(resolve("docforge.rendering.fonts:findings")(made.fonts))
    return 0
