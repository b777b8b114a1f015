"""The tables of the ledger, and entries as their rows. Money is kept as 分, an integer: no database rounds it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Generic

from sqlalchemy import BigInteger, Column, Date, Integer, MetaData, Row, String, Table, Text

from docforge.casework.ledger_entries import AnyEntry, Award, Bar, certificate_key

METADATA = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


AWARDS = Table(
    "awards",
    METADATA,
    Column("id", Integer, primary_key=True),
    # One digest over the whole row: a unique key over the columns would let rows with an empty (NULL) one pass twice.
    Column("digest", String(64), nullable=False, unique=True),
    Column("uscc", String(18), nullable=False, index=True),
    _text("applicant"),
    _text("policy"),
    _text("category"),
    Column("round", Integer, nullable=False),
    _text("name"),
    _text("level"),
    _text("event"),
    _text("certificate_number"),
    Column("certificate_key", Text, nullable=False, index=True),
    Column("recognised_on", Date),
    Column("decided_on", Date),
    Column("amount_fen", BigInteger),
    Column("instalment_year", Integer),
    Column("instalment_number", Integer),
    _text("document_number"),
    _text("note"),
)

BARS = Table(
    "bars",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("uscc", String(18), nullable=False, index=True),
    _text("applicant"),
    _text("reason"),
    Column("decided_on", Date, nullable=False),
    Column("years", Integer, nullable=False),
    _text("basis"),
    _text("note"),
)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[AnyEntry]):
    """One table and the type of entry that it holds."""

    table: Table
    holds: type[AnyEntry]

    def row(self, entry: AnyEntry) -> dict[str, Any]:
        """The entry as column values."""
        values = asdict(entry)
        if isinstance(entry, Award):
            amount = values.pop("amount")
            values["amount_fen"] = None if amount is None else int(amount * 100)
            values["certificate_key"] = certificate_key(entry.certificate_number)
        return values | {"digest": _digest(values)}

    def entry(self, row: Row[Any]) -> AnyEntry:
        """The entry that a row holds."""
        values = dict(row._mapping)
        for own in ("id", "digest", "certificate_key"):
            values.pop(own, None)
        if self.holds is Award:
            fen = values.pop("amount_fen")
            values["amount"] = None if fen is None else Decimal(fen) / 100
        return self.holds(**values)


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, default=str, sort_keys=True).encode()).hexdigest()


AWARD_SHELF = Shelf(AWARDS, Award)
BAR_SHELF = Shelf(BARS, Bar)
