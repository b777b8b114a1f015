"""Where on a page the values stand that are taken from it."""

from collections.abc import Sequence

from docforge.core import codes
from docforge.core.model import Box, Document, Page, Source
from docforge.extraction.extract import extract
from docforge.extraction.kind import Kind

_NOT_WHOLE = {codes.FIELD_MISSING.id, codes.USUAL_FIELD_MISSING.id, codes.PART_MISSING.id}


def bearing(page: Page, kinds: Sequence[Kind]) -> list[Box]:
    """The places of the values of the one paper that the page is, and those where a code must stand that was not read.

    No place at all where the whole page may matter: it is of no known kind, or several papers; values are found by more than
    their labels, or one of them was not found.
    """
    found = extract(Document(Source("", "", ""), (page,)), kinds)
    if found.unrecognised or len(found.records) != 1:
        return []
    (record,) = found.records
    kind = next(kind for kind in kinds if kind.kind == record.kind)
    if kind.layout != "labels" or any(spec.columns for spec in kind.fields):
        return []
    if any(finding.code in _NOT_WHOLE for finding in record.findings):
        return []
    values = [field.evidence.box for field in record.fields.values() if field.evidence.box]
    return values + [place.box for place in found.again]
