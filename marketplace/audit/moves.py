"""The one way a state changes: by its table, against its version, with a line of history."""

from typing import Any, Protocol

from sqlalchemy import inspect, update

from marketplace.access import Actor
from marketplace.audit.trail import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove
from marketplace.kernel.workflow import NoSuchMove, Workflow
from models.history import Move
from models.session import db


class Stateful(Protocol):
    """A row with a state and a version."""

    __tablename__: str
    id: int
    state: str
    version: int


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

    Raises IllegalMove when the table has no such move, Conflict when somebody moved it first.
    """
    row: Stateful = subject
    try:
        target = workflow.next(row.state, verb)
    except NoSuchMove as error:
        raise IllegalMove(
            t("This can no longer be done: it has moved on. Reload the page to see where it stands.")
        ) from error
    db.flush()
    model = type(subject)
    moved = db.execute(
        update(model)
        .where(model.id == row.id, model.version == row.version, model.state == row.state)
        .values(state=target, version=row.version + 1, **changes)
        .execution_options(synchronize_session=False)
        .returning(model.id)
    ).first()
    if moved is None:
        raise Conflict(t("Somebody else has already decided this. Reload the page to see what they decided."))
    origin = row.state
    # Columns only: what a query loaded beside the subject stays loaded.
    db.refresh(subject, [column.key for column in inspect(model).column_attrs])
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
