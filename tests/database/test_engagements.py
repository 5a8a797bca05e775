"""A seat somebody has closes what overlaps with it, on every page, until it ends; a request without a seat does not."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import applications, checks
from marketplace.kernel import clock
from marketplace.matching import choosing, for_you
from marketplace.matching.choosing import Asked
from marketplace.matching.fit import Rule, judge
from marketplace.matching.index import live
from marketplace.matching.reading import life_of, lives_of, offer_terms
from marketplace.offers import queries
from models.offer import Opportunity
from models.session import db as session
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def somebody() -> Youth:
    return make_youth(
        languages=["thai"], level=3, has_documents=True, transport="bike", travel_minutes_max=60, profile_step=7
    )


def offer(times: str, **more: Any) -> Opportunity:
    today = clock.today()
    facts: dict[str, Any] = {"starts_on": today + timedelta(days=10), "ends_on": today + timedelta(days=70)}
    return make_opportunity(times=times, **(facts | more))


def refs(youth: Youth) -> list[str]:
    """What fits, by the pages' two ways, which must agree."""
    life, today = life_of(youth), clock.today()
    listed = [shown.card.ref for shown in for_you.find(life, today).fitting]
    assert [hit.shown.card.ref for hit in choosing.choose(life, Asked(), today).fitting] == listed
    return sorted(listed)


@pytest.mark.on_both
@pytest.mark.parametrize("indexed", [False, True])
def test_a_seat_closes_what_overlaps_until_it_ends(indexed: bool) -> None:
    youth = somebody()
    taken, clash, beside = offer("sat 09:00-12:00"), offer("sat 11:00-14:00"), offer("sat 12:00-14:00")
    today = clock.today()
    later = offer("sat 09:00-12:00", starts_on=today + timedelta(days=71), ends_on=today + timedelta(days=90))
    session.commit()
    live.forget()
    if indexed:
        live.build()
    everything = sorted(one.ref for one in (taken, clash, beside, later))
    assert refs(youth) == everything
    asked = make_enrolment("provider_accepted", youth=youth, opportunity=taken)
    session.commit()
    assert refs(youth) == sorted(set(everything) - {clash.ref})
    (reason,) = judge(life_of(youth), offer_terms(queries.one(clash.ref).shown), clock.today()).reasons_no
    assert reason.rule == Rule.ENGAGED
    applications.withdraw(asked, by=SYSTEM)
    session.commit()
    assert refs(youth) == everything
    live.forget()


def test_lives_of_many_ask_once_and_keep_their_order() -> None:
    first, second = somebody(), somebody()
    make_enrolment("in_learning", youth=second, opportunity=offer("sat 09:00-12:00"))
    one, other = lives_of((first, second))
    assert (len(one.engaged), len(other.engaged)) == (0, 1)
    assert lives_of(()) == []


def test_what_is_over_takes_no_time() -> None:
    youth, today = somebody(), clock.today()
    gone = offer("sat 09:00-12:00", starts_on=today - timedelta(days=60), ends_on=today - timedelta(days=1))
    make_enrolment("in_learning", youth=youth, opportunity=gone)
    for state in ("completed", "waitlisted", "provider_review"):
        make_enrolment(state, youth=youth, opportunity=offer("sat 09:00-12:00"))
    assert life_of(youth).engaged == ()


def test_the_page_and_the_office_say_the_single_reason(client: Client) -> None:
    youth = somebody()
    make_enrolment("approved", youth=youth, opportunity=offer("sat 09:00-12:00", title_th="ช่างไฟบ้าน"))
    clash = offer("sat 10:00-11:00")
    asked = make_enrolment("officer_review", youth=youth, opportunity=clash)
    flagged = {check.code: check for check in checks.of(asked)}["free_time"]
    assert flagged.flag
    assert "ช่างไฟบ้าน" in str(flagged.text)
    client.sign_in(make_staff(Role.OFFICER))
    third = offer("sat 11:30-12:30")
    page = client.page(f"/office/youth/{youth.ref}/shortlist?show=rejected")
    row = page.select_one(f".tasks a[href='/opportunities/{third.ref}']")
    assert "ช่างไฟบ้าน" in row.get_text()
