"""Records and verdicts as the plain data of the JSON contract. Dates are ISO, money 元 as a decimal string."""

from datetime import date
from decimal import Decimal
from typing import Any

from docforge.casework.gather import Papers
from docforge.checking.verdict import Verdict
from docforge.core.dates import Term
from docforge.core.model import Box, Evidence, Field, Finding, Record, Value


def plain_value(value: Value | None) -> Any:
    """A typed value as JSON has it; a term as {"from", "to", "open_ended"}."""
    if isinstance(value, Term):
        start, end = (day.isoformat() if day else None for day in (value.start, value.end))
        return {"from": start, "to": end, "open_ended": value.open_ended}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def plain_field(field: Field) -> dict[str, Any]:
    """One field with its evidence."""
    return {
        "label": field.label,
        "raw": field.raw,
        "value": plain_value(field.value),
        "grade": field.grade.value,
        "confidence": field.confidence,
        "page": field.evidence.page,
        "box": _box(field.evidence.box),
        "via": field.via.value,
    }


def plain_finding(found: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "subject": found.subject,
        "message": found.message,
        "basis": found.basis,
        "evidence": [plain_evidence(e) for e in found.evidence],
        "remedy": found.remedy,
    }


def plain_evidence(evidence: Evidence) -> dict[str, Any]:
    """Where something was read."""
    return {"source": evidence.source, "page": evidence.page, "box": _box(evidence.box), "raw": evidence.raw}


def plain_record(record: Record) -> dict[str, Any]:
    """One record."""
    return {
        "kind": record.kind,
        "label": record.label,
        "source": record.source.label,
        "pages": list(record.pages),
        "parts": [{"name": part.name, "source": part.source.label, "page": part.page} for part in record.parts],
        "fields": {key: plain_field(field) for key, field in record.fields.items()},
        "marks": [{"kind": m.kind.value, "text": m.text, "page": m.page, "box": _box(m.box)} for m in record.marks],
        "findings": [plain_finding(f) for f in record.findings],
    }


def plain_papers(papers: Papers) -> dict[str, Any]:
    """What ``docforge extract`` answers."""
    unknown = [
        {"source": u.source.label, "page": u.page, "reason": u.finding.message, "pairs": [list(p) for p in u.pairs]}
        for u in papers.unrecognised
    ]
    return {
        "records": [plain_record(record) for record in papers.records],
        "unrecognised": unknown,
        "findings": [plain_finding(f) for f in papers.findings],
    }


def plain_verdict(verdict: Verdict) -> dict[str, Any]:
    """What ``docforge check`` answers."""
    requirements = [
        {
            "id": r.id,
            "label": r.label,
            "status": r.status.value,
            "by": [{"source": e.source, "page": e.page} for e in r.by],
            "basis": r.basis,
            "findings": [plain_finding(f) for f in r.findings],
        }
        for r in verdict.requirements
    ]
    conditions = [
        {"id": c.id, "text": c.text, "result": c.result.value, "because": c.because, "basis": c.basis} for c in verdict.conditions
    ]
    cap = verdict.cap
    return {
        "applicant": verdict.applicant,
        "policy": verdict.policy,
        "category": verdict.category,
        "on": verdict.on.isoformat(),
        "status": verdict.status.value,
        "requirements": requirements,
        "conditions": conditions,
        "cap": {"amount": plain_value(cap.amount), "kind": cap.kind, "derivation": list(cap.derivation), "basis": cap.basis},
        "findings": [plain_finding(f) for f in verdict.findings],
    }


def _box(box: Box | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None
