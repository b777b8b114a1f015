from pathlib import Path

from docforge.core import codes
from docforge.core.errors import DocforgeError

ROOT = Path(__file__).parent.parent.parent


def test_every_code_is_used() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "docforge").rglob("*.py"))
    names = [name for name, value in vars(codes).items() if isinstance(value, codes.Code)]
    assert [name for name in names if f"codes.{name}" not in source] == []


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = DocforgeError(codes.PDF_TOO_MANY_PAGES, "a.pdf", pages=2000, limit=300)
    assert str(error) == "[R113] PDF 有 2000 页，超过上限 300 页（a.pdf）。请只提交本次申报需要的页"
    assert error.code.exit_status == 3
