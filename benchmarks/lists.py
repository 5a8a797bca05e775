"""Lists that grow, and the people who read them: what a4 counts statements on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.offers import saved
from models.account import Account
from models.earning import Fund
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityState, Role, Support
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth, youth_actor
from tests.factories.money import make_earning, make_fund
from tests.factories.offers import make_opportunity, make_organisation, make_placement, make_resource
from tests.factories.pledges import keep, make_help
from tests.fixtures.client import Client

PUBLIC = ("/opportunities?paid=0&page=1", "/opportunities?area=95&sort=money", "/opportunities?q=ขนม",
          "/opportunities/map?area=95", "/resources", "/organisations/G-MANY", "/areas", "/areas/95",
          "/programmes")  # fmt: skip
OFFICE = ("/office/queue", "/office/postings", "/office/claims", "/office/youth", "/office/guardians", "/office/funds",
          "/office/batches", "/office/people", "/office/pledges", "/office/given", "/office/mentoring",
          "/office/allocations", "/office/deserts", "/office/differences", "/office/law")  # fmt: skip
PROVIDER = ("/provider/", "/provider/postings", "/provider/applications", "/provider/claims", "/provider/wages",
            "/provider/staff", "/provider/demand", "/provider/law", "/mentor/", "/mentor/asked",
            "/mentor/matches")  # fmt: skip
YOUTH = ("/youth", "/youth/matches", "/youth/applications", "/youth/money", "/opportunities?sort=near", "/saved",
         "/calendar", "/account/seen")  # fmt: skip
STATES = (EnrolmentState.PROVIDER_REVIEW, EnrolmentState.OFFICER_REVIEW, EnrolmentState.IN_LEARNING,
          EnrolmentState.AWAITING_GUARDIAN)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """One organisation, one office with its fund, and one young person who has a share in everything."""

    organisation: Organisation
    fund: Fund
    youth: Youth
    readers: dict[str, Account]


def found() -> Town:
    """The town with one of everybody, and nothing in its lists yet."""
    organisation, youth = make_organisation(ref="G-MANY"), make_youth()
    readers = {
        "officer": make_staff(Role.OFFICER),
        "caseworker": make_staff(Role.CASEWORKER),
        "approver": make_staff(Role.APPROVER),
        "auditor": make_staff(Role.AUDITOR),
        "provider": make_provider(organisation.id, Role.PROVIDER_ADMIN),
        "youth": db.get_one(Account, youth.account_id),
    }
    return Town(organisation, make_fund(by=SYSTEM), youth, readers)


def grow(town: Town, more: int) -> None:
    """So many more rows in every list."""
    for number in range(more):
        offer = make_opportunity(organisation=town.organisation, starts_on=clock.today() + timedelta(days=number + 1))
        make_opportunity(organisation=town.organisation, state=OpportunityState.SUBMITTED, indexed=False)
        make_resource(organisation_id=town.organisation.id)
        keep(make_help(Support.CHILDCARE, organisation_id=town.organisation.id))
        make_help(Support.RIDE, organisation_id=town.organisation.id, vetted=False)
        make_placement(organisation=town.organisation)
        make_staff(Role.OFFICER)
        make_provider(town.organisation.id)
        for state in STATES:
            make_enrolment(state, youth=make_youth(years=17), opportunity=offer)
        _of_the_youth(town, offer)


def _of_the_youth(town: Town, offer: Opportunity) -> None:
    mine = make_enrolment(EnrolmentState.IN_LEARNING, youth=town.youth, opportunity=offer)
    make_earning(town.fund, enrolment=mine)
    saved.save(offer, by=youth_actor(town.youth))


def readings(app: Flask, town: Town) -> Iterator[tuple[str, Client, str]]:
    """Every list as (who reads it, their browser, its address)."""
    app.test_client_class = Client
    lists = {"stranger": PUBLIC, "officer": OFFICE, "caseworker": ("/office/youth", "/office/guardians"),
             "approver": ("/office/queue", "/office/funds", "/office/batches"), "provider": PROVIDER,
             "auditor": ("/steward/proofs", "/steward/books", "/office/differences"),
             "youth": YOUTH}  # fmt: skip
    for who, addresses in lists.items():
        browser: Client = app.test_client()  # type: ignore[assignment]
        if who in town.readers:
            browser.sign_in(town.readers[who])
        yield from ((who, browser, address) for address in addresses)
