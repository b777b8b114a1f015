"""Where a user's own ledger lies; apart from the ledger, whose database code is slow to load."""

from pathlib import Path

from platformdirs import user_data_path


def default_path() -> Path:
    """The ledger file of this user."""
    return user_data_path("docforge") / "ledger.sqlite3"
