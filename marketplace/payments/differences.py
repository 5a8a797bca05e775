"""Where two accounts of the same money do not agree: found once, kept for ever, answered by people.

A difference is matched (the other side came later), explained with a reason, or adjusted in the books: proposed by one
person, agreed by another. What belongs to no fund is adjusted in suspense. What a file says of itself moves no money,
so it is never adjusted, and by a payout line a book is only once that is paid and as long as it is. What a statement
leaves unexplained is adjusted exactly, while it is still unexplained. The database refuses to reword or to delete one.
"""

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Forbidden, IllegalMove, Invalid
from marketplace.kernel.money import exact
from marketplace.ledger import Cause, Line, NotEnough, accounts, post
from marketplace.payments import adjusted, bank_gap, explained, foreign, line_sums, remainders, suspense
from marketplace.payments.states import DIFFERENCE
from models.earning import Fund
from models.gift import Difference
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import DifferenceKind, EntryKind

OF_A_FILE = t(
    "The file's own total or number of rows is wrong. No money differs by that, so no book is adjusted: say where the"
    " right file is found, or why it is so."
)
OF_A_REFUND = f"{DifferenceKind.AMOUNT.value}:refund:"
ANSWER, BACK = adjusted.ANSWER, adjusted.BACK
SAID_MOST = 400
NO_REASON = t(
    "Give a reason in words: at least {least} letters, and not the same ones over and over.", least=reasons.LEAST
)
OF_A_RETURN = t(
    "One person says that this money came back to the fund's account. Once a second one agrees its entries are"
    " reversed, and nothing else is adjusted."
)
OF_AN_ANSWER = t(
    "The bank says of this line another thing than was kept. Until this is answered its sums are not paid again."
)
BY_TWO = t(
    "The bank says that it paid this, and it is not kept as paid. What is said against that needs a second person, and"
    " nothing is paid again before."
)
MORE_BY_TWO = t(
    "The bank names more than the book, to which two people had adjusted it. What is said against that needs a second"
    " person."
)
LESS_BY_TWO = t("The bank has less than the book, and nothing explains it. What is said of that needs a second person.")


def found(
    kind: DifferenceKind,
    key: str,
    *,
    about: str,
    fund_id: int | None = None,
    expected: int | None = None,
    seen: int | None = None,
    detail: str = "",
) -> bool:
    """Keep a difference, once by its key; False when it was known. The caller holds what it is about."""
    whole = f"{kind.value}:{key}"[:200]
    if db.scalar(select(Difference.id).where(Difference.key == whole)) is not None:
        return False
    difference = Difference(
        ref=ids.new_ref("D"),
        key=whole,
        kind=kind,
        fund_id=fund_id,
        about=about[:120],
        expected_satang=expected,
        found_satang=seen,
        detail=detail[:200],
        found_at=clock.now(),
    )
    db.add(difference)
    db.flush()
    record(SYSTEM, "difference.found", difference, kind=kind.value, about=difference.about)
    return True


def by_key(kind: DifferenceKind, key: str) -> int | None:
    """The id of the difference of this key, if there is one."""
    return db.scalar(select(Difference.id).where(Difference.key == f"{kind.value}:{key}"[:200]))


def match(difference: Difference, *, reason: str, by: Actor) -> None:
    """The other side has come; say where it is found."""
    _must_be_for_one(difference)
    _answer(difference, "match", reason, by)


def match_by_bank(difference: Difference, *, reason: str, by: Actor) -> None:
    """The bank itself has named what the book says: nobody is asked whether it is wrong."""
    _answer(difference, "match", reason, by)


def explain(difference: Difference, *, reason: str, by: Actor) -> None:
    """Both sides are right; say why they differ."""
    _must_be_for_one(difference)
    _answer(difference, "explain", reason, by)


def propose_words(difference: Difference, *, reason: str, by: Actor) -> None:
    """Offer to say why the bank is wrong that it paid; its sums are not paid again before a second person agrees."""
    if not explained.needs_two(difference):
        raise IllegalMove(t("One person alone may answer this in words."))
    said = _said(reason)
    advance(DIFFERENCE, difference, "propose", by=by, adjust_satang=None, answer=said, proposed_by_id=by.account_id)


def agree_words(difference: Difference, *, by: Actor) -> None:
    """A second person agrees that the bank is wrong, or what it has less explained: all stays as it was kept."""
    _another(difference, by)
    if not explained.in_words(difference):
        raise IllegalMove(t("No words wait for a second person here."))
    if difference.kind == DifferenceKind.BANK_BALANCE:
        accounts.lock_book(_book_of(difference))
        if remainders.is_overturned(difference):
            raise IllegalMove(remainders.OVERTURNED)
    advance(DIFFERENCE, difference, "agree_words", by=by, decided_by_id=by.account_id, decided_at=clock.now())


def _must_be_for_one(difference: Difference) -> None:
    if explained.needs_two(difference):
        raise IllegalMove(by_two(difference))


def by_two(difference: Difference) -> Text:
    """Why one person alone does not answer it."""
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return LESS_BY_TWO
    return MORE_BY_TWO if explained.names_more(difference) else BY_TWO


def propose(difference: Difference, *, satang: int, reason: str, by: Actor) -> None:
    """Offer to bring the fund's account, or without a fund suspense, to what was found, by satang more or less."""
    if satang == 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    if difference.fund_id is not None:
        # Of two rows about one line whoever proposes second reads what the first has written.
        accounts.lock_book(_book_of(difference))
    if why_not := never_adjusted(difference):
        raise Invalid(why_not, field="answer")
    if difference.fund_id is None:
        suspense.must_fit(difference, satang)
    else:
        _must_fit(difference, satang)
    said = _said(reason)
    advance(DIFFERENCE, difference, "propose", by=by, adjust_satang=satang, answer=said, proposed_by_id=by.account_id)


def propose_later_sum(difference: Difference, *, reason: str, by: Actor) -> None:
    """Offer to bring the book to what the bank names now, of a line by which two people had adjusted it before."""
    if not line_sums.is_of_a_sum(difference):
        raise IllegalMove(t("Only another sum of a payout line is offered so."))
    accounts.lock_book(_book_of(difference))
    if why_not := never_adjusted(difference):
        raise Invalid(why_not, field="answer")
    propose(difference, satang=line_sums.apart(difference), reason=reason, by=by)


def overtake(difference: Difference, *, reason: str, by: Actor) -> None:
    """The other side has come while what people proposed waited for a second one: nothing of that is done."""
    advance(
        DIFFERENCE, difference, "overtake", by=by, decided_by_id=by.account_id, decided_at=clock.now(),
        answer=reason[:SAID_MOST], adjust_satang=None, proposed_by_id=None,
    )  # fmt: skip


def never_adjusted(difference: Difference) -> Text | None:
    """Why no book is adjusted by this difference; None where one may be."""
    if difference.kind == DifferenceKind.BANK_TOTAL:
        return OF_A_FILE
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return bank_gap.why_not(difference)
    if difference.kind != DifferenceKind.BANK_LINE:
        return None
    if is_of_an_answer(difference):
        return OF_AN_ANSWER
    if is_of_a_return(difference):
        return OF_A_RETURN
    return line_sums.why_not(difference)


def is_of_an_answer(difference: Difference) -> bool:
    """Whether the bank says that a payout line ended otherwise than was kept."""
    return difference.kind == DifferenceKind.BANK_LINE and difference.detail.startswith(ANSWER)


def is_of_a_return(difference: Difference) -> bool:
    """Whether somebody says that paid money came back to the fund's account."""
    return difference.kind == DifferenceKind.BANK_LINE and difference.detail.startswith(BACK)


def is_put_right(difference: Difference) -> bool:
    """Whether it is no sum that two people adjust, but what they say became of a line or of paid money."""
    return is_of_an_answer(difference) or is_of_a_return(difference)


def _must_fit(difference: Difference, satang: int) -> None:
    """The book is brought toward what was found, never away from it nor past it; raises Invalid.

    In other money than baht only what was expected bounds it, since what was found is no sum of ours.
    """
    if foreign.is_foreign(difference):
        most = abs(difference.expected_satang) if difference.expected_satang else None
    else:
        apart = _apart(difference)
        if satang * apart < 0:
            raise Invalid(t("The sums differ the other way round."), field="way")
        most = abs(apart)
    if difference.kind == DifferenceKind.BANK_BALANCE and satang != remainders.apart(difference):
        sum_ = remainders.signed(remainders.apart(difference))
        raise Invalid(t("Exactly what is unexplained is adjusted, {sum} baht.", sum=sum_), field="amount")
    if most is not None and abs(satang) > most:
        raise Invalid(t("Not more than the difference itself, {sum} baht.", sum=exact(most)), field="amount")
    if line_sums.is_of_a_sum(difference):
        adjusted.must_be_out(difference.about, 0, line_sums.by_two(difference.about) + satang)


def _apart(difference: Difference) -> int:
    """By how much the fund has more than its book says, below zero where less; a side that says nothing says nought.

    Of what goes out the fund keeps the more, the less was found to go. Of a payout line it is measured from how the
    book stands.
    """
    if line_sums.is_of_a_sum(difference):
        return line_sums.apart(difference)
    apart = (difference.found_satang or 0) - (difference.expected_satang or 0)
    return -apart if difference.key.startswith(OF_A_REFUND) else apart


def propose_answer(difference: Difference, *, reason: str, by: Actor, gone: int = 0) -> None:
    """Offer to keep of a payout line what the bank says; the fund gets less by what of its sums has gone on since."""
    if not is_of_an_answer(difference):
        raise IllegalMove(t("Only another answer of the bank is put right so."))
    _propose(difference, -gone, _said(reason), by)


def propose_return(difference: Difference, *, said: str, by: Actor, beside: int = 0) -> None:
    """Offer to reverse what came back; a reference of the bank is reason enough. `beside` is what came more than that.

    Below zero it is what came less, of a line by which the bank paid another sum.
    """
    if not is_of_a_return(difference):
        raise IllegalMove(t("Only money that came back is offered so."))
    _propose(difference, beside, said, by)


def _propose(difference: Difference, satang: int, said: str, by: Actor) -> None:
    advance(DIFFERENCE, difference, "propose", by=by, adjust_satang=satang, answer=said, proposed_by_id=by.account_id)


def agree_answer(difference: Difference, *, by: Actor, adjust: int | None = None) -> None:
    """A second person agrees that it is so; the caller puts line or sum right, and writes what it adjusts."""
    _another(difference, by)
    _must_not_be_words(difference)
    satang = difference.adjust_satang if adjust is None else adjust
    now = clock.now()
    advance(DIFFERENCE, difference, "agree", by=by, decided_by_id=by.account_id, decided_at=now, adjust_satang=satang)


def send_back(difference: Difference, *, by: Actor) -> None:
    """Do not agree: it is open again."""
    _another(difference, by)
    advance(DIFFERENCE, difference, "return", by=by, adjust_satang=None, proposed_by_id=None)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees, and the entry is written; raises NotEnough when more is taken than is free.

    Raises IllegalMove where no book is adjusted by it, any more even, and Invalid where less is apart by now.
    Where it brings the book of a line to what was asked for, what was adjusted before is undone instead.
    """
    _another(difference, by)
    _must_not_be_words(difference)
    if difference.fund_id is not None:
        accounts.lock_book(_book_of(difference))
    if why_not := never_adjusted(difference):
        raise IllegalMove(why_not)
    satang = difference.adjust_satang or 0
    if difference.fund_id is not None:
        # What came back or was corrected since it was proposed leaves less to adjust.
        _must_fit(difference, satang)
    if difference.fund_id is None:
        suspense.take_up(difference, satang, by=by)
    before = line_sums.taken_back(difference, satang)
    adjust = 0 if before else satang
    now = clock.now()
    advance(DIFFERENCE, difference, "agree", by=by, decided_by_id=by.account_id, decided_at=now, adjust_satang=adjust)
    if before:
        adjusted.undo(before, by=by, reason=difference.ref)
    elif difference.fund_id is not None:
        adjust_fund(difference, satang, by=by)


def adjust_fund(difference: Difference, satang: int, *, by: Actor) -> None:
    """Write what two people agreed that the fund has more or less; raises NotEnough when that is not free."""
    book = _book_of(difference)
    lines = [Line(accounts.code_of(book, R.CASH), satang), Line(accounts.code_of(book, R.AVAILABLE), -satang)]
    try:
        post(
            EntryKind.ADJUST,
            lines,
            key=f"adjust:{difference.ref}",
            cause=Cause("difference", difference.ref),
            by=by,
            note=difference.answer[:200],
        )
    except NotEnough as short:
        raise NotEnough(t("Only what is free can be taken out.")) from short


def _book_of(difference: Difference) -> str:
    return db.scalars(select(Fund.ref).where(Fund.id == difference.fund_id)).one()


def _answer(difference: Difference, verb: str, reason: str, by: Actor) -> None:
    said, when = _said(reason), clock.now()
    advance(DIFFERENCE, difference, verb, by=by, decided_by_id=by.account_id, decided_at=when, answer=said)


def _must_not_be_words(difference: Difference) -> None:
    if explained.in_words(difference):
        raise IllegalMove(by_two(difference))


def _said(reason: str) -> str:
    if not reasons.says_something(reason):
        raise Invalid(NO_REASON, field="reason")
    return reason.strip()[:SAID_MOST]


def _another(difference: Difference, by: Actor) -> None:
    if by.account_id is None or by.account_id == difference.proposed_by_id:
        raise Forbidden(t("Who proposes and who agrees must be two people."))
