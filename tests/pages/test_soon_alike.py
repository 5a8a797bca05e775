"""What begins soon is one thing: on the public list, for a young person, and for the officer who helps them."""

from datetime import date, timedelta

import pytest

from marketplace.areas import working_days
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import answer_days, change_setting
from marketplace.kernel import clock
from marketplace.matching.index import live, surveying
from marketplace.offers import queries, search
from marketplace.offers.coming import SOON
from models.account import Account
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_staff, make_youth
from tests.factories.offers import SATENG, make_opportunity
from tests.fixtures.client import Client

TODAY = clock.today()
SOON_ONES = {"ประกาศแล้ว", "กำลังเรียน"}


def held_from(days: int, **given: object) -> Opportunity:
    """Announced earlier, but every session before a day was called off."""
    offer = make_opportunity(**({"with_sessions": True, "ends_on": TODAY + timedelta(days=120)} | given))  # type: ignore[arg-type]
    first = TODAY + timedelta(days=days)
    db.query(Session).filter(Session.opportunity_id == offer.id, Session.held_on < first).update({"cancelled": True})
    search.index(offer)
    return offer


@pytest.fixture
def offers(client: Client) -> list[Opportunity]:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=1, officer_days=1)
    begun = TODAY - timedelta(days=40)
    return [
        held_from(0, title_th="ประกาศแล้ว"),
        held_from(0, title_th="กำลังเรียน", starts_on=begun),
        held_from(25, title_th="ประกาศแล้วแต่เลื่อน"),
        held_from(25, title_th="กำลังเรียนแต่พัก", starts_on=begun),
        held_from(0, title_th="อีกนาน", starts_on=TODAY + timedelta(days=22)),
    ]


def somebody() -> Youth:
    """Whom everything fits."""
    told = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike", "travel_minutes_max": 30}
    return make_youth(**told, profile_step=7)  # type: ignore[arg-type]


@pytest.fixture(params=["plain", "index", "crowd"])
def judged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, offers: list[Opportunity]) -> None:
    """By every way a list is made: one by one, by the index, and as of a list too long to be judged one by one."""
    if request.param != "plain":
        live.build()
    if request.param == "crowd":
        real = surveying.survey
        monkeypatch.setattr(surveying, "survey", lambda *given, **more: real(*given, **({"room": 1} | more)))


def titles(client: Client, path: str, cards: str) -> list[str]:
    return [link.get_text() for link in client.page(path).select(cards)]


@pytest.mark.usefixtures("judged")
def test_every_list_holds_the_same_that_begins_soon(client: Client, offers: list[Opportunity]) -> None:
    youth, everything, found = somebody(), {one.title_th for one in offers}, {}
    for switch in ("", "soon=1"):
        public = titles(client, f"/opportunities?{switch}", ".opp h3 a")
        client.sign_in(db.get_one(Account, youth.account_id))
        own = titles(client, f"/youth/matches?{switch}", ".opp h3 a")
        client.sign_in(make_staff(Role.OFFICER))
        shortlist = titles(client, f"/office/youth/{youth.ref}/shortlist?{switch}", "tr[data-row] th a")
        assert set(public) == set(own) == set(shortlist)
        found[switch] = set(own)
    assert found == {"": everything, "soon=1": SOON_ONES}


def test_what_is_soon_is_what_the_cards_say(offers: list[Opportunity]) -> None:
    since = working_days.answered(TODAY, answer_days(office_key_for(SATENG)))
    cards = [one.card for one in queries.shown([one.id for one in offers])]
    says = {card.title_th: card.begins_on(since) or date.max for card in cards}
    assert {title for title, begins in says.items() if begins <= TODAY + SOON} == SOON_ONES


@pytest.mark.usefixtures("judged")
def test_the_soonest_is_the_first_one_can_come_to(client: Client, offers: list[Opportunity]) -> None:
    client.sign_in(db.get_one(Account, somebody().account_id))
    own = titles(client, "/youth/matches?sort=soon", ".opp h3 a")
    first = {one.card.title_th: one.card.first_on for one in queries.shown([one.id for one in offers])}
    assert [first[title] for title in own] == sorted(first.values())
    assert own[0] == "กำลังเรียน"
