"""What is paid once stands on cards and pages beside the sum of a month, with its day, and orders nothing."""

from datetime import date

import pytest
from sqlalchemy import update

from marketplace.areas import working_days
from marketplace.i18n.dates import long_date, short_date
from marketplace.kernel import clock
from marketplace.kernel.staying import day_reached
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import ANYONE
from marketplace.offers import promises, queries, search
from marketplace.offers.promises import Promise
from models.listing import Listing
from models.offer import Opportunity
from models.session import db as session
from models.vocabulary import MilestoneKind as K
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity

pytestmark = pytest.mark.usefixtures("database")
POINTS = (
    Promise(K.STEP, 300_00, "ทำงานกลุ่มเสร็จ"),
    Promise(K.STAY, 500_00, days=30),
    Promise(K.STAY, 1_000_00, days=90),
    Promise(K.THING, 900_00, "รองเท้านิรภัย"),
)
IN_ALL, PART = "อีกถึง 1,800 บาท", "ในนั้น 500 บาท ได้ตั้งแต่"


def paying(stays_from: str = "start", **given: object) -> Opportunity:
    made = make_opportunity(fund_id=make_fund().id, stays_from=stays_from, with_sessions=True, **given)
    promises.keep(made, POINTS)
    search.index_many([made.id])
    session.commit()
    return made


def begins(made: Opportunity) -> date:
    (shown,) = queries.shown([made.id])
    found = shown.card.begins_on(working_days.answered(clock.today(), ANYONE.waits_for(offer_terms(shown))))
    assert found is not None
    return found


@pytest.mark.parametrize("stays_from", ["start", "completion"])
def test_the_list_and_the_page_say_it_with_the_first_day_it_can_come(client, stays_from: str) -> None:
    made = paying(stays_from)
    (shown,) = queries.shown([made.id])
    first = day_reached(begins(made) if stays_from == "start" else shown.card.last_on, 30)
    listed = client.page("/opportunities").get_text()
    assert IN_ALL in listed
    assert f"{PART} {short_date(first)}" in listed.replace("\xa0", " ")
    page = client.page(f"/opportunities/{made.ref}").get_text()
    assert "รวมได้ถึง 1,800 บาท จ่ายครั้งเดียว" in page
    assert f"{PART} {long_date(first, weekday=False)}" in page


def test_it_changes_no_sum_of_a_month_and_no_order(client) -> None:
    bare, made = make_opportunity(stipend_per_session_satang=100_00), paying(stipend_per_session_satang=100_00)
    kept = {one.id: session.get_one(Listing, one.id).money_satang for one in (bare, made)}
    assert kept[bare.id] == kept[made.id]
    told = [take_home(ANYONE, offer_terms(one), clock.today()) for one in queries.shown([bare.id, made.id])]
    assert told[0].month_satang == told[1].month_satang
    assert told[0].first_payday == told[1].first_payday


def test_a_row_of_an_older_version_says_no_day_until_the_next_night(client) -> None:
    made = paying()
    facts = session.get_one(Listing, made.id).facts
    session.execute(update(Listing).values(facts=facts.replace(',"stays_from":"start"', "")))
    session.commit()
    listed = client.page("/opportunities").get_text()
    assert IN_ALL in listed
    assert PART not in listed
    assert search.relist_moved() == 1
    session.commit()
    assert PART in client.page("/opportunities").get_text()
    assert search.relist_moved() == 0
