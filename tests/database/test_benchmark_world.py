"""What benchmarks lay straight into the tables is a catalogue like any other, but for the hours of each week."""

import json

import pytest
from sqlalchemy import func, select

from benchmarks import world
from marketplace.offers import search
from models.listing import Listing
from models.session import db


@pytest.mark.on_both
def test_a_small_country_is_laid_and_listed_as_it_would_be_anew(database) -> None:
    world.build(30)
    assert db.scalar(select(func.count()).select_from(Listing)) == 30
    laid = cards()
    search.rebuild()
    db.commit()
    assert cards() == laid


def cards() -> dict[int, dict[str, object]]:
    db.expire_all()
    found = {row.opportunity_id: json.loads(row.facts) for row in db.scalars(select(Listing))}
    return {number: card | {"times": "", "work_times": ""} for number, card in found.items()}
