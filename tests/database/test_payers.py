"""Which fund may pay for a posting, and that nothing is promised where none does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.enrolments import approvals, checks, commitments
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import cards, payers, postings, queries, search
from models import vocabulary as v
from models.area import Programme
from models.listing import Listing
from models.session import db as session
from tests.database.test_postings import OFFICER, author, draft, organisation_of  # noqa: F401
from tests.factories.enrolments import make_enrolment, staff
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_opportunity

SUMS = ("stipend_per_session_satang", "travel_per_session_satang", "completion_bonus_satang")


@pytest.mark.parametrize("name", [*SUMS, "stipend_per_hour_satang"])
def test_what_a_fund_would_pay_is_submitted_only_with_a_fund(author: Actor, name: str) -> None:  # noqa: F811
    made = postings.create(draft(**{name: 100_00}), organisation_of(author), by=author)
    with pytest.raises(Invalid) as refused:
        postings.submit(made, by=author)
    assert list(refused.value.errors) == ["fund"]
    fund = make_fund()
    postings.edit(made, replace(postings.draft_of(made), fund_id=fund.id), by=author)
    postings.submit(made, by=author)
    assert made.state == "submitted"


@pytest.mark.parametrize("act", ["create", "edit"])
def test_another_places_money_cannot_be_chosen(author: Actor, act: str) -> None:  # noqa: F811
    wrong = draft(stipend_per_session_satang=100_00, fund_id=make_fund(area_code=BETONG).id)
    with pytest.raises(Invalid) as refused:
        if act == "create":
            postings.create(wrong, organisation_of(author), by=author)
        else:
            postings.edit(postings.create(draft(), organisation_of(author), by=author), wrong, by=author)
    assert list(refused.value.errors) == ["fund"]
    assert "เบตง" in str(refused.value.errors["fund"])


@pytest.mark.parametrize(
    ("office", "may"),
    [
        ("la:yala-city", True),
        ("d:9501", True),
        ("p:95", True),
        ("la:betong-town", False),
        ("d:9502", False),
        ("p:70", False),
        ("la:sateng-nok-town", False),
    ],
)
def test_a_fund_may_pay_where_its_office_answers_or_stands_above(db, office: str, may: bool) -> None:
    fund = make_fund()
    fund.office_key = office
    assert payers.covers(fund, SATENG) is may


def test_the_fund_of_a_programme_may_pay_in_all_of_it(db) -> None:
    fund = make_fund(area_code=BETONG)
    fund.programme_id = session.scalar(select(Programme.id).where(Programme.slug == "abe-yala"))
    assert fund.programme_id is not None
    assert payers.covers(fund, SATENG)
    assert not payers.covers(fund, "700101")
    fund.programme_id = None
    assert not payers.covers(fund, SATENG)


@pytest.mark.parametrize("how", ["ended", "closed", "gone"])
def test_a_fund_that_is_not_there_when_it_begins_cannot_be_chosen(author: Actor, how: str) -> None:  # noqa: F811
    fund = make_fund()
    if how == "ended":
        fund.ends_on = clock.today() + timedelta(days=1)
    if how == "closed":
        fund.closed_at = clock.now()
    session.flush()
    named = 999 if how == "gone" else fund.id
    with pytest.raises(Invalid) as refused:
        postings.create(draft(stipend_per_session_satang=100_00, fund_id=named), organisation_of(author), by=author)
    assert list(refused.value.errors) == ["fund"]


def test_an_officer_cannot_publish_what_no_fund_pays(author: Actor) -> None:  # noqa: F811
    made = make_opportunity(state="submitted", stipend_per_session_satang=100_00, fund_id=None)
    with pytest.raises(Invalid):
        postings.publish(made, by=OFFICER)


def test_what_is_published_without_a_fund_promises_nothing(db) -> None:
    sums = dict.fromkeys(SUMS, 100_00)
    without, funded = make_opportunity(**sums, fund_id=None), make_opportunity(**sums)
    session.commit()
    card, other = (one.card for one in queries.shown([without.id, funded.id]))
    assert [getattr(card, name) for name in SUMS] == [0, 0, 0]
    assert [getattr(other, name) for name in SUMS] == [100_00] * 3
    assert payers.lacking([without.organisation_id, funded.organisation_id]) == [without]
    rows = {row.opportunity_id: row for row in session.scalars(select(Listing))}
    assert rows[without.id].money_satang == 0
    assert rows[funded.id].money_satang > 0


def test_a_row_that_still_promises_is_brought_up_to_date_once(db) -> None:
    made = make_opportunity(stipend_per_session_satang=100_00)
    fund, made.fund_id = made.fund_id, None
    session.flush()
    assert fund is not None
    make_opportunity(stipend_per_session_satang=100_00)
    make_opportunity()
    assert search.relist_unfunded() == 1
    assert search.relist_unfunded() == 0
    facts = session.scalar(select(Listing.facts).where(Listing.opportunity_id == made.id))
    assert cards.read(made.id, 1, facts).stipend_per_session_satang == 0


def test_nobody_is_approved_where_money_is_promised_by_nobody(db) -> None:
    offer = make_opportunity(stipend_per_session_satang=100_00, fund_id=None, with_sessions=True)
    asked = make_enrolment(v.EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    officer = staff(v.Role.OFFICER)
    with pytest.raises(Invalid) as refused:
        approvals.approve(asked, by=officer)
    assert "กองทุน" in str(refused.value)
    assert asked.state == v.EnrolmentState.OFFICER_REVIEW
    offer.fund_id = make_fund().id
    session.flush()
    approvals.approve(asked, by=officer)
    assert asked.state == v.EnrolmentState.SECOND_REVIEW


def test_nobody_is_approved_where_another_places_money_is_promised(db) -> None:
    offer = make_opportunity(
        stipend_per_session_satang=100_00, fund_id=make_fund(area_code=BETONG).id, with_sessions=True
    )
    asked = make_enrolment(v.EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    officer = staff(v.Role.OFFICER)
    fund = next(check for check in checks.of_many([asked])[asked.id] if check.code == "fund")
    assert fund.flag
    with pytest.raises(Invalid) as refused:
        approvals.approve(asked, by=officer)
    assert "เบตง" in str(refused.value)
    assert asked.state == v.EnrolmentState.OFFICER_REVIEW
    offer.stipend_per_session_satang = 0
    session.flush()
    approvals.approve(asked, by=officer)
    assert asked.state == v.EnrolmentState.SECOND_REVIEW


def test_the_second_yes_finds_another_places_money_too(db) -> None:
    offer = make_opportunity(stipend_per_session_satang=100_00, with_sessions=True)
    asked = make_enrolment(v.EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    approvals.approve(asked, by=staff(v.Role.OFFICER))
    offer.fund_id = make_fund(area_code=BETONG).id
    session.flush()
    with pytest.raises(Invalid):
        approvals.approve(asked, by=staff(v.Role.APPROVER))
    assert asked.state == v.EnrolmentState.SECOND_REVIEW


def test_the_planned_cost_is_that_of_the_sessions_it_becomes(db) -> None:
    offer = make_opportunity(**dict.fromkeys(SUMS, 100_00), with_sessions=True)
    session.refresh(offer, ["slots"])
    assert commitments.planned_cost(offer) == commitments.cost(offer)
    assert commitments.planned_cost(offer).total_satang > 0


def test_funds_to_choose_from_are_of_the_organisations_province_and_of_the_place_meant(db) -> None:
    here, near, far = make_fund(), make_fund(area_code=BETONG), make_fund(area_code="700101")
    organisation = make_opportunity().organisation_id
    assert [key for key, _ in payers.choices([organisation])] == [here.id, near.id]
    assert far.id in dict(payers.choices([organisation], area_code="700102"))
    assert far.id in dict(payers.choices([organisation], kept=far.id))
    assert "เทศบาลนครยะลา" in dict(payers.choices([organisation]))[here.id]
