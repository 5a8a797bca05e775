"""Second looks: drawn once, by risk and seed; answered by somebody else; a false completion loses its money."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.audit.moves import advance
from marketplace.earnings import accruals, decisions, funds
from marketplace.enrolments import attendance, checks, claims, verify
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from marketplace.second_looks import policy, queries, service
from models.earning import Earning
from models.enrolment import Claim, Enrolment, Evidence
from models.history import Notice
from models.offer import Session
from models.second_look import LookRound, SecondLook
from models.session import db as session
from models.vocabulary import ClaimState, EarningState, LookRisk, LookSign, LookState, Role
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff, make_youth, staff
from tests.factories.milestones import make_stay
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, make_opportunity
from tests.factories.second_looks import draw, make_verified

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
TRUE, FALSE, UNCLEAR = LookState.TRUE, LookState.FALSE, LookState.UNCLEAR


def looks_of(drawn: LookRound) -> list[SecondLook]:
    return [queries.one_look(staff(Role.OFFICER), look.ref) for look in queries.one_round(province(), drawn.ref).looks]


def province():
    return staff(Role.PROVINCE, "95")


def proof(claim: Claim, digest: str) -> None:
    session.add(
        Evidence(
            ref=f"E-{claim.ref}-{digest}", claim_id=claim.id, media_type="image/png", stored_name=claim.ref,
            given_name="a.png", size=1, sha256=digest * 64, added_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()


def test_a_claim_is_drawn_once_and_those_that_share_a_file_stand_in_a_stratum_of_their_own() -> None:
    plain, copied = [make_verified(at=clock.now() - timedelta(minutes=n)) for n in range(3)], make_verified()
    proof(plain[0], "a")
    proof(copied, "a")
    drawn = draw()
    by_claim = {look.claim_id: look for look in drawn_looks(drawn)}
    assert set(by_claim) == {one.id for one in (*plain, copied)}
    assert by_claim[copied.id].signs == [LookSign.SAME_FILE]
    assert by_claim[plain[0].id].risk == LookRisk.ONE_SIGN
    assert drawn.sizes == {"plain": 2, "one_sign": 2, "more_signs": 0}
    assert {one.state for one in session.scalars(select(Claim))} == {ClaimState.AUDITED}
    with pytest.raises(Invalid):
        draw()


def drawn_looks(drawn: LookRound) -> list[SecondLook]:
    return list(session.scalars(select(SecondLook).where(SecondLook.round_id == drawn.id).order_by(SecondLook.id)))


def test_only_verified_claims_of_the_area_and_the_time_are_drawn() -> None:
    ours = make_verified()
    make_verified(state="under_review")
    make_verified(at=clock.now() - timedelta(days=400))
    make_verified(make_enrolment("completed", youth=make_youth(area_code="700101")))
    assert [look.claim_id for look in drawn_looks(draw())] == [ours.id]


def test_a_time_or_a_number_that_cannot_be_draws_nothing() -> None:
    make_verified()
    today = clock.today()
    wrong = (
        (today, today - timedelta(days=1), 5, province()),
        (today, today + timedelta(days=1), 5, province()),
        (today, today, 0, province()),
        (today, today, service.MOST + 1, province()),
        (today, today, 5, staff(Role.PROVINCE, "70")),
        (today, today, 5, staff(Role.OFFICER)),
    )
    for first, last, wanted, by in wrong:
        with pytest.raises(Invalid):
            service.draw_round("95", first, last, wanted, by=by)
    assert session.scalars(select(LookRound)).all() == []


def test_whoever_claimed_or_verified_may_not_look_and_a_stranger_finds_nothing() -> None:
    claimer, verifier, other = (make_staff(Role.OFFICER) for _ in range(3))
    make_verified(claimed_by_id=claimer.id, verified_by_id=verifier.id)
    (look,) = looks_of(draw())
    assert not policy.can_answer(acting(claimer), look)
    assert not policy.can_answer(acting(verifier), look)
    assert policy.can_answer(acting(other), look)
    with pytest.raises(NotFound):
        queries.one_look(staff(Role.OFFICER, BETONG), look.ref)
    assert queries.waiting_for(staff(Role.OFFICER, BETONG))[1] == 0
    assert queries.waiting_for(acting(other))[1] == 1
    assert queries.waiting_for(acting(claimer))[1] == queries.waiting_for(acting(verifier))[1] == 0


def completed_with_money() -> tuple[Claim, Earning]:
    fund = make_fund()
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    done = make_enrolment("completed", opportunity=offer)
    claim = make_verified(done)
    accruals.accrue_completion(offer, done, claim, by=staff(Role.OFFICER))
    return claim, session.scalars(select(Earning)).one()


def test_a_false_completion_is_revoked_its_unpaid_money_cancelled_and_the_books_hold() -> None:
    claim, earning = completed_with_money()
    (look,) = looks_of(draw())
    with pytest.raises(Invalid):
        service.answer(look, FALSE, note=" ", by=staff(Role.APPROVER))
    service.answer(look, FALSE, note="ไม่มีใครเคยเห็นเขามา", by=staff(Role.APPROVER))
    session.refresh(claim)
    session.refresh(earning)
    assert (claim.state, earning.state) == (ClaimState.REVOKED, EarningState.CANCELLED)
    assert [found for found in verify.invariants() if found.breaches] == []
    with pytest.raises(IllegalMove):
        service.answer(look, TRUE, note="", by=staff(Role.OFFICER))


def test_a_false_completion_ends_the_enrolment_frees_its_promise_and_is_told() -> None:
    fund, officer = make_fund(), staff(Role.OFFICER)
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    youth = make_youth()
    done = make_enrolment("in_learning", opportunity=offer, youth=youth)
    host = make_provider(offer.organisation_id)
    funds.reserve(fund.id, done, 800_00, by=officer)
    make_stay(done, fund, satang=500_00)
    claim = make_verified(done, state="claimed")
    claims.verify(claims.one(officer, claim.ref), by=officer, note="x", seen_short=True)
    (look,) = looks_of(draw())
    assert funds.sheet(fund).reserved == 500_00
    service.answer(look, FALSE, note="ไม่มีใครเคยเห็นเขามา", by=staff(Role.APPROVER))
    session.expire_all()
    ended = session.get_one(Enrolment, done.id)
    assert (ended.state, ended.reason) == ("dropped_out", "false_completion")
    assert (funds.sheet(fund).reserved, funds.sheet(fund).owed) == (0, 0)
    told = select(Notice.account_id).where(Notice.event == "enrolment.completion_revoked")
    assert set(session.scalars(told)) == {youth.account_id, host.id}
    assert [found for found in verify.invariants() if found.breaches] == []
    again = make_enrolment("officer_review", youth=youth)
    assert not [one for one in checks.of(again) if one.code == "dropped_out"]


def test_a_revoked_completion_that_still_counts_as_completed_is_a_breach() -> None:
    make_verified(state="revoked")
    assert "I10 completions" in {found.name for found in verify.invariants() if found.breaches}


def test_sessions_held_after_a_completion_do_not_come_back_with_its_revocation() -> None:
    offer = make_opportunity(
        starts_on=clock.today() - timedelta(days=3),
        times=";".join(f"{day} 00:30-01:30" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        with_sessions=True,
    )
    done, officer = make_enrolment("approved", opportunity=offer), staff(Role.OFFICER)
    with clock.frozen(clock.now() - timedelta(days=2)):
        for verb in ("enrol", "begin"):
            advance(ENROLMENT, done, verb, by=officer)
        claim = make_verified(done, state="claimed")
        claims.verify(claims.one(officer, claim.ref), by=officer, note="x", seen_short=True)
    (look,) = looks_of(draw())
    service.answer(look, FALSE, note="ไม่จริง", by=staff(Role.APPROVER))
    yesterday = select(Session).where(Session.opportunity_id == offer.id, Session.held_on < clock.today())
    newest = session.scalars(yesterday.order_by(Session.held_on.desc())).first()
    assert newest is not None
    assert [line.enrolment.id for line in attendance.roll(newest)] == []


def test_what_is_on_hold_is_cancelled_too_and_what_was_true_stays_owed() -> None:
    _claim, earning = completed_with_money()
    decisions.hold(earning, by=staff(Role.OFFICER), reason="evidence_unclear")
    (look,) = looks_of(draw())
    service.answer(look, UNCLEAR, note="ครูลา", by=staff(Role.OFFICER))
    assert earning.state == EarningState.HELD
    service.answer(look, TRUE, note="", by=staff(Role.OFFICER))
    assert (look.claim.state, earning.state) == (ClaimState.CONFIRMED, EarningState.HELD)


def test_a_round_is_published_once_nothing_waits_and_says_what_it_found() -> None:
    for number in range(6):
        make_verified(at=clock.now() - timedelta(hours=number))
    drawn = draw()
    first, *rest = looks_of(drawn)
    service.answer(first, FALSE, note="x", by=staff(Role.OFFICER))
    drawn = queries.one_round(province(), drawn.ref)
    assert not policy.can_publish(province(), drawn)
    with pytest.raises(Conflict):
        service.publish(drawn, by=province())
    assert queries.published() == []
    for look in rest:
        service.answer(look, TRUE, note="", by=staff(Role.OFFICER))
    session.expire_all()
    drawn = queries.one_round(province(), drawn.ref)
    assert policy.can_publish(province(), drawn)
    service.publish(drawn, by=province())
    found = queries.found(queries.published()[0])
    assert (found.size, found.drawn, found.true, found.false) == (6, 6, 5, 1)
    assert found.estimate is not None
    assert found.estimate.low == found.estimate.high == pytest.approx(1 / 6)
