"""Places of an organisation are renamed at once, moved once the office agrees, and closed when nobody is led there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.organisations import branches, places
from marketplace.organisations.branches import BranchDraft
from models.history import Notice
from models.offer import Opportunity
from models.organisation import OpportunityBranch, OrganisationBranch, OrganisationChange
from models.session import db as session
from models.vocabulary import OpportunityState, Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import SATENG, make_opportunity, make_organisation

pytestmark = pytest.mark.on_both
HERE = BranchDraft("โรงฝึกสะเตง", "", SATENG, "หลังตลาด", "6.5411, 101.2804")
TYPED = {"name_th": HERE.name_th, "name_en": "", "address": HERE.address, "point": HERE.point, "version": "1"}


@pytest.fixture
def place(client):
    """A place of one organisation, and whoever is in charge of it in a browser."""
    organisation = make_organisation()
    browser = client.sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    return browser, branches.open_branch(organisation, HERE, by=SYSTEM), organisation


def held_at(branch: OrganisationBranch, organisation, **given) -> Opportunity:
    """A posting that leads people to a place."""
    facts = {"place_th": branches.place_words(branch), "lat": branch.lat, "lon": branch.lon} | given
    made = make_opportunity(organisation=organisation, **facts)
    branches.keep(made, branch)
    return made


def fresh(branch: OrganisationBranch) -> OrganisationBranch:
    session.expire_all()
    return session.get_one(OrganisationBranch, branch.id)


def test_a_place_nobody_is_led_to_changes_at_once(place) -> None:
    browser, branch, organisation = place
    path = f"/provider/branches/{branch.ref}"
    page = browser.page(path)
    assert [page.select_one(f"input[name={name}]")["value"] for name in ("name_th", "address", "point")] == [
        HERE.name_th,
        HERE.address,
        HERE.point,
    ]
    assert browser.page(f"/provider/organisation/{organisation.ref}/branches").find("a", href=path)
    given = TYPED | {"name_th": " โรงฝึกใหม่ ", "name_en": "New workshop", "address": "ข้างวัด", "point": ""}
    assert browser.post(path, data=given).status_code == 303
    now = fresh(branch)
    assert (now.name_th, now.name_en, now.address, now.lat) == ("โรงฝึกใหม่", "New workshop", "ข้างวัด", None)
    assert session.scalars(select(OrganisationChange)).all() == []


def test_what_is_wrong_is_told_at_its_field_and_kept_and_a_page_out_of_date_is_refused(place) -> None:
    browser, branch, _ = place
    path = f"/provider/branches/{branch.ref}"
    for wrong in ({"name_th": "1"}, {"point": "51.5, 0.1"}, {"address": "ก" * 201}, {"name_th": ""}):
        answer = browser.post(path, data=TYPED | wrong)
        assert answer.status_code == 422
        assert next(iter(wrong.values())) in answer.get_data(as_text=True)
    assert browser.post(path, data=TYPED | {"name_th": "อีกชื่อ"}).status_code == 303
    stale = browser.post(path, data=TYPED | {"name_th": "ชื่อที่สาม"})
    assert stale.status_code == 409
    assert "ชื่อที่สาม" in stale.get_data(as_text=True)
    assert fresh(branch).name_th == "อีกชื่อ"


def test_where_people_are_led_to_moves_once_the_office_agrees_and_they_are_told(place, app) -> None:
    browser, branch, organisation = place
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    posting = held_at(branch, organisation, starts_on=clock.today() - timedelta(days=3))
    other = held_at(branch, organisation, place_th="ห้อง 2 ชั้นล่าง")
    person = make_youth()
    make_enrolment("in_learning", youth=person, opportunity=posting)
    path = f"/provider/branches/{branch.ref}"
    assert browser.page(path).find("a", href=f"/provider/postings/{posting.ref}")
    given = TYPED | {"name_th": "โรงฝึกสะเตงใหม่", "address": "ข้างวัด", "point": "6.5500, 101.2900"}
    assert browser.post(path, data=given).status_code == 303
    now = fresh(branch)
    assert (now.name_th, now.address, round(now.lat, 4)) == ("โรงฝึกสะเตงใหม่", "หลังตลาด", 6.5411)
    again = browser.post(path, data=given | {"version": str(now.version), "address": "หน้าโรงเรียน"})
    assert again.status_code == 409, "one change waits at a time"
    assert "โรงฝึกสะเตงใหม่" in officer.page(f"/office/organisations/{organisation.ref}").get_text()
    assert "ข้างวัด" in browser.page("/provider/organisation").get_text()
    change = session.scalars(select(OrganisationChange)).one()
    assert officer.post(f"/office/organisation-changes/{change.ref}", data={"answer": "confirm"}).status_code == 303
    now = fresh(branch)
    assert (now.address, round(now.lat, 4)) == ("ข้างวัด", 6.55)
    first, second = (session.get_one(Opportunity, one.id) for one in (posting, other))
    assert (round(first.lat, 4), round(second.lat, 4)) == (6.55, 6.55)
    assert second.place_th == "ห้อง 2 ชั้นล่าง"
    told = session.scalars(select(Notice.account_id).where(Notice.event == "enrolment.place_moved")).all()
    assert told == [person.account_id]


def test_a_refused_move_leaves_everything_where_it_was(place, app) -> None:
    browser, branch, organisation = place
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    posting = held_at(branch, organisation)
    assert browser.post(f"/provider/branches/{branch.ref}", data=TYPED | {"address": "ไกลออกไป"}).status_code == 303
    ref = session.scalars(select(OrganisationChange.ref)).one()
    answer = {"answer": "refuse", "reason": "ยังไม่ได้ไปดู"}
    assert officer.post(f"/office/organisation-changes/{ref}", data=answer).status_code == 303
    assert fresh(branch).address == "หลังตลาด"
    assert session.get_one(Opportunity, posting.id).place_th == "โรงฝึกสะเตง หลังตลาด"


@pytest.mark.parametrize("state", ["submitted", "in_review", "changes_requested", "published", "paused", "closed"])
def test_a_place_people_are_led_to_is_not_closed_and_says_by_what(place, state: str) -> None:
    browser, branch, organisation = place
    posting = held_at(branch, organisation, state=state)
    answer = browser.post(f"/provider/branches/{branch.ref}/close")
    assert answer.status_code == 409
    assert posting.title_th in answer.get_data(as_text=True)
    assert fresh(branch).closed_at is None
    with clock.frozen(clock.now() + timedelta(days=200)):
        assert branches.held_at(branch) == [], "it is over by then"


@pytest.mark.parametrize("state", [OpportunityState.DRAFT, OpportunityState.REJECTED, OpportunityState.ARCHIVED])
def test_a_closed_place_lets_drafts_go_and_is_offered_and_edited_no_more(place, state: str, app) -> None:
    browser, branch, organisation = place
    posting = held_at(branch, organisation, state=state)
    assert browser.post(f"/provider/branches/{branch.ref}/close").status_code == 303
    assert session.scalars(select(OpportunityBranch)).all() == []
    assert session.get_one(Opportunity, posting.id).state == state
    assert browser.post(f"/provider/branches/{branch.ref}", data=TYPED | {"address": "x"}).status_code == 409
    assert HERE.name_th not in app.test_client().page(f"/organisations/{organisation.ref}").get_text()


def test_a_place_stays_in_its_subdistrict(place) -> None:
    _, branch, _ = place
    with pytest.raises(Invalid) as refused:
        places.edit(branch, BranchDraft(HERE.name_th, "", "950201", "", ""), version=1, by=SYSTEM)
    assert "area" in refused.value.errors


def test_a_stranger_finds_no_place(place, app) -> None:
    _, branch, _ = place
    stranger = app.test_client().sign_in(make_provider(make_organisation().id, Role.PROVIDER_ADMIN))
    assert stranger.get(f"/provider/branches/{branch.ref}").status_code == 404
    assert stranger.post(f"/provider/branches/{branch.ref}", data=TYPED).status_code == 404
