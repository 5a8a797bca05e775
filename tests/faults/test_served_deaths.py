"""The program as it is served dies while money moves: what was answered is there, the rest is whole or was never.

Two people press at once, one changes a budget and one releases a batch, and the processes that answer are killed
somewhere on the way. When others answer again both press again, as people do who got no answer.
"""

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from blueprints import session as web_session
from marketplace.earnings import payouts
from marketplace.kernel import clock
from marketplace.payments import rail
from models.account import Account
from models.earning import Earning
from models.gift import GiftRefund
from models.ledger import LedgerEntry
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import EntryKind, PayoutState, RefundState
from tests.factories.money import make_batch, make_earning, make_fund, three_people
from tests.faults.dying import broken
from tests.faults.served import Served, kill_all
from tests.faults.service_acts import refund_to_send
from tests.fixtures.client import Client
from tests.fixtures.databases import TestDatabase
from tests.fixtures.fake_stripe import KEY, SECRET

pytestmark = [pytest.mark.only_sqlite]

SEED = 2569
LINES = 3
DEATHS, DEATHS_IN_FULL = 2, 30
WORKERS, WORKERS_IN_FULL = 1, 10


@dataclass
class Press:
    """A form that somebody sends, and what they were answered; None when no answer came."""

    served: Served
    browser: Client
    path: str
    form: dict[str, str]
    status: int | None = None

    def __call__(self) -> None:
        self.status = None
        line = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        try:
            line.request("POST", self.path, urlencode(self.form), self._head())
            answer = line.getresponse()
            answer.read()
            self.status = answer.status
        except (OSError, http.client.HTTPException):
            pass
        finally:
            line.close()

    def _head(self) -> dict[str, str]:
        assert self.browser.secret is not None
        with self.browser.application.app_context():
            cookie = f"{web_session.COOKIE}={web_session._cookie(self.browser.secret)}"
        return {
            "Cookie": cookie, "X-CSRF-Token": self.browser.csrf_token(), "Origin": self.served.address,
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip


@pytest.fixture
def served(app: Flask, database: TestDatabase, tmp_path: Path) -> Iterator[Served]:
    found = Served(app.config["OKAT"], tmp_path / "served", database.url)
    yield found
    found.kill()
    rail.use(None)


def signed_in(app: Flask, account_id: int | None) -> Client:
    browser = app.test_client()
    assert isinstance(browser, Client)
    return browser.sign_in(db.get_one(Account, account_id))


@pytest.mark.timeout(3_600)
def test_killed_under_two_presses_nothing_is_lost_and_nothing_is_done_twice(
    app: Flask, served: Served, database: TestDatabase, full: bool
) -> None:
    deaths = DEATHS_IN_FULL if full else DEATHS
    chance, people, budget = random.Random(f"{SEED} {database.kind}"), three_people(), make_fund(0).ref
    batches = []
    for _ in range(deaths + 1):
        fund = make_fund()
        batch = make_batch(fund, people, *(make_earning(fund) for _ in range(LINES)))
        payouts.lock(batch, by=people.officer)
        payouts.approve(batch, by=people.approver)
        payouts.authorise(batch, by=people.authoriser)
        batches.append((batch.ref, batch.version))
    db.commit()
    officer, authoriser = signed_in(app, people.officer.account_id), signed_in(app, people.authoriser.account_id)
    served.start()

    def presses(number: int) -> tuple[Press, Press]:
        ref, version = batches[number]
        more = {"way": "up", "amount": "100", "note": "มติสภา", "once": f"press-{number:030d}"}
        seen = {"version": str(version), "once": f"release-{number:028d}"}
        return (
            Press(served, officer, f"/office/funds/{budget}/budget", more),
            Press(served, authoriser, f"/office/batches/{ref}/release", seen),
        )

    lasts = together(*presses(deaths))
    assert is_whole(budget, batches[deaths][0], deaths) == (True, True)
    for number in range(deaths):
        both = presses(number)
        # The last death is that of everything, the worker of the jobs too.
        end = served.kill if number == deaths - 1 else served.kill_workers
        together(*both, kill=end, after=chance.uniform(0.1, 1.2) * lasts)
        if served.process is None:
            served.start()
        served.wait()
        done = is_whole(budget, batches[number][0], number)
        for press, was_done in zip(both, done, strict=True):
            assert was_done or press.status is None, f"answered {press.status} and lost"
        together(*both)
        assert is_whole(budget, batches[number][0], number) == (True, True)


def together(*presses: Press, kill: Callable[[], None] | None = None, after: float = 0.0) -> float:
    """Press at once, and kill so many seconds later; gives how long it took until all had an answer or none comes."""
    threads = [threading.Thread(target=press) for press in presses]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    if kill is not None:
        time.sleep(after)
        kill()
    for thread in threads:
        thread.join()
    if kill is None:
        assert {press.status for press in presses} <= {303, 409}, [press.status for press in presses]
    return time.monotonic() - began


def is_whole(budget: str, batch_ref: str, number: int) -> tuple[bool, bool]:
    """Whether this budget was raised and this batch released; neither twice nor by half."""
    db.remove()
    key = f"grant:{budget}:press-{number:030d}"
    grants = db.scalar(select(func.count()).where(LedgerEntry.key == key))
    batch = db.scalars(select(PayoutBatch).where(PayoutBatch.ref == batch_ref)).one()
    refs = select(Earning.ref).where(Earning.fund_id == batch.fund_id)
    sent = select(func.count()).where(LedgerEntry.kind == EntryKind.SEND, LedgerEntry.cause_ref.in_(refs))
    released = batch.state == PayoutState.RELEASED
    assert grants in (0, 1)
    assert db.scalar(sent) == (LINES if released else 0)
    # Whoever looks must not stand in the way of those who press.
    assert broken() == []
    db.remove()
    return grants == 1, released


def test_a_worker_killed_over_a_refund_sends_it_once(served: Served, database: TestDatabase, full: bool) -> None:
    chance = random.Random(f"{SEED} {database.kind}")
    for _ in range(WORKERS_IN_FULL if full else WORKERS):
        fake, ref, payment_ref = refund_to_send()
        db.commit()
        served.stripe = (KEY, SECRET, fake.address)
        asked, worker = len(fake.seen), served.begin("worker", "--once")
        while worker.poll() is None and not any(path == "/v1/refunds" for _, path, *_ in fake.seen[asked:]):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))
        kill_all(worker)
        db.execute(update(GiftRefund).values(tried_at=clock.now() - timedelta(minutes=10)))
        db.commit()
        assert broken() == []
        assert served.begin("worker", "--once").wait(60) == 0
        db.expire_all()
        way_back = db.scalars(select(GiftRefund).where(GiftRefund.ref == ref)).one()
        made = [one for one in fake.things.values() if one["object"] == "refund"]
        assert [one["payment_intent"] for one in made] == [payment_ref]
        assert (way_back.state, way_back.service_ref) == (RefundState.SENT, made[0]["id"])
        assert broken() == []
