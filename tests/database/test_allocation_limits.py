"""What a run may give: checked mentors with room alone, by the weights of the place, exactly what every page finds."""

from typing import Any

import numpy as np
import pytest

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.matching import committee, for_you, places
from marketplace.matching.allocation.problem import NONE
from marketplace.matching.allocation.solving import solve
from marketplace.matching.allocation.wide import proven_over
from marketplace.matching.index import live
from marketplace.matching.reading import life_of
from marketplace.matching.weights import Part
from marketplace.matching.workbench import building, fitting
from marketplace.matching.workbench.asking import Asked
from marketplace.mentoring import matches
from marketplace.offers import queries
from models.mentoring import MentorProfile
from models.resource import Resource
from models.session import db as session
from models.vocabulary import OpportunityKind, ResourceKind, ResourceUnit
from models.youth import Youth
from tests.factories.enrolments import make_youth
from tests.factories.offers import make_opportunity, make_resource
from tests.factories.pledges import vet

pytestmark = pytest.mark.usefixtures("database")
TWO_HOURS = "mon 17:00-18:00;wed 17:00-18:00"
NEAR = dict.fromkeys(Part, 0) | {Part.NEAR: 100}


def told(**given: Any) -> Youth:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 60} | given))


def mentor(*, vetted: bool = True, most: int = 1, hours: int = 8) -> Resource:
    made = make_resource(kind=ResourceKind.MENTOR, unit=ResourceUnit.HOURS_PER_WEEK, capacity=hours, languages=["thai"])
    session.add(MentorProfile(resource_id=made.id, gender=None, load_most=most))
    if vetted:
        vet(made)
    session.flush()
    return made


def built(people: list[Youth]) -> building.Built:
    asked = Asked(office=people[0].office_key or "")
    found = building.opportunities(asked, "95")
    return building.build(people, found, lambda _: True)


def placed(people: list[Youth]) -> list[int]:
    """The mentors given, by key."""
    made = built(people)
    plan = solve(made.problem, seed=1)
    return sorted(made.mentor_ids[at] for at in plan.mentor.tolist() if at != NONE)


def test_only_a_mentor_whose_checks_hold_is_given_and_to_as_many_as_they_stand_by() -> None:
    make_opportunity(kind=OpportunityKind.MENTORSHIP, seats=9, times=TWO_HOURS)
    people = [told() for _ in range(4)]
    mentor(vetted=False, most=4)
    assert placed(people) == []
    one = mentor(most=2)
    assert placed(people) == [one.id, one.id]
    full = mentor(most=1)
    assert placed(people) == sorted([one.id, one.id, full.id])
    matches.propose(told(birth_date=people[0].birth_date), full, by=SYSTEM)
    assert placed(people) == [one.id, one.id]


def test_hours_of_a_week_are_a_month_of_hours() -> None:
    make_opportunity(kind=OpportunityKind.MENTORSHIP, seats=9, times=TWO_HOURS)
    one = mentor(most=9, hours=5)
    people = [told() for _ in range(4)]
    problem = built(people).problem
    assert problem.mentor_hours is not None
    assert problem.mentor_hours.tolist() == pytest.approx([5 * 52 / 12])
    # Five hours a week are two of two hours each.
    assert placed(people) == [one.id, one.id]


@pytest.mark.on_both
@pytest.mark.parametrize("indexed", [False, True])
def test_who_fits_where_is_what_for_you_finds_by_the_same_weights(indexed: bool) -> None:
    for minute in range(6):
        make_opportunity(times=f"sat 08:{minute}0-12:00", credits=minute)
    people = [told(interests=["food"]), told(level=1), told(travel_minutes_max=20)]
    committee.set_weights(places.place("9501"), NEAR, "near first", by=SYSTEM)
    today = clock.today()
    live.forget()
    if indexed:
        live.build()
    found = queries.shown([hit.card.id for hit in building.opportunities(Asked(office="x"), "95")])
    pairs = fitting.best_of(people, found, today, 4, lambda _: True)
    assert pairs is not None
    assert pairs.versions == ("9501:1",)
    for at, youth in enumerate(people):
        weights = committee.weights_for(youth.area_code, today)
        expected = [one.card.ref for one in for_you.find(life_of(youth), today, weights=weights).fitting[:4]]
        mine = np.flatnonzero(np.array(pairs.youth) == at)
        assert [found[pairs.offer[place]].card.ref for place in mine] == expected
    live.forget()


@pytest.mark.on_both
def test_a_long_list_begins_with_the_best_of_each_and_is_proven_over_all_that_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = make_opportunity(seats=1, credits=9)
    make_opportunity(seats=1, times="sat 09:00-12:00", credits=3)
    make_opportunity(seats=1, times="sun 09:00-12:00")
    people = [told() for _ in range(3)]
    whole = built(people)
    assert whole.rest is None
    exact = solve(whole.problem, seed=1)
    monkeypatch.setattr(building, "WHOLE", 0)
    monkeypatch.setattr(building, "EACH", 1)
    narrow = built(people)
    assert len(narrow.problem.edge_fit) == 3
    assert solve(narrow.problem, seed=1).bound < exact.objective
    plan, problem = proven_over(narrow.problem, narrow.part, seed=1)
    assert (plan.offer != NONE).all()
    assert plan.objective == exact.objective
    assert plan.objective <= plan.bound
    assert building.digest(problem, solve(problem, seed=1)) == building.digest(problem, plan)
    # Whoever is locked keeps their pair however far down it stands, and is asked about nothing else.
    held = {people[0].ref: next(ref for ref in narrow.problem.offers if ref != best.ref)}
    asked = Asked(office=people[0].office_key or "")
    kept = building.build(people, building.opportunities(asked, "95"), lambda _: True, held)
    plan, _ = proven_over(kept.problem, kept.part, seed=1, locked=held)
    assert kept.problem.offers[plan.offer[0]] == held[people[0].ref]
    assert (plan.offer != NONE).all()
    assert 0 not in kept.part(0, 3)[0]


def test_what_lies_outside_a_run_is_open_to_whoever_is_locked_to_it_alone() -> None:
    outside = make_opportunity(kind=OpportunityKind.PLACEMENT, seats=9, credits=9)
    inside = make_opportunity(seats=9)
    people = [told(), told()]
    found = building.opportunities(Asked(office="x", kinds=("course",)), "95")
    held = {people[0].ref: outside.ref}
    made = building.build(people, found, lambda _: True, held)
    plan = solve(made.problem, seed=1, locked=held)
    assert [made.problem.offers[at] for at in plan.offer] == [outside.ref, inside.ref]
