"""Roles: given below and inside one's own area, dated, and never left without the last in charge."""

import threading
from datetime import timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.access.sessions import load_actor
from marketplace.areas.offices import authority, office_key_for
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.people import memberships
from marketplace.people.memberships import BINDINGS, Binding
from marketplace.people.policy import GIVES
from models.account import Account, Membership
from models.history import AuditEvent
from models.session import db as session
from models.session import unit_of_work
from models.vocabulary import Role
from tests.factories.enrolments import make_account, make_staff, staff
from tests.factories.offers import SATENG, make_organisation

ELSEWHERE = "960101"


@pytest.fixture
def nid(db: object) -> Account:
    return make_account("นิด")


@pytest.fixture
def yala(db: object) -> int:
    """The city municipality that answers for Sateng."""
    return authority(office_key_for(SATENG).removeprefix("la:")).id


def test_an_officer_gives_case_work_in_the_own_office(nid: Account, yala: int) -> None:
    memberships.grant(nid, Role.CASEWORKER, by=staff(Role.OFFICER), over=Binding(local_authority_id=yala))
    assert load_actor(nid).scope(Role.CASEWORKER).covers(SATENG, office_key_for(SATENG))
    assert session.query(AuditEvent).filter_by(action="membership.grant").count() == 1


def test_nobody_gives_outside_their_own_area(nid: Account, yala: int) -> None:
    with pytest.raises(Forbidden):
        memberships.grant(
            nid, Role.CASEWORKER, by=staff(Role.OFFICER, ELSEWHERE), over=Binding(local_authority_id=yala)
        )
    with pytest.raises(Forbidden):
        memberships.grant(nid, Role.CASEWORKER, by=staff(Role.OFFICER), over=Binding(area_code="9501"))
    with pytest.raises(Forbidden):
        memberships.grant(nid, Role.OFFICER, by=staff(Role.PROVINCE, "96"), over=Binding(area_code=SATENG))


@pytest.mark.parametrize("giver", [role for role in Role if role not in GIVES])
def test_roles_that_give_nothing_give_nothing(nid: Account, giver: Role) -> None:
    for role in Role:
        over = Binding() if "nothing" in BINDINGS[role] else Binding(area_code=SATENG)
        if len(over.named() & BINDINGS[role]) == 1:
            with pytest.raises(Forbidden):
                memberships.grant(nid, role, by=staff(giver), over=over)


@pytest.mark.parametrize(
    ("giver", "role"), [(Role.OFFICER, Role.OFFICER), (Role.OFFICER, Role.PROVINCE), (Role.PROVINCE, Role.PROVINCE)]
)
def test_nobody_gives_a_role_beside_or_above(nid: Account, giver: Role, role: Role) -> None:
    with pytest.raises(Forbidden):
        memberships.grant(nid, role, by=staff(giver, "95"), over=Binding(area_code=SATENG))


def test_nobody_gives_a_role_to_themselves(db: object) -> None:
    steward = make_account("ผู้ดูแล")
    memberships.grant(steward, Role.STEWARD, by=SYSTEM)
    with pytest.raises(Forbidden):
        memberships.grant(steward, Role.PROVINCE, by=load_actor(steward), over=Binding(area_code="95"))


def test_an_administrator_gives_roles_of_the_own_organisation_only(nid: Account) -> None:
    own, other = make_organisation(), make_organisation()
    admin = make_account("ครู")
    memberships.grant(admin, Role.PROVIDER_ADMIN, by=SYSTEM, over=Binding(organisation_id=own.id))
    memberships.grant(nid, Role.PROVIDER, by=load_actor(admin), over=Binding(organisation_id=own.id))
    with pytest.raises(Forbidden):
        memberships.grant(nid, Role.PROVIDER, by=load_actor(admin), over=Binding(organisation_id=other.id))
    with pytest.raises(Forbidden):
        memberships.grant(nid, Role.EMPLOYER, by=load_actor(admin), over=Binding(organisation_id=own.id))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_needs_exactly_its_own_binding(nid: Account, role: Role) -> None:
    organisation = make_organisation()
    for binding in (Binding(), Binding(area_code=SATENG), Binding(organisation_id=organisation.id)):
        if binding.named() <= BINDINGS[role]:
            memberships.grant(nid, role, by=SYSTEM, over=binding)
        else:
            with pytest.raises(Invalid):
                memberships.grant(nid, role, by=SYSTEM, over=binding)
    with pytest.raises(Invalid):
        memberships.grant(nid, role, by=SYSTEM, over=Binding(area_code=SATENG, organisation_id=organisation.id))


def test_a_role_holds_from_its_first_to_its_last_day(nid: Account) -> None:
    today = clock.today()
    first, last = today + timedelta(days=2), today + timedelta(days=5)
    memberships.grant(nid, Role.OFFICER, by=SYSTEM, over=Binding(area_code="95"), starts_on=first, ends_on=last)
    begun = clock.now()
    for days, holds in ((0, False), (2, True), (5, True), (6, False)):
        with clock.frozen(begun + timedelta(days=days)):
            assert load_actor(nid).has(Role.OFFICER) is holds


@pytest.mark.parametrize("age", [0, 3])
def test_an_ended_role_is_gone_at_once(nid: Account, age: int) -> None:
    since = clock.today() - timedelta(days=age)
    held = memberships.grant(nid, Role.CASEWORKER, by=SYSTEM, over=Binding(area_code=SATENG), starts_on=since)
    memberships.end(held, by=staff(Role.PROVINCE, "95"))
    assert not load_actor(nid).has(Role.CASEWORKER)


def test_whoever_could_not_give_a_role_cannot_end_it(nid: Account) -> None:
    held = memberships.grant(nid, Role.OFFICER, by=SYSTEM, over=Binding(area_code=SATENG))
    with pytest.raises(Forbidden):
        memberships.end(held, by=staff(Role.OFFICER))
    memberships.end(held, by=load_actor(nid))


def test_the_last_administrator_cannot_leave(nid: Account) -> None:
    organisation = Binding(organisation_id=make_organisation().id)
    first = memberships.grant(nid, Role.PROVIDER_ADMIN, by=SYSTEM, over=organisation)
    with pytest.raises(Conflict):
        memberships.end(first, by=load_actor(nid))
    with pytest.raises(Conflict):
        memberships.end(first, by=SYSTEM)
    second = make_account("ครู")
    memberships.grant(second, Role.PROVIDER_ADMIN, by=SYSTEM, over=organisation)
    memberships.end(first, by=load_actor(nid))
    with pytest.raises(Conflict):
        memberships.end(session.query(Membership).filter_by(account_id=second.id).one(), by=load_actor(second))


def test_another_organisations_administrator_does_not_count(nid: Account) -> None:
    mine, theirs = make_organisation(), make_organisation()
    held = memberships.grant(nid, Role.PROVIDER_ADMIN, by=SYSTEM, over=Binding(organisation_id=mine.id))
    memberships.grant(make_account(), Role.PROVIDER_ADMIN, by=SYSTEM, over=Binding(organisation_id=theirs.id))
    with pytest.raises(Conflict):
        memberships.end(held, by=load_actor(nid))


def test_staff_are_those_who_act_for_an_office_or_organisation(nid: Account, db: object) -> None:
    assert not memberships.is_staff(nid)
    assert memberships.is_staff(make_staff(Role.CASEWORKER))


@pytest.mark.on_both
def test_of_two_administrators_leaving_at_once_one_stays(nid: Account) -> None:
    organisation = Binding(organisation_id=make_organisation().id)
    held = [
        memberships.grant(who, Role.PROVIDER_ADMIN, by=SYSTEM, over=organisation).id for who in (nid, make_account())
    ]
    session.commit()
    session.remove()
    left, stayed, barrier = [], [], threading.Barrier(2)

    def leave(key: int) -> None:
        barrier.wait()
        try:
            with unit_of_work() as own:
                memberships.end(own.get_one(Membership, key), by=SYSTEM)
            left.append(key)
        except Conflict:
            stayed.append(key)

    threads = [threading.Thread(target=leave, args=(key,)) for key in held]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(left), len(stayed)) == (1, 1)
