"""Organisations, opportunities and resources, placed in Yala unless told otherwise."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.points import point_of
from marketplace.earnings import funds
from marketplace.kernel import clock, ids, week
from marketplace.offers import search, sessions
from marketplace.offers.payers import FROM_A_FUND
from models.earning import Fund
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.vocabulary import (
    Field,
    LearningForm,
    OpportunityKind,
    OpportunityState,
    OrganisationKind,
    Precision,
    ResourceKind,
    ResourceState,
    ResourceUnit,
    SlotKind,
)

SATENG = "950101"
BETONG = "950201"
_numbers = count(1)


def make_organisation(**given: Any) -> Organisation:
    """An active learning centre."""
    area = given.pop("area_code", SATENG)
    facts: dict[str, Any] = {
        "ref": ids.new_ref("G"),
        "kind": OrganisationKind.LEARNING_CENTRE,
        "name_th": "ศูนย์การเรียนรู้ริมคลอง",
        "name_en": "Canalside Learning Centre",
        "area_code": area,
        "office_key": office_key_for(area),
        "created_at": clock.now(),
    }
    made = Organisation(**(facts | given))
    db.add(made)
    db.flush()
    return made


def make_opportunity(
    *,
    times: str = "mon 16:30-19:30;wed 16:30-19:30",
    work: str = "",
    organisation: Organisation | None = None,
    indexed: bool = True,
    with_sessions: bool = False,
    **given: Any,
) -> Opportunity:
    """A published evening course, open for ten days and beginning in two weeks; `work` are its work times."""
    behind = organisation or make_organisation()
    area = given.pop("area_code", behind.area_code)
    point, today = point_of(area), clock.today()
    starts_on: date = given.pop("starts_on", today + timedelta(days=14))
    learning, working = week.parse(times), week.parse(work)
    if "fund_id" not in given and any(given.get(name) for name in FROM_A_FUND):
        given["fund_id"] = _fund_of(area).id
    facts: dict[str, Any] = {
        "ref": ids.new_ref("O"),
        "organisation_id": behind.id,
        "kind": OpportunityKind.PLACEMENT if work else OpportunityKind.COURSE,
        "form": LearningForm.NON_FORMAL,
        "field": Field.COOKING,
        "state": OpportunityState.PUBLISHED,
        "title_th": f"เรียนทำขนมไทย รุ่น {next(_numbers)}",
        "title_en": "Thai sweets",
        "area_code": area,
        "office_key": office_key_for(area),
        "lat": point.lat,
        "lon": point.lon,
        "point_precision": Precision.SUBDISTRICT,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=90),
        "apply_by": today + timedelta(days=10),
        "week_mask": week.to_bytes(week.mask((*learning, *working))),
        "seats": 12,
        "languages": ["thai"],
        "skills": [],
        "supports": [],
        "hazards": [],
        "created_at": clock.now(),
        "changed_at": clock.now(),
        "published_at": clock.now(),
    }
    made = Opportunity(**(facts | given))
    db.add(made)
    db.flush()
    for slots, kind in ((learning, SlotKind.LEARN), (working, SlotKind.WORK)):
        db.add_all(
            Slot(
                opportunity_id=made.id,
                weekday=slot.weekday,
                start_minute=slot.start_minute,
                end_minute=slot.end_minute,
                kind=kind,
            )
            for slot in slots
        )
    db.flush()
    if with_sessions:
        sessions.generate(made)
    if indexed:
        search.index(made)
    return made


def _fund_of(area: str) -> Fund:
    """A fund of the office of a place, with plenty in it: what pays for learning names one."""
    key, today = office_key_for(area), clock.today()
    found = db.scalar(select(Fund).where(Fund.office_key == key, Fund.ends_on > today + timedelta(days=30)))
    if found is None:
        draft = funds.FundDraft(
            name_th="กองทุนของพื้นที่",
            name_en="Fund of the place",
            source="งบประมาณท้องถิ่น",
            area_code=area,
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=700),
        )
        found = funds.open_fund(draft, by=SYSTEM)
        funds.grant(found, 1_000_000_00, key="plenty", by=SYSTEM)
    return found


def make_placement(**given: Any) -> Opportunity:
    """A paid kitchen placement on three evenings, with learning on Saturday morning."""
    facts: dict[str, Any] = {
        "title_th": "ผู้ช่วยครัวอาหารใต้ เรียนคู่งาน",
        "title_en": "Kitchen helper, learning while working",
        "times": "sat 08:00-12:00",
        "work": "mon 16:30-19:30;wed 16:30-19:30;fri 16:30-19:30",
        "form": LearningForm.WORKPLACE,
        "place_type": "restaurant",
        "wage_per_day_satang": 340_00,
        "stipend_per_session_satang": 100_00,
        "travel_per_session_satang": 20_00,
        "pay_day": "fri",
        "credits": 3,
    }
    return make_opportunity(**(facts | given))


def make_resource(**given: Any) -> Resource:
    """An available learning site."""
    area = given.pop("area_code", SATENG)
    facts: dict[str, Any] = {
        "ref": ids.new_ref("R"),
        "kind": ResourceKind.SITE,
        "title_th": "ห้องประชุมข้างตลาดเก่า",
        "title_en": "Meeting room by the old market",
        "area_code": area,
        "office_key": office_key_for(area),
        "languages": [],
        "skills": [],
        "unit": ResourceUnit.PLACES,
        "capacity": 20,
        "state": ResourceState.AVAILABLE,
        "created_at": clock.now(),
    }
    made = Resource(**(facts | given))
    db.add(made)
    db.flush()
    return made
