"""Cells of people's tables as texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook as texts; ``broken`` are the places whose formula has no value, with the reason."""

    name: str
    grid: tuple[tuple[str, ...], ...]
    broken: Mapping[tuple[int, int], str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.broken and not any(cell.strip() for row in self.grid for cell in row)


def plain_text(value: Any) -> str:
    """A cell as text: 10.0 is 10, a date is ISO, empty is ""."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.10g}"
    return str(value)
