"""A country of opportunities by seed: as many as wanted, over real subdistricts, laid straight into the tables."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, text

from marketplace.areas.loading import load_reference
from marketplace.areas.points import point_of
from marketplace.areas.reference import gazetteer
from marketplace.areas.settings import answer_days
from marketplace.kernel import clock, week
from marketplace.offers import catalogue, coming, search
from models.listing import Listing
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.session import db, unit_of_work
from models.vocabulary import Field, LearningForm, Mode, OpportunityKind, Precision, SlotKind, Support

SEED = 2569
SHAPES = 600
ORGANISATIONS = 500
BATCH = 5_000
OFFICE = "d:9501"
DAYS = ("starts_on", "ends_on", "apply_by", "opens_on", "first_on", "last_on")
SPREAD = {Precision.PLACE: 0.03, Precision.SUBDISTRICT: 0.03, Precision.DISTRICT: 0.12, Precision.PROVINCE: 0.4}
"""Degrees around the known point of an area; what is known only by its capital lies all over the province."""

WORDS = ("ครัวชุมชน", "ซ่อมรถจักรยานยนต์", "ตัดต่อวิดีโอ", "ดูแลเด็กเล็ก", "ปลูกผัก", "ตัดเย็บ", "ค้าขายออนไลน์", "ช่างไฟฟ้า")
LEARNING = (
    "mon 09:00-12:00",
    "tue 18:00-20:00;thu 18:00-20:00",
    "sat 09:00-12:00",
    "sun 13:00-16:00",
    "wed 16:30-19:30",
)
WORK = (
    "mon 16:30-19:30;wed 16:30-19:30;fri 16:30-19:30",
    "tue 13:00-16:00;thu 13:00-16:00",
    "sat 08:00-12:00;sun 08:00-12:00",
)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days one opportunity is announced for."""

    starts_on: date
    ends_on: date
    apply_by: date


@dataclass(frozen=True)
class Shape:
    """What many opportunities have in common; places and days are filled in one by one."""

    columns: dict[str, Any]
    listing: dict[str, Any]
    weekdays: tuple[int, ...]


def build(count: int, seed: int = SEED, *, areas: Sequence[str] = ()) -> None:
    """Fill the bound, migrated database with `count` open opportunities; words to search by are left out.

    They lie in the given subdistricts, or all over the country.
    """
    load_reference()
    chance = random.Random(seed)
    with unit_of_work():
        _loosen()
        waits = answer_days(OFFICE)
        db.execute(insert(Organisation), [_organisation(number) for number in range(1, ORGANISATIONS + 1)])
    shapes = [_shape(chance, waits) for _ in range(SHAPES)]
    rows = _rows(count, shapes, chance, areas or subdistricts(), waits)
    while batch := list(islice(rows, BATCH)):
        with unit_of_work():
            _loosen()
            db.execute(insert(Opportunity.__table__), [columns for columns, _ in batch])  # type: ignore[arg-type]
            db.execute(insert(Listing.__table__), [listing for _, listing in batch])  # type: ignore[arg-type]
    with unit_of_work():
        db.execute(text("ANALYZE"))
    catalogue.changed()


def subdistricts() -> list[str]:
    """Every subdistrict, in order of code."""
    return sorted(code for code in gazetteer() if len(code) == 6)


def _rows(
    count: int, shapes: list[Shape], chance: random.Random, areas: Sequence[str], waits: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    places = {code: point_of(code) for code in areas}
    today = clock.today()
    for number in range(1, count + 1):
        shape, area = chance.choice(shapes), chance.choice(areas)
        spread = SPREAD[places[area].precision]
        lat = places[area].lat + chance.uniform(-spread, spread)
        lon = places[area].lon + chance.uniform(-spread, spread)
        starts = today + timedelta(days=chance.randint(1, 120))
        facts: dict[str, Any] = {
            "area_code": area,
            "lat": round(lat, 5),
            "lon": round(lon, 5),
            "starts_on": starts,
            "apply_by": starts - timedelta(days=1),
        }
        title = f"{shape.columns['title_th']} {number}"
        columns = shape.columns | facts | {"id": number, "ref": f"O-{number}", "title_th": title}
        columns |= {"ends_on": starts + timedelta(days=90), "seats_taken": chance.randint(0, 12)}
        days = coming.by_week(_Days(starts, columns["ends_on"], columns["apply_by"]), shape.weekdays, waits)
        held = {"first_on": days.sorts_on, "apply_by": days.asks_until}
        said = _filled(shape, columns | held | {"opens_on": days.opens, "last_on": days.last})
        yield columns, shape.listing | facts | held | {"opportunity_id": number, "seq": number, "facts": said}


def _filled(shape: Shape, columns: dict[str, Any]) -> str:
    said: str = shape.listing["facts"]
    for name in ("ref", "title_th", "area_code", *DAYS):
        said = said.replace(f"@{name}@", str(columns[name]))
    return said.replace("1.25", str(columns["lat"])).replace("2.25", str(columns["lon"]))


def _shape(chance: random.Random, waits: int) -> Shape:
    today, works = clock.today(), chance.random() < 0.4
    learning = week.parse(chance.choice(LEARNING))
    working = week.parse(chance.choice(WORK)) if works else ()
    one = Opportunity(
        id=0, ref="@ref@", organisation_id=chance.randint(1, ORGANISATIONS), state="published", version=1,
        kind=OpportunityKind.PLACEMENT if works else OpportunityKind.COURSE,
        form=chance.choice(list(LearningForm)), field=chance.choice(list(Field)),
        title_th=chance.choice(WORDS), title_en="", summary_th="", summary_en="", about_th="", about_en="",
        bring_th="", bring_en="", area_code="950101", office_key=OFFICE, place_th="", place_en="",
        lat=1.25, lon=2.25, point_precision="subdistrict", mode=chance.choice([Mode.ONSITE] * 8 + [Mode.HYBRID]),
        place_type="other", starts_on=today, ends_on=today, apply_by=today,
        week_mask=week.to_bytes(week.mask((*learning, *working))), pay_day="monthly",
        seats=12, seats_taken=0, age_min=15,
        level_min=chance.choice([0, 0, 0, 1, 2]), languages=["thai"], skills=[], hazards=[], requires_documents=False,
        supports=sorted(chance.sample(list(Support), chance.randint(0, 3))),
        wage_per_day_satang=chance.randint(350, 450) * 100 if works else 0, wage_per_hour_satang=0,
        stipend_per_session_satang=chance.choice([0, 10_000]), travel_per_session_satang=0, completion_bonus_satang=0,
        cost_per_month_satang=0, credits=chance.randint(0, 4), review_note="",
        created_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    _fill_defaults(one)
    slots = [
        Slot(weekday=slot.weekday, start_minute=slot.start_minute, end_minute=slot.end_minute, kind=kind)
        for group, kind in ((learning, SlotKind.LEARN), (working, SlotKind.WORK))
        for slot in group
    ]
    behind = Organisation(**_organisation(one.organisation_id))
    weekdays = tuple(slot.weekday for slot in slots)
    listing = search.listing_row(one, behind, slots, coming.by_week(one, weekdays, waits), 0)
    columns = {column.name: getattr(one, column.name) for column in Opportunity.__table__.columns}
    return Shape(columns, listing | {"facts": _marked(str(listing["facts"]), str(one.title_th))}, weekdays)


def _fill_defaults(one: Opportunity) -> None:
    """Give what was not said the value a posting begins with: rows laid straight into a table have no defaults."""
    for column in Opportunity.__table__.columns:
        if getattr(one, column.name) is None and column.default is not None and column.default.is_scalar:
            setattr(one, column.name, column.default.arg)


def _marked(facts: str, title: str) -> str:
    """Places and days of a card as places to fill."""
    marked = facts.replace(f'"title_th":"{title}"', '"title_th":"@title_th@"').replace('"950101"', '"@area_code@"')
    for name in DAYS:
        marked = re.sub(f'"{name}":"[-0-9]+"', f'"{name}":"@{name}@"', marked)
    return marked


def _organisation(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "ref": f"G-{number}",
        "kind": "learning_centre",
        "name_th": f"ศูนย์การเรียนรู้ที่ {number}",
        "name_en": "",
        "about_th": "",
        "about_en": "",
        "area_code": "950101",
        "office_key": "d:9501",
        "state": "active",
        "created_at": clock.now(),
        "version": 1,
    }


def _loosen() -> None:
    """Rows come in the right order by themselves; checking a million keys would only take time."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SET LOCAL session_replication_role = replica"))
        db.execute(text("SET LOCAL synchronous_commit = off"))
