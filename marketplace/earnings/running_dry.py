"""A word to the office before a fund is empty: by its pace and by what is left of it, each stage once.

When money has come in, the stages begin anew.
"""

from datetime import timedelta

from sqlalchemy import select

from marketplace import notices
from marketplace.earnings import bookings, funds, pace, resuming
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.people import desks
from models.earning import Fund
from models.session import db
from models.vocabulary import Role

SOON, VERY_SOON = timedelta(weeks=6), timedelta(weeks=2)
LITTLE, VERY_LITTLE = 25, 10
"""Percent of the budget that is still free or promised."""

WORDS: tuple[Text, ...] = (
    t("A fund of yours runs low. See how long it lasts."),
    t("A fund of yours is nearly empty. See how long it lasts."),
    t("A fund of yours is empty: money that was earned waits."),
)


def nightly() -> int:
    """Tell the officers of each fund that has come to a further stage; returns how many funds were told of."""
    today = clock.today()
    wanted = select(Fund).where(Fund.closed_at.is_(None), Fund.starts_on <= today, Fund.ends_on >= today)
    told = 0
    for fund in db.scalars(wanted.order_by(Fund.id).with_for_update(skip_locked=True)).all():
        stage = stage_of(fund)
        if stage > fund.warned:
            _tell(fund, stage)
            told += 1
        fund.warned = stage
        db.flush()
    return told


def stage_of(fund: Fund) -> int:
    """0 where all is well, 1 running low, 2 nearly empty, 3 empty while somebody waits for money."""
    sheet, going, today = funds.sheet(fund), pace.pace_of(fund), clock.today()
    if sheet.missing or resuming.waiting_in(fund):
        return 3
    budget = bookings.budgets([fund.id])[fund.id]
    if not budget:
        return 0
    left = 100 * (sheet.available + sheet.reserved) // budget
    until = going.lasts_until if going.lasts_until and going.lasts_until < fund.ends_on else None
    if (until and until < today + VERY_SOON) or (going.earned_satang and left < VERY_LITTLE):
        return 2
    return 1 if (until and until < today + SOON) or (going.earned_satang and left < LITTLE) else 0


def _tell(fund: Fund, stage: int) -> None:
    for account_id in sorted(desks.accounts_of(fund.office_key, Role.OFFICER, area_code=fund.area_code)):
        path = f"/office/funds/{fund.ref}"
        notices.tell(account_id, event="fund.runs_dry", message=WORDS[stage - 1], path=path, about=fund)
