"""Give out a statement: what stands on it is kept, sealed, under a code made of it. It is never changed again."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record, saw
from marketplace.earnings.statement import Statement
from marketplace.i18n import current_locale
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import NotFound
from marketplace.kernel.sealing import Unreadable, seal, unseal
from marketplace.statements import codes
from marketplace.statements.content import Content, lines_of, read, sums_of, written
from models.history import ReadLog
from models.session import db
from models.statement import IssuedStatement
from models.vocabulary import StatementKind
from models.youth import Youth

LOOK = "statement"
LOOK_LASTS = timedelta(hours=1)
"""A sheet can be read again for so long; then opening it is another look, and kept as one."""


def issue(youth: Youth, told: Statement, kind: StatementKind, said: Mapping[str, Any], *, by: Actor) -> IssuedStatement:
    """Give out `told` in the words of `said`; the same words on the same day are the same sheet with the same code."""
    content = Content(
        whose=youth.ref,
        kind=kind,
        first=told.first,
        last=told.last,
        issued_on=clock.today(),
        locale=current_locale(),
        employer=sums_of(told.employer),
        fund=sums_of(told.fund),
        lines=lines_of(told),
        said=said,
    )
    same = _given_out(youth, content)
    if same is not None:
        return same
    ref, text = ids.new_ref("N"), written(content, secrets.token_hex(16))
    made = IssuedStatement(
        ref=ref,
        code=codes.code_of(text),
        youth_id=youth.id,
        kind=kind,
        first_on=told.first,
        last_on=told.last,
        issued_at=clock.now(),
        content_sealed=seal(text, place_of(ref)),
    )
    db.add(made)
    db.flush()
    record(by, "statement.issue", made, kind=str(kind), first=str(told.first))
    return made


def content_of(issued: IssuedStatement) -> Content:
    """What a sheet said; raises NotFound when what is kept is no longer what its code was made of."""
    try:
        text = unseal(issued.content_sealed, place_of(issued.ref))
    except Unreadable as error:
        raise NotFound from error
    if codes.code_of(text) != issued.code:
        raise NotFound
    return read(text)


def note_look(issued: IssuedStatement, *, by: Actor) -> None:
    """Keep that staff opened somebody's sheet by its code, where the young person finds it."""
    saw(by, issued.youth_id, LOOK)


def has_looked(issued: IssuedStatement, *, by: Actor) -> bool:
    """Whether a look of theirs at this person's statement was kept a short while ago."""
    kept = select(ReadLog.id).where(
        ReadLog.youth_id == issued.youth_id,
        ReadLog.actor_id == by.account_id,
        ReadLog.what == LOOK,
        ReadLog.at > clock.now() - LOOK_LASTS,
    )
    return db.scalar(kept.limit(1)) is not None


def _given_out(youth: Youth, content: Content) -> IssuedStatement | None:
    """The newest sheet of the span, if it says the same and is of today."""
    wanted = select(IssuedStatement).where(
        IssuedStatement.youth_id == youth.id,
        IssuedStatement.kind == content.kind,
        IssuedStatement.first_on == content.first,
    )
    newest = db.scalars(wanted.order_by(IssuedStatement.id.desc()).limit(1)).first()
    if newest is None:
        return None
    try:
        kept = content_of(newest)
    except NotFound:
        return None
    return newest if written(kept, "") == written(content, "") else None


def place_of(ref: str) -> str:
    """Where the content of a sheet is sealed to: nowhere else can it be read."""
    return f"issued_statement|content|{ref}"
