"""PDFs whose form XObjects hold each other: a few kilobytes that unfold into gigabytes inside pdfium.

A form draws others by name, these draw others again, each several times: what pdfium then allocates cannot be stopped from
outside, and ends the process. A file with such forms is opened in a process of its own first, with bounded memory and time.
"""

import json
import re
import subprocess  # nosec B404 - this interpreter, with a fixed argument list
import sys
from collections.abc import Sequence

from docforge.core import codes
from docforge.core.errors import DocforgeError

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"\bobj\b(.{0,4000}?)\bstream\b", re.DOTALL)
_LEAST_NESTED = 3
_SECONDS = 20
_PROBE = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1500000000, 1500000000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
import pypdfium2
words = json.loads(sys.stdin.buffer.readline())
content = sys.stdin.buffer.read()
for word in (None, *words):
    try:
        document = pypdfium2.PdfDocument(content, password=word)
    except pypdfium2.PdfiumError:
        continue
    for number in range(min(len(document), 300)):
        try:
            page = document[number]
            page.get_textpage().close()
            page.close()
        except pypdfium2.PdfiumError:
            pass
    break
"""


def is_suspect(content: bytes) -> bool:
    """Whether several forms of the file name others: the dictionary of a stream is never compressed (ISO 32000-1, 7.5.7)."""
    if len(_FORM.findall(content)) < _LEAST_NESTED:
        return False
    forms = [found[1] for found in _OBJECT.finditer(content) if _FORM.search(found[1])]
    return (
        sum(b"/XObject" in form.replace(b"/Type /XObject", b"").replace(b"/Type/XObject", b"") for form in forms) >= _LEAST_NESTED
    )


def probe(content: bytes, passwords: Sequence[str]) -> None:
    """Open every page in a process of its own; raises DocforgeError R114 when that ends or takes too long."""
    command = [sys.executable, "-c", _PROBE]
    given = json.dumps(list(passwords)).encode() + b"\n" + content
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise DocforgeError(codes.PDF_NESTED) from error
    if done.returncode:
        raise DocforgeError(codes.PDF_NESTED)
