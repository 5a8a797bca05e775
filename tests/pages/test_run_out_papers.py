"""A document an organisation needs has run out: nothing new is published, nobody new approved, what runs goes on."""

from datetime import timedelta

import pytest

from marketplace.enrolments import attendance, checks
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff, mark_here
from tests.factories.offers import make_opportunity, make_organisation

pytestmark = pytest.mark.on_both
SAID = "ต้องต่ออายุก่อน"
NOTE = "ไปดูสถานที่มาแล้วเมื่อวาน"
YES = {"decision": "approve", "note": NOTE}


@pytest.fixture
def organisation(db):
    """One whose documents held until yesterday."""
    return make_organisation(papers_until=clock.today() - timedelta(days=1), state="renewal_due")


def renew(organisation) -> None:
    organisation.papers_until = clock.today()
    session.commit()


def state_of(one) -> str:
    session.expire_all()
    return session.get_one(type(one), one.id).state


@pytest.mark.parametrize(
    ("state", "verb"), [("draft", "submit"), ("changes_requested", "submit"), ("paused", "resume")]
)
def test_handing_in_and_showing_again_are_refused_where_it_is_pressed(client, organisation, state, verb) -> None:
    posting = make_opportunity(organisation=organisation, state=state, summary_th="ทำขนม", about_th="ทำขนมไทยขายได้")
    browser = client.sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    refused = browser.post(f"/provider/postings/{posting.ref}/{verb}")
    assert refused.status_code == 422
    assert SAID in refused.get_data(as_text=True)
    assert state_of(posting) == state
    assert "ทำขนม" in refused.get_data(as_text=True)


def test_the_office_reads_it_beside_a_posting_and_is_refused_at_its_decision(client, organisation) -> None:
    posting = make_opportunity(organisation=organisation, state="in_review")
    desk = client.sign_in(make_staff(Role.OFFICER))
    path = f"/office/postings/{posting.ref}"
    assert SAID in desk.page(path).select_one("section[aria-labelledby=h-checks]").get_text()
    refused = desk.post(path, data={"decision": "publish", "note": NOTE, "version": str(posting.version)})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert (SAID in text, NOTE in text, state_of(posting)) == (True, True, "in_review")
    asked = {"decision": "change", "note": NOTE, "version": str(session.get_one(Opportunity, posting.id).version)}
    assert desk.post(path, data=asked).status_code == 303, "other decisions go on"


def test_nobody_new_is_approved_until_it_is_renewed_and_the_reason_is_at_the_decision(client, organisation) -> None:
    offer = make_opportunity(organisation=organisation)
    request = make_enrolment("officer_review", opportunity=offer)
    desk = client.sign_in(make_staff(Role.OFFICER))
    path = f"/office/enrolments/{request.ref}"
    assert SAID in desk.page(path).get_text()
    assert "papers" in [check.code for check in checks.of(request) if check.flag]
    refused = desk.post(path, data=YES | {"version": str(request.version)})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert (SAID in text, NOTE in text, state_of(request)) == (True, True, "officer_review")
    renew(organisation)
    request = session.get_one(Enrolment, request.id)
    assert desk.post(path, data=YES | {"version": str(request.version)}).status_code == 303
    assert state_of(request) == "second_review"


def test_what_runs_goes_on(organisation) -> None:
    offer = make_opportunity(
        organisation=organisation, times="mon 00:30-01:30", starts_on=clock.today() - timedelta(days=14),
        with_sessions=True,
    )  # fmt: skip
    learner = make_enrolment("in_learning", opportunity=offer)
    by = acting(make_provider(organisation.id))
    held = session.query(Session).filter(Session.opportunity_id == offer.id).order_by(Session.number).first()
    assert held is not None
    mark_here(attendance.session_of(by, held.ref), by=by)
    assert attendance.summary(learner)["attended"] == 1
    assert [check.code for check in checks.of(learner) if check.code == "papers"] == []


def test_an_organisation_from_before_documents_were_asked_for_is_held_to_none(client, db) -> None:
    posting = make_opportunity(state="in_review")
    desk = client.sign_in(make_staff(Role.OFFICER))
    assert SAID not in desk.page(f"/office/postings/{posting.ref}").get_text()
