"""Excel files that people get: tables to read, sheets to fill in with drop-downs and checks on entry."""

from collections.abc import Mapping, Sequence

from docforge.casework.workbook_model import Form
from docforge.core.lazy import resolve


def workbook(sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]], Sequence[int]]]) -> bytes:
    """An .xlsx of tables: name → (heads, rows, column widths). Text that a formula could start from is neutralised."""
    return forms_workbook([Form(name, heads, rows, widths) for name, (heads, rows, widths) in sheets.items()])


def forms_workbook(forms: Sequence[Form]) -> bytes:
    """An .xlsx of sheets to fill in, their drop-downs in a hidden sheet."""
    made: bytes = resolve("docforge.casework.workbook_writing:written")(forms)
    return made
