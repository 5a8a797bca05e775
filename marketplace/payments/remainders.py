"""What the newest statement of an account leaves unexplained, as it was written down, and what its answers name."""

import re

from sqlalchemy import select

from marketplace.i18n import t
from marketplace.kernel.money import exact
from models.bank_balance import BankBalance
from models.gift import Difference
from models.session import db

OVERTURNED = t("The statement that this answer names was corrected since, and leaves something unexplained.")
_NAMED = re.compile(r"\bBB-[0-9A-Z-]*[0-9A-Z]")


def newest(fund_id: int) -> BankBalance | None:
    """The newest statement of a fund that was written, by its day; of one day the last correction."""
    mine = select(BankBalance).where(BankBalance.fund_id == fund_id)
    return db.scalars(mine.order_by(BankBalance.day.desc(), BankBalance.id.desc()).limit(1)).one_or_none()


def apart(difference: Difference) -> int:
    """By how much the bank says more than the book and all that explains it; what may be adjusted, no more, no less."""
    return (difference.found_satang or 0) - (difference.expected_satang or 0)


def named(difference: Difference) -> BankBalance | None:
    """The statement that an answer names; None where it names none."""
    found = _NAMED.search(difference.answer)
    mine = select(BankBalance).where(BankBalance.fund_id == difference.fund_id)
    return db.scalars(mine.where(BankBalance.ref == found.group())).one_or_none() if found else None


def correction_of(compared: BankBalance) -> BankBalance | None:
    """The last correction of a statement; None where it stands."""
    mine = select(BankBalance).where(
        BankBalance.fund_id == compared.fund_id, BankBalance.day == compared.day, BankBalance.id > compared.id
    )
    return db.scalars(mine.order_by(BankBalance.id.desc()).limit(1)).one_or_none()


def is_overturned(difference: Difference) -> bool:
    """Whether the statement that an answer names was corrected since, and no longer agrees with the book."""
    compared = named(difference)
    last = correction_of(compared) if compared is not None else None
    return last is not None and last.remainder_satang != 0


def signed(satang: int) -> str:
    """`1,020.00` or `−1,020.00`, as papers print it."""
    return f"{'−' if satang < 0 else ''}{exact(abs(satang))}"
