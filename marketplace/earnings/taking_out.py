"""Taking lines out of a batch: what they held goes back to the queue, and the sum of the batch follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import contradicted, destinations, refusals, unpayable
from marketplace.earnings.states import EARNING, PAYOUT
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove
from models.earning import Earning
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import PayoutState
from models.youth import Youth


@dataclass(frozen=True, slots=True)
class Dropped:
    """Whose lines were taken out when a list was closed: an account changed or refused since, or none known.

    Of the last ones the bank says that it has paid the sums before, or otherwise than was kept.
    """

    moved: list[Youth]
    nowhere: list[Youth]
    refused: list[Youth]
    gainsaid: list[Youth]


def remove_line(line: PayoutLine, *, by: Actor, reason: str) -> None:
    """Take one youth's line out of an open batch; what it held waits for the next one."""
    batch = db.get_one(PayoutBatch, line.batch_id)
    if batch.state != PayoutState.OPEN:
        raise IllegalMove(t("A locked batch keeps its lines."))
    for earning in _earnings_of(line):
        advance(EARNING, earning, "take_out", by=by, reason=reason)
    batch.total_satang -= line.amount_satang
    record(by, "payout.remove_line", batch, line=line.ref, reason=reason)
    db.execute(delete(PayoutItem).where(PayoutItem.line_id == line.id))
    db.delete(line)
    db.flush()


def take_out_stuck(batch: PayoutBatch, *, by: Actor) -> list[Youth]:
    """Open a batch again before its release, without the lines nobody can be paid by; gives whose these were.

    What they held waits for the next batch, and the new sum is closed, approved and authorised anew. Raises Conflict
    when every line can be paid.
    """
    found = unpayable.stuck(batch)
    if not found:
        raise Conflict(t("Every line of this batch can be paid."))
    advance(
        PAYOUT, batch, "take_out", by=by,
        approved_by_id=None, approved_at=None, authorised_by_id=None, authorised_at=None,
    )  # fmt: skip
    youths = [line.youth for line, _ in found]
    for line, why in found:
        remove_line(line, by=by, reason=why)
    return youths


def look_again(batch: PayoutBatch, by: Actor) -> Dropped:
    """Hold each line against where its youth is paid now: a first one is kept, a changed or refused one goes.

    So does a line whose sums the bank may have paid before.
    """
    wanted = select(PayoutLine).where(PayoutLine.batch_id == batch.id).options(joinedload(PayoutLine.youth))
    lines = db.scalars(wanted.order_by(PayoutLine.id)).all()
    where = select(PayoutAccount).where(PayoutAccount.youth_id.in_([line.youth_id for line in lines]))
    paid_to = {account.youth_id: account for account in db.scalars(where)}
    dropped, now = Dropped([], [], [], []), clock.now()
    refused = refusals.unanswered({line.youth_id for line in lines})
    gainsaid = contradicted.of_lines(lines)
    for line in lines:
        account = paid_to.get(line.youth_id)
        if line.id in gainsaid:
            dropped.gainsaid.append(line.youth)
            remove_line(line, by=by, reason=unpayable.GAINSAID)
            continue
        if account is None:
            dropped.nowhere.append(line.youth)
            remove_line(line, by=by, reason=unpayable.NOWHERE)
            continue
        until = account.held_until
        if until is not None and (until > now or account.changed_at > batch.prepared_at):
            dropped.moved.append(line.youth)
            remove_line(line, by=by, reason=unpayable.MOVED)
        elif line.youth_id in refused:
            dropped.refused.append(line.youth)
            remove_line(line, by=by, reason=unpayable.REFUSED)
        else:
            line.method, line.bank, line.account_end = account.method, account.bank, account.account_end
            line.account_print = destinations.print_of(account)
    db.flush()
    return dropped


def _earnings_of(line: PayoutLine) -> Sequence[Earning]:
    wanted = select(Earning).join(PayoutItem, PayoutItem.earning_id == Earning.id).where(PayoutItem.line_id == line.id)
    return db.scalars(wanted.order_by(Earning.id)).all()
