"""Where the bank says that a line ended otherwise than was kept: two people agree that the bank is right.

The line is then as the bank says, and so are its sums: paid by new entries, or owed again by reversals. Of sums that
have gone on since, as not due or as paid by another line, what the bank paid is taken out of the fund, and they stay as
they are. The database lets a line that has ended change to what such a difference says, and to nothing else.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import bank_references, funds, sayings, telling, undoing
from marketplace.earnings.answers_kept import ANSWER, print_of
from marketplace.earnings.remittance import causes_of
from marketplace.earnings.settlement import NOWHERE, free_on
from marketplace.earnings.states import EARNING, GONE, RECEIVED
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.ledger import Cause, accounts, credit, debit, post, reverse
from marketplace.payments import adjusted, bank_refs, differences
from marketplace.recoveries import queries as waiting
from marketplace.recoveries import service as recoveries
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, LineOutcome

GONE_ON = (*GONE, *RECEIVED)
"""Where a sum is that its line cannot pay any more, whatever the bank says."""

PAID_TWICE = "paid_twice"
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
    sums = _must_fit(_line_of(difference), said_by(difference))
    differences.propose_answer(difference, reason=reason, by=by, gone=sums.gone_satang)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees: the line ends as the bank says, and its sums with it. Raises Invalid and NotEnough.

    What the book was adjusted by the line is taken back with a line that was not paid.
    """
    line, said = _line_of(difference), said_by(difference)
    batch = db.get_one(PayoutBatch, line.batch_id)
    book = funds.book_of(batch.fund_id)
    accounts.lock_book(book)
    db.refresh(line)
    sums = _must_fit(line, said)
    if sums.gone_satang != -(difference.adjust_satang or 0):
        raise Invalid(MOVED, field="answer")
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
    for earning in sums.follow:
        if is_paid:
            _pay(book, line, earning, difference, by)
        else:
            _owe_again(line, earning, said, by)
    if is_paid:
        _take_out(difference, sums, by)
    else:
        _bring_back(line, said, by)
    if sums.follow:
        (telling.paid if is_paid else telling.refused)(line)


def gone_on(difference: Difference) -> Sequence[Earning]:
    """The sums that stay as they are when what the bank says is kept: not due, or paid by another line."""
    line, said = _line_of(difference), said_by(difference)
    is_news = said.outcome == LineOutcome.PAID and line.outcome != LineOutcome.PAID
    return [one for one in causes_of(line) if one.state in GONE_ON] if is_news else []


def _take_out(difference: Difference, sums: Sums, by: Actor) -> None:
    """What the bank paid for sums that have gone on left the fund; what is paid twice by that has to come back."""
    if sums.gone:
        differences.adjust_fund(difference, -sums.gone_satang, by=by)
    for earning in sums.gone:
        if earning.state in RECEIVED:
            recoveries.open_for(earning, reason=PAID_TWICE, cause_ref=difference.ref, by=by)


def _bring_back(line: PayoutLine, said: Said, by: Actor) -> None:
    """What the book was adjusted by a line that was not paid is taken back, and nothing was paid twice by it."""
    found = adjusted.of_line(line.ref)
    adjusted.undo(found, by=by, reason=said.outcome.value)
    refs = {one.ref for one in found}
    for earning in causes_of(line):
        recovery = waiting.of_earning(earning)
        if recovery is not None and recovery.reason == PAID_TWICE and recovery.cause_ref in refs:
            recoveries.settle(earning, "keep", by=by)


def _pay(book: str, line: PayoutLine, earning: Earning, difference: Difference, by: Actor) -> None:
    """What is owed was paid: it left and arrived, by two entries of their own."""
    transit, cause = accounts.code_of(book, R.TRANSIT), Cause("earning", earning.ref)
    owed, cash = accounts.code_of(book, R.PAYABLE, earning.youth_id), accounts.code_of(book, R.CASH)
    for kind, taken, given in ((EntryKind.SEND, owed, transit), (EntryKind.PAY, transit, cash)):
        sides = (debit(taken, earning.amount_satang), credit(given, earning.amount_satang))
        key = f"{kind.value}:{line.ref}:{earning.ref}:{difference.ref}"
        post(kind, sides, key=key, cause=cause, by=by, note=line.ref)
    advance(EARNING, earning, "found_paid", by=by, note=line.ref)


def _owe_again(line: PayoutLine, earning: Earning, said: Said, by: Actor) -> None:
    """What counted as paid was not: payment and sending are reversed, and it may be tried again."""
    for kind in (EntryKind.PAY, EntryKind.SEND):
        if (entry := undoing.newest(earning, kind)) is not None:
            reverse(entry, by=by, reason=said.outcome.value)
    advance(EARNING, earning, "found_unpaid", by=by, reason=said.outcome.value, note=line.ref)


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
    if not is_paid:
        sums = Sums(adjusted.paid_by(line.ref))
    else:
        every = causes_of(line)
        gone = [one for one in every if one.state in GONE_ON]
        sums = Sums([one for one in every if one not in gone], gone)
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
