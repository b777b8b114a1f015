"""What is loaded or compiled on first use, so that start-up stays cheap.

A heavy library (OCR, PDF, Word) is imported at the top of the one module that wraps it; that module is named
here as a string and loaded when a file first needs it.
"""

import re
from functools import cache
from importlib import import_module
from typing import Any


def resolve(target: str) -> Any:
    """The object named ``package.module:attribute``."""
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)


@cache
def pattern(written: str) -> re.Pattern[str]:
    """The regular expression compiled: for those with a class of all ideographs, which takes a millisecond or two."""
    return re.compile(written)
