"""What can be wrong with a database, each in one sentence that a visitor understands."""

from __future__ import annotations

import errno
import sqlite3

from dlcore.errors import LabError


class StoreError(LabError):
    """The database does not answer: runs are kept in memory meanwhile."""


class UnwritableError(StoreError):
    """The database takes nothing; what it has can still be read."""


def trouble_of(error: BaseException) -> StoreError:
    """What an error of a database, its driver or the file system means."""
    cause: BaseException = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return _of_system(cause)
    name = getattr(cause, "sqlite_errorname", "") or ""
    for start, found in _SQLITE.items():
        if name.startswith(start):
            return found()
    if isinstance(cause, sqlite3.Error):
        return other(cause)
    state = getattr(cause, "sqlstate", None) or ""
    if state.startswith("53"):  # insufficient resources
        return full()
    if state.startswith(("25006", "42501")):  # a read-only server; no right to write
        return read_only()
    if state.startswith(("55", "57014")):  # a lock, or a statement that took too long
        return locked()
    if state and not state.startswith(("08", "57P", "28", "3D")):
        return other(cause)
    return unreachable()


def _of_system(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full()
    return read_only()


def read_only() -> StoreError:
    """The folder, the file or the server takes no writing."""
    return UnwritableError(
        "The place where runs are kept cannot be written to: new ones are kept in memory until it "
        "can, and are gone when the server ends."
    )


def full() -> StoreError:
    """No space is left."""
    return UnwritableError(
        "The disk on which runs are kept is full: new ones are kept in memory until there is "
        "space, and are gone when the server ends."
    )


def locked() -> StoreError:
    """Another program holds the database, or it is too slow."""
    return UnwritableError(
        "The database of the runs is busy or held by another program. New runs are kept in memory "
        "until it is free, and are gone when the server ends."
    )


def slow() -> StoreError:
    """No answer in time."""
    return StoreError(
        "The database of the runs does not answer in time: runs are kept in memory until it does, "
        "and are gone when the server ends."
    )


def damaged() -> StoreError:
    """The file is no database."""
    return StoreError(
        "The file in which runs are kept is damaged or no database. It is left as it is; runs are "
        "kept in memory, and are gone when the server ends."
    )


def newer(found: int, known: int) -> StoreError:
    """A later version of the lab made this database."""
    return StoreError(
        "The database of the runs is of version {found}, and this lab knows those up to {known}. "
        "It is left as it is; runs are kept in memory, and are gone when the server ends.",
        found=found,
        known=known,
    )


def unreachable() -> StoreError:
    """The server of the database does not answer."""
    return StoreError(
        "The database server of the runs cannot be reached: runs are kept in memory until it can, "
        "and are gone when this server ends."
    )


def no_driver() -> StoreError:
    """PostgreSQL without its driver."""
    return StoreError(
        "DLCORE_DATABASE names PostgreSQL, whose driver is not installed: pip install "
        "'psycopg[binary]'. Runs are kept in memory, and are gone when the server ends."
    )


def no_address() -> StoreError:
    """The variable names nothing that can be used."""
    return StoreError(
        "DLCORE_DATABASE must be an address such as postgresql+psycopg://user@host/name or "
        "sqlite:////folder/runs.db. Runs are kept in memory, and are gone when the server ends."
    )


def other(error: BaseException) -> StoreError:
    """Whatever else a database says."""
    return StoreError(
        "The database of the runs has refused: {reason}. Runs are kept in memory until it does "
        "not, and are gone when the server ends.",
        reason=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
    )


_SQLITE = {
    "SQLITE_READONLY": read_only,
    "SQLITE_CANTOPEN": read_only,
    "SQLITE_PERM": read_only,
    "SQLITE_FULL": full,
    "SQLITE_IOERR": full,  # the file of the shared index could not be made longer
    "SQLITE_BUSY": locked,
    "SQLITE_LOCKED": locked,
    "SQLITE_NOTADB": damaged,
    "SQLITE_CORRUPT": damaged,
}
