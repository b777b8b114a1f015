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
from docforge.extraction.kind import FieldSpec, Kind, ValueType
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
class Paper:
    """What one paper says: the codes on it, the applicants it is about (``own``), every other folded name → as printed, the
    persons it is about, whether it names an employer of theirs."""

    codes: tuple[str, ...]
    own: tuple[Own, ...]
    names: Mapping[str, str]
    persons: tuple[Person, ...]
    has_employer: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as it was read.

    ``kinds``: the kinds of its papers with their labels; ``text``: the folded text of pages that are no known paper;
    ``failure``: why nothing was read.
    """

    path: Path
    name: str
    sha256: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    papers: tuple[Paper, ...] = ()
    text: str = ""
    records: tuple[Record, ...] = ()
    failure: Finding | None = None

    @property
    def own(self) -> tuple[Own, ...]:
        """What says who the applicant is, of all its papers."""
        return tuple(own for paper in self.papers for own in paper.own)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code on its papers."""
        return tuple(dict.fromkeys(code for paper in self.papers for code in paper.codes))

    @property
    def persons(self) -> tuple[Person, ...]:
        """Whom its papers are about."""
        return tuple(dict.fromkeys(person for paper in self.papers for person in paper.persons))


class FileReader:
    """Reads files for sorting. ``packs``: the policies whose categories say where an applicant is named."""

    def __init__(self, reader: Reader, kinds: Sequence[Kind], packs: Sequence[Pack]) -> None:
        self._reader, self._kinds = reader, kinds
        self._by_name = {kind.kind: kind for kind in kinds}
        self._places = {place for pack in packs for place in _name_places(pack)}

    def read(self, path: Path, name: str, error: DocforgeError | None = None) -> Reading:
        """The file as far as it can be read; never raises for what is in it. ``error``: why there is no file at ``path``."""
        if error:
            return Reading(path, name, failure=finding_of(error, name))
        documents = list(self._reader.read_path(path, name))
        found = [self._extracted(document) for document in documents]
        records = tuple(record for own, _ in found for record in own)
        return Reading(
            path,
            name,
            next((d.source.sha256 for d in documents if not d.source.inside), ""),
            tuple(dict.fromkeys((record.kind, record.label) for record in records)),
            tuple(map(self._paper, records)),
            " ".join(text for _, text in found if text),
            records,
            None if any(d.pages for d in documents) else _failure(documents),
        )

    def _paper(self, record: Record) -> Paper:
        names = {letters(part): part for part in self._named(record)}
        known = {folded: part for folded, part in names.items() if len(folded) >= _LEAST_NAME}
        has_employer = any(True for _ in self._typed(record, ValueType.ORGANISATION))
        return Paper(self._codes(record), tuple(self._own(record)), known, tuple(self._persons(record)), has_employer)

    def _extracted(self, document: Document) -> tuple[tuple[Record, ...], str]:
        """The papers of a document, and the folded text of its pages that are none."""
        found = extract(document, self._kinds)
        if found.again and (better := self._reader.look_again(document, found.again)) is not document:
            found = extract(better, self._kinds)
        unknown = {u.page for u in found.unrecognised}
        lines = (line.text for page in document.pages if page.number in unknown for line in page.lines)
        return found.records, letters("".join(lines))

    def _typed(self, record: Record, *types: ValueType) -> Iterator[tuple[FieldSpec, Field]]:
        """The fields of these types that were understood for certain."""
        kind = self._by_name.get(record.kind)
        for spec in kind.fields if kind else ():
            field = record.fields.get(spec.key)
            if spec.type in types and field and field.value is not None and field.grade is not Grade.LOW:
                yield spec, field

    def _codes(self, record: Record) -> tuple[str, ...]:
        return tuple(str(field.value) for _, field in self._typed(record, ValueType.USCC) if is_uscc(str(field.value)))

    def _own(self, record: Record) -> Iterator[Own]:
        code = next(iter(self._codes(record)), "")
        for spec, field in self._typed(record, ValueType.ORGANISATION):
            if (record.kind, spec.key) in self._places or (code and spec.required):
                yield Own(letters(str(field.value)), str(field.value), code)

    def _named(self, record: Record) -> Iterator[str]:
        """Everything that may be a firm's name: fields of names and texts, their parts, the cells of lists."""
        for _, field in self._typed(record, ValueType.ORGANISATION, ValueType.TEXT):
            yield from (part.strip() for part in (str(field.value), *_BETWEEN.split(str(field.value))))
        for _, field in self._typed(record, ValueType.ROWS):
            yield from (cell for row in field.value for cell in row) if isinstance(field.value, tuple) else ()

    def _persons(self, record: Record) -> Iterator[Person]:
        """Whom a paper is about: its holder; else, of a paper that bears a citizen number, the applicant, or whoever it names."""
        kind = self._by_name.get(record.kind)
        holder = kind.certificate.holder if kind and kind.certificate else ""
        number = next((str(field.value) for _, field in self._typed(record, ValueType.CITIZEN_ID)), "")
        is_personal = kind is not None and any(spec.type is ValueType.CITIZEN_ID for spec in kind.fields)
        found = [(spec.key, str(field.value)) for spec, field in self._typed(record, ValueType.PERSON)]
        own = [name for key, name in found if key == holder or (record.kind, key) in self._places]
        for name in own or ([name for _, name in found] if is_personal and not holder else []):
            yield Person(letters(name), number, name)


def _name_places(pack: Pack) -> Iterator[tuple[str, str]]:
    """(kind, key) of the fields in which an applicant is named, as the policy says, and of the firm in an application form."""
    forms = {form.id: form_kind_name(pack.policy.id, form) for form in pack.forms}
    for category in pack.categories:
        for path in category.applicant.name:
            kind, _, key = path.partition(".")
            yield (forms.get(category.form or "", ""), key) if kind == "form" else (kind, key)
    for form in pack.forms:
        yield from ((forms[form.id], spec.key) for spec in form.fields if "business_licence.name" in spec.read_from)


def _failure(documents: Iterable[Document]) -> Finding | None:
    found = [finding for document in documents for finding in document.findings]
    return min(found, key=lambda f: list(Severity).index(f.severity), default=None)
