"""From which browser something was said that money follows: a keyed mark, kept 180 days, that names no device.

It lets a second look be drawn where one device spoke for several people. It refuses nothing: in many families one phone
serves everybody.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.access import Actor
from marketplace.kernel import clock
from marketplace.kernel.sealing import blind_index
from models.device import DeviceMark
from models.session import db
from models.vocabulary import ActingSide

KEPT = timedelta(days=180)


def note(browser: str, side: ActingSide, enrolment_ids: Iterable[int], *, by: Actor) -> None:
    """Keep that `by` acted on these enrolments from the browser with this secret; nobody known, nothing kept."""
    if by.account_id is None:
        return
    mark, now = blind_index("device", browser), clock.now()
    rows = [
        {"mark": mark, "account_id": by.account_id, "enrolment_id": one, "side": side, "noted_at": now}
        for one in sorted(set(enrolment_ids))
    ]
    if not rows:
        return
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = build(DeviceMark)
    again = [DeviceMark.mark, DeviceMark.account_id, DeviceMark.enrolment_id, DeviceMark.side]
    db.execute(made.on_conflict_do_update(index_elements=again, set_={"noted_at": made.excluded.noted_at}), rows)


def nightly() -> int:
    """Forget marks of 180 days ago; returns how many went."""
    old = delete(DeviceMark).where(DeviceMark.noted_at < clock.now() - KEPT)
    return len(db.execute(old.returning(DeviceMark.id)).all())
