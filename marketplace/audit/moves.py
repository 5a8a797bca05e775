"""The one way a state changes: by its table, against its version, with a line of history."""

from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from marketplace.access import Actor
from marketplace.audit.standing import where
from marketplace.audit.trail import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.kernel.workflow import NoSuchMove, Workflow
from models.base import Base
from models.history import Move
from models.session import db

NOTE_MOST = 2000
"""Letters of the longest note that goes with a move; forms ask for fewer."""


class Stateful(Protocol):
    """A row with a state and a version."""

    __tablename__: str
    id: int
    state: str
    version: int


@lru_cache(maxsize=256)
def _moving(model: type[Base], changed: frozenset[str]) -> ReturningUpdate[Any]:
    """The statement of a move that changes these columns too, built once: it is made for every single move."""
    columns = {column.key: getattr(model, column.key) for column in inspect(model).column_attrs}
    return (
        update(model)
        .where(
            columns["id"] == bindparam("its_id"),
            columns["version"] == bindparam("its_version"),
            columns["state"] == bindparam("its_state"),
        )
        .values({name: bindparam(name, type_=columns[name].type) for name in ("state", "version", *sorted(changed))})
        .execution_options(synchronize_session=False)
        .returning(*columns.values())
    )


def advance(
    workflow: Workflow,
    subject: Any,
    verb: str,
    *,
    by: Actor,
    reason: str = "",
    note: str = "",
    role: str = "",
    **changes: object,
) -> None:
    """Move `subject` by `verb` and write its history; other columns may change in the same statement.

    Raises Invalid for a note that is too long, IllegalMove when the table has no such move, Conflict when somebody
    moved it first.
    """
    row: Stateful = subject
    if len(note) > NOTE_MOST:
        raise Invalid(t("At most {most} letters; these are {given}.", most=NOTE_MOST, given=len(note)), field="note")
    try:
        target = workflow.next(row.state, verb)
    except NoSuchMove as error:
        raise IllegalMove(where(workflow, row, by=by)) from error
    db.flush()
    its = {"its_id": row.id, "its_version": row.version, "its_state": row.state}
    model: type[Base] = type(subject)
    moving = _moving(model, frozenset(changes))
    moved = db.execute(moving, {**its, "state": target, "version": row.version + 1, **changes}).first()
    if moved is None:
        db.refresh(subject, [column.key for column in inspect(model).column_attrs])
        raise Conflict(where(workflow, row, by=by))
    origin = row.state
    # Columns only, as the database gave them back: what a query loaded beside the subject stays loaded.
    for name, value in moved._mapping.items():
        set_committed_value(subject, name, value)
    db.add(
        Move(
            subject_type=row.__tablename__,
            subject_id=row.id,
            verb=verb,
            from_state=origin,
            to_state=target,
            actor_id=by.account_id,
            actor_role=role,
            reason=reason,
            note=note,
            at=clock.now(),
        )
    )
    record(by, f"{workflow.name}.{verb}", subject, to=target, reason=reason)
