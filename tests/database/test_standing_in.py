"""Where an office has nobody its district answers, and where that has nobody either the province, role by role."""

from datetime import timedelta

import pytest

from marketplace.access import Actor
from marketplace.access.sessions import load_actor
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.concerns import reporting
from marketplace.concerns.reporting import Draft
from marketplace.enrolments import approvals, own, policy, queries, telling
from marketplace.enrolments.queries import QueueFilter
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Forbidden, NotFound
from marketplace.offers import policy as offers
from marketplace.people import desks
from marketplace.people import policy as people
from models.account import Account, Membership
from models.area import LocalAuthority
from models.concern import AccessPause
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db as session
from models.vocabulary import ConcernKind, EnrolmentState, Role
from tests.factories.enrolments import acting, give_role, make_account, make_enrolment, make_staff, make_youth, staff
from tests.factories.offers import BETONG, SATENG, make_opportunity

TASE = "950118"
"""A subdistrict of the administration `la:tase-sao`, in the district 9501 as the city of Yala is."""
EVERYTHING = QueueFilter()


@pytest.fixture(autouse=True)
def one_review(db: object) -> None:
    change_setting(office_key_for(TASE), two_step_review=False, provider_days=2, officer_days=3)


def district(role: Role, code: str = "9501") -> Actor:
    account = make_account("นายอำเภอ")
    give_role(account, role, area_code=code)
    return acting(account)


def again(actor: Actor) -> Actor:
    """The same person at their next request."""
    return load_actor(session.get_one(Account, actor.account_id))


def asked(state: str, area: str = TASE, **given: object) -> Enrolment:
    return make_enrolment(state, youth=make_youth(area_code=area, years=16), **given)


def test_the_district_answers_for_an_administration_without_people_and_for_no_other_place() -> None:
    of_tase, of_city = asked("officer_review"), asked("officer_review", SATENG)
    staff(Role.OFFICER)
    here, elsewhere = district(Role.OFFICER), district(Role.OFFICER, "9502")
    assert of_tase.office_key == "la:tase-sao"
    assert [one.id for one in queries.queue(here, EVERYTHING)] == [of_tase.id]
    assert not policy.can_see(here, of_city)
    assert queries.count(elsewhere, EVERYTHING) == 0
    assert not policy.can_see(elsewhere, of_tase)
    approvals.approve(of_tase, by=here)
    assert of_tase.state == EnrolmentState.APPROVED


def test_a_municipality_with_people_and_its_district_stay_siblings() -> None:
    of_city = asked("officer_review", SATENG)
    here = district(Role.OFFICER)
    assert queries.count(here, EVERYTHING) == 1
    staff(Role.OFFICER)
    assert queries.count(again(here), EVERYTHING) == 0
    with pytest.raises(NotFound):
        queries.one(again(here), of_city.ref)


def test_somebody_of_the_office_itself_ends_it_and_the_history_keeps_who_decided() -> None:
    first, second = asked("officer_review"), asked("officer_review")
    here = district(Role.OFFICER)
    approvals.approve(first, by=here)
    theirs = staff(Role.OFFICER, TASE)
    here = again(here)
    with pytest.raises(NotFound):
        approvals.approve(second, by=here)
    approvals.approve(second, by=theirs)
    assert {line.name for line in queries.history(first) if line.verb == "approve"} == {"นายอำเภอ"}
    assert first.decided_by_id == here.account_id


@pytest.mark.parametrize("gone", ["closed", "paused", "ended", "to come"])
def test_people_who_cannot_act_do_not_count(gone: str) -> None:
    of_tase, theirs = asked("officer_review"), make_staff(Role.OFFICER, TASE)
    here = district(Role.OFFICER)
    assert not policy.can_see(here, of_tase)
    held = session.query(Membership).filter_by(account_id=theirs.id).one()
    if gone == "closed":
        theirs.disabled_at = clock.now()
    elif gone == "paused":
        concern, _ = reporting.report(Draft(ConcernKind.VIOLENCE, text="เรื่องที่เป็นห่วง"), by=acting(make_account()))
        given = {"account_id": theirs.id, "reason_sealed": "x", "began_at": clock.now()}
        session.add(AccessPause(ref=ids.new_ref("PA"), concern_id=concern.id, **given))
    elif gone == "ended":
        held.ends_on = clock.today() - timedelta(days=1)
        held.starts_on = held.ends_on - timedelta(days=1)
    else:
        held.starts_on = clock.today() + timedelta(days=1)
    session.flush()
    assert policy.can_decide(again(here), of_tase)


def test_each_role_stands_in_for_itself_alone() -> None:
    of_tase = asked("awaiting_guardian")
    worker, officer = district(Role.CASEWORKER), district(Role.OFFICER)
    staff(Role.CASEWORKER, TASE)
    assert not policy.can_record_consent(again(worker), of_tase)
    assert policy.can_weigh(again(officer), of_tase)


def test_the_province_stands_in_where_the_district_has_nobody_either() -> None:
    waits, decides = asked("awaiting_guardian"), asked("officer_review")
    province, neighbour = staff(Role.PROVINCE, "95"), staff(Role.PROVINCE, "96")
    assert [one.id for one in queries.to_record(province)] == [waits.id]
    assert queries.to_record(neighbour) == []
    assert policy.can_record_consent(province, waits)
    assert people.can_edit_youth(province, waits.youth)
    assert [one.id for one in queries.queue(province, EVERYTHING)] == [decides.id]
    district(Role.CASEWORKER)
    district(Role.OFFICER)
    province = again(province)
    assert queries.to_record(province) == []
    assert not people.can_edit_youth(province, waits.youth)
    with pytest.raises(Forbidden):
        approvals.approve(decides, by=province)


def test_the_province_decides_for_an_empty_office_and_is_not_made_an_officer_of_anything_else() -> None:
    decides, far = asked("officer_review"), asked("officer_review", BETONG)
    province = staff(Role.PROVINCE, "95")
    staff(Role.OFFICER, BETONG)
    province = again(province)
    assert province.roles() == {Role.PROVINCE}
    assert not policy.can_decide(province, far)
    approvals.approve(decides, by=province)
    assert decides.decided_by_id == province.account_id


def test_a_second_review_has_a_deputy_who_is_another_person() -> None:
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=2, officer_days=3)
    decides = asked("officer_review")
    first, second = staff(Role.PROVINCE, "95"), staff(Role.PROVINCE, "95")
    approvals.approve(decides, by=first)
    assert decides.state == EnrolmentState.SECOND_REVIEW
    assert queries.count(second, EVERYTHING) == 1
    with pytest.raises(Forbidden):
        approvals.approve(decides, by=first)
    approvals.approve(decides, by=second)
    assert decides.state == EnrolmentState.APPROVED


def test_who_stands_in_for_an_approver_sees_second_reviews_alone() -> None:
    of_city, again_ = asked("officer_review", SATENG), asked("second_review", SATENG)
    staff(Role.OFFICER)
    staff(Role.CASEWORKER)
    deputy = district(Role.APPROVER)
    assert not policy.can_see(deputy, of_city)
    assert policy.can_decide(deputy, again_)
    assert [one.id for one in queries.queue(deputy, EVERYTHING)] == [again_.id]
    assert [one.id for one in queries.many(deputy, [of_city.ref, again_.ref])] == [again_.id]


def told(event: str) -> set[int]:
    return {one.account_id for one in session.query(Notice).filter_by(event=event)}


@pytest.mark.parametrize(
    ("who", "role"), [("district", Role.CASEWORKER), ("district", Role.OFFICER), ("province", None)]
)
def test_whoever_stands_in_hears_that_a_guardian_cannot_be_asked(who: str, role: Role | None) -> None:
    waits = asked("awaiting_guardian")
    deputy = district(role) if role is not None else staff(Role.PROVINCE, "95")
    if who == "district":
        staff(Role.PROVINCE, "95")
    own.ask_case_worker(waits, reason="unsafe", by=acting(session.get_one(Account, waits.youth.account_id)))
    assert told("enrolment.record") == {deputy.account_id}
    assert queries.one_to_record(again(deputy), waits.ref).id == waits.id


def test_the_nearest_office_with_people_answers() -> None:
    key = office_key_for(TASE)
    roles = (Role.OFFICER, Role.CASEWORKER)
    assert desks.answering(key, TASE, *roles) == (key, frozenset())
    province = staff(Role.PROVINCE, "95")
    assert desks.answering(key, TASE, *roles) == ("p:95", {province.account_id})
    worker = district(Role.CASEWORKER)
    assert desks.answering(key, TASE, *roles) == ("d:9501", {worker.account_id})
    theirs = staff(Role.CASEWORKER, TASE)
    assert desks.answering(key, TASE, *roles) == (key, {theirs.account_id})


def test_a_deputy_gives_no_roles_and_keeps_to_their_own_part_of_an_office() -> None:
    bangkok = make_youth(area_code="100101")
    assert bangkok.office_key == "la:bangkok"
    first, second = district(Role.OFFICER, "1001"), district(Role.OFFICER, "1002")
    assert people.can_see_youth(first, bangkok)
    assert not people.can_see_youth(second, bangkok)
    authority = session.query(LocalAuthority).filter_by(ref="bangkok").one()
    ground = people.Ground(authority.province_code, "la:bangkok")
    assert not people.can_grant(first, make_account().id, Role.CASEWORKER, [ground])


def test_a_posting_of_an_empty_place_comes_to_the_district() -> None:
    posting = make_opportunity(area_code=TASE, office_key="la:tase-sao")
    assert posting.office_key == "la:tase-sao"
    assert offers.can_review(district(Role.OFFICER), posting)
    staff(Role.OFFICER, TASE)
    assert not offers.can_review(district(Role.OFFICER), posting)


@pytest.mark.parametrize("where", ["district", "province"])
def test_a_place_with_nobody_but_an_approver_has_its_first_reviews_made_by_deputies(where: str) -> None:
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=2, officer_days=3)
    decides, approver = asked("officer_review"), staff(Role.APPROVER, TASE)
    deputy = district(Role.OFFICER) if where == "district" else staff(Role.PROVINCE, "95")
    assert not policy.can_decide(approver, decides)
    assert telling.owners(decides) == {deputy.account_id}
    approvals.approve(decides, by=deputy)
    assert told("enrolment.decide") == {approver.account_id}
    approvals.approve(decides, by=approver)
    assert decides.state == EnrolmentState.APPROVED


@pytest.mark.parametrize("where", ["district", "province"])
def test_the_only_person_of_a_place_has_their_own_first_review_looked_at_by_a_deputy(where: str) -> None:
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=2, officer_days=3)
    decides, alone = asked("officer_review"), make_staff(Role.OFFICER, TASE)
    make_staff(Role.APPROVER, TASE, account=alone)
    deputy = district(Role.APPROVER) if where == "district" else staff(Role.PROVINCE, "95")
    approvals.approve(decides, by=acting(alone))
    assert told("enrolment.decide") == {deputy.account_id}
    assert telling.owners(decides) == {deputy.account_id}
    assert [one.id for one in queries.queue(deputy, EVERYTHING)] == [decides.id]
    approvals.approve(decides, by=deputy)
    assert decides.state == EnrolmentState.APPROVED


def test_a_second_approver_of_the_place_leaves_its_deputies_out() -> None:
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=2, officer_days=3)
    decides, first = asked("officer_review"), make_staff(Role.OFFICER, TASE)
    make_staff(Role.APPROVER, TASE, account=first)
    second, deputy = staff(Role.APPROVER, TASE), district(Role.APPROVER)
    approvals.approve(decides, by=acting(first))
    assert told("enrolment.decide") == {second.account_id}
    assert not policy.can_decide(again(deputy), decides)


def test_stewards_hear_where_nobody_is_left_for_a_second_review() -> None:
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=2, officer_days=3)
    decides, alone, steward = asked("officer_review"), make_staff(Role.OFFICER, TASE), make_account("ผู้ดูแลระบบ")
    make_staff(Role.APPROVER, TASE, account=alone)
    give_role(steward, Role.STEWARD)
    approvals.approve(decides, by=acting(alone))
    assert told("enrolment.decide") == set()
    assert told("enrolment.nobody_decides") == {steward.id}
