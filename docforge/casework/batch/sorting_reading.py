"""What the papers of one file say of whose they are: codes, names, persons."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docforge.casework.kinds import form_kind_name
from docforge.core.codes import Severity
from docforge.core.errors import DocforgeError
from docforge.core.ids import is_uscc
from docforge.core.model import Document, Field, Finding, Grade, Record, finding_of
from docforge.core.text import letters
from docforge.extraction.extract import extract
from docforge.extraction.kind import Kind, ValueType
from docforge.policy.loader import Pack
from docforge.reading.reader import Reader

_BETWEEN = re.compile(r"[;；、,，\n]+")
_LEAST_NAME = 4
"""Letters: a shorter value is no firm's name, though it may stand in its place."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom a paper is about: the folded name, the citizen number where it was read."""

    name: str
    number: str
    shown: str


@dataclass(frozen=True, slots=True)
class Own:
    """A paper that says who the applicant is: the folded name and the name as printed, the code where it bears one."""

    name: str
    shown: str
    code: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as it was read.

    ``kinds``: the kinds of its papers with their labels; ``own``: what says who the applicant is; ``codes``: every code read;
    ``names``: folded names in its fields → as printed; ``persons``: whom its papers are about, ``bound`` those of papers that
    name an employer too; ``text``: the folded text of pages that are no known paper; ``failure``: why nothing was read.
    """

    path: Path
    name: str
    sha256: str
    kinds: tuple[tuple[str, str], ...]
    own: tuple[Own, ...]
    codes: frozenset[str]
    names: Mapping[str, str]
    persons: tuple[Person, ...]
    bound: tuple[Person, ...]
    text: str
    records: tuple[Record, ...]
    failure: Finding | None


class FileReader:
    """Reads files for sorting. ``packs``: the policies whose categories say where an applicant is named."""

    def __init__(self, reader: Reader, kinds: Sequence[Kind], packs: Sequence[Pack]) -> None:
        self._reader, self._kinds = reader, kinds
        self._by_name = {kind.kind: kind for kind in kinds}
        self._places = {place for pack in packs for place in _name_places(pack)}

    def read(self, path: Path, name: str, error: DocforgeError | None = None) -> Reading:
        """The file as far as it can be read; never raises for what is in it. ``error``: why there is no file at ``path``."""
        if error:
            return Reading(path, name, "", (), (), frozenset(), {}, (), (), "", (), finding_of(error, name))
        documents = list(self._reader.read_path(path, name))
        found = [self._extracted(document) for document in documents]
        records = tuple(record for own, _ in found for record in own)
        names = {letters(part): part for record in records for part in self._named(record)}
        return Reading(
            path,
            name,
            next((d.source.sha256 for d in documents if not d.source.inside), ""),
            tuple(dict.fromkeys((record.kind, record.label) for record in records)),
            tuple(own for record in records for own in self._own(record)),
            frozenset(code for record in records for code in self._codes(record)),
            {folded: part for folded, part in names.items() if len(folded) >= _LEAST_NAME},
            tuple(person for record in records for person in self._persons(record)),
            tuple(person for record in records if self._has_employer(record) for person in self._persons(record)),
            " ".join(text for _, text in found if text),
            records,
            None if any(d.pages for d in documents) else _failure(documents),
        )

    def _extracted(self, document: Document) -> tuple[tuple[Record, ...], str]:
        """The papers of a document, and the folded text of its pages that are none."""
        found = extract(document, self._kinds)
        if found.again and (better := self._reader.look_again(document, found.again)) is not document:
            found = extract(better, self._kinds)
        unknown = {u.page for u in found.unrecognised}
        lines = (line.text for page in document.pages if page.number in unknown for line in page.lines)
        return found.records, letters("".join(lines))

    def _typed(self, record: Record, *types: ValueType) -> Iterator[tuple[str, Field]]:
        """The fields of these types that were understood for certain, with their keys."""
        kind = self._by_name.get(record.kind)
        for spec in kind.fields if kind else ():
            field = record.fields.get(spec.key)
            if spec.type in types and field and field.value is not None and field.grade is not Grade.LOW:
                yield spec.key, field

    def _codes(self, record: Record) -> list[str]:
        return [str(field.value) for _, field in self._typed(record, ValueType.USCC) if is_uscc(str(field.value))]

    def _own(self, record: Record) -> Iterator[Own]:
        code = next(iter(self._codes(record)), "")
        for key, field in self._typed(record, ValueType.ORGANISATION):
            if (record.kind, key) in self._places or (code and key == self._holder(record)):
                yield Own(letters(str(field.value)), str(field.value), code)

    def _named(self, record: Record) -> Iterator[str]:
        """Everything that may be a firm's name: fields of names and texts, their parts, the cells of lists."""
        for _, field in self._typed(record, ValueType.ORGANISATION, ValueType.TEXT):
            yield from (part.strip() for part in (str(field.value), *_BETWEEN.split(str(field.value))))
        for _, field in self._typed(record, ValueType.ROWS):
            yield from (cell for row in field.value for cell in row) if isinstance(field.value, tuple) else ()

    def _persons(self, record: Record) -> Iterator[Person]:
        """Whom a paper is about: its holder, or the person whose citizen number it bears or could bear."""
        kind = self._by_name.get(record.kind)
        holder = self._holder(record)
        is_personal = kind is not None and any(spec.type is ValueType.CITIZEN_ID for spec in kind.fields)
        number = next((str(field.value) for _, field in self._typed(record, ValueType.CITIZEN_ID)), "")
        for key, field in self._typed(record, ValueType.PERSON):
            if key == holder or (is_personal and not holder):
                yield Person(letters(str(field.value)), number, str(field.value))

    def _holder(self, record: Record) -> str:
        """The key of the field in which the paper's holder stands, empty where its kind has none."""
        kind = self._by_name.get(record.kind)
        return kind.certificate.holder if kind and kind.certificate else ""

    def _has_employer(self, record: Record) -> bool:
        return any(True for _ in self._typed(record, ValueType.ORGANISATION))


def _name_places(pack: Pack) -> Iterator[tuple[str, str]]:
    """(kind, key) of the fields in which an applicant is named, as the policy says, and of the firm in an application form."""
    forms = {form.id: form_kind_name(pack, form) for form in pack.forms}
    for category in pack.categories:
        for path in category.applicant.name:
            kind, _, key = path.partition(".")
            yield (forms.get(category.form or "", ""), key) if kind == "form" else (kind, key)
    for form in pack.forms:
        yield from ((forms[form.id], spec.key) for spec in form.fields if "business_licence.name" in spec.read_from)


def _failure(documents: Iterable[Document]) -> Finding | None:
    found = [finding for document in documents for finding in document.findings]
    return min(found, key=lambda f: list(Severity).index(f.severity), default=None)
