"""docforge fill --list: a form for each case of a list."""

from datetime import date
from pathlib import Path
from typing import Any

from docforge.casework.batch.jobs import listed
from docforge.casework.batch.work import Verb, Work
from docforge.faces import many as batches
from docforge.faces.options import Many, Reading
from docforge.policy.loader import load_policy


def fill_many(listing: Path, many: Many, own: Reading, **about: Any) -> int:
    """Fill the forms and tell what became of each; ``about``: out, policy, category, data and pdf, as ``Work`` takes them."""
    work = Work(Verb.FILL, date.today(), cache=own.cache, passwords=own.passwords, **about)
    with batches.finished(listed(listing, load_policy(work.policy)), work, many) as done:
        batches.told(done.outcomes())
    return done.exit_status
