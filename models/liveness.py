"""Whether a resting connection still has its server: asked when it has rested a while, not before every transaction.

One that was at work a moment ago and is dead was dead in the middle of its work too, where no asking helps; the pool
is renewed as soon as that is seen.
"""

from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

REST = 2.0
"""Seconds after which a connection is asked."""


def ask_the_rested(engine: Engine) -> None:
    """Test connections of an engine that have rested; a dead one is replaced before anybody uses it."""
    dialect = engine.dialect

    def rests(_driver: Any, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    def rises(driver: Any, record: Any, _proxy: object) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) < REST:
            return
        try:
            dialect.do_ping(driver)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", rests)
    event.listen(engine, "checkout", rises)
