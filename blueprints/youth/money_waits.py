"""Money that is later than it was said to be: since when it waits, who does what about it, and when one hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprints import answering
from marketplace.areas import working_days
from marketplace.earnings import bank_differences
from marketplace.enquiries import service
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models.vocabulary import EarningState

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.earnings.statement import Payment, StatementLine
    from models.youth import Youth

BANKS_NEED = 2
"""Working days of a bank, counted from the day after it has the round and the day of payment has come."""


@dataclass(frozen=True)
class Said:
    """A state of money in words."""

    title: Text
    text: Text
    kind: str = ""


def late(line: StatementLine) -> Said | None:
    """What is said of a sum of the fund in place of the words of its state; None while it is not late."""
    sent = line.payment
    if sent is None or sent.done:
        return None
    if line.state == EarningState.SENT and sent.sent_at is not None and _is_bank_late(sent):
        return _at_bank(sent.sent_at)
    if line.state == EarningState.IN_BATCH and sent.on is not None and sent.on < clock.today():
        return Said(
            t("In a payment round that is late"),
            t(
                "It was to be paid on {day}, and the round is not ready yet. Nothing is lost. Your office can tell you"
                " what it waits for.",
                day=dates.short_date(sent.on),
            ),
            "draft",
        )
    return None


def not_as_asked(line: StatementLine, satang: int) -> Said | None:
    """What is asked of sums that come to `satang` where the bank paid less or more than asked, as two people agreed."""
    short = line.payment.short_satang if line.payment else 0
    if line.state != EarningState.PAID or not short:
        return None
    if short < 0:
        text = t(
            "By the bank’s word {more} baht more were paid than your office asked for. That is between your office and"
            " the bank, and nobody may ask you for it. Have {sum} baht arrived?",
            more=baht(-short),
            sum=baht(satang),
        )
    else:
        text = t(
            "By the bank’s word only {sum} of {asked} baht were sent. Have {sum} baht arrived? Ask your office when it"
            " sends the other {short}.",
            sum=baht(arriving(line, satang)),
            asked=baht(satang),
            short=baht(short),
        )
    return Said(t("Sent to your account, but not as asked"), text, "draft")


def arriving(line: StatementLine, satang: int) -> int:
    """What somebody can look for on their account where sums that come to `satang` travelled with `line`; in satang."""
    return max(satang - max(line.payment.short_satang if line.payment else 0, 0), 0)


def planned(sent: Payment) -> Text | None:
    """A payment whose day has passed without word that it was made; None where its day is still to come."""
    if sent.done or sent.on is None or sent.on >= clock.today():
        return None
    number = sent.number or "–"
    if sent.sent_at is not None and _is_bank_late(sent):
        since = dates.short_date(clock.bangkok(sent.sent_at).date())
        return t("At the bank since {day}, round {number}, no answer yet", day=since, number=number)
    return t("Planned for {day}, round {number}, not there yet", day=dates.short_date(sent.on), number=number)


def by_when(youth: Youth) -> Text | str:
    """By when somebody who asks today is answered; nothing while nobody is there who could."""
    if not youth.office_key or answering.has_no_decider(youth.office_key, youth.area_code or ""):
        return ""
    return t("You can ask about it here. Your office answers by {day}.", day=dates.long_date(service.answered_by()))


def _is_bank_late(sent: Payment) -> bool:
    if sent.sent_at is None or sent.on is None:
        return False
    began = max(clock.bangkok(sent.sent_at).date(), sent.on)
    return working_days.after(began, BANKS_NEED) < clock.today()


def _at_bank(sent_at: datetime) -> Said:
    """The bank is silent: the office is told of it after some days, and asks the bank from then on."""
    since, asks = dates.short_date(clock.bangkok(sent_at).date()), sent_at + bank_differences.ANSWERS_WITHIN
    if clock.now() <= asks:
        text = t(
            "The bank has had it since {day} and has not answered yet. If it says nothing until {last}, your office"
            " asks the bank.",
            day=since,
            last=dates.short_date(clock.bangkok(asks).date()),
        )
    else:
        text = t("The bank has had it since {day} and has not answered yet. Your office asks the bank.", day=since)
    return Said(t("The bank has not answered yet"), text, "draft")
