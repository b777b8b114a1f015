"""Which maker makes which paper: those for one applicant, those for a list, those that are published."""

from docforge.casework.case_sheet import TEMPLATE as CASE_SHEET
from docforge.casework.notices import Order
from docforge.casework.notices_cases import case_papers
from docforge.casework.notices_drafts import Draft, MadeNotice
from docforge.casework.notices_many import made_many, read_back
from docforge.casework.notices_public import public_notices
from docforge.casework.notices_tables import list_papers
from docforge.core import codes
from docforge.core.errors import DocforgeError


def drafts(kind: str, order: Order) -> list[Draft]:
    """The papers of a kind, named by its id or its Chinese name, before they are rendered.

    Raises DocforgeError T508 for a kind that the policy does not have, T510 for the case sheet, which ``process`` makes.
    """
    notice = order.pack.notice(kind)
    if notice.id == CASE_SHEET:
        raise DocforgeError(codes.NOTICE_BY_PROCESS, name=notice.name)
    if notice.of == "case":
        return case_papers(order, notice)
    return public_notices(order, notice) if notice.public else list_papers(order, notice)


def made_notices(kind: str, order: Order) -> list[MadeNotice]:
    """The finished papers of a kind, all in memory; see ``drafts`` and ``made_many``."""
    own = drafts(kind, order)
    return list(made_many(own, read_back(own)))
