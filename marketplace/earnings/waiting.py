"""Who waits for money and when they cannot be paid yet: a name is missing, an account was just changed or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from marketplace.earnings import bank_differences, destinations, payees, refusals
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from models.earning import Earning, Fund
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import EarningKind, EarningState
from models.youth import Youth


def left_out(earnings: Sequence[Earning]) -> list[Youth]:
    """Of those who wait for money, who cannot be paid because the name on their ID card is not known."""
    wanted = select(Youth).where(Youth.id.in_(_youths(earnings))).order_by(Youth.id)
    return payees.nameless(db.scalars(wanted))


def without_account(earnings: Sequence[Earning]) -> list[Youth]:
    """Of those who wait for money, who has not said where it should go."""
    wanted = select(Youth).where(Youth.id.in_(_youths(earnings)), Youth.id.not_in(select(PayoutAccount.youth_id)))
    return list(db.scalars(wanted.order_by(Youth.id)))


def held_back(earnings: Sequence[Earning]) -> list[tuple[Youth, datetime]]:
    """Of those who wait for money, whose account was changed less than a day ago, and until when they wait."""
    held = destinations.held(_youths(earnings))
    wanted = select(Youth).where(Youth.id.in_(held)).order_by(Youth.id)
    return [(youth, held[youth.id]) for youth in db.scalars(wanted)]


def refused(earnings: Sequence[Earning]) -> list[Youth]:
    """Of those who wait for money, whose account the bank refused while nobody has said what is to be done."""
    found = refusals.unanswered(_youths(earnings))
    return list(db.scalars(select(Youth).where(Youth.id.in_(found)).order_by(Youth.id)))


def gainsaid(earnings: Sequence[Earning]) -> list[Youth]:
    """Of those who wait for money, of whose sums the bank said that it paid them, or otherwise, without an answer."""
    about = bank_differences.of_earnings({earning.id for earning in earnings})
    found = {earning.youth_id for earning in earnings if earning.id in about}
    return list(db.scalars(select(Youth).where(Youth.id.in_(found)).order_by(Youth.id)))


def _youths(earnings: Sequence[Earning]) -> set[int]:
    return {earning.youth_id for earning in earnings}


@dataclass(frozen=True, slots=True)
class Left:
    """Who is left for a later batch, and why: no name, no account, one just changed or refused, a difference."""

    unnamed: list[Youth]
    without: list[Youth]
    held: list[tuple[Youth, datetime]]
    refused: list[Youth]
    gainsaid: list[Youth]

    @property
    def ids(self) -> set[int]:
        """All of them."""
        held = (youth for youth, _ in self.held)
        return {youth.id for youth in (*self.unnamed, *self.without, *held, *self.refused, *self.gainsaid)}

    def why_nobody(self) -> Text:
        """What to tell somebody who finds that nobody can be put into a batch."""
        if self.held:
            when = date_time(min(until for _, until in self.held))
            return t("Nobody can be paid yet: the account was changed less than a day ago. Try again after {when}.",
                     when=when)  # fmt: skip
        if self.unnamed:
            return t("Nobody can be paid yet: the name on the ID card is missing for {count}. They and their case"
                     " workers are asked for it.", count=len(self.unnamed))  # fmt: skip
        if self.refused:
            return t("Nobody can be paid yet: the bank refused the account of {count}, and it was not changed. Decide"
                     " first about the sums it refused.", count=len(self.refused))  # fmt: skip
        if self.gainsaid:
            return t("Nobody can be paid yet: the bank said something else about an earlier payment of {count}. Answer"
                     " that first, under “Differences”.", count=len(self.gainsaid))  # fmt: skip
        return t("Nobody can be paid yet: no account is known for {count}. They are asked where their money should go.",
                 count=len(self.without))  # fmt: skip


def left(earnings: Sequence[Earning]) -> Left:
    """Who of those who wait for money is left for a later batch."""
    return Left(
        left_out(earnings), without_account(earnings), held_back(earnings), refused(earnings), gainsaid(earnings)
    )


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
