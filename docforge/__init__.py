"""docforge: certificates in; facts, verdicts, filled forms and notices out. Offline.

The names below are loaded when they are first used: ``import docforge`` loads neither OCR nor PDF nor Word code.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docforge.casework.verbs import check, extract, fill, read
    from docforge.policy.loader import load_policy
    from docforge.rendering.pictures import Picture
    from docforge.rendering.rich_text import RichText
    from docforge.rendering.subdocument import SubDocument
    from docforge.rendering.template import Template

__version__ = "0.1.0"
__all__ = ["Picture", "RichText", "SubDocument", "Template", "check", "extract", "fill", "load_policy", "read"]

_HOMES = {
    "check": "docforge.casework.verbs",
    "extract": "docforge.casework.verbs",
    "fill": "docforge.casework.verbs",
    "read": "docforge.casework.verbs",
    "load_policy": "docforge.policy.loader",
    "Template": "docforge.rendering.template",
    "Picture": "docforge.rendering.pictures",
    "RichText": "docforge.rendering.rich_text",
    "SubDocument": "docforge.rendering.subdocument",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'docforge' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
