"""Notices for tests: finished, all in memory."""

from docforge.casework.notices import Order
from docforge.casework.notices_drafts import MadeNotice
from docforge.casework.notices_makers import drafts
from docforge.casework.notices_many import made_many, read_back


def made_notices(kind: str, order: Order) -> list[MadeNotice]:
    """The papers of a kind, read back as the program does where nothing else is asked."""
    own = drafts(kind, order)
    return list(made_many(own, read_back(own)))
