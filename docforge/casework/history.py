"""What the ledger knows of an applicant: earlier awards, bars, a certificate that another claimed, a platform under two names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docforge.checking.case import Case
from docforge.checking.exclusions import Claim
from docforge.core import codes
from docforge.core.dates import add_years, chinese_date
from docforge.core.lazy import resolve
from docforge.core.model import Finding, finding
from docforge.policy.loader import Pack


def with_history(case: Case, place: str | Path) -> Case:
    """The case with the ledger's earlier awards and with findings of what stands against it.

    ``place``: a file, a database's URL, or "" for the user's own ledger. Raises DocforgeError L80x where it cannot be read.
    """
    code = str(field.value) if (field := case.best(case.category.applicant.code)) else ""
    ledger = resolve("docforge.casework.ledger:Ledger")(place)
    notes = [*_bars(ledger, code, case.on), *_certificates(ledger, code, case), *_platforms(ledger, code, case)]
    return replace(case, others=(*case.others, *_claims(ledger, code, case)), findings=(*case.findings, *notes))


def _claims(ledger: Any, code: str, case: Case) -> tuple[Claim, ...]:
    """The earlier awards that still count: those within the policy's validity, before the day of application."""
    pack = case.pack
    known = {name: c for c in pack.categories for name in (c.id, c.name, *c.aliases)}
    found = []
    for award in ledger.awards_of(code, pack.policy.id) if code else ():
        day = award.decided_on or date(award.round, 12, 31)
        category = known.get(award.category)
        if category and day <= case.on and _within_validity(pack, day, case.on):
            found.append(Claim(category.id, f"{award.round}年{category.name}", award.amount, project=award.name, granted_on=day))
    return tuple(found)


def _within_validity(pack: Pack, day: date, on: date) -> bool:
    validity = pack.policy.validity
    if validity.start:
        return day >= validity.start
    return validity.years is None or day >= add_years(on, -validity.years)


def _bars(ledger: Any, code: str, on: date) -> Iterator[Finding]:
    for bar in ledger.bars_on(code, on) if code else ():
        until = chinese_date(bar.last_day)
        yield finding(codes.BARRED, bar.applicant, basis=bar.basis, until=until, reason=bar.reason)


def _certificates(ledger: Any, code: str, case: Case) -> Iterator[Finding]:
    recognition = case.category.recognition
    number = case.best(recognition.number) if recognition else None
    for award in ledger.same_certificate(str(number.value), code) if number and _is_of_one(case) else ():
        evidence = (number.evidence,) if number else ()
        yield finding(
            codes.CERTIFICATE_CLAIMED, award.name, evidence=evidence, number=award.certificate_number, other=award.applicant
        )


def _is_of_one(case: Case) -> bool:
    """Whether the number is a certificate's own: one document recognises many, and all may cite it."""
    numbers = case.category.recognition.number if case.category.recognition else ()
    return not any(path.endswith("document_number") for path in numbers)


def _platforms(ledger: Any, code: str, case: Case) -> Iterator[Finding]:
    """Earlier recognitions of the same applicant under a like name; kinds of platform are told apart from their own names."""
    name = case.said("project") or (str(field.value) if (field := case.best(("form.platform",))) else "")
    endings = [n for c in case.pack.categories for n in (c.name, *c.aliases)]
    for similar in ledger.similar_names(code, name, endings=endings) if code and name else ():
        share = f"{similar.similarity:.0%}"
        yield finding(codes.SIMILAR_PLATFORM, name, name=similar.award.name, share=share)
