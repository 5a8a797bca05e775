"""The doors of money: foreign and missing sound alike, reading writes nothing, illegal moves change nothing."""

import pytest
from sqlalchemy import inspect, text

from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning, Fund
from models.payout import PayoutBatch
from models.session import db as session
from tests.factories.desk import ROLES, Desk, plain_earning, typed
from tests.factories.enrolments import acting, make_staff, make_youth
from tests.factories.money import People, lines, make_batch, make_earning, make_fund
from tests.factories.offers import BETONG


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def snapshot() -> dict[str, str]:
    """Every row of every table but those of sessions and rate windows, as text."""
    session.rollback()
    names = set(inspect(session.get_bind()).get_table_names()) - {"login_session", "rate_window", "alembic_version"}
    return {
        name: repr(sorted(map(repr, session.execute(text(f"SELECT * FROM {name}")))))
        for name in sorted(names)
        if "_fts" not in name
    }


def addresses(fund: Fund, earning: Earning, batch: PayoutBatch) -> dict[str, list[str]]:
    line = lines(batch)[0]
    return {
        "get": [
            f"/office/funds/{fund.ref}", f"/office/funds/{fund.ref}/book", f"/office/funds/{fund.ref}/book.csv",
            f"/office/funds/{fund.ref}/budget", f"/office/earnings/{earning.ref}", f"/office/batches/{batch.ref}",
            f"/office/lines/{line.ref}",
        ],
        "post": [
            f"/office/funds/{fund.ref}/budget", f"/office/funds/{fund.ref}/batches",
            f"/office/funds/{fund.ref}/earnings", f"/office/earnings/{earning.ref}", f"/office/lines/{line.ref}",
            f"/office/lines/{line.ref}/remove",
            *(
                f"/office/batches/{batch.ref}/{step}"
                for step in ("lock", "return", "approve", "authorise", "release", "reconcile", "close", "abort",
                             "bank-file", "results")
            ),
        ],
    }  # fmt: skip


def test_foreign_and_missing_sound_the_same(desk) -> None:
    fund = make_fund(area_code=BETONG)
    earning = make_earning(fund)
    away = People(*(acting(make_staff(role, BETONG)) for role in ROLES))
    batch = make_batch(fund, away, earning)
    found = addresses(fund, earning, batch)
    missing = {
        method: [path.replace(fund.ref, "F-X").replace(earning.ref, "EA-X").replace(batch.ref, "B-X")
                 .replace(lines(batch)[0].ref, "P-X") for path in paths]
        for method, paths in found.items()
    }  # fmt: skip
    youth = desk.sign_in(session.get_one(Account, make_youth().account_id))
    before = snapshot()
    for browser in (desk.officer, desk.approver, desk.authoriser, youth):
        for method in ("get", "post"):
            for foreign, nowhere in zip(found[method], missing[method], strict=True):
                answers = [getattr(browser, method)(path).status_code for path in (foreign, nowhere)]
                assert answers == [404, 404], (foreign, answers)
    assert snapshot() == before


def test_reading_writes_nothing_and_illegal_moves_change_nothing(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, plain_earning(fund))
    found, where = addresses(fund, earning, batch), f"/office/batches/{batch.ref}"
    session.commit()
    before = snapshot()
    for path in (*found["get"], "/office/funds", "/office/funds/new", "/office/batches"):
        assert desk.officer.get(path).status_code == 200
    for browser, step in (
        (desk.approver, "approve"), (desk.authoriser, "authorise"), (desk.authoriser, "release"),
        (desk.officer, "reconcile"), (desk.officer, "close"), (desk.approver, "return"),
    ):  # fmt: skip
        assert browser.post(f"{where}/{step}", data={"note": "ยอดไม่ตรง"}).status_code == 409, step
    line, today = lines(batch)[0], typed(clock.today())
    early = {"outcome": "paid", "bank_ref": "X", "settled_on": today}
    assert desk.officer.post(f"/office/lines/{line.ref}", data=early).status_code == 409
    assert snapshot() == before
