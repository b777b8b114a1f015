"""Which maker makes which paper: those for one applicant, those for a list, those that are published."""

from docforge.casework.case_sheet import TEMPLATE as CASE_SHEET
from docforge.casework.notices import MadeNotice, Order
from docforge.casework.notices_cases import case_papers
from docforge.casework.notices_public import public_notices
from docforge.casework.notices_tables import list_papers
from docforge.core import codes
from docforge.core.errors import DocforgeError


def made_notices(kind: str, order: Order) -> list[MadeNotice]:
    """The papers of a kind, named by its id or its Chinese name.

    Raises DocforgeError T508 for a kind that the policy does not have, T510 for the case sheet, which ``process`` makes.
    """
    notice = order.pack.notice(kind)
    if notice.id == CASE_SHEET:
        raise DocforgeError(codes.NOTICE_BY_PROCESS, name=notice.name)
    if notice.of == "case":
        return case_papers(order, notice)
    return public_notices(order, notice) if notice.public else list_papers(order, notice)
