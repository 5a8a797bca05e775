"""Suspense: what came or went and belongs to no fund. Two people take it up in the books, and two pass it on.

Taken up, it stands in a book of its own against what lies of it at the payment service. What the service then pays to
the bank moves within that book. From there it goes to a fund, whose book has the mirror of it, or back to the payer.
What came and what went can also be cleared against each other: no money moves then, so it lies where it lay.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from marketplace.kernel.money import baht
from marketplace.ledger import Cause, Line, accounts, free_money, post
from marketplace.payments import foreign, queries
from marketplace.payments.policy import PLATFORM
from marketplace.payments.states import SUSPENSE_EXIT
from models.earning import Fund
from models.gift import Difference, SuspenseExit
from models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import (
    DifferenceKind,
    DifferenceState,
    EntryKind,
    SuspensePlace,
    SuspenseState,
    SuspenseWay,
)

PAYOUT = "payout"
REASON_MOST = 400
SENT_MOST = 80
_TAKEN = (EntryKind.SUSPEND, EntryKind.ARRIVE)


@dataclass(frozen=True, slots=True)
class ExitDraft:
    """What somebody proposes: how much, in satang and below zero where money had gone, where it lies and where to."""

    satang: int
    way: SuspenseWay
    place: SuspensePlace
    fund_ref: str
    sent_ref: str
    reason: str
    against_ref: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is in suspense, and where it lies, in satang."""

    suspense: int = 0
    cash: int = 0
    clearing: int = 0


def sheet() -> Sheet:
    """What is in suspense now."""
    found = accounts.balances(accounts.SUSPENSE)
    return Sheet(*(found.get(_code(role), 0) for role in (R.SUSPENSE, R.CASH, R.CLEARING)))


def is_payout(difference: Difference) -> bool:
    """Whether it is what the service paid to the bank of money that is no gift's."""
    said = difference.detail
    return difference.kind == DifferenceKind.NOT_BOOKED and (not said or said.startswith(f"{PAYOUT} "))


def most(difference: Difference) -> int:
    """How far the books can be brought for a difference of no fund, in satang: never past what was found.

    A line of the service is worth itself; all else what the sums of books and service still differ by.
    """
    if difference.kind == DifferenceKind.NOT_BOOKED:
        return 0 if foreign.is_foreign(difference) else difference.found_satang or 0
    last = queries.last_balance()
    if last is None:
        return 0
    since = (
        select(func.coalesce(func.sum(LedgerPosting.amount_satang), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == _code(R.CLEARING), LedgerEntry.kind.in_(_TAKEN), LedgerEntry.at > last.at)
    )
    return last.gap_satang - int(db.scalars(since).one())


def must_fit(difference: Difference, satang: int) -> None:
    """Raise Invalid where the books would be brought past what was found, or the other way."""
    limit = most(difference)
    if limit == 0:
        raise Invalid(
            t("By now the payment service holds what the books say, so there is nothing to take up. Explain it."),
            field="amount",
        )
    if satang * limit < 0:
        raise Invalid(t("The sums differ the other way round."), field="way")
    if abs(satang) > abs(limit):
        raise Invalid(t("Not more than {sum} baht: so much do the sums differ.", sum=baht(abs(limit))), field="amount")


def take_up(difference: Difference, satang: int, *, by: Actor) -> None:
    """Enter what was found and is no fund's, agreed by two people; raises Invalid past what was found."""
    accounts.open_suspense()
    must_fit(difference, satang)
    if is_payout(difference):
        kind, lines = EntryKind.ARRIVE, [Line(_code(R.CASH), satang), Line(_code(R.CLEARING), -satang)]
    else:
        kind, lines = EntryKind.SUSPEND, [Line(_code(R.CLEARING), satang), Line(_code(R.SUSPENSE), -satang)]
    cause = Cause("difference", difference.ref)
    post(kind, lines, key=f"adjust:{difference.ref}", cause=cause, by=by, note=difference.answer[:200])


def propose(difference: Difference, draft: ExitDraft, *, by: Actor) -> SuspenseExit:
    """Offer to pass on what is in suspense for a difference, or part of it; raises Invalid naming its field."""
    accounts.open_suspense()
    left = lefts([difference])[difference.id]
    if left == 0:
        raise IllegalMove(t("Nothing of it is in suspense."))
    if draft.satang * left <= 0 or abs(draft.satang) > abs(left):
        raise Invalid(t("Not more than {sum} baht are left of it.", sum=baht(abs(left))), field="amount")
    fund, against = _checked(draft), None
    if draft.way == SuspenseWay.AGAINST:
        against = _canceller(difference, draft)
    leaving = SuspenseExit(
        ref=ids.new_ref("X"),
        difference_id=difference.id,
        way=draft.way,
        place=draft.place,
        fund_id=fund.id if fund else None,
        against_id=against.id if against else None,
        amount_satang=draft.satang,
        sent_ref=draft.sent_ref.strip() if draft.way == SuspenseWay.PAYER else "",
        reason=draft.reason.strip(),
        proposed_by_id=by.account_id,
        proposed_at=clock.now(),
    )
    db.add(leaving)
    db.flush()
    told = {"difference": difference.ref, "satang": draft.satang, "way": draft.way.value}
    record(by, "suspense_exit.propose", leaving, **told, **({"against": against.ref} if against else {}))
    return leaving


def agree(leaving: SuspenseExit, *, by: Actor) -> None:
    """A second person agrees, and it leaves suspense; raises Conflict where it does not lie in that place."""
    _another(leaving, by)
    accounts.open_suspense()
    if not SUSPENSE_EXIT.allows(leaving.state, "agree"):
        raise IllegalMove(t("Nothing of it is in suspense."))
    if leaving.against_id is not None:
        _clear(leaving, by)
        return
    satang, place = leaving.amount_satang, R(leaving.place)
    lies = accounts.balance(_code(place))
    if lies * satang <= 0 or abs(lies) < abs(satang):
        raise Conflict(
            t("So much does not lie there: {sum} baht do. Decline it, and propose the other place.", sum=baht(lies))
        )
    advance(SUSPENSE_EXIT, leaving, "agree", by=by, decided_by_id=by.account_id, decided_at=clock.now())
    cause = Cause("suspense", leaving.ref)
    lines = [Line(_code(R.SUSPENSE), satang), Line(_code(place), -satang)]
    post(EntryKind.SETTLE, lines, key=f"settle:{leaving.ref}", cause=cause, by=by, note=leaving.reason[:200])
    if leaving.fund_id is not None:
        _into_fund(leaving, cause, by)


def decline(leaving: SuspenseExit, *, by: Actor) -> None:
    """Do not agree: it stays in suspense."""
    _another(leaving, by)
    advance(SUSPENSE_EXIT, leaving, "decline", by=by, decided_by_id=by.account_id, decided_at=clock.now())


def lefts(differences: Collection[Difference]) -> Mapping[int, int]:
    """What of each of these is in suspense and not about to leave it, in satang, by its id."""
    held: dict[int, int] = {one.id: _taken_up(one) for one in differences}
    for whose, sign in ((SuspenseExit.difference_id, 1), (SuspenseExit.against_id, -1)):
        gone = (
            select(whose, func.sum(SuspenseExit.amount_satang))
            .where(whose.in_(held), SuspenseExit.state != SuspenseState.DECLINED)
            .group_by(whose)
        )
        for difference_id, satang in db.execute(gone):
            held[difference_id or 0] -= sign * int(satang)
    return held


def cancellers(difference: Difference) -> Sequence[tuple[Difference, int]]:
    """What in suspense could cancel this one out, the oldest first: the other way round, and how much of it is left."""
    mine, found = lefts([difference])[difference.id], taken_up()
    left = lefts(found)
    return [(one, left[one.id]) for one in found if left[one.id] * mine < 0]


def taken_up() -> Sequence[Difference]:
    """Every difference that was taken up into suspense, the oldest first."""
    ours = (Difference.fund_id.is_(None), Difference.state == DifferenceState.ADJUSTED)
    found = db.scalars(select(Difference).where(*ours).order_by(Difference.id)).all()
    return [one for one in found if _taken_up(one)]


def exits(difference: Difference | None = None, *, waiting: bool = False) -> Sequence[SuspenseExit]:
    """Ways out of suspense of one difference or of all, oldest first; only those that wait, where asked."""
    wanted = _whole()
    if difference is not None:
        mine = (SuspenseExit.difference_id == difference.id, SuspenseExit.against_id == difference.id)
        wanted = wanted.where(or_(*mine))
    if waiting:
        wanted = wanted.where(SuspenseExit.state == SuspenseState.PROPOSED)
    return db.scalars(wanted.order_by(SuspenseExit.id)).all()


def one_difference(actor: Actor, ref: str) -> Difference:
    """A difference that belongs to no fund; raises NotFound."""
    found = queries.one_difference(actor, ref)
    if found.fund_id is not None:
        raise NotFound
    return found


def one(actor: Actor, ref: str) -> SuspenseExit:
    """A way out of suspense, for those who keep the whole platform; raises NotFound."""
    found = db.scalars(_whole().where(SuspenseExit.ref == ref)).one_or_none()
    if found is None or not actor.scope(*PLATFORM).national:
        raise NotFound
    return found


def _whole() -> Select[SuspenseExit]:
    parts = (SuspenseExit.difference, SuspenseExit.against, SuspenseExit.fund)
    return select(SuspenseExit).options(*(joinedload(part) for part in parts))


def _checked(draft: ExitDraft) -> Fund | None:
    """The fund it goes to, if it goes to one; raises Invalid where something is missing."""
    if not reasons.says_something(draft.reason) or len(draft.reason.strip()) > REASON_MOST:
        raise Invalid(t("Give a reason."), field="reason")
    if draft.way == SuspenseWay.FUND:
        found = next((fund for fund in queries.open_funds() if fund.ref == draft.fund_ref), None)
        if found is None:
            raise Invalid(t("Choose the fund it was for."), field="fund")
        return found
    if draft.way == SuspenseWay.AGAINST:
        return None
    if draft.satang < 0:
        raise Invalid(t("What went out does not go back to a payer; a fund bears it."), field="to")
    if not 0 < len(draft.sent_ref.strip()) <= SENT_MOST:
        raise Invalid(t("Enter the reference under which it was sent back."), field="sent_ref")
    return None


def _canceller(difference: Difference, draft: ExitDraft) -> Difference:
    """The other sum, of which as much is left; raises Invalid where there is none."""
    for other, left in cancellers(difference):
        if other.ref == draft.against_ref:
            if abs(draft.satang) > abs(left):
                raise Invalid(t("Not more than {sum} baht are left of the other.", sum=baht(abs(left))), field="amount")
            return other
    raise Invalid(t("Choose what it cancels out."), field="against")


def _clear(leaving: SuspenseExit, by: Actor) -> None:
    """One leaves suspense and the other with it, by two entries that name each other's difference and move no money."""
    left, cancelled = (db.get_one(Difference, key) for key in (leaving.difference_id, leaving.against_id))
    advance(SUSPENSE_EXIT, leaving, "agree", by=by, decided_by_id=by.account_id, decided_at=clock.now())
    one, other, satang = left.ref, cancelled.ref, leaving.amount_satang
    for key, sum_, pair in ((leaving.ref, satang, (one, other)), (f"{leaving.ref}:{other}", -satang, (other, one))):
        lines = [Line(_code(R.SUSPENSE), sum_), Line(_code(R.CLEARING), -sum_)]
        note = f"{pair[0]} / {pair[1]} {leaving.reason}"[:200]
        post(EntryKind.SETTLE, lines, key=f"settle:{key}", cause=Cause("suspense", leaving.ref), by=by, note=note)
    record(by, "difference.cleared", cancelled, leaving=leaving.ref, against=one, satang=-satang)


def _into_fund(leaving: SuspenseExit, cause: Cause, by: Actor) -> None:
    fund = db.scalars(select(Fund).where(Fund.id == leaving.fund_id)).one()
    if fund.closed_at is not None:
        raise Conflict(t("This fund is closed by now."))
    accounts.open_clearing(fund.ref, fund.id)
    place, satang = accounts.code_of(fund.ref, R(leaving.place)), leaving.amount_satang
    other = free_money.into(fund.ref, satang) if satang > 0 else free_money.out_of(fund.ref, -satang)
    lines, key = [Line(place, satang), *other], f"settle:{leaving.ref}:{fund.ref}"
    post(EntryKind.SETTLE, lines, key=key, cause=cause, by=by, note=leaving.reason[:200])
    record(by, "fund.from_suspense", fund, satang=satang, leaving=leaving.ref)


def _taken_up(difference: Difference) -> int:
    is_ours = difference.fund_id is None and difference.state == DifferenceState.ADJUSTED
    return (difference.adjust_satang or 0) if is_ours and not is_payout(difference) else 0


def _another(leaving: SuspenseExit, by: Actor) -> None:
    if by.account_id is None or by.account_id == leaving.proposed_by_id:
        raise Forbidden(t("Who proposes and who agrees must be two people."))


def _code(role: R) -> str:
    return accounts.code_of(accounts.SUSPENSE, role)
