"""Sheets that were given out, as those who may see them find them: by their owner, by code, and by their office."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.earnings.policy import STATEMENT_READERS
from marketplace.kernel.errors import NotFound
from marketplace.statements.service import content_of
from models.session import db
from models.statement import IssuedStatement
from models.vocabulary import StatementKind
from models.youth import Youth

MOST = 5
"""Earlier sheets of one span that are listed."""


def own(actor: Actor, ref: str) -> IssuedStatement:
    """A sheet of the reader's own; raises NotFound."""
    return _one(IssuedStatement.ref == ref, IssuedStatement.youth_id == (actor.youth_id or 0))


def own_month(actor: Actor, ref: str) -> IssuedStatement:
    """A month of the reader's own; raises NotFound."""
    return _of_kind(own(actor, ref), StatementKind.MONTH)


def own_year(actor: Actor, ref: str) -> IssuedStatement:
    """A year of the reader's own; raises NotFound."""
    return _of_kind(own(actor, ref), StatementKind.YEAR)


def earlier(youth_id: int, kind: StatementKind, first: date) -> Sequence[IssuedStatement]:
    """The sheets somebody had made of one span, the newest first."""
    wanted = select(IssuedStatement).where(
        IssuedStatement.youth_id == youth_id, IssuedStatement.kind == kind, IssuedStatement.first_on == first
    )
    return db.scalars(wanted.order_by(IssuedStatement.id.desc()).limit(MOST)).all()


def in_office(actor: Actor, ref: str) -> IssuedStatement:
    """A sheet of a young person of the reader's area; raises NotFound."""
    return _one(IssuedStatement.ref == ref, _of_area(actor))


def in_office_by_code(actor: Actor, code: str) -> IssuedStatement:
    """The same by its code; raises NotFound for a stranger's as for none."""
    return _whole(_one(IssuedStatement.code == code, _of_area(actor)))


def genuine(code: str) -> IssuedStatement:
    """The sheet with this code, whosever it is; raises NotFound, also when what is kept was altered."""
    return _whole(_one(IssuedStatement.code == code))


def _of_area(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*STATEMENT_READERS).condition(Youth.area_code, Youth.office_key)


def _of_kind(found: IssuedStatement, kind: StatementKind) -> IssuedStatement:
    if found.kind != kind:
        raise NotFound
    return found


def _whole(found: IssuedStatement) -> IssuedStatement:
    content_of(found)
    return found


def _one(*conditions: ColumnElement[bool]) -> IssuedStatement:
    wanted = select(IssuedStatement).join(Youth, Youth.id == IssuedStatement.youth_id).where(*conditions)
    found = db.scalars(wanted.options(joinedload(IssuedStatement.youth))).one_or_none()
    if found is None:
        raise NotFound
    return found
