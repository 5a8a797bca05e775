"""Where the bank says that a line ended otherwise than was kept: two people agree that the bank is right.

The line is then as the bank says, and so are its sums: paid by new entries, or owed again by reversals. Of sums that
have gone on since, as not due or as paid by another line, what the bank paid is taken out of the fund and has to come
back, and they stay as they are. A sum that stands as paid by another line stays paid, by that one. The database lets a
line that has ended change to what such a difference says, and to nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.earnings import (
    bank_references,
    ceilings,
    coming_back,
    decisions,
    funds,
    owed_anew,
    paying,
    sayings,
    telling,
    undoing,
)
from marketplace.earnings.answers_kept import ANSWER, print_of
from marketplace.earnings.remittance import causes_of
from marketplace.earnings.settlement import NOWHERE, free_on
from marketplace.earnings.states import EARNING, GONE, RECEIVED
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import exact
from marketplace.payments import adjusted, bank_refs, differences, taken_out
from marketplace.recoveries import queries as waiting
from marketplace.recoveries import service as recoveries
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import EarningState, EntryKind, LineOutcome, RecoveryState

GONE_ON = (*GONE, *RECEIVED)
"""Where a sum is that its line cannot pay any more, whatever the bank says."""

PAID_BEFORE = "paid_before"

MOVED = t("The sums of this line have moved since this was proposed. Do not agree to it, and have it proposed anew.")


class Said(NamedTuple):
    """How the bank says that a line ended: on which day, and its reference or its reason."""

    outcome: LineOutcome
    on: date
    words: str


def said_by(difference: Difference) -> Said:
    """What the bank says in a difference about an answer."""
    outcome, day, words = difference.detail.removeprefix(differences.ANSWER).split(":", 2)
    return Said(LineOutcome(outcome), date.fromisoformat(day), words)


class Sums(NamedTuple):
    """The sums of a line: those that follow what the bank says of it, and those that have gone on since."""

    follow: Sequence[Earning]
    gone: Sequence[Earning] = ()

    @property
    def gone_satang(self) -> int:
        """What the bank paid for nothing that is owed."""
        return sum(one.amount_satang for one in self.gone)


def propose(difference: Difference, *, reason: str, by: Actor) -> None:
    """Offer to keep of a line what the bank says. Raises Invalid where its sums can still be brought back for it."""
    line = _line_of(difference)
    sums = _must_fit(line, said_by(difference))
    _must_be_whole(difference, line, sums)
    differences.propose_answer(difference, reason=reason, by=by, gone=sums.gone_satang)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees: the line ends as the bank says, and its sums with it. Raises Invalid and NotEnough.

    What the book was adjusted by the line is taken back with a line that was not paid.
    """
    line, said = _line_of(difference), said_by(difference)
    # Whoever finds a completion false holds its claim and then asks for the book.
    _must_fit(line, said)
    batch = db.get_one(PayoutBatch, line.batch_id)
    funds.hold(batch.fund_id)
    db.refresh(line)
    for earning in causes_of(line):
        db.refresh(earning, ["state", "version", "accrue_entry_id"])
    sums = _must_fit(line, said)
    if sums.gone_satang != -(difference.adjust_satang or 0):
        raise Invalid(MOVED, field="answer")
    _must_be_whole(difference, line, sums)
    unsent = owed_no_more(difference)
    differences.agree_answer(difference, by=by)
    was_paid, is_paid = line.outcome == LineOutcome.PAID, said.outcome == LineOutcome.PAID
    if is_paid:
        bank_references.keep(batch.id, bank_refs.read(said.words).key)
    line.outcome, line.settled_on, line.settled_by_id = said.outcome.value, said.on, by.account_id
    line.bank_ref, line.reason = (said.words, "") if is_paid else (None, said.words)
    db.flush()
    record(by, ANSWER.format(outcome=said.outcome.value), batch, line=line.ref, print=print_of(line))
    if was_paid == is_paid:
        return
    if is_paid:
        for again in unsent:
            decisions.cancel(again, by=by, reason=PAID_BEFORE, note=line.ref)
        for earning in sums.follow:
            paying.by_line(earning, line.ref, why=difference.ref, by=by)
        _take_out(difference, sums, by)
    else:
        _owe_again(line, sums, said, difference, by)
    if any(is_paid or one.state == EarningState.FAILED for one in sums.follow):
        (telling.paid if is_paid else telling.refused)(line)


def gone_on(difference: Difference) -> Sequence[Earning]:
    """The sums that stay as they are when what the bank says is kept: not due, or paid by another line."""
    line, said = _line_of(difference), said_by(difference)
    is_news = said.outcome == LineOutcome.PAID and line.outcome != LineOutcome.PAID
    return [one for one in causes_of(line) if _has_gone_on(one)] if is_news else []


def stays_paid(difference: Difference) -> Mapping[str, Sequence[Earning]]:
    """By another line, the sums that stay paid by it when it is kept that this one was not paid or came back."""
    line, said = _line_of(difference), said_by(difference)
    found = dict[str, list[Earning]]()
    if said.outcome != LineOutcome.PAID and line.outcome == LineOutcome.PAID:
        for one in adjusted.paid_by(line.ref):
            if (other := _stands_by(one, line)) is not None:
                found.setdefault(other, []).append(one)
    return found


def _stands_by(earning: Earning, line: PayoutLine) -> str | None:
    """The other line by which a sum of this one stays paid; None where it is owed again."""
    before = paying.instead_of(earning, line)
    if before is not None:
        return before.ref
    left = taken_out.first(earning)
    return left.about if left is not None else None


def _has_gone_on(earning: Earning) -> bool:
    """Whether a line cannot pay this sum any more; what came back and is still due it can."""
    again = owed_anew.newest(earning)
    is_out = again is not None and again.state not in (*owed_anew.NOT_OUT, *owed_anew.ON_ITS_WAY)
    if earning.state not in GONE_ON or is_out or not coming_back.was_due(earning):
        return earning.state in GONE_ON
    # What is owed once more has its room under the ceilings, and gives it up.
    has_room = again is not None and again.state in owed_anew.UNSENT and again.accrue_entry_id is not None
    short = bool(adjusted.parts_of({earning.id})) or not (has_room or ceilings.against_earning(earning) is None)
    return short or taken_out.first(earning) is not None


def owed_no_more(difference: Difference) -> Sequence[Earning]:
    """What is owed once more for sums of a line, was never sent, and is owed no more when what the bank says is kept.

    The bank is then found to have paid the first sum.
    """
    line, said = _line_of(difference), said_by(difference)
    if said.outcome != LineOutcome.PAID or line.outcome == LineOutcome.PAID:
        return []
    again = (owed_anew.newest(one) for one in causes_of(line) if not _has_gone_on(one))
    return [one for one in again if one is not None and one.state in owed_anew.UNSENT]


def _take_out(difference: Difference, sums: Sums, by: Actor) -> None:
    """What the bank paid for sums that have gone on left the fund, and has to come back."""
    if sums.gone:
        differences.adjust_fund(difference, -sums.gone_satang, by=by)
    for earning in sums.gone:
        again = owed_anew.newest(earning)
        twice = earning.state in RECEIVED or (again is not None and again.state not in GONE)
        reason = recoveries.PAID_TWICE if twice else recoveries.NOT_DUE
        recoveries.open_for(earning, reason=reason, cause_ref=difference.ref, by=by)


def _owe_again(line: PayoutLine, sums: Sums, said: Said, difference: Difference, by: Actor) -> None:
    """What counted as paid by a line was not, and is owed again unless it stands as paid by another line."""
    before = {one.id: paying.instead_of(one, line) for one in sums.follow}
    for earning in sums.follow:
        paying.undo(earning, reason=said.outcome.value, note=line.ref, by=by)
    _bring_back(line, said, by)
    for earning in sums.follow:
        if (other := before[earning.id]) is not None:
            paying.by_line(earning, other.ref, why=difference.ref, by=by)
        elif paying.take_over(earning, why=difference.ref, by=by):
            recoveries.was_none(earning, by=by)


def _bring_back(line: PayoutLine, said: Said, by: Actor) -> None:
    """What the book was adjusted by a line that was not paid is taken back, and nothing of it has to come back."""
    found = adjusted.of_line(line.ref)
    adjusted.undo(found, by=by, reason=said.outcome.value)
    for difference in found:
        if differences.is_of_an_answer(difference):
            for earning in taken_out.sums(difference):
                if not taken_out.is_restored(difference, earning):
                    recoveries.was_none(earning, by=by)


def _must_not_be_back(line: PayoutLine) -> None:
    """Raises Invalid where what the bank paid by a line for sums paid by others has come back and is booked so."""
    back = set[str]()
    for difference in taken_out.of_line(line.ref):
        for earning in taken_out.sums(difference):
            recovery = waiting.of_earning(earning)
            if recovery is None or taken_out.is_restored(difference, earning):
                continue
            since = difference.decided_at
            is_back = recovery.state == RecoveryState.RECOVERED and recovery.cause_ref == difference.ref
            if is_back or (since and adjusted.parts_of({earning.id}, since=since)):
                back.add(recovery.ref)
    if back:
        raise Invalid(
            t("Of what the bank paid by this line some has come back already and is booked: {refs}. It is not put into"
              " the fund once more. Book what else came back on the pages of these sums, and answer with a reason.",
              refs=" · ".join(sorted(back))),
            field="answer",
        )  # fmt: skip


def _must_not_be_on_its_way(earnings: Sequence[Earning]) -> None:
    """Raises Invalid where what is owed once more for a sum is in a batch: nobody knows yet whether it will be paid."""
    for earning in earnings:
        again = owed_anew.newest(earning)
        if again is not None and again.state in owed_anew.ON_ITS_WAY:
            raise Invalid(
                t("A sum of this line had come back and is owed once more ({ref}): {state}. Nothing has to come back of"
                  " what was never sent. Take it out of its batch first, or where that is at the bank keep what the"
                  " bank answers.", ref=again.ref, state=sayings.EARNING[again.state]),
                field="answer",
            )  # fmt: skip


def _must_be_whole(difference: Difference, line: PayoutLine, sums: Sums) -> None:
    """Raises Invalid where the bank paid less for what has gone on: nobody can say which of it was paid so."""
    named = difference.found_satang
    if sums.gone and named is not None and named < line.amount_satang:
        raise Invalid(
            t("The bank names {sum} baht, and sums of this line have gone on since: nobody would owe or give back the"
              " right sum. Ask the bank, answer with a reason, and what is left shows when the account is compared at"
              " the end of the month.", sum=exact(named)),
            field="answer",
        )  # fmt: skip


def _line_of(difference: Difference) -> PayoutLine:
    return db.scalars(select(PayoutLine).where(PayoutLine.ref == difference.about)).one()


def _must_fit(line: PayoutLine, said: Said) -> Sums:
    """The sums of a line that end as the bank says; raises Invalid where one is on its way elsewhere."""
    is_paid = said.outcome == LineOutcome.PAID
    if (line.outcome, line.settled_on, line.bank_ref or line.reason) == (said.outcome, said.on, said.words):
        raise Invalid(t("The line says so already."), field="answer")
    batch = db.get_one(PayoutBatch, line.batch_id)
    if said.on < free_on(batch) or said.on > clock.today():
        raise Invalid(
            t("The bank's day, {day}, is before the batch was authorised or after today. Ask the bank, and answer with"
              " a reason.", day=long_date(said.on)),
            field="answer",
        )  # fmt: skip
    if is_paid and not line.account_end:
        raise Invalid(NOWHERE, field="answer")
    if is_paid and (taken := bank_references.taken_from(line, said.words)) is not None:
        raise Invalid(taken, field="answer")
    if is_paid == (line.outcome == LineOutcome.PAID):
        return Sums(())
    if is_paid:
        every = causes_of(line)
        gone = [one for one in every if _has_gone_on(one)]
        sums = Sums([one for one in every if one not in gone], gone)
        _must_not_be_on_its_way(every)
    else:
        _must_not_be_back(line)
        sums = Sums(adjusted.paid_by(line.ref))
    verb = "found_paid" if is_paid else "found_unpaid"
    for earning in sums.follow:
        corrected = not is_paid and undoing.newest(earning, EntryKind.ADJUST) is not None
        if corrected or not EARNING.allows(earning.state, verb):
            told = t(
                "A sum of this line has gone on since: {state}. Bring it back first, for example by taking it out of"
                " its batch, or answer with a reason.", state=sayings.EARNING[earning.state],
            )  # fmt: skip
            raise Invalid(told, field="answer")
    return sums
