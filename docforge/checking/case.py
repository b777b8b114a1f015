"""The facts of one case as checking sees them: records of papers, typed answers, the form, what was granted before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from docforge.checking.exclusions import Claim
from docforge.checking.validity import end_of_validity
from docforge.core.model import Evidence, Field, Finding, Grade, Record, Value
from docforge.policy.category import Category, Fact, Validity
from docforge.policy.form import Entry, FieldType, Form
from docforge.policy.loader import Pack
from docforge.policy.model import OpenPoint
from docforge.policy.written import figure


@dataclass(frozen=True)
class Case:
    """One application. ``answers`` are typed fields by key; ``form_kind`` the record kind of a submitted form;
    ``filled`` where a form filled from these facts lies, if one was made in the same run; ``others`` what the same applicant
    claims besides or was granted before; ``folder`` where the papers lie."""

    pack: Pack
    category: Category
    on: date
    records: tuple[Record, ...]
    answers: Mapping[str, Field]
    form: Form | None
    form_kind: str
    filled: Evidence | None = None
    findings: tuple[Finding, ...] = ()
    others: tuple[Claim, ...] = ()
    folder: Path | None = None

    def papers(self, kind: str) -> Sequence[Record]:
        """Records of a kind ("form": the submitted application form): the one valid longest first, then the best read.

        The kind may be named by its label as well.
        """
        wanted = self.form_kind if kind == "form" else kind
        return self._by_kind.get(wanted, ())

    @cached_property
    def _by_kind(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.kind, []).append(record)
        for kind, records in found.items():
            if len(records) > 1:
                validity = self.validity_of(kind)
                records.sort(key=lambda r: (_last_day(r, validity), *_legibility(r)), reverse=True)
        return found | {records[0].label: records for records in found.values() if records[0].label}

    def validity_of(self, kind: str) -> tuple[Validity, ...]:
        """How long a paper of the kind counts, as the category's lists say."""
        wanted = (*self.category.requirements, *self.category.evidence)
        return tuple(one for r in wanted if kind in (*r.any_of, *r.flagged) for one in r.validity)

    def fields(self, path: str) -> list[Field]:
        """The fields kind.key of all papers of that kind; both may be named by their labels."""
        kind, _, key = path.partition(".")
        found = []
        for record in self.papers(kind):
            field = record.fields.get(key) or next((f for f in record.fields.values() if f.label == key), None)
            found += [field] if field else []
        return found

    def best(self, paths: Sequence[str], *, doubtful: bool = False) -> Field | None:
        """The first understood field of the paths, in their order; one graded low only where ``doubtful`` is wanted."""
        understood = [field for path in paths for field in self.fields(path) if field.value is not None]
        sure = next((field for field in understood if field.grade is not Grade.LOW), None)
        return sure or (understood[0] if doubtful and understood else None)

    @cached_property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """The points not confirmed that concern the case: those of other categories' clauses and forms are left out."""
        family = self.category.family or self.category.id
        own = {self.category.basis, *self._bases(family)}
        others = {basis for c in self.pack.policy.categories if c.id != family for basis in (c.basis, *self._bases(c.id))} - own
        points = [point for point in self.pack.policy.open_points if not point.confirmed]
        return tuple(p for p in points if any(map(p.where.startswith, own)) or not any(map(p.where.startswith, others)))

    def _bases(self, family: str) -> list[str]:
        forms = {c.form for c in self.pack.policy.categories if c.id == family}
        return [form.basis for form in self.pack.forms if form.id in forms]

    def fact(self, name: str) -> Fact | None:
        """The fact with this key or label."""
        return self._facts.get(name)

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {name: fact for fact in self.facts for name in (fact.label, fact.key)}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is asked for: of every application, and in this category."""
        return (*self.pack.policy.facts, *self.category.facts)

    @property
    def applicant_facts(self) -> tuple[Fact, ...]:
        """Those that the applicant is asked for."""
        return tuple(fact for fact in self.facts if fact.by == "applicant")

    @property
    def clerk_facts(self) -> tuple[Fact, ...]:
        """Those that the clerk fills in on the case sheet."""
        return tuple(fact for fact in self.facts if fact.by == "clerk")

    def fact_value(self, key: str) -> Value | bool | None:
        """What was answered to a fact, by its type: sums in 元, 是 and 否 as truth values; None where it was not answered."""
        spec = self.fact(key)
        field = self.answers.get(spec.key if spec else key)
        if field is None or field.value is None:
            return None
        if spec is None or spec.type in ("text", "date"):
            return field.value
        if spec.type == "yes_no":
            return {"是": True, "否": False}.get(str(field.value).strip())
        if isinstance(field.value, Decimal):
            return field.value
        unit = self.pack.policy.money_unit if spec.type == "money" else None
        number = figure(str(field.value), Entry(type=FieldType(spec.type), unit=unit))
        return number if number is None or spec.type == "number" else number * self.pack.policy.unit

    def said(self, key: str | None) -> str:
        """The text answered to a fact, empty where there is none."""
        field = self.answers.get(key or "")
        return str(field.value).strip() if field and field.value is not None else ""

    @cached_property
    def applicant_name(self) -> str:
        """The applicant's name as typed, else as read."""
        chosen = self.answers.get("name") or self.best(self.category.applicant.name, doubtful=True)
        return str(chosen.value) if chosen else ""

    @cached_property
    def level(self) -> str:
        """The level of what is applied for: the one it has, else as read, else as declared; empty where it is not known."""
        read = self.best(self.category.level_from)
        said = str(read.value) if read else self.said(self.category.level_fact)
        level = self.pack.policy.level(said)
        return self.category.level or (level.name if level else "")


def _last_day(record: Record, validity: Sequence[Validity]) -> date:
    """The first day on which the paper counts no more for one of its validities; far away where none says so."""
    ends = [end for one in validity if (end := end_of_validity(record, one))]
    return min(ends, default=date.max)


def _legibility(record: Record) -> tuple[int, int]:
    return sum(f.grade is Grade.HIGH for f in record.fields.values()), len(record.fields)
