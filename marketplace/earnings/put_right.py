"""Where the bank says that a line ended otherwise than was kept: two people agree that the bank is right.

The line is then as the bank says, and so are its sums: paid by new entries, or owed again by reversals. The database
lets a line that has ended change to what such a difference says, and to nothing else.
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
from marketplace.earnings.states import EARNING
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.ledger import Cause, accounts, credit, debit, post, reverse
from marketplace.payments import bank_refs, differences
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, LineOutcome


class Said(NamedTuple):
    """How the bank says that a line ended: on which day, and its reference or its reason."""

    outcome: LineOutcome
    on: date
    words: str


def said_by(difference: Difference) -> Said:
    """What the bank says in a difference about an answer."""
    outcome, day, words = difference.detail.removeprefix(differences.ANSWER).split(":", 2)
    return Said(LineOutcome(outcome), date.fromisoformat(day), words)


def propose(difference: Difference, *, reason: str, by: Actor) -> None:
    """Offer to keep of a line what the bank says. Raises Invalid where its sums have gone on since."""
    _must_fit(_line_of(difference), said_by(difference))
    differences.propose_answer(difference, reason=reason, by=by)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees: the line ends as the bank says, and its sums with it. Raises Invalid and NotEnough."""
    line, said = _line_of(difference), said_by(difference)
    batch = db.get_one(PayoutBatch, line.batch_id)
    book = funds.book_of(batch.fund_id)
    accounts.lock_book(book)
    db.refresh(line)
    earnings = _must_fit(line, said)
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
    for earning in earnings:
        if is_paid:
            _pay(book, line, earning, difference, by)
        else:
            _owe_again(line, earning, said, by)
    (telling.paid if is_paid else telling.refused)(line)


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


def _must_fit(line: PayoutLine, said: Said) -> Sequence[Earning]:
    """The sums of a line that can still end as the bank says; raises Invalid where they cannot."""
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
    earnings = causes_of(line)
    if is_paid == (line.outcome == LineOutcome.PAID):
        return earnings
    verb = "found_paid" if is_paid else "found_unpaid"
    for earning in earnings:
        corrected = not is_paid and undoing.newest(earning, EntryKind.ADJUST) is not None
        if corrected or not EARNING.allows(earning.state, verb):
            told = t(
                "A sum of this line has gone on since: {state}. Bring it back first, for example by taking it out of"
                " its batch, or answer with a reason.", state=sayings.EARNING[earning.state],
            )  # fmt: skip
            raise Invalid(told, field="answer")
    return earnings
