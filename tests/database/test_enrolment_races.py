"""Many at once: the last seat goes to one, the last baht is promised once, and a matter is decided once."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM, Actor
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.earnings import funds
from marketplace.enrolments import answers, applications, approvals, consents, queries, verify, waitlist
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, IllegalMove, Invalid
from models.earning import FundReserve
from models.enrolment import Enrolment, GuardianConsent
from models.offer import Opportunity
from models.session import db as session
from models.session import transactional
from models.vocabulary import GuardianBasis, Role
from tests.factories.enrolments import make_enrolment, make_guardian, make_staff, make_youth, staff
from tests.factories.money import make_fund
from tests.factories.offers import SATENG, make_opportunity, make_organisation
from tests.fixtures.client import read_page

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
CLIENTS = 32


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run every act in a thread of its own, let go together; gives what each returned or the refusal it met."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except DomainError as refusal:
            return refusal

    session.commit()
    session.remove()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def loaded(enrolment_id: int) -> Enrolment:
    return session.scalars(queries.loaded().where(Enrolment.id == enrolment_id)).one()


@transactional
def accept(enrolment_id: int) -> str:
    answers.accept(loaded(enrolment_id), by=SYSTEM)
    return "accepted"


@transactional
def approve(enrolment_id: int, by: Actor) -> str:
    approvals.approve(loaded(enrolment_id), by=by)
    return "approved"


@transactional
def refuse(enrolment_id: int, by: Actor) -> str:
    approvals.refuse(loaded(enrolment_id), by=by, reason="law")
    return "refused"


@transactional
def withdraw(enrolment_id: int) -> str:
    applications.withdraw(loaded(enrolment_id), by=SYSTEM, reason="times")
    return "withdrawn"


def seats_of(opportunity_id: int) -> tuple[int, int, int]:
    """Seats, seats taken, and requests that hold one."""
    offer = session.get_one(Opportunity, opportunity_id)
    held = select(func.count()).where(Enrolment.opportunity_id == opportunity_id, Enrolment.holds_seat.is_(True))
    return offer.seats, offer.seats_taken, session.scalars(held).one()


def one_step() -> None:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)


def last_seat_rounds(rounds: int) -> None:
    organisation = make_organisation()
    people = [make_youth(with_account=False) for _ in range(CLIENTS)]
    for number in range(rounds):
        seats = (1, 10)[number % 2]
        offer = make_opportunity(organisation=organisation, seats=seats, indexed=False)
        asked = [make_enrolment(youth=one, opportunity=offer).id for one in people]
        offer_id = offer.id
        outcome = at_once([lambda key=key: accept(key) for key in asked])
        assert outcome.count("accepted") == seats
        losers = [said for said in outcome if said != "accepted"]
        assert all(type(said) is Conflict for said in losers), losers
        assert seats_of(offer_id) == (seats, seats, seats)
        left = session.scalars(
            select(func.count()).where(Enrolment.opportunity_id == offer_id, Enrolment.state == "provider_review")
        ).one()
        assert left == CLIENTS - seats
        session.commit()
    assert verify.seats().breaches == ()


def test_thirty_two_at_once_never_take_more_seats_than_there_are() -> None:
    last_seat_rounds(20)


@pytest.mark.full
def test_fifty_rounds_of_thirty_two_never_take_more_seats_than_there_are() -> None:
    last_seat_rounds(50)


def test_accepting_and_withdrawing_at_once_keep_seats_and_holders_equal() -> None:
    offer = make_opportunity(seats=8, indexed=False)
    seated = [make_enrolment("provider_accepted", opportunity=offer).id for _ in range(8)]
    waiting = [make_enrolment("waitlisted", opportunity=offer).id for _ in range(4)]
    asking = [make_enrolment(opportunity=offer).id for _ in range(8)]
    offer_id = offer.id
    acts = [lambda key=key: withdraw(key) for key in seated] + [lambda key=key: accept(key) for key in asking]
    outcome = at_once(acts)
    assert outcome[:8] == ["withdrawn"] * 8
    seats, taken, held = seats_of(offer_id)
    assert taken == held <= seats
    states = session.scalars(select(Enrolment.state).where(Enrolment.id.in_(waiting))).all()
    assert states == ["offered"] * 4


def test_two_freed_seats_are_never_offered_to_the_same_person() -> None:
    offer = make_opportunity(seats=6, indexed=False)
    seated = [make_enrolment("provider_accepted", opportunity=offer).id for _ in range(6)]
    waiting = [make_enrolment("waitlisted", opportunity=offer).id for _ in range(6)]
    offer_id = offer.id
    assert at_once([lambda key=key: withdraw(key) for key in seated]) == ["withdrawn"] * 6
    assert session.scalars(select(Enrolment.state).where(Enrolment.id.in_(waiting))).all() == ["offered"] * 6
    assert seats_of(offer_id) == (6, 6, 6)


def test_two_officers_at_once_decide_once_and_the_second_reads_by_whom() -> None:
    one_step()
    officers = [staff(Role.OFFICER) for _ in range(8)]
    asked = make_enrolment("officer_review").id
    outcome = at_once([lambda who=who: approve(asked, who) for who in officers])
    assert outcome.count("approved") == 1
    refusals = [said for said in outcome if said != "approved"]
    assert all(isinstance(said, Conflict) for said in refusals)
    assert all("วารุณี" in str(said) for said in refusals)


def test_approving_and_refusing_at_once_leave_one_decision_and_its_money() -> None:
    one_step()
    officers = [staff(Role.OFFICER) for _ in range(2)]
    for _ in range(10):
        asked = make_enrolment("officer_review").id
        acts = [lambda key=asked: approve(key, officers[0]), lambda key=asked: refuse(key, officers[1])]
        outcome = at_once(acts)
        said = [one for one in outcome if isinstance(one, str)]
        assert len(said) == 1
        kept = session.get_one(Enrolment, asked)
        assert kept.state == said[0]
        assert kept.holds_seat is (kept.state == "approved")
        session.commit()


def test_the_last_baht_is_promised_once() -> None:
    one_step()
    officer = staff(Role.OFFICER)
    today = clock.today()
    draft = funds.FundDraft("กองทุน", "Fund", "", SATENG, today, today + timedelta(days=365))
    fund = funds.open_fund(draft, by=SYSTEM)
    funds.grant(fund, 3 * 300_00, key="1", by=SYSTEM)
    fund_id = fund.id
    offer = make_opportunity(seats=CLIENTS, fund_id=fund_id, completion_bonus_satang=300_00, indexed=False)
    asked = [make_enrolment("officer_review", opportunity=offer).id for _ in range(16)]
    outcome = at_once([lambda key=key: approve(key, officer) for key in asked])
    assert outcome.count("approved") == 3
    refusals = [said for said in outcome if said != "approved"]
    assert all(isinstance(said, Invalid) and "ไม่พอ" in str(said) for said in refusals), refusals
    assert funds.available(fund_id) == 0
    assert session.scalars(select(func.count(FundReserve.id))).one() == 3
    assert session.scalars(select(func.count()).where(Enrolment.state == "approved")).one() == 3


def test_two_pages_that_ask_for_the_last_baht_at_once_end_in_a_yes_and_a_form_that_says_what_is_left(
    app, database, monkeypatch
) -> None:
    if database.kind == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, so the second reads what the first left")
    one_step()
    fund = make_fund(300_00)
    offer = make_opportunity(seats=4, fund_id=fund.id, completion_bonus_satang=300_00, indexed=False)
    asked = [make_enrolment("officer_review", opportunity=offer).ref for _ in range(2)]
    browsers = [app.test_client().sign_in(make_staff(Role.OFFICER)) for _ in asked]
    both, taken_up = threading.Barrier(2), approvals._take_up

    def meet(*given: Any) -> None:
        # Both have seen that there is money, unless the second has to wait for the first.
        with suppress(threading.BrokenBarrierError):
            both.wait(2)
        taken_up(*given)

    monkeypatch.setattr(approvals, "_take_up", meet)
    data = {"decision": "approve", "note": "เริ่มได้เลย", "version": "1"}
    said = at_once(
        [
            lambda browser=browser, ref=ref: browser.post(f"/office/enrolments/{ref}", data=data)
            for browser, ref in zip(browsers, asked, strict=True)
        ]
    )
    assert sorted(answer.status_code for answer in said) == [303, 422]
    refused = read_page(next(answer for answer in said if answer.status_code == 422))
    assert "ไม่พอ" in refused.select_one("#decision .error").get_text()
    assert refused.select_one("textarea[name=note]").get_text().strip() == "เริ่มได้เลย"
    states = session.scalars(select(Enrolment.state).where(Enrolment.ref.in_(asked))).all()
    assert sorted(states) == ["approved", "officer_review"]
    assert session.scalars(select(func.count(FundReserve.id))).one() == 1


def test_two_signers_at_once_sign_once() -> None:
    youth = make_youth(years=16)
    make_guardian(youth)
    asked = applications.apply(make_opportunity(), youth, by=SYSTEM).id

    @transactional
    def sign() -> str:
        consents.sign(loaded(asked), by=SYSTEM, signer_name="แมะซง", relation="แม่", basis=GuardianBasis.PARENT)
        return "signed"

    outcome = at_once([sign] * 8)
    assert outcome.count("signed") == 1
    assert all(isinstance(said, Conflict) for said in outcome if said != "signed")
    assert session.scalars(select(func.count(GuardianConsent.id))).one() == 1


def test_one_person_applying_twice_at_once_has_one_request() -> None:
    youth, offer = make_youth(), make_opportunity(indexed=False)
    youth_id, offer_id = youth.id, offer.id

    @transactional
    def ask() -> str:
        applications.apply(session.get_one(Opportunity, offer_id), session.get_one(type(youth), youth_id), by=SYSTEM)
        return "asked"

    outcome = at_once([ask] * 8)
    assert outcome.count("asked") == 1
    assert all(isinstance(said, Conflict) for said in outcome if said != "asked")
    assert session.scalars(select(func.count(Enrolment.id))).one() == 1


def test_an_offer_taken_while_it_runs_out_has_one_end() -> None:
    offer = make_opportunity(seats=1, indexed=False)
    held = make_enrolment("offered", opportunity=offer, offer_until=clock.now() + timedelta(days=1)).id
    offer_id = offer.id

    @transactional
    def take() -> str:
        waitlist.accept_offer(loaded(held), by=SYSTEM)
        return "taken"

    @transactional
    def leave() -> str:
        waitlist.let_pass(loaded(held), by=SYSTEM)
        return "left"

    outcome = at_once([take, leave])
    assert len([said for said in outcome if isinstance(said, str)]) == 1
    assert all(isinstance(said, str | Conflict | IllegalMove) for said in outcome)
    _, taken, holding = seats_of(offer_id)
    assert taken == holding
