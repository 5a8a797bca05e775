"""Where nothing fits, counted again one by one: with the seats people have, by the index and without it."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from marketplace.access import Actor
from marketplace.kernel import clock
from marketplace.matching import coverage
from marketplace.matching.fit import judge
from marketplace.matching.index import live
from marketplace.matching.reading import life_of, offer_terms
from marketplace.offers import queries
from models.offer import Opportunity
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_youth, staff
from tests.factories.offers import make_opportunity

pytestmark = pytest.mark.usefixtures("database")


def told(**given: Any) -> Youth:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 45} | given))


def without(people: list[Youth], offers: list[Opportunity]) -> set[str]:
    """Whom the judge of every page lets into nothing."""
    shown = [offer_terms(one) for one in queries.shown([offer.id for offer in offers])]
    today = clock.today()
    return {one.ref for one in people if not any(judge(life_of(one), offer, today).fits for offer in shown)}


@pytest.mark.on_both
@pytest.mark.parametrize("indexed", [False, True])
def test_who_finds_nothing_and_what_opens_them_is_what_the_judge_counts(indexed: bool) -> None:
    today = clock.today()
    days = {"starts_on": today + timedelta(days=10), "ends_on": today + timedelta(days=70)}
    offers = [
        make_opportunity(times="sat 08:00-12:00", level_min=2, **days),
        make_opportunity(times="mon 17:00-19:00", languages=["malay"], **days),
    ]
    people = [told(), told(level=1), told(languages=["malay"]), told(area_code="950201"), told(languages=["burmese"])]
    busy = told()
    make_enrolment("approved", youth=busy, opportunity=make_opportunity(times="sat 09:00-11:00", level_min=5, **days))
    people += [busy, *(told(level=1) for _ in range(int(indexed)))]
    live.forget()
    if indexed:
        live.build()
    found = coverage.survey(officer(), "", None)
    live.forget()
    left = without(people, offers)
    assert busy.ref in left
    assert (found.youth, found.without) == (len(people), len(left))
    lived = Counter(one.area_code for one in people if one.ref in left)
    assert {row.area: row.without for row in found.rows if row.without} == dict(lived)
    open_ = set(left)
    assert found.best
    for one in found.best:
        alone = {
            each.ref for each in people if each.ref in left and judge(life_of(each), one.addition.offer, today).fits
        }
        assert one.alone == len(alone)
        assert set(one.youth) == alone & open_
        assert one.opens == len(one.youth) > 0
        open_ -= alone


def officer() -> Actor:
    """Somebody who sees the whole province."""
    return staff(Role.PROVINCE, "95")
