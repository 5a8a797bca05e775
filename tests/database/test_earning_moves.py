"""Every verb said in every state: the moves of the table are made, all others are refused and change nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from marketplace.access import SYSTEM
from marketplace.earnings import decisions, funds, payouts, settlement, taking_out
from marketplace.earnings.states import EARNING, EMPLOYER_PAYMENT, PAYOUT
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from models.history import Move
from models.session import db
from models.vocabulary import EarningState, EmployerPaymentState, PayoutState
from tests.factories.money import (
    People,
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    pay,
    three_people,
    without_account,
)

pytestmark = pytest.mark.usefixtures("database")

SAID: dict[str, Callable[[Any, People], None]] = {
    "approve": lambda earning, people: decisions.approve(earning, by=people.officer),
    "hold": lambda earning, people: decisions.hold(earning, by=people.officer, reason="look"),
    "resume": lambda earning, people: decisions.resume(earning, by=people.officer),
    "reject": lambda earning, people: decisions.reject(earning, by=people.officer, reason="no"),
    "cancel": lambda earning, people: decisions.cancel(earning, by=people.officer, reason="corrected"),
    "retry": lambda earning, people: decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว"),
    "confirm": lambda earning, people: decisions.confirm_receipt(earning, by=SYSTEM),
    "reverse": lambda earning, people: decisions.reverse(earning, by=people.officer, reason="came back"),
}

BATCH_SAID: dict[str, Callable[[Any, People], None]] = {
    "lock": lambda batch, people: payouts.lock(batch, by=people.officer),
    "return": lambda batch, people: payouts.send_back(batch, by=people.approver, note="wrong sum"),
    "approve": lambda batch, people: payouts.approve(batch, by=people.approver),
    "authorise": lambda batch, people: payouts.authorise(batch, by=people.authoriser),
    "release": lambda batch, people: payouts.release(batch, by=people.authoriser),
    "reconcile": lambda batch, people: settlement.reconcile(batch, by=people.officer),
    "close": lambda batch, people: settlement.close(batch, by=people.officer),
    "take_out": lambda batch, people: taking_out.take_out_stuck(batch, by=people.approver),
    "abort": lambda batch, people: payouts.abort(batch, by=people.officer, reason="wrong day"),
}
ROAD = ("lock", "approve", "authorise", "release", "reconcile", "close")


def moves() -> int:
    return db.query(Move).count()


def refuses(act: Callable[[], None], *kinds: type[Exception]) -> bool:
    try:
        act()
    except kinds:
        return True
    return False


@pytest.mark.parametrize("state", EarningState)
def test_every_verb_in_every_state_of_an_earning(state: EarningState) -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning_in(state, fund, people)
    db.commit()
    for verb, act in SAID.items():
        assert earning.state == state
        sheet, before = funds.sheet(fund), moves()
        if EARNING.allows(state, verb):
            act(earning, people)
            assert (earning.state, moves()) == (EARNING.next(state, verb), before + 1), verb
        else:
            assert refuses(partial(act, earning, people), IllegalMove), verb
            assert (earning.state, funds.sheet(fund), moves()) == (state, sheet, before), verb
        db.rollback()


def batch_in(state: PayoutState, people: People) -> Any:
    fund = make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    if state == PayoutState.ABORTED:
        BATCH_SAID["abort"](batch, people)
        return batch
    for verb in ROAD:
        if batch.state == state:
            return batch
        if verb == "reconcile":
            pay(lines(batch)[0], people)
        BATCH_SAID[verb](batch, people)
    return batch


@pytest.mark.parametrize("state", PayoutState)
def test_every_verb_in_every_state_of_a_batch(state: PayoutState) -> None:
    people = three_people()
    batch = batch_in(state, people)
    db.commit()
    for verb, act in BATCH_SAID.items():
        assert batch.state == state
        before = moves()
        if PAYOUT.allows(state, verb):
            if (state, verb) == (PayoutState.RELEASED, "reconcile"):
                pay(lines(batch)[0], people)
            if verb == "take_out":
                without_account(*lines(batch))
            act(batch, people)
            assert batch.state == PAYOUT.next(state, verb), verb
        else:
            assert refuses(partial(act, batch, people), IllegalMove, Conflict), verb
            assert (batch.state, moves()) == (state, before), verb
        db.rollback()


def test_the_tables_name_every_state() -> None:
    assert EARNING.states() == set(EarningState)
    assert PAYOUT.states() == set(PayoutState)
    assert EMPLOYER_PAYMENT.states() == set(EmployerPaymentState)


def test_no_way_leads_out_of_an_end() -> None:
    assert EARNING.verbs(EarningState.REJECTED) == frozenset()
    # What was reversed stands as paid again where the bank is found to have paid it by another line, and not otherwise.
    assert EARNING.verbs(EarningState.REVERSED) == {"found_paid"}
    for state in (PayoutState.CLOSED, PayoutState.ABORTED):
        assert PAYOUT.verbs(state) == frozenset()


@pytest.mark.parametrize("verb", ["hold", "reject", "cancel", "reverse"])
def test_a_decision_against_the_youth_needs_its_reason(verb: str) -> None:
    earning = make_earning(make_fund())
    with pytest.raises(Invalid):
        getattr(decisions, verb)(earning, by=SYSTEM, reason=" ")


def test_nobody_without_an_account_approves() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    payouts.lock(batch, by=people.officer)
    with pytest.raises(Forbidden):
        payouts.approve(batch, by=SYSTEM)


def test_a_decision_on_a_stale_earning_is_a_conflict() -> None:
    earning = make_earning(make_fund())
    db.connection().exec_driver_sql(f"UPDATE earning SET version = version + 1 WHERE id = {earning.id}")
    with pytest.raises(Conflict):
        decisions.approve(earning, by=SYSTEM)


def test_payday_cannot_be_in_the_past_and_an_empty_fund_prepares_nothing() -> None:
    from datetime import timedelta

    people, fund = three_people(), make_fund()
    with pytest.raises(Invalid):
        payouts.prepare(fund, until=clock.today(), pay_on=clock.today(), by=people.officer)
    make_earning_in(EarningState.APPROVED, fund, people)
    with pytest.raises(Invalid):
        payouts.prepare(fund, until=clock.today(), pay_on=clock.today() - timedelta(days=1), by=people.officer)
