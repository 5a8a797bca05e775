"""What the newest statement of an account leaves unexplained, as it was written down."""

from sqlalchemy import select

from marketplace.kernel.money import exact
from models.bank_balance import BankBalance
from models.gift import Difference
from models.session import db


def newest(fund_id: int) -> BankBalance | None:
    """The newest statement of a fund that was written, by its day; of one day the last correction."""
    mine = select(BankBalance).where(BankBalance.fund_id == fund_id)
    return db.scalars(mine.order_by(BankBalance.day.desc(), BankBalance.id.desc()).limit(1)).one_or_none()


def apart(difference: Difference) -> int:
    """By how much the bank says more than the book and all that explains it; what may be adjusted, no more, no less."""
    return (difference.found_satang or 0) - (difference.expected_satang or 0)


def agreed_since(difference: Difference) -> bool:
    """Whether a newer statement of the account leaves nothing unexplained."""
    last = newest(difference.fund_id or 0)
    return last is not None and last.remainder_satang == 0


def signed(satang: int) -> str:
    """`1,020.00` or `−1,020.00`, as papers print it."""
    return f"{'−' if satang < 0 else ''}{exact(abs(satang))}"
