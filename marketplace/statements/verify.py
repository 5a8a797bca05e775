"""The check that sheets which were given out still say what their codes were made of."""

from collections.abc import Callable

from sqlalchemy import select

from marketplace.kernel.sealing import Unreadable, unseal
from marketplace.ledger.verify import Finding
from marketplace.statements import codes
from marketplace.statements.content import read
from marketplace.statements.service import place_of
from models.session import db
from models.statement import IssuedStatement
from models.youth import Youth


def codes_hold() -> Finding:
    """M6: the code of every sheet is made anew of what is kept of it, and its row says whose it is and of which days.

    Sheets are read a few at a time, however many were given out.
    """
    wanted = select(
        IssuedStatement.ref, IssuedStatement.code, IssuedStatement.content_sealed, IssuedStatement.kind,
        IssuedStatement.first_on, IssuedStatement.last_on, Youth.ref.label("whose"),
    ).outerjoin(Youth, Youth.id == IssuedStatement.youth_id)  # fmt: skip
    broken, looked_at = list[str](), 0
    for one in db.execute(wanted.order_by(IssuedStatement.id), execution_options={"yield_per": 200}):
        looked_at += 1
        if not _holds(one.ref, one.code, one.content_sealed, (one.whose, one.kind, one.first_on, one.last_on)):
            broken.append(f"sheet {one.ref}")
    return Finding("M6 statements", "sheets say what their codes are made of", looked_at, tuple(broken))


def _holds(ref: str, code: str, sealed: str, row: tuple[object, ...]) -> bool:
    try:
        text = unseal(sealed, place_of(ref))
    except Unreadable:
        return False
    if codes.code_of(text) != code:
        return False
    content = read(text)
    return (content.whose, content.kind, content.first, content.last) == row


CHECKS: tuple[Callable[[], Finding], ...] = (codes_hold,)
