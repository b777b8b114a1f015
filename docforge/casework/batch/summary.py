"""What a run keeps of one case: enough for the clerk's tables and for comparing applications, none of the papers' text."""

from dataclasses import dataclass
from enum import StrEnum

from docforge.checking.verdict import Verdict
from docforge.core.model import Finding

PERSONAL = "personal"
"""The last of a mark's ``more`` where the paper is made out to a person, not to a firm."""


class TraceKind(StrEnum):
    """What two applications can have in common."""

    USCC = "uscc"
    CERTIFICATE = "certificate"
    FILE = "file"
    PICTURE = "picture"
    CITIZEN_ID = "citizen_id"
    PHONE = "phone"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Trace:
    """One mark by which a case can be recognised in another.

    ``value`` is what is compared: a code, a file's SHA-256, a picture's 64-bit hash, a digest of a person's number, a band of a
    text's MinHash signature. ``shown`` is what a finding may say of it, ``where`` the paper or the field, ``holder`` the name
    that the paper bears. ``more`` is what else is known: of a certificate its label; of a picture its file's SHA-256, the
    shapes of its pages, digests of its long and of its short figures.
    """

    kind: TraceKind
    value: str
    shown: str = ""
    where: str = ""
    holder: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the clerk calls; for the department's own list only."""

    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One case of a batch: its verdict, who it is for, what was written, what it may share with others.

    ``case`` is its name, unique in the run; ``out`` the folder of its files relative to the run's; ``files`` their names.
    ``papers`` is where its papers lie (a folder or an archive, absolute or relative to the run's folder), for links to them.
    ``personal``: it is a person who applies, so that several cases may name one employer.
    ``failure`` says why there is no verdict (a file that stops the whole case, a worker that died on it twice).
    ``row`` is the case's row of the list for the notice, by column.
    """

    case: str
    out: str
    verdict: Verdict | None
    uscc: str = ""
    category_name: str = ""
    event: str = ""
    level: str = ""
    department: str = ""
    contact: Contact = Contact()
    files: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    failure: Finding | None = None
    unreadable: int = 0
    row: tuple[tuple[str, str], ...] = ()
    traces: tuple[Trace, ...] = ()
    papers: str = ""
    personal: bool = False
