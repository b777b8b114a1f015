"""Parts of one paper that came as files of their own: the first and last page of a contract, an article's three pictures."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import MappingProxyType

from docforge.core.model import Record
from docforge.extraction.kind import Kind
from docforge.extraction.record import completed


def join_parts(records: Sequence[Record], kinds: Sequence[Kind]) -> list[Record]:
    """The records with later parts joined to the paper they complete: of one kind, in one folder, nothing contradicting."""
    by_name = {kind.kind: kind for kind in kinds if kind.parts}
    joined: list[Record] = []
    for record in records:
        kind = by_name.get(record.kind)
        fitting = [i for i in range(len(joined)) if kind and _completes(joined[i], record)]
        if kind is None or len(fitting) != 1:  # of two contracts nothing tells whose last page this is
            joined.append(record)
        else:
            joined[fitting[0]] = completed(_both(joined[fitting[0]], record), kind)
    return joined


def _completes(paper: Record, record: Record) -> bool:
    if paper.kind != record.kind or _folder(paper) != _folder(record) or paper.source == record.source:
        return False
    have, more = {part.name for part in paper.parts}, {part.name for part in record.parts}
    shared = paper.fields.keys() & record.fields.keys()
    return bool(more) and not have & more and all(paper.value(key) == record.value(key) for key in shared)


def _folder(record: Record) -> PurePosixPath:
    return PurePosixPath(record.source.label).parent


def _both(paper: Record, record: Record) -> Record:
    return replace(
        paper,
        fields=MappingProxyType({**record.fields, **paper.fields}),
        findings=(*paper.findings, *record.findings),
        marks=(*paper.marks, *record.marks),
        parts=(*paper.parts, *record.parts),
    )
