"""Trying a policy on the examples beside it: what comes out against what its author expects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docforge.casework.answers import typed_fact
from docforge.casework.kinds import form_kind, form_kind_name, kinds_of
from docforge.checking.amount import cap, chosen_event, yearly_limits
from docforge.checking.case import Case
from docforge.checking.check import check
from docforge.checking.exclusions import Claim, Settlement, settle
from docforge.checking.verdict import Verdict
from docforge.core import codes, strict_yaml
from docforge.core.errors import DocforgeError
from docforge.core.model import Evidence, Field, Grade, Record, Source, Value, Via
from docforge.core.text import did_you_mean
from docforge.extraction import values
from docforge.extraction.kind import FieldSpec, Kind, ValueType
from docforge.policy.examples import Example, Examples, Paper, Support
from docforge.policy.loader import Pack, load_policy

FILE = "examples.yaml"


@dataclass(frozen=True, slots=True)
class Trial:
    """One example and how it went: every difference between what was expected and what came out."""

    example: str
    category: str
    differences: tuple[str, ...]


def run_examples(pack: Pack) -> list[Trial]:
    """Every example of the pack, run. Raises DocforgeError P402 for a file that is not right, P405 when there is none."""
    path = pack.folder / FILE
    if not path.is_file():
        raise DocforgeError(codes.EXAMPLES_MISSING, str(path), policy=pack.policy.id)
    examples = strict_yaml.load(path, Examples)
    return [_attempted(pack, example, examples.papers) for example in examples.examples]


def _attempted(pack: Pack, example: Example, library: Mapping[str, Paper]) -> Trial:
    """``_tried``; an example that cannot be run is one that differs, and the others are run."""
    try:
        return _tried(pack, example, library)
    except DocforgeError as error:
        return Trial(example.name, example.category or "", (str(error),))


def _tried(pack: Pack, example: Example, library: Mapping[str, Paper]) -> Trial:
    if example.overlays:
        pack = load_policy(pack.folder, example.overlays)
    if example.claims:
        return Trial(example.name, "", tuple(_settlement_differences(example, pack)))
    case = example_case(pack, example, library)
    return Trial(example.name, case.category.id, tuple(_differences(example, case, check(case))))


def example_case(pack: Pack, example: Example, library: Mapping[str, Paper]) -> Case:
    """The example as a case. Raises DocforgeError P402 naming a paper, kind, field or fact that does not exist."""
    kinds = {kind.kind: kind for kind in kinds_of([pack])}
    category = pack.category(example.category)
    form = pack.form(category) if category.form and example.form is not None else None
    papers = [library[paper] if isinstance(paper, str) else paper for paper in _known_papers(example, library)]
    if form:
        papers.append(Paper(kind=form_kind_name(pack.policy.id, form), fields=example.form or {}))
        kinds[form_kind_name(pack.policy.id, form)] = form_kind(pack.policy.id, form)
    else:
        category = category.model_copy(update={"requirements": tuple(r for r in category.requirements if not r.form)})
    records = tuple(_record(example, paper, kinds, number) for number, paper in enumerate(papers, 1))
    case = Case(pack, category, example.on, records, {}, form, form_kind_name(pack.policy.id, form) if form else "")
    return replace(case, answers=_answers(example.name, case, example.facts), others=_others(example, pack))


def _known_papers(example: Example, library: Mapping[str, Paper]) -> Iterator[str | Paper]:
    for paper in example.papers:
        if isinstance(paper, str) and paper not in library:
            raise _wrong(example.name, f"没有名为“{paper}”的材料", paper, list(library))
        yield paper


def _wrong(name: str, problem: str, given: str, known: Sequence[str]) -> DocforgeError:
    hint = did_you_mean(given, list(known))
    return DocforgeError(codes.POLICY_INVALID, FILE, problem=f"例“{name}”：{problem}{hint}")


def _record(example: Example, paper: Paper, kinds: Mapping[str, Kind], number: int) -> Record:
    kind = kinds.get(paper.kind)
    if kind is None:
        raise _wrong(example.name, f"没有材料种类“{paper.kind}”", paper.kind, list(kinds))
    source = Source(f"{kind.label}{number}", f"{number:064d}", "text/plain")
    fields = {}
    for key, given in paper.fields.items():
        spec = next((spec for spec in kind.fields if key in (spec.key, spec.label)), None)
        if spec is None:
            raise _wrong(example.name, f"{kind.label}没有项目“{key}”", key, [spec.key for spec in kind.fields])
        evidence = Evidence(source.label, 1, raw=str(given))
        fields[spec.key] = Field(spec.key, spec.label, str(given), _value(spec, given), Grade.HIGH, 1.0, Via.TEXT, evidence)
    return Record(paper.kind, kind.label, source, (1,), fields)


def _value(spec: FieldSpec, given: Any) -> Value | None:
    """A value as extraction would have given it; rows as a list of lists."""
    if isinstance(given, list):
        return tuple(tuple(str(cell) for cell in row) for row in given)
    if spec.type is ValueType.MONTHS:
        return str(given)
    return values.understand(str(given), spec, exact=True).value


def _answers(name: str, case: Case, facts: Mapping[str, Any]) -> dict[str, Field]:
    found = {}
    for key, given in facts.items():
        spec = case.fact(key)
        if spec is None:
            raise _wrong(name, f"没有事实“{key}”", key, [fact.key for fact in case.facts])
        field, notes = typed_fact(spec, str(given), FILE)
        if notes and notes[0].severity == "error":
            raise DocforgeError(codes.POLICY_INVALID, FILE, problem=f"例“{name}”：{notes[0].message}")
        found[spec.key] = field
    return found


def _others(example: Example, pack: Pack) -> tuple[Claim, ...]:
    return tuple(claim_of(pack, support, example) for support in example.others)


def claim_of(pack: Pack, support: Support, example: Example) -> Claim:
    """The support as a claim: its amount as given, else as the policy has it for the level and event."""
    category = pack.category(support.category)
    amount, kind = (support.amount * pack.policy.unit, "cap") if support.amount is not None else (None, "cap")
    if support.amount is None:
        case = Case(pack, category, example.on, (), {}, None, "")
        declared = {category.level_fact: support.level, category.event_fact: support.event}
        facts = {key: given for key, given in declared.items() if key and given} | support.facts
        case = replace(case, answers=_answers(example.name, case, facts))
        own = cap(case, chosen_event(case), ())
        amount, kind = own.amount, own.kind
    return Claim(category.id, category.name, amount, kind, support.project, support.granted_on)


def _settlement_differences(example: Example, pack: Pack) -> Iterator[str]:
    claims = [claim_of(pack, support, example) for support in example.claims]
    settled = settle(pack.policy.exclusions, claims, yearly_limits(pack, example.on))
    total = settled.total / pack.policy.unit
    if example.expect.total is not None and total != example.expect.total:
        yield f"合计应为{example.expect.total}，得{total.normalize():f}（{'；'.join(settled.lines)}）"
    yield from _missing_codes(example, settled)


def _missing_codes(example: Example, settled: Settlement) -> Iterator[str]:
    said = {finding.code for finding in settled.findings}
    yield from (f"应有提示 {code}" for code in example.expect.codes if code not in said)


def _differences(example: Example, case: Case, verdict: Verdict) -> Iterator[str]:
    wanted, amount = example.expect, verdict.cap.amount
    if wanted.status and wanted.status != verdict.status:
        errors = "；".join(f.message for f in verdict.all_findings if f.severity != "info")
        yield f"结论应为{wanted.status}，得{verdict.status.value}（{errors}）"
    if wanted.cap is not None and (amount is None or amount != wanted.cap * case.pack.policy.unit):
        got = "未定" if amount is None else f"{amount / case.pack.policy.unit}"
        yield f"核定上限应为{wanted.cap}，得{got}（{'；'.join(verdict.cap.derivation)}）"
    if wanted.open_cap and amount is not None:
        yield f"金额应未定，得{amount / case.pack.policy.unit:f}"
    if wanted.kind and wanted.kind != verdict.cap.kind:
        yield f"金额性质应为{wanted.kind}，得{verdict.cap.kind}"
    yield from _states("条件", wanted.conditions, {c.id: (c.result.value, c.because) for c in verdict.conditions})
    yield from _states("材料", wanted.requirements, {r.id: (r.status.value, "") for r in verdict.requirements})
    said = {finding.code for finding in verdict.all_findings}
    yield from (f"应有提示 {code}" for code in wanted.codes if code not in said)
    if wanted.department and wanted.department != case.category.department:
        yield f"受理部门应为{wanted.department}，得{case.category.department}"


def _states(what: str, wanted: Mapping[str, str], found: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for name, state in wanted.items():
        got, because = found.get(name, ("not_asked", ""))
        if got != state:
            yield f"{what} {name} 应为{state}，得{got}" + (f"（{because}）" if because else "")
