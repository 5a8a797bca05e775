"""Who is told what about money on its way: neutral words without sums, since phones are shared."""

from sqlalchemy import select

from marketplace import notices
from marketplace.i18n import Text, t
from models.earning import Earning
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.youth import Youth

MONEY_PATH = "/youth/money?month={month:%Y-%m}"


def sent(line: PayoutLine) -> None:
    """The money of a line is on its way to the bank: whose it is hears it once."""
    _tell(line, "payout.sent", t("Money is on its way to your account. See when it should be there."))


def paid(line: PayoutLine) -> None:
    """The bank has paid a line: whose it is hears it once, and is asked on the page whether it has come."""
    _tell(line, "payout.paid", t("Money was paid into your account. See whether it has come."))


def refused(line: PayoutLine) -> None:
    """The bank did not pay a line or sent it back: whoever waits for it hears where to read why and what to do."""
    message = t("The bank could not pay money into your account. See why and what you can do.")
    _tell(line, "payout.refused", message, once=False)


def _tell(line: PayoutLine, event: str, message: Text, *, once: bool = True) -> None:
    of_line = (
        select(Youth.account_id, Earning.earned_on)
        .join(Earning, Earning.youth_id == Youth.id)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .where(PayoutItem.line_id == line.id)
        .order_by(Earning.earned_on.desc(), Earning.id.desc())
    )
    found = db.execute(of_line.limit(1)).first()
    if found is None:
        return
    account_id, earned_on = found
    path = MONEY_PATH.format(month=earned_on)
    notices.tell(account_id, event=event, message=message, path=path, about=line, once=once)
