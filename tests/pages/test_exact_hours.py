"""Whoever decides, signs or checks reads every pair of hours to the minute, a line for each."""

from dataclasses import replace

from marketplace.access import SYSTEM
from marketplace.enrolments import consents
from marketplace.offers import postings
from models.account import Account
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityState, Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

TIMES = "mon 11:55-11:58;mon 17:00-18:00;tue 17:00-18:00;sat 08:00-12:00"
LINES = ["จ. 11.55–11.58", "จ. อ. 17.00–18.00", "ส. 08.00–12.00"]


def lines(client: Client, path: str) -> list[str]:
    """The lines of a page as they are read: what only keeps words together at the end of a line parts none."""
    page = client.page(path)
    for kept in page.find_all("span", class_=["nb", "whole"]):
        kept.unwrap()
    page.smooth()
    return [said.strip() for said in page.main.get_text("\n").split("\n")]


def test_every_page_where_somebody_decides_tells_every_pair_of_hours(client: Client) -> None:
    offer = make_opportunity(times=TIMES)
    draft = make_opportunity(times=TIMES, state=OpportunityState.DRAFT, organisation_id=offer.organisation_id)
    sent = make_opportunity(times=TIMES, state=OpportunityState.SUBMITTED, organisation_id=offer.organisation_id)
    young, ward = make_youth(), make_youth(years=17)
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=offer, youth=young)
    decided = make_enrolment(EnrolmentState.OFFICER_REVIEW, opportunity=offer)
    signed = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, opportunity=offer, youth=ward)
    provider, officer = make_provider(offer.organisation_id), make_staff(Role.OFFICER)
    account = db.get_one(Account, young.account_id)
    other = make_opportunity(times=TIMES)
    told = {
        None: (f"/sign/{consents.link(signed, by=SYSTEM)}", f"/opportunities/{offer.ref}"),
        provider: (f"/provider/postings/{draft.ref}", f"/provider/applications/{asked.ref}"),
        officer: (f"/office/postings/{sent.ref}", f"/office/enrolments/{decided.ref}"),
        account: (f"/youth/applications/{asked.ref}", f"/youth/apply/{other.ref}"),
    }
    for who, paths in told.items():
        if who is not None:
            client.sign_in(who)
        for path in paths:
            assert [line for line in LINES if line not in lines(client, path)] == [], path
        client.sign_out()


def test_the_office_reads_on_which_day_a_change_alters_which_hours(client: Client) -> None:
    one = make_opportunity(times=TIMES)
    draft = postings.draft_of(one)
    times = tuple(
        replace(each, slot=replace(each.slot, start_minute=18 * 60, end_minute=19 * 60))
        if each.slot.weekday == 1
        else each
        for each in draft.times
    )
    change = postings.edit(one, replace(draft, times=times), by=SYSTEM)
    assert change is not None
    client.sign_in(make_staff(Role.OFFICER))
    told = lines(client, f"/office/postings/{change.ref}")
    assert [line for line in told if "→" in line] == ["อ.: 17.00–18.00 → 18.00–19.00"]
    assert {"จ. 11.55–11.58", "จ. 17.00–18.00", "อ. 18.00–19.00"} <= set(told)
