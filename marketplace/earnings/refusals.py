"""Accounts the bank refused: until one is changed or money arrives in it, nothing goes there again without a reason.

The bank's own words say why; whether it was the account, the name or the bank itself is for people to find out. What
became of the sums it refused (tried again, on hold, not due) answers nothing: only a reason does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select

from marketplace.earnings import destinations, reachable
from marketplace.earnings.sayings import OUTCOME
from marketplace.i18n import Text, t
from marketplace.i18n.dates import short_date
from marketplace.kernel import reasons
from marketplace.kernel.errors import Invalid
from models.earning import Earning
from models.history import Move
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningKind, EarningState, LineOutcome

_REFUSED = ("fail", "found_unpaid")
IN_SPITE = "account_stands"
"""The reason kept with a yes to a sum, where its words say why the account that was refused is paid into again."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the bank last answered about the account that is kept, and why it is tried again, if it is."""

    on: date
    reason: Text | str
    again: str

    @property
    def words(self) -> Text:
        """The same in a sentence."""
        return t("The bank refused this account on {day}: {reason}. It was not changed since.",
                 day=short_date(self.on), reason=self.reason)  # fmt: skip


def standing(youth_ids: Collection[int]) -> dict[int, Refusal]:
    """Of these young people, by id, whose account the bank refused when it was last asked to pay into it."""
    found = _last_lines(youth_ids)
    said = _said(found) if found else {}
    return {
        key: Refusal(line.settled_on, line.reason or OUTCOME[line.outcome], said.get(key, ""))
        for key, line in found.items()
        if line.settled_on is not None
    }


def _last_lines(youth_ids: Collection[int]) -> dict[int, PayoutLine]:
    """The lines by which the bank refused the accounts that are kept now, by young person."""
    ended = (
        select(PayoutLine, PayoutBatch.prepared_at)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(PayoutLine.youth_id.in_(set(youth_ids)), PayoutLine.outcome != LineOutcome.PENDING)
        .order_by(PayoutLine.settled_on, _kept_last(), PayoutLine.id)
    )
    answers = db.execute(ended).all()
    once_refused = {line.youth_id for line, _ in answers if line.outcome != LineOutcome.PAID}
    if not once_refused:
        return {}
    kept = {one.youth_id: one for one in _accounts(once_refused)}
    prints = {key: destinations.print_of(account) for key, account in kept.items()}
    # Whatever was kept in between: what counts is the bank's last answer about the account that is kept now.
    last = {
        line.youth_id: line
        for line, prepared_at in answers
        if line.youth_id in kept and _is_about(line, prepared_at, kept[line.youth_id], prints[line.youth_id])
    }
    return {key: line for key, line in last.items() if line.outcome != LineOutcome.PAID}


def _is_about(line: PayoutLine, prepared_at: datetime, account: PayoutAccount, its_print: str) -> bool:
    """Whether a line that ended went to the account that is kept now.

    Of an older line only the bank and the end of the number are known: where these are the same its refusal counts
    however often the account was changed since, but that it was paid only where it surely was this very account.
    """
    if line.account_print:
        return line.account_print == its_print
    if line.outcome == LineOutcome.PAID:
        return reachable.is_meant(account, line, prepared_at)
    return reachable.ends_alike(account, line)


def _kept_last() -> ScalarSelect[int]:
    """The last move by which an answer about a line was kept: of two answers of one day the later one counts."""
    return (
        select(func.coalesce(func.max(Move.id), 0))
        .join(PayoutItem, (Move.subject_type == "earning") & (Move.subject_id == PayoutItem.earning_id))
        .where(PayoutItem.line_id == PayoutLine.id, Move.note == PayoutLine.ref)
        .where(Move.verb.in_((*_REFUSED, "pay", "found_paid")))
        .correlate(PayoutLine)
        .scalar_subquery()
    )


def _accounts(youth_ids: Collection[int]) -> Iterable[PayoutAccount]:
    return db.scalars(select(PayoutAccount).where(PayoutAccount.youth_id.in_(youth_ids)))


def unanswered(youth_ids: Collection[int]) -> set[int]:
    """Of these, whose account was refused while nobody has said why it is tried again, whatever became of the sums."""
    return {key for key, refusal in standing(youth_ids).items() if not refusal.again}


def asking(earnings: Sequence[Earning]) -> set[int]:
    """The ids of those where a yes has to say why they go to an account the bank refused.

    Of what the bank refused itself always; of any other sum once none is left whose next try would say it.
    """
    lines = _last_lines(silent) if (silent := unanswered({one.youth_id for one in earnings})) else {}
    if not lines:
        return set()
    refused = select(Earning.id, Earning.youth_id, Earning.state).join(PayoutItem, PayoutItem.earning_id == Earning.id)
    sums = db.execute(refused.where(PayoutItem.line_id.in_([line.id for line in lines.values()]))).all()
    own = {key for key, _, _ in sums}
    tried = {youth_id for _, youth_id, state in sums if state == EarningState.FAILED}
    money = [one for one in earnings if one.youth_id in silent and one.kind != EarningKind.IN_KIND]
    return {one.id for one in money if one.id in own or one.youth_id not in tried}


def must_say_why(earning: Earning, note: str) -> None:
    """Raises Invalid where a sum is to go to an account the bank refused, and nobody says why it goes through now.

    One reason holds for all that the bank refused with it.
    """
    if reasons.says_something(note):
        return
    refusal = standing({earning.youth_id}).get(earning.youth_id)
    if refusal is not None and not refusal.again:
        told = t(
            "{refusal} Write why it will go through now, or have the account changed first.", refusal=refusal.words
        )
        raise Invalid(told, field="note")


def beside(earning: Earning) -> Sequence[Earning]:
    """What else the bank refused in the same line and nobody has decided about, where the account is the same."""
    if earning.youth_id not in standing({earning.youth_id}):
        return ()
    mine = select(PayoutItem.line_id).where(PayoutItem.earning_id == earning.id).order_by(PayoutItem.line_id.desc())
    wanted = (
        select(Earning)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .where(PayoutItem.line_id == mine.limit(1).scalar_subquery(), Earning.state == EarningState.FAILED)
        .where(Earning.id != earning.id)
    )
    return db.scalars(wanted.order_by(Earning.id)).all()


def _said(refused: Mapping[int, PayoutLine]) -> dict[int, str]:
    """By young person, in whose words the account that refused a line may be paid into again."""
    of_line = select(PayoutItem.line_id, PayoutItem.earning_id)
    wanted = of_line.where(PayoutItem.line_id.in_([line.id for line in refused.values()]))
    held = {(line_id, earning_id) for line_id, earning_id in db.execute(wanted)}
    moves = (
        select(Earning.youth_id, Earning.id, Move.verb, Move.reason, Move.note)
        .join(Move, (Move.subject_type == "earning") & (Move.subject_id == Earning.id))
        .where(Earning.youth_id.in_(refused), Move.verb.in_(("retry", "approve", *_REFUSED)))
        .order_by(Move.id)
    )
    found: dict[int, str] = {}
    for youth_id, earning_id, verb, reason, note in db.execute(moves):
        is_of_it = (refused[youth_id].id, earning_id) in held
        # One reason holds for all sums of a line; said before the bank refused once more it is none to try again.
        if verb in _REFUSED and is_of_it:
            found[youth_id] = ""
        elif note and ((verb == "retry" and is_of_it) or (verb == "approve" and reason == IN_SPITE)):
            found[youth_id] = note
    return found
