"""What benchmarks lay straight into the tables is a catalogue like any other, but for the hours of each week."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from benchmarks import world
from marketplace.areas.settings import answer_days
from marketplace.kernel import week
from marketplace.offers import coming, search
from models.listing import Listing
from models.session import db

OF_THE_WEEK = ("times", "work_times", "opens_on", "first_on", "last_on")


@pytest.mark.on_both
def test_a_small_country_is_laid_and_listed_as_it_would_be_anew(database) -> None:
    world.build(30)
    assert db.scalar(select(func.count()).select_from(Listing)) == 30
    laid = cards()
    search.rebuild()
    db.commit()
    assert cards() == laid


def test_the_days_of_what_is_laid_are_those_of_its_week(database) -> None:
    world.build(30)
    waits = answer_days(world.OFFICE)
    for row in db.scalars(select(Listing)):
        card = json.loads(row.facts)
        said = world._Days(*(date.fromisoformat(card[name]) for name in ("starts_on", "ends_on")), row.starts_on)
        days = coming.by_week(said, [slot.weekday for slot in week.parse(card["times"])], waits)
        assert days.first == row.first_on == date.fromisoformat(card["first_on"])
        assert (card["opens_on"], card["last_on"]) == (str(days.opens), str(days.last))
        assert card["apply_by"] == str(row.apply_by) == str(row.starts_on - timedelta(days=1))


def cards() -> dict[int, dict[str, object]]:
    db.expire_all()
    found = {row.opportunity_id: json.loads(row.facts) for row in db.scalars(select(Listing))}
    return {number: card | dict.fromkeys(OF_THE_WEEK, "") for number, card in found.items()}
