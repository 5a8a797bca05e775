"""Vetting as it is lived: facts in any order, a second person to approve, told before it runs out, stopped at once."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from marketplace.resources import pledges, reservations, supply, vetting
from marketplace.vetting import facts
from models.history import Notice
from models.reservation import Reservation
from models.resource import Resource
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import Role, Support, VettingCheck
from tests.factories.enrolments import acting, make_account, staff
from tests.factories.offers import SATENG
from tests.factories.pledges import keep, make_help, vet

pytestmark = pytest.mark.usefixtures("database")
TWO = "ครูสมศรี\nกำนันบุญมี"


def mentor(**given) -> Resource:
    facts_given = {"state": "in_vetting", "owner_account_id": make_account().id, "vetted": False} | given
    return make_help(Support.LANGUAGE_HELP, **facts_given)


def usable(resource: Resource) -> bool:
    return bool(supply.around({SATENG}, {Support.LANGUAGE_HELP})) and facts.standing(resource).takes_new


@pytest.mark.on_both
def test_in_any_order_it_is_matchable_from_the_last_check_on() -> None:
    for seed in range(3):
        one = mentor(state="available")
        order = list(facts.needed_of(one, clock.today()))
        Random(seed).shuffle(order)
        for done, check in enumerate(order):
            assert not facts.standing(one).holds
            with pytest.raises(Conflict):
                keep(one)
            facts.record(one, check, clock.today(), by=SYSTEM, note=TWO)
            assert facts.standing(one).holds == (done == 7)
        assert usable(one)
        keep(one)
        db.rollback()


def test_whoever_recruited_does_not_approve() -> None:
    one, first, second = mentor(state="pledged"), staff(Role.OFFICER), staff(Role.OFFICER)
    vetting.act(one, "start_vetting", by=first)
    with pytest.raises(Forbidden):
        vetting.record(one, VettingCheck.APPROVAL, clock.today(), by=first)
    vetting.record(one, VettingCheck.INTERVIEW, clock.today(), by=second)
    with pytest.raises(Forbidden):
        vetting.record(one, VettingCheck.APPROVAL, clock.today(), by=second)
    with pytest.raises(Forbidden):
        vetting.record(one, VettingCheck.APPROVAL, clock.today(), by=staff(Role.CASEWORKER))
    vetting.record(one, VettingCheck.APPROVAL, clock.today(), by=staff(Role.OFFICER))
    assert not facts.standing(one).holds


def test_nobody_vets_their_own_pledge() -> None:
    officer = staff(Role.OFFICER)
    one = mentor(owner_account_id=officer.account_id)
    assert not vetting.can_vet(officer, one)
    assert not vetting.can_approve(officer, one)


def test_it_opens_only_with_every_check_and_falls_due_without() -> None:
    one, officer = mentor(), staff(Role.OFFICER)
    with pytest.raises(Conflict):
        vetting.act(one, "approve", by=officer)
    vet(one)
    vetting.act(one, "approve", by=officer)
    vetting.act(one, "open", by=officer)
    assert one.state == "available"
    police = next(fact for fact in facts.of(one) if fact.kind == VettingCheck.POLICE)
    vetting.strike(one, police.ref, by=officer)
    assert one.state == "renewal_due"
    with pytest.raises(Conflict):
        vetting.strike(one, police.ref, by=officer)
    with pytest.raises(Conflict):
        vetting.act(one, "renew", by=officer)
    vetting.record(one, VettingCheck.POLICE, clock.today(), by=officer)
    assert one.state == "available"


@pytest.mark.parametrize(
    ("check", "days", "note"),
    [
        (VettingCheck.POLICE, -1, ""),
        (VettingCheck.POLICE, 184, ""),
        (VettingCheck.TRAINING, 1096, ""),
        (VettingCheck.REFERENCES, 0, "คนเดียว"),
        (VettingCheck.INSPECTION, 0, ""),
    ],
)
def test_papers_of_the_wrong_day_or_kind_are_refused(check: VettingCheck, days: int, note: str) -> None:
    with pytest.raises(Invalid):
        vetting.record(mentor(), check, clock.today() - timedelta(days=days), by=staff(Role.OFFICER), note=note)


def test_running_ones_are_flagged_at_30_14_7_and_0_days_and_new_ones_refused_from_the_eve() -> None:
    officer = staff(Role.OFFICER)
    one = mentor(state="available")
    vet(one, days_ago=0)
    kept = keep(one, 60)
    reservations.confirm(kept, by=SYSTEM)
    last = clock.today() + timedelta(days=730)
    told = []
    for left in (40, 30, 29, 20, 14, 13, 8, 7, 3, 1, 0):
        with clock.frozen(clock.instant(last - timedelta(days=left), 600)):
            vetting.tick()
            vetting.tick()
            told.append(len(db.scalars(select(Notice.id).where(Notice.account_id == officer.account_id)).all()))
            if left > 1:
                keep(one, 1)
            else:
                with pytest.raises(Conflict):
                    keep(one, 1)
    # Police check and approval run out on the same day.
    assert [after - before for before, after in pairwise([0, *told])] == [0, 2, 0, 0, 2, 0, 0, 2, 0, 0, 2]
    with clock.frozen(clock.instant(last + timedelta(days=1), 600)):
        vetting.tick()
        assert one.state == "renewal_due"
        db.refresh(kept, ["state"])
        assert kept.state == "confirmed"
        assert vetting.tick() == 0


def test_a_renewed_check_is_not_told_of() -> None:
    one = mentor(state="available")
    vet(one, days_ago=0)
    with clock.frozen(clock.instant(clock.today() + timedelta(days=705), 600)):
        for check in facts.needed_of(one, clock.today()):
            facts.record(one, check, clock.today(), by=SYSTEM, note=TWO)
        assert vetting.tick() == 0


@pytest.mark.on_both
def test_suspension_is_immediate_and_frees_what_was_kept() -> None:
    officer = staff(Role.OFFICER)
    one = mentor(state="available")
    vet(one)
    reservations.confirm(keep(one, 60), by=SYSTEM)
    with pytest.raises(Invalid):
        vetting.act(one, "suspend", by=officer)
    vetting.act(one, "suspend", by=officer, note="มีเรื่องร้องเรียน")
    assert db.scalars(select(Reservation.state)).all() == ["released"]
    assert not usable(one)
    with pytest.raises(IllegalMove):
        pledges.move(one, "resume", by=acting(make_account()))
    vetting.act(one, "look_again", by=officer)
    assert one.state == "in_vetting"


def test_heaps_hold_only_the_offices_own_pledges() -> None:
    here, _there = mentor(), mentor(area_code="700101")
    officer = staff(Role.OFFICER)
    found, total = vetting.heap(officer, "checking")
    assert ([one.id for one in found], total) == ([here.id], 1)
    assert vetting.counts(officer)["checking"] == 1
    with pytest.raises(NotFound):
        vetting.one(staff(Role.OFFICER, "700101"), here.ref)


def test_struck_facts_stay_in_the_history() -> None:
    one = mentor()
    vet(one)
    first = facts.of(one)[-1]
    facts.strike(one, first.ref, by=SYSTEM)
    assert len(facts.of(one)) == 8
    assert db.scalars(select(VettingFact.struck_at).where(VettingFact.id == first.id)).one() is not None
