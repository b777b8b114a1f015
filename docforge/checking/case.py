"""The facts of one case as checking sees them: records of papers, typed answers, the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docforge.checking.validity import end_of_validity
from docforge.core.model import Evidence, Field, Finding, Grade, Record
from docforge.policy.loader import Pack
from docforge.policy.model import Category, Form, Validity


@dataclass(frozen=True, slots=True)
class Case:
    """One application. ``answers`` are typed fields by key; ``form_kind`` the record kind of a submitted form;
    ``filled`` where a form filled from these facts lies, if one was made in the same run."""

    pack: Pack
    category: Category
    on: date
    records: tuple[Record, ...]
    answers: Mapping[str, Field]
    form: Form | None
    form_kind: str
    filled: Evidence | None = None
    findings: tuple[Finding, ...] = ()

    def papers(self, kind: str) -> list[Record]:
        """Records of a kind ("form": the submitted application form): the one valid longest first, then the best read."""
        wanted = self.form_kind if kind == "form" else kind
        validity = [one for r in (*self.category.requirements, *self.category.evidence) if kind in r.any_of for one in r.validity]
        return sorted(
            (r for r in self.records if r.kind == wanted), key=lambda r: (_last_day(r, validity), *_legibility(r)), reverse=True
        )

    def fields(self, path: str) -> list[Field]:
        """The fields kind.key of all papers of that kind."""
        kind, _, key = path.partition(".")
        return [record.fields[key] for record in self.papers(kind) if key in record.fields]

    def best(self, paths: Sequence[str], *, doubtful: bool = False) -> Field | None:
        """The first understood field of the paths, in their order; one graded low only where ``doubtful`` is wanted."""
        understood = [field for path in paths for field in self.fields(path) if field.value is not None]
        sure = next((field for field in understood if field.grade is not Grade.LOW), None)
        return sure or (understood[0] if doubtful and understood else None)


def _last_day(record: Record, validity: Sequence[Validity]) -> date:
    """The first day on which the paper counts no more for one of its validities; far away where none says so."""
    ends = [end for one in validity if (end := end_of_validity(record, one))]
    return min(ends, default=date.max)


def _legibility(record: Record) -> tuple[int, int]:
    return sum(f.grade is Grade.HIGH for f in record.fields.values()), len(record.fields)
