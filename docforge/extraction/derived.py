"""Values that are not printed but told by others: the level of a title by its words, the months of a list of payments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docforge.core import codes
from docforge.core.dates import months_in
from docforge.core.model import Evidence, Field, Finding, Grade, Page, Source, finding
from docforge.core.text import letters, squeeze
from docforge.extraction.kind import Derived, FieldSpec, Kind, Months


def derived_fields(pages: Sequence[Page], kind: Kind, fields: Mapping[str, Field], source: Source) -> Iterator[tuple[str, Field]]:
    """Values that other fields tell: the level of a title, the months in a list of payments."""
    for spec in kind.fields:
        if spec.months and spec.key not in fields and (listed := fields.get(spec.months.of)):
            months = _months(listed, kind, spec.months, fields)
            if months:
                yield spec.key, replace(listed, key=spec.key, label=spec.label, value=str(months))
        if spec.derived:
            sources = [fields[key] for key in spec.derived.from_ if key in fields]
            texts = [field.raw for field in sources] if spec.derived.from_ else [_text(pages)]
            value = next((told for text in texts if (told := told_by(text, spec.derived))), "")
            if value:
                yield spec.key, _told(spec, value, sources, pages, source)


def derived_both_ways(kind: Kind, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Where two sources of a derived value speak for different ones: 国科发〔2025〕1号 of a city's bureau."""
    for spec in kind.fields:
        if not spec.derived:
            continue
        sources = [fields[key] for key in spec.derived.from_ if key in fields]
        told = {field.label: value for field in sources if (value := told_by(field.raw, spec.derived))}
        if len(set(told.values())) > 1:
            evidence = tuple(field.evidence for field in sources)
            ways = "，".join(f"按{label}为“{value}”" for label, value in told.items())
            yield finding(codes.DERIVED_DIFFER, spec.label, evidence=evidence, field=spec.label, ways=ways)


def told_by(text: str, derived: Derived) -> str:
    """The value one of whose words stands in the text, empty when none does.

    Of several words the first or the last counts, of those in one place the longest: 副教授 is no 教授.
    """
    plain = squeeze(text)
    found = [
        (at, at + len(word), value)
        for value, own in derived.told.items()
        for word in map(squeeze, own)
        if (at := plain.rfind(word)) >= 0
    ]
    if derived.pick == "last":
        return max(found, key=lambda hit: (hit[1], hit[1] - hit[0]), default=(0, 0, ""))[2]
    return min(found, key=lambda hit: (hit[0], -hit[1]), default=(0, 0, ""))[2]


def _told(spec: FieldSpec, value: str, sources: Sequence[Field], pages: Sequence[Page], source: Source) -> Field:
    """The derived field, as sure as the one that it was derived from."""
    if sources:
        return replace(sources[0], key=spec.key, label=spec.label, value=value)
    line = pages[0].lines[0]
    evidence = Evidence(source.label, line.page)
    return Field(spec.key, spec.label, value, value, Grade.MEDIUM, line.confidence, line.via, evidence)


def _text(pages: Sequence[Page]) -> str:
    return "".join(line.text for page in pages for line in page.lines)


def _months(listed: Field, kind: Kind, counted: Months, fields: Mapping[str, Field]) -> int:
    """How many months the rows name, rows that contradict the field ``counted.only`` left out."""
    columns = kind.spec(counted.of).columns
    only = kind.spec(counted.only) if counted.only else None
    own = letters(str(fields[only.key].value)) if only and only.key in fields else ""
    at = next((i for i, column in enumerate(columns) if only and set(column.printed) & set(only.printed)), None)
    rows_ = listed.value if isinstance(listed.value, tuple) else ()
    paid = [row for row in rows_ if not any(word in cell for cell in row for word in counted.without)]
    right = [row for row in paid if at is None or not own or not row[at] or letters(row[at]) == own]
    return len({month for row in right for cell in row for month in months_in(cell)})
