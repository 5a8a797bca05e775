"""What was earned while its fund had no money: it enters the books as money comes in, the oldest first.

A younger, smaller sum never overtakes an older one that still finds too little. What a person holds, or a rule of the
fund refuses, waits for people and stands in nobody's way.
"""

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from marketplace.access import SYSTEM, Actor
from marketplace.earnings import accruals, ceilings, funds
from marketplace.ledger import NotEnough, accounts
from models.earning import Earning, Fund
from models.history import Move
from models.session import db
from models.vocabulary import EarningKind, EarningState

NOTE = "money came in"


def waiting_in(fund: Fund) -> Sequence[Earning]:
    """The earnings of a fund that wait for money alone, in the order in which they are paid: day, then entry."""
    hold, anew = aliased(Move), aliased(Move)
    # A hold from before it was cancelled and owed anew binds nobody any more.
    since = exists().where(
        anew.subject_type == "earning", anew.subject_id == Earning.id, anew.verb == "wait_again", anew.id > hold.id
    )
    by_people = exists().where(
        hold.subject_type == "earning", hold.subject_id == Earning.id, hold.verb == "hold", ~since
    )
    wanted = select(Earning).where(
        Earning.fund_id == fund.id,
        Earning.state == EarningState.HELD,
        Earning.accrue_entry_id.is_(None),
        Earning.kind != EarningKind.IN_KIND,
        ~by_people,
    )
    return db.scalars(wanted.order_by(Earning.earned_on, Earning.created_at, Earning.id)).all()


def resume(fund: Fund, *, by: Actor = SYSTEM) -> int:
    """Let what waits enter the books as far as the money goes; returns how many did."""
    accounts.lock_book(fund.ref)
    done = 0
    for earning in waiting_in(fund):
        if ceilings.against_earning(earning) is not None:
            continue
        if not _has_money(earning, fund):
            break
        try:
            accruals.resume(earning, by=by, note=NOTE)
        except NotEnough:
            break
        done += 1
    return done


def resume_all() -> int:
    """The same for every fund in which something waits; a step of the worker's round."""
    waits = exists().where(
        Earning.fund_id == Fund.id, Earning.state == EarningState.HELD, Earning.accrue_entry_id.is_(None)
    )
    return sum(resume(fund) for fund in db.scalars(select(Fund).where(waits).order_by(Fund.id)).all())


def _has_money(earning: Earning, fund: Fund) -> bool:
    """Whether the free money and what is promised to its enrolment are enough; the book is locked."""
    promise = funds.open_reserve(earning.enrolment_id)
    promised = promise.amount_satang - promise.used_satang if promise and promise.fund_id == fund.id else 0
    return earning.amount_satang <= promised + funds.available(fund.id)
