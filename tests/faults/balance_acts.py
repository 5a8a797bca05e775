"""Acts on a bank's statement: written with a remainder, pages added, adjusted by two, answered by one that agrees."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.payments import bank_balances, differences
from marketplace.payments.bank_balances import Draft, Papers
from models.earning import Fund
from models.gift import Difference
from models.session import db
from tests.factories.money import People, make_fund, three_people
from tests.faults.dying import Act

WHY, NO_PAPERS = "ธนาคารหักค่าธรรมเนียม", Papers()


def _fund() -> tuple[People, str]:
    with clock.frozen(clock.now() - timedelta(days=4)):
        return three_people(), make_fund(1_000_00).ref


def _write(ref: str, satang: int, people: People, days: int = 1, papers: Papers = NO_PAPERS) -> None:
    fund = db.scalars(select(Fund).where(Fund.ref == ref)).one()
    said = Draft(clock.today() - timedelta(days=days), satang, "บัญชี 1")
    bank_balances.write(fund, said, by=people.officer, papers=papers)


def _found() -> Difference:
    return db.scalars(select(Difference)).one()


def remainder_written() -> Act:
    people, ref = _fund()
    return lambda: _write(ref, 980_00, people)


def pages_added_later() -> Act:
    people, ref = _fund()
    _write(ref, 1_000_00, people)
    page = checking.check(b"%PDF-1.4\n%%EOF\n", "statement.pdf")
    return lambda: _write(ref, 1_000_00, people, papers=Papers([page], Path(tempfile.mkdtemp())))


def remainder_adjusted() -> Act:
    people, ref = _fund()
    _write(ref, 980_00, people)
    differences.propose(_found(), satang=-20_00, reason=WHY, by=people.officer)
    return lambda: differences.agree(_found(), by=people.approver)


def remainder_answered_by_a_newer_statement() -> Act:
    people, ref = _fund()
    _write(ref, 980_00, people, 2)
    return lambda: _write(ref, 1_000_00, people)


BALANCE_ACTS: dict[Callable[[], Act], str] = {
    remainder_written: "bank_balance.write difference.found",
    pages_added_later: "bank_balance.add_pages",
    remainder_adjusted: "difference.agree entry.adjust",
    remainder_answered_by_a_newer_statement: "bank_balance.write difference.propose",
}
