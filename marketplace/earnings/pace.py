"""How long a fund's money lasts at the pace of the last weeks, so that an office hears of it before it is gone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.earnings import funds, origins
from marketplace.kernel import clock
from models.earning import Fund
from models.ledger import LedgerBook
from models.session import db

WEEKS = 4
WARNS = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class Pace:
    """What young people earned in the last weeks, and the day on which what is left would be gone."""

    earned_satang: int
    lasts_until: date | None
    is_short: bool


def pace_of(fund: Fund) -> Pace:
    """The pace of a fund; short when it would run dry within six weeks and before its last day."""
    today, sheet = clock.today(), funds.sheet(fund)
    book_id = db.scalars(select(LedgerBook.id).where(LedgerBook.code == fund.ref)).one()
    earned = origins.standing(book_id, since=clock.now() - timedelta(weeks=WEEKS))
    if not earned:
        return Pace(0, None, is_short=sheet.missing > 0)
    days = (sheet.available + sheet.reserved) * WEEKS * 7 // earned
    until = today + timedelta(days=min(days, 3650))
    return Pace(earned, until, is_short=sheet.missing > 0 or until < min(today + WARNS, fund.ends_on))
