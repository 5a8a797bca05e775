"""Who waits for money and when they cannot be paid yet: a name that is missing, an account that was just changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from marketplace.earnings import destinations, payees
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from models.earning import Earning, Fund
from models.session import db
from models.vocabulary import EarningKind, EarningState
from models.youth import Youth


def left_out(earnings: Sequence[Earning]) -> list[Youth]:
    """Of those who wait for money, who cannot be paid because the name on their ID card is not known."""
    wanted = select(Youth).where(Youth.id.in_(_youths(earnings))).order_by(Youth.id)
    return payees.nameless(db.scalars(wanted))


def held_back(earnings: Sequence[Earning]) -> list[tuple[Youth, datetime]]:
    """Of those who wait for money, whose account was changed less than a day ago, and until when they wait."""
    held = destinations.held(_youths(earnings))
    wanted = select(Youth).where(Youth.id.in_(held)).order_by(Youth.id)
    return [(youth, held[youth.id]) for youth in db.scalars(wanted)]


def _youths(earnings: Sequence[Earning]) -> set[int]:
    return {earning.youth_id for earning in earnings}


def why_nobody(unnamed: int, held: Sequence[datetime]) -> Text:
    """What to tell somebody who finds that nobody can be put into a batch."""
    if held:
        return t("Nobody can be paid yet: the account was changed less than a day ago. Try again after {when}.",
                 when=date_time(min(held)))  # fmt: skip
    return t("Nobody can be paid yet: the name on the ID card is missing for {count}. They and their case workers are"
             " asked for it.", count=unnamed)  # fmt: skip


def due(fund: Fund, until: date) -> Sequence[Earning]:
    """Approved money earnings of a fund up to a day, by youth and then oldest first."""
    wanted = (
        select(Earning)
        .where(
            Earning.fund_id == fund.id,
            Earning.state == EarningState.APPROVED,
            Earning.kind != EarningKind.IN_KIND,
            Earning.earned_on <= until,
        )
        .order_by(Earning.youth_id, Earning.earned_on, Earning.id)
    )
    return db.scalars(wanted).all()
