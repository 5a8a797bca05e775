"""Whether an error means that the store itself is away or full, so that nobody did anything wrong and all can wait.

That it was full is remembered for a while, because asking whether there is room would have to fill it.
"""

import errno
import sqlite3
from enum import StrEnum
from time import monotonic
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

REMEMBERED: Final = 30.0
"""Seconds for which a store that was full is taken to be so still."""

_FULL: Final = ("53100", "53200", "53400")
_AWAY: Final = ("08", "53", "57P")
"""SQLSTATE of PostgreSQL: the connection, resources (the disk among them), an operator or a crash."""

_SQLITE_FULL: Final = sqlite3.SQLITE_FULL
_SQLITE_AWAY: Final = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)

_full_since: float | None = None


class Outage(StrEnum):
    """What is wrong with the store."""

    AWAY = "away"
    FULL = "full"


def outage_of(error: BaseException | None) -> Outage | None:
    """What this error, or one it came from, says of the store; None when it says nothing."""
    for _ in range(6):
        if error is None:
            return None
        if (found := _of(error)) is not None:
            return found
        error = error.__cause__ or error.__context__
    return None


def remember_full() -> None:
    """Keep in mind that there was no room just now."""
    global _full_since  # noqa: PLW0603  one fact of the process
    _full_since = monotonic()


def was_full() -> bool:
    """Whether there was no room a moment ago."""
    return _full_since is not None and monotonic() - _full_since < REMEMBERED


def forget() -> None:
    """Take it that there is room again."""
    global _full_since  # noqa: PLW0603
    _full_since = None


def _of(error: BaseException) -> Outage | None:
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return Outage.FULL
    if isinstance(error, NoConnection):
        return Outage.AWAY
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # Nothing came back from the server at all: it could not be reached, or went away in the middle.
        unreached = isinstance(error, OperationalError | InterfaceError)
        return Outage.AWAY if error.connection_invalidated or unreached else None
    if state in _FULL:
        return Outage.FULL
    return Outage.AWAY if state.startswith(_AWAY) or isinstance(error, InterfaceError) else None


def _of_sqlite(error: sqlite3.Error) -> Outage | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _SQLITE_FULL:
        return Outage.FULL
    return Outage.AWAY if code in _SQLITE_AWAY else None
