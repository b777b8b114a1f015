"""The ledger of earlier awards and bars, keyed by 统一社会信用代码: a SQLite file, or any database known to SQLAlchemy."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, ColumnElement, Connection, create_engine, inspect, make_url, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from docforge.casework.ledger_entries import Added, AnyEntry, Award, Bar, Similar, certificate_key, code_of, likeness, refined
from docforge.casework.ledger_place import default_path
from docforge.casework.ledger_tables import AWARD_SHELF, AWARDS, BAR_SHELF, BARS, METADATA, Shelf
from docforge.core import codes
from docforge.core.codes import Code
from docforge.core.errors import DocforgeError
from docforge.core.files import os_reason

Result = TypeVar("Result")
_TRIES = 5
_AT_ONCE = 500
"""Values in one question: SQLite takes no more than some thousand."""
_PATIENCE = 20.0
"""Seconds to wait for another program that is writing."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Ledger:
    """Earlier awards and bars. ``place``: a file, a database URL, or empty for this user's own ledger.

    A ledger that was named must be there to be read: a mistyped name must not look like a firm without earlier awards.
    The user's own is empty until something is written. Each call is one transaction. Every method raises DocforgeError
    (L801 to L806) when the database cannot be used; none of them ever shows the password of the URL.
    """

    def __init__(self, place: str | Path = "", *, patience: float = _PATIENCE) -> None:
        self._is_own = not str(place)
        self._url = _url(place)
        self._where = _shown(self._url)
        self._file = _file(self._url)
        options = {"timeout": patience} if self._url.get_backend_name() == "sqlite" else {}
        try:
            self._engine = create_engine(self._url, poolclass=NullPool, connect_args=options)
        except ModuleNotFoundError as error:
            raise DocforgeError(codes.LEDGER_DRIVER_MISSING, self._where, driver=error.name) from None
        except (SQLAlchemyError, TypeError, ValueError):
            raise DocforgeError(codes.LEDGER_URL_INVALID, self._where) from None

    def add(self, awards: Iterable[Award] = (), bars: Iterable[Bar] = ()) -> Added:
        """Add both in one transaction, all or nothing; an entry that stands there already is left as it is.

        Raises DocforgeError L808 when an entry is wrong.
        """
        new_awards, new_bars = _refined(awards), _refined(bars)

        def write(base: Connection) -> Added:
            return Added(_insert(base, AWARD_SHELF, new_awards), _insert(base, BAR_SHELF, new_bars))

        return self._written(write)

    def add_awards(self, awards: Iterable[Award]) -> int:
        """Add awards; how many were new. Like ``add``."""
        return self.add(awards=awards).awards

    def add_bars(self, bars: Iterable[Bar]) -> int:
        """Add bars; how many were new. Like ``add``."""
        return self.add(bars=bars).bars

    def all_awards(self) -> tuple[Award, ...]:
        """Every award, in the order in which they were added."""
        return self._found(AWARD_SHELF)

    def all_bars(self) -> tuple[Bar, ...]:
        """Every bar, in the order in which they were added."""
        return self._found(BAR_SHELF)

    def awards_of(self, uscc: str, policy: str | None = None) -> tuple[Award, ...]:
        """The awards of one applicant, under one policy where it is given."""
        wanted = [AWARDS.c.uscc == code_of(uscc)]
        return self._found(AWARD_SHELF, *wanted, *([AWARDS.c.policy == policy] if policy is not None else []))

    def bars_of(self, uscc: str) -> tuple[Bar, ...]:
        """The bars of one applicant, those that have run out too."""
        return self._found(BAR_SHELF, BARS.c.uscc == code_of(uscc))

    def bars_on(self, uscc: str, day: date) -> tuple[Bar, ...]:
        """The bars of one applicant that hold on ``day``."""
        return tuple(bar for bar in self.bars_of(uscc) if bar.holds_on(day))

    def same_certificate(self, number: str, other_than_uscc: str) -> tuple[Award, ...]:
        """The awards that other applicants got for this certificate; brackets, spaces and widths do not count."""
        key = certificate_key(number)
        if not key:
            return ()
        return self._found(AWARD_SHELF, AWARDS.c.certificate_key == key, AWARDS.c.uscc != code_of(other_than_uscc))

    def similar_names(self, uscc: str, name: str, least: float = 0.8, endings: Iterable[str] = ()) -> tuple[Similar, ...]:
        """The applicant's awards for a name at least so much alike (the same name is 1), the most alike first.

        ``endings`` as for ``likeness``. They are shown, never decided upon.
        """
        kinds = tuple(endings)
        found = [Similar(award, likeness(name, award.name, kinds)) for award in self.awards_of(uscc)]
        return tuple(sorted((s for s in found if s.similarity >= least), key=lambda s: -s.similarity))

    def _found(self, shelf: Shelf[AnyEntry], *wanted: ColumnElement[bool]) -> tuple[AnyEntry, ...]:
        if self._file and not self._file.exists():
            if self._is_own:
                return ()
            raise DocforgeError(codes.LEDGER_NOT_THERE, self._where)

        def read(base: Connection) -> tuple[AnyEntry, ...]:
            if not inspect(base).has_table(shelf.table.name):
                raise DocforgeError(codes.LEDGER_NOT_THERE, self._where)
            return tuple(map(shelf.entry, base.execute(select(shelf.table).where(*wanted).order_by(shelf.table.c.id))))

        return self._guarded(lambda: self._once(read))

    def _written(self, write: Callable[[Connection], Result]) -> Result:
        if self._file:
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise DocforgeError(codes.CANNOT_WRITE, f"{self._where}：{os_reason(error)}") from error

        def attempt() -> Result:
            self._make_tables()
            for _ in range(_TRIES - 1):
                try:
                    return self._once(write)
                except IntegrityError:  # another program added the same entry in between: look again
                    continue
            return self._once(write)

        return self._guarded(attempt)

    def _make_tables(self) -> None:
        try:
            METADATA.create_all(self._engine)
        except (IntegrityError, OperationalError, ProgrammingError) as error:
            if _meaning(error) is codes.LEDGER_LOCKED:
                raise
            # Perhaps another program made them in between; if not, it fails again and is told.
            METADATA.create_all(self._engine)

    def _once(self, work: Callable[[Connection], Result]) -> Result:
        with self._engine.begin() as base:
            return work(base)

    def _guarded(self, work: Callable[[], Result]) -> Result:
        # "from None": what a driver says of a failed connection may hold the password.
        try:
            return work()
        except ModuleNotFoundError as error:
            raise DocforgeError(codes.LEDGER_DRIVER_MISSING, self._where, driver=error.name) from None
        except SQLAlchemyError as error:
            raise DocforgeError(_meaning(error), self._where) from None
        except (ValueError, TypeError, ArithmeticError):  # a column holds what no ledger writes into it
            raise DocforgeError(codes.LEDGER_BROKEN, self._where) from None


def _url(place: str | Path) -> URL:
    text = str(place or default_path())
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
        is_forgotten = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    except (SQLAlchemyError, ValueError):
        raise DocforgeError(codes.LEDGER_URL_INVALID) from None
    if is_forgotten:  # in memory it would be gone after the first call
        raise DocforgeError(codes.LEDGER_URL_INVALID, ":memory:")
    return url


def _shown(url: URL) -> str:
    """The URL without user, password and options: options may hold a password too."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return URL.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()


def _file(url: URL) -> Path | None:
    is_file = url.get_backend_name() == "sqlite" and not str(url.database).startswith("file:")
    return Path(str(url.database)) if is_file else None


def _meaning(error: SQLAlchemyError) -> Code:
    reason = error.orig if isinstance(error, DBAPIError) else None
    kind = getattr(reason, "sqlite_errorcode", 0) & 0xFF
    if kind in _BUSY:
        return codes.LEDGER_LOCKED
    return codes.LEDGER_BROKEN if kind in _DAMAGED else codes.LEDGER_UNREACHABLE


def _refined(entries: Iterable[AnyEntry]) -> list[AnyEntry]:
    made, problems = [], []
    for number, entry in enumerate(entries, start=1):
        try:
            made.append(refined(entry))
        except ValueError as error:
            problems.append(f"第{number}条：{error}")
    if problems:
        raise DocforgeError(codes.LEDGER_ENTRY_INVALID, problem="；".join(problems))
    return made


def _insert(base: Connection, shelf: Shelf[AnyEntry], entries: Sequence[AnyEntry]) -> int:
    """Insert what is not there yet; how many that were."""
    rows = {row["digest"]: row for row in map(shelf.row, entries)}
    known = _known(base, shelf, list(rows))
    new: list[dict[str, Any]] = [row for digest, row in rows.items() if digest not in known]
    if new:
        base.execute(shelf.table.insert(), new)
    return len(new)


def _known(base: Connection, shelf: Shelf[AnyEntry], digests: Sequence[str]) -> set[str]:
    column = shelf.table.c.digest
    known: set[str] = set()
    for start in range(0, len(digests), _AT_ONCE):
        known.update(base.scalars(select(column).where(column.in_(digests[start : start + _AT_ONCE]))))
    return known
