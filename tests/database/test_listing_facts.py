"""What the list keeps of an opportunity agrees with what its page works out."""

from datetime import timedelta

import pytest

from marketplace.access import ANONYMOUS
from marketplace.enrolments import seats
from marketplace.kernel import clock
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import ANYONE
from marketplace.offers import catalogue, queries, saved, search
from marketplace.offers.wanted import Wanted
from models.listing import Listing
from models.offer import Opportunity
from models.session import db
from models.vocabulary import AreaLevel, OpportunityState
from tests.factories.offers import BETONG, make_opportunity, make_placement

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

OFFERS = (
    {},
    {"wage_per_day_satang": 0, "wage_per_hour_satang": 50_00},
    {"wage_per_day_satang": 100_00},
    {"cost_per_month_satang": 250_00},
    {"stipend_per_session_satang": 0, "stipend_per_hour_satang": 47_50, "times": "sat 08:00-09:25;sun 08:00-08:51"},
    {"times": "", "stipend_per_session_satang": 0, "stipend_per_hour_satang": 33_33},
    {"times": "", "stipend_per_session_satang": 80_00},
)


@pytest.mark.parametrize("given", OFFERS)
def test_the_money_lists_are_sorted_by_is_the_take_home_of_a_neighbour(given: dict[str, object]) -> None:
    made = make_placement(**given)
    (shown,) = queries.shown([made.id])
    listing = db.get_one(Listing, made.id)
    assert listing.money_satang == take_home(ANYONE, offer_terms(shown), clock.today()).month_satang


def test_the_card_of_the_list_is_the_card_of_the_page() -> None:
    made = make_placement(supports=["ride"], languages=["thai", "malay"])
    (shown,) = queries.shown([made.id])
    detail = queries.one(made.ref)
    assert offer_terms(shown) == offer_terms(detail.shown)


def test_every_change_of_state_shows_in_the_list() -> None:
    made = make_opportunity()
    for state, listed in ((OpportunityState.PAUSED, 0), (OpportunityState.PUBLISHED, 1), (OpportunityState.CLOSED, 0)):
        made.state = state
        search.index(made)
        db.commit()
        assert queries.browse(Wanted(today=clock.today())).total == listed


def test_seats_are_those_of_this_moment() -> None:
    made = make_opportunity(seats=3)
    db.commit()
    assert queries.shown([made.id])[0].seats_left == 3
    made.seats_taken = 2
    db.commit()
    assert queries.shown([made.id])[0].seats_left == 1


def on_the_list() -> int:
    """Places left of the only card of the public list."""
    db.remove()
    (shown,) = queries.browse(Wanted(today=clock.today())).shown
    return shown.seats_left


def test_the_list_shows_a_seat_taken_or_given_back_here_at_once() -> None:
    made = make_opportunity(seats=3)
    db.commit()
    assert on_the_list() == 3
    assert seats.take(made.id)
    db.commit()
    assert on_the_list() == 2
    assert seats.release(made.id)
    db.commit()
    assert on_the_list() == 3


def test_the_list_shows_a_seat_taken_by_another_process_at_its_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_opportunity(seats=3)
    db.commit()
    assert on_the_list() == 3
    # Another process tells this one nothing.
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(catalogue, "changed", lambda: None)
        assert seats.take(made.id)
        db.commit()
    catalogue.current().looked_at = float("-inf")
    assert on_the_list() == 2


def test_a_seat_whose_taking_was_long_on_its_way_is_seen_at_the_look_after(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_opportunity(seats=3)
    db.commit()
    taken_at = clock.now()
    assert on_the_list() == 3
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(catalogue, "changed", lambda: None)
        elsewhere.setattr(clock, "now", lambda: taken_at - timedelta(seconds=90))
        assert seats.take(made.id)
        db.commit()
    catalogue.current().looked_at = float("-inf")
    assert on_the_list() == 2


def test_a_changed_number_of_seats_shows_with_the_listing() -> None:
    made = make_opportunity(seats=3)
    db.commit()
    assert on_the_list() == 3
    made = db.get_one(Opportunity, made.id)
    made.seats = 7
    search.index(made)
    db.commit()
    assert on_the_list() == 7


def test_a_look_that_failed_is_tried_again_and_no_empty_list_counts_as_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    make_opportunity(seats=3)
    db.commit()
    catalogue.changed()

    def away(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as outage:
        outage.setattr(catalogue, "_catch_up", away)
        for _ in range(2):
            with pytest.raises(ConnectionError):
                queries.browse(Wanted(today=clock.today()))
    assert on_the_list() == 3


def test_open_ones_are_counted_by_area() -> None:
    make_opportunity()
    make_opportunity(area_code=BETONG)
    make_opportunity(area_code=BETONG, state=OpportunityState.DRAFT)
    db.commit()
    assert queries.open_counts_by_area(AreaLevel.PROVINCE) == {"95": 2}
    assert queries.open_counts_by_area(AreaLevel.DISTRICT, "95") == {"9501": 1, "9502": 1}
    assert queries.open_counts_by_area(AreaLevel.SUBDISTRICT, "9502") == {BETONG: 1}


def test_a_rebuilt_index_says_the_same() -> None:
    made = make_opportunity(title_th="ทอผ้าไหม")
    before = db.get_one(Listing, made.id).facts
    db.commit()
    assert search.rebuild() == 1
    db.commit()
    db.expire_all()
    assert db.get_one(Listing, made.id).facts == before
    assert len(catalogue.current().columns) == 1


def test_nobody_keeps_anything_for_a_stranger() -> None:
    made = make_opportunity()
    assert not saved.is_saved(made.id, ANONYMOUS)
