"""A process that dies without warning while money moves: after it, everything of the act is there or nothing is.

A child does one act and kills itself at its k-th step: before a statement, before the commit or after it. Then the same
act is done again, as a service that tells twice or a person who presses again would, and comes to one result.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event, func, select

from marketplace.earnings import funds, verify
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.payments import differences, gifts, inbox, refunds, told
from marketplace.payments.gifts import Transfer
from models.earning import Fund
from models.gift import Difference, Gift, GiftRefund
from models.ledger import LedgerEntry
from models.session import bound, db, transactional
from models.vocabulary import GiftWay
from tests.factories.gifts import event_of_session, make_difference, make_gift, make_paid_gift
from tests.factories.money import make_fund, three_people
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.on_both

DONE_ALREADY = (Conflict, IllegalMove, Invalid)


@dataclass(frozen=True)
class Act:
    """What is done, and how far the book is when it is done."""

    do: Callable[[], object]
    entries: int


def webhook() -> Act:
    gift = make_gift(make_fund(0), 500_00)
    message = told.read(event_of_session(gift, "completed") | {"id": "evt_kill"})
    return Act(lambda: inbox.receive(message, live=False), 1)


def transfer() -> Act:
    people = three_people()
    ref = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER).ref
    came = Transfer("KTB-1", "ใบเสร็จ 1", clock.today())
    return Act(lambda: gifts.record_transfer(_one(Gift, ref), came, by=people.officer), 1)


def approved_refund() -> Act:
    people, gift = three_people(), make_paid_gift(make_fund(0), 500_00)
    ref, gift_ref = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer).ref, gift.ref
    return Act(lambda: refunds.approve(_one(GiftRefund, ref), _one(Gift, gift_ref), by=people.approver), 2)


def adjustment() -> Act:
    people = three_people()
    difference = make_difference(make_fund(100_00))
    differences.propose(difference, satang=-25_00, reason="หักค่าโอน", by=people.officer)
    ref = difference.ref
    return Act(lambda: differences.agree(_one(Difference, ref), by=people.approver), 2)


ACTS = {"webhook": webhook, "transfer": transfer, "refund": approved_refund, "adjustment": adjustment}


@pytest.mark.only_sqlite
@pytest.mark.parametrize("name", ACTS)
def test_killed_at_each_kind_of_step_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    for kind in sorted(set(steps_of(ACTS[name], database))):
        kill_at(kind, 1, ACTS[name], database)


@pytest.mark.full
@pytest.mark.parametrize("name", ACTS)
def test_killed_at_every_step_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    for kind, times in Counter(steps_of(ACTS[name], database)).items():
        for time in range(1, times + 1):
            kill_at(kind, time, ACTS[name], database)


def kill_at(kind: str, time: int, act: Callable[[], Act], database: TestDatabase) -> None:
    """One world, one death at the n-th step of a kind, one retry."""
    step = f"{kind} ({time})"
    database.fresh()
    one = act()
    db.commit()
    db.remove()
    before = entries()
    status = in_a_child(one, database, kind, time)
    assert os.WIFSIGNALED(status), f"{step} was never reached"
    assert os.WTERMSIG(status) == signal.SIGKILL
    database.rebind()
    assert entries() in (before, one.entries), step
    assert broken() == [], step
    try:
        transactional(one.do)()
    except DONE_ALREADY:
        assert entries() == one.entries
    assert (entries(), broken()) == (one.entries, []), step
    sheet = funds.sheet(db.scalars(select(Fund)).one())
    assert sheet.cash + sheet.at_service == sheet.available
    db.rollback()


def steps_of(act: Callable[[], Act], database: TestDatabase) -> list[str]:
    """Every step of an act by its kind, in order."""
    database.fresh()
    one = act()
    db.commit()
    found: list[str] = []
    undo = listen(found.append)
    transactional(one.do)()
    undo()
    # Whether money is stopped is asked every few seconds only.
    return [kind for kind in found if "money_stop" not in kind]


def in_a_child(one: Act, database: TestDatabase, kind: str, time: int) -> int:
    """Do the act in a process of its own that dies at its step; gives how it ended."""
    child = os.fork()
    if child == 0:
        database.rebind()
        left = [time]

        def count(heard: str) -> None:
            left[0] -= heard == kind
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        listen(count)
        try:
            transactional(one.do)()
        finally:
            os._exit(7)
    return os.waitpid(child, 0)[1]


def listen(hear: Callable[[str], None]) -> Callable[[], None]:
    """Hear of each statement, of the commit and of what follows it."""
    engine = bound()

    def statement(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        hear(" ".join(text.split()[:3]))

    def commit(_connection: Any) -> None:
        hear("commit")

    def after(_session: Any) -> None:
        hear("committed")

    kinds: tuple[tuple[Any, str, Any], ...] = (
        (engine, "before_cursor_execute", statement),
        (engine, "commit", commit),
        (type(db()), "after_commit", after),
    )
    for thing, name, function in kinds:
        event.listen(thing, name, function)

    def undo() -> None:
        for thing, name, function in kinds:
            event.remove(thing, name, function)

    return undo


def entries() -> int:
    found = db.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    db.rollback()
    return found


def broken() -> list[str]:
    found = [f"{one.name}: {one.breaches}" for one in verify.invariants() if one.breaches]
    db.rollback()
    return found


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()
