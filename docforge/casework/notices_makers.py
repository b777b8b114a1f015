"""Which maker makes which paper: those for one applicant, those for a list, those that are published."""

from docforge.casework.notices import CASE_SHEET, Order
from docforge.casework.notices_drafts import Draft
from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.lazy import resolve

_MAKERS = {
    "case": "docforge.casework.notices_cases:case_papers",
    "list": "docforge.casework.notices_tables:list_papers",
    "public": "docforge.casework.notices_public:public_notices",
}


def drafts(kind: str, order: Order) -> list[Draft]:
    """The papers of a kind, named by its id or its Chinese name, before they are rendered.

    Raises DocforgeError T508 for a kind that the policy does not have, T510 for the case sheet, which ``process`` makes.
    """
    notice = order.pack.notice(kind)
    if notice.id == CASE_SHEET:
        raise DocforgeError(codes.NOTICE_BY_PROCESS, name=notice.name)
    made: list[Draft] = resolve(_MAKERS["public" if notice.public and notice.of == "list" else notice.of])(order, notice)
    return made
