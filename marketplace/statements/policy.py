"""Who opens a sheet that was given out: whose it is, and the staff who look after them, by its code."""

from marketplace.access import Actor, Verdict
from marketplace.earnings.policy import STATEMENT_READERS, can_see_statement
from models.statement import IssuedStatement


def can_check(actor: Actor) -> Verdict:
    """Case workers, officers and approvers, somewhere."""
    return Verdict.when(bool(actor.scope(*STATEMENT_READERS)))


def can_open(actor: Actor, issued: IssuedStatement) -> Verdict:
    """Staff of the young person's area."""
    return Verdict.when(actor.youth_id != issued.youth_id and bool(can_see_statement(actor, issued.youth)))


def is_own(actor: Actor, issued: IssuedStatement) -> Verdict:
    """The young person alone."""
    return Verdict.when(actor.youth_id is not None and actor.youth_id == issued.youth_id)
