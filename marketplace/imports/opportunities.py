"""Opportunities by file: each row becomes a posting of one organisation, handed to the office of its place.

Nothing that came by file is public before an officer has looked: rows are kept as drafts and submitted at once. The
natural key is the organisation and its own reference. The hours of a placement are work; `learn_sessions` are not.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from marketplace.areas import working_days
from marketplace.i18n import t
from marketplace.imports import cells, coordinates
from marketplace.imports.cells import Era, Reading
from marketplace.imports.kinds import LONGEST_REF, Judged, Kind, Setting
from marketplace.imports.sheets import Row
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.labour.limits import hazards_on
from marketplace.offers import drafts, postings, promises
from marketplace.offers.bounds import MOST
from marketplace.offers.drafts import PostingDraft, WeeklyTime
from marketplace.offers.promises import Promise
from models.earning import Fund
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import (
    CountsFrom,
    Field,
    Language,
    LearningForm,
    MilestoneKind,
    Mode,
    OpportunityKind,
    PlaceType,
    SlotKind,
    Support,
)

REQUIRED = (
    "ref", "kind", "title", "area", "lat", "lon", "mode", "sessions", "start", "end", "apply_by", "seats_left",
    "age_min", "age_max", "level_min", "languages", "skills", "supports_offered", "requires_documents", "wage_per_hour",
    "stipend_per_month", "cost_per_month", "credits", "hazards", "place_type", "fund",
)  # fmt: skip
OPTIONAL = (
    "organisation", "form", "field", "title_en", "summary_th", "summary_en", "about_th", "about_en", "place_th",
    "place_en", "bring_th", "bring_en", "wage_per_day", "stipend_per_session", "stipend_per_hour",
    "travel_per_session", "completion_bonus",
    "learn_sessions", "milestones", "stay_30", "stay_90", "stay_180", "stay_365", "stay_from", "things",
)  # fmt: skip
_COLUMN_OF = {
    "title_th": "title", "starts_on": "start", "ends_on": "end", "seats": "seats_left", "times": "sessions",
    "wage_per_day": "wage_per_hour", "steps": "milestones",
}  # fmt: skip
_FACTS_OF = {
    "title": ("title_th",), "start": ("starts_on",), "end": ("ends_on",), "seats_left": ("seats",),
    "area": ("area_code",), "sessions": ("times",), "learn_sessions": ("times",), "supports_offered": ("supports",),
    "fund": ("fund_id",), "stipend_per_month": ("stipend_per_session_satang",),
    "milestones": ("promises",), "things": ("promises",), "stay_from": ("stays_from",),
    **{f"stay_{days}": ("promises",) for days in promises.STAY_DAYS},
    **{name: (f"{name}_satang",) for name in MOST},
}  # fmt: skip
"""The facts of a posting that a cell would have told."""
_LONGEST = {
    "title_en": 160, "summary_th": 400, "summary_en": 400, "about_th": 5_000, "about_en": 5_000, "place_th": 200,
    "place_en": 200, "bring_th": 300, "bring_en": 300,
}  # fmt: skip
_FORM = {
    OpportunityKind.COURSE: LearningForm.NON_FORMAL,
    OpportunityKind.PLACEMENT: LearningForm.WORKPLACE,
    OpportunityKind.MENTORSHIP: LearningForm.INFORMAL,
}
MONTH_NUMERATOR, MONTH_DENOMINATOR = 52, 12
ONE_DAY = timedelta(days=1)
EXAMPLE_AHEAD, EXAMPLE_RUNS, EXAMPLE_ANSWERED = timedelta(days=75), timedelta(weeks=10), timedelta(days=14)
"""How far the example of a template lies ahead, how long it goes on, and how long before it one may still ask."""


def judge(row: Row, era: Era, setting: Setting) -> Judged:
    """The posting a row asks for; raises Invalid naming every column that is wrong."""
    reading = Reading()
    ref = reading(lambda: cells.needed(row, "ref") and cells.line(row, "ref", LONGEST_REF))
    organisation = reading(lambda: _organisation(row, setting))
    draft = _draft(row, era, ref, reading)
    try:
        drafts.check(draft, unread=_unread(row, reading))
    except Invalid as refusal:
        for name, why in refusal.errors.items():
            reading.errors.setdefault(_COLUMN_OF.get(name, name), why)
    reading.end()
    return Judged((organisation.id, ref), (organisation, draft))


def known(refs: Sequence[str]) -> set[tuple[object, ...]]:
    """Which organisation's references are there already."""
    columns = (Opportunity.organisation_id, Opportunity.external_ref)
    return {tuple(row) for row in db.execute(select(*columns).where(Opportunity.external_ref.in_(refs)))}


def keep(found: tuple[Organisation, PostingDraft], setting: Setting) -> None:
    """Write the posting and hand it to the office."""
    organisation, draft = found
    postings.submit(postings.create(draft, organisation, by=setting.by), by=setting.by)


def examples(today: date) -> Sequence[Mapping[str, str]]:
    """Two rows as they may look, a course and a placement, with days that still lie ahead when the file comes back."""
    shared = {
        "area": "950101", "mode": "onsite", "age_max": "24", "level_min": "0",
        "languages": "thai;malay", "requires_documents": "0", "cost_per_month": "0.00",
    }  # fmt: skip
    course = {
        "ref": "A-001", "kind": "course", "title": "ขนมพื้นบ้านขายได้จริง", "lat": "6.5412", "lon": "101.2805",
        "sessions": "tue 16:30-19:00;thu 16:30-19:00", "seats_left": "15", "age_min": "13", "skills": "ทำขนม;คิดต้นทุน",
        "supports_offered": "evening;meal", "credits": "1", "place_type": "school",
        "form": "community", "field": "cooking", "title_en": "Local sweets that sell",
        "summary_th": "ทำขนมหกอย่าง คิดต้นทุน แล้วลองขายจริง", "place_th": "ห้องครัวศูนย์การเรียน",
    }  # fmt: skip
    work = {
        "ref": "A-002", "kind": "placement", "title": "ผู้ช่วยบาริสตา", "sessions": "mon 13:00-17:00;wed 13:00-17:00",
        "seats_left": "2", "age_min": "15", "wage_per_hour": "95.00", "place_type": "cafe", "field": "cooking",
        "supports_offered": "meal", "learn_sessions": "sun 09:00-11:00",
    }  # fmt: skip
    return tuple({**shared, **row, **_days(row["sessions"], today)} for row in (course, work))


def _days(sessions: str, today: date) -> dict[str, str]:
    """The first and the last session of a timetable, and a day before them until which one may ask; none a holiday."""
    weekdays = {slot.weekday for slot in week.parse(sessions)}
    start = _session(today + EXAMPLE_AHEAD, weekdays, ONE_DAY)
    end = _session(start + EXAMPLE_RUNS, weekdays, -ONE_DAY)
    apply_by = _session(start - EXAMPLE_ANSWERED, set(range(7)), -ONE_DAY)
    return {"start": start.isoformat(), "end": end.isoformat(), "apply_by": apply_by.isoformat()}


def _session(day: date, weekdays: set[int], step: timedelta) -> date:
    """The nearest day from one on, forwards or backwards, that is a working day on one of these weekdays."""
    while day.weekday() not in weekdays or not working_days.is_working(day):
        day += step
    return day


def _draft(row: Row, era: Era, ref: str, reading: Reading) -> PostingDraft:
    """What the cells say; `reading` keeps what is wrong with those that cannot be read."""
    kind = reading(lambda: cells.one(row, "kind", OpportunityKind))
    times = _times(row, kind, reading)
    area = reading(lambda: cells.subdistrict(row))
    lat, lon = coordinates.read(row, area, reading)
    return PostingDraft(
        kind=kind,
        form=reading(lambda: cells.one(row, "form", LearningForm, _FORM.get(kind, LearningForm.NON_FORMAL))),
        field=reading(lambda: cells.one(row, "field", Field, Field.PEOPLE)),
        title_th=reading(lambda: cells.line(row, "title", 160)),
        **_words(row, reading),
        area_code=area,
        lat=lat,
        lon=lon,
        mode=reading(lambda: cells.one(row, "mode", Mode, Mode.ONSITE)),
        place_type=reading(lambda: cells.one(row, "place_type", PlaceType, PlaceType.OTHER)),
        starts_on=reading(lambda: era.day(row, "start")),
        ends_on=reading(lambda: era.day(row, "end")),
        apply_by=reading(lambda: era.day(row, "apply_by")),
        times=times,
        seats=reading(lambda: cells.number(row, "seats_left")),
        age_min=reading(lambda: cells.number(row, "age_min", most=99, otherwise=15)),
        age_max=reading(lambda: cells.maybe(row, "age_max", most=99)),
        level_min=reading(lambda: cells.number(row, "level_min", most=6, otherwise=0)),
        languages=reading(lambda: cells.several(row, "languages", Language)) or (Language.THAI.value,),
        skills=cells.listed(row, "skills"),
        supports=reading(lambda: cells.several(row, "supports_offered", Support)),
        hazards=reading(lambda: _hazards(row, era)),
        requires_documents=reading(lambda: cells.yes(row, "requires_documents")),
        wage_per_day_satang=reading(lambda: cells.satang(row, "wage_per_day")),
        wage_per_hour_satang=reading(lambda: cells.satang(row, "wage_per_hour")),
        stipend_per_session_satang=reading(lambda: _stipend(row, times)),
        stipend_per_hour_satang=reading(lambda: cells.satang(row, "stipend_per_hour")),
        travel_per_session_satang=reading(lambda: cells.satang(row, "travel_per_session")),
        completion_bonus_satang=reading(lambda: cells.satang(row, "completion_bonus")),
        promises=_promises(row, reading),
        stays_from=reading(lambda: cells.one(row, "stay_from", CountsFrom, CountsFrom.START)),
        cost_per_month_satang=reading(lambda: cells.satang(row, "cost_per_month")),
        credits=reading(lambda: cells.number(row, "credits", most=100, otherwise=0)),
        fund_id=reading(lambda: _fund(row)),
        external_ref=ref,
    )


def _unread(row: Row, reading: Reading) -> frozenset[str]:
    """The facts that no cell told, since it could not be read; a month's stipend is told by its sessions too."""
    found = {fact for column in reading.errors for fact in _FACTS_OF.get(column, (column,))}
    if "times" in found and not row.get("stipend_per_session"):
        found.add("stipend_per_session_satang")
    return frozenset(found)


def _times(row: Row, kind: OpportunityKind, reading: Reading) -> tuple[WeeklyTime, ...]:
    main = SlotKind.WORK if kind == OpportunityKind.PLACEMENT else SlotKind.LEARN
    sessions = reading(lambda: cells.times(row, "sessions")) or ()
    learning = reading(lambda: cells.times(row, "learn_sessions")) or ()
    return (*(WeeklyTime(slot, main) for slot in sessions), *(WeeklyTime(slot) for slot in learning))


def _words(row: Row, reading: Reading) -> dict[str, Any]:
    return {name: reading(partial(cells.line, row, name, longest)) for name, longest in _LONGEST.items()}


def _promises(row: Row, reading: Reading) -> tuple[Promise, ...]:
    """Named steps and things as `name: sum; name: sum`, and a sum for each day of staying."""
    found = [
        *(reading(partial(_named, row, "milestones", MilestoneKind.STEP)) or ()),
        *(reading(partial(_named, row, "things", MilestoneKind.THING)) or ()),
    ]
    for days in promises.STAY_DAYS:
        if satang := reading(partial(cells.satang, row, f"stay_{days}")):
            found.append(Promise(MilestoneKind.STAY, satang, days=days))
    return tuple(found)


def _named(row: Row, column: str, kind: MilestoneKind) -> tuple[Promise, ...]:
    return promises.read(row.get(column), kind, field=column)


def _stipend(row: Row, times: Sequence[WeeklyTime]) -> int:
    """Satang for a session: as written, or the month's sum over the sessions of a month, rounded down."""
    if row.get("stipend_per_session"):
        return cells.satang(row, "stipend_per_session")
    a_week = sum(time.kind == SlotKind.LEARN for time in times) or len(times)
    return cells.satang(row, "stipend_per_month") * MONTH_DENOMINATOR // (MONTH_NUMERATOR * max(a_week, 1))


def _hazards(row: Row, era: Era) -> tuple[str, ...]:
    found = tuple(code.upper() for code in cells.listed(row, "hazards"))
    codes = {hazard.code for hazard in hazards_on(era.day(row, "start"))}
    if strange := [code for code in found if code not in codes]:
        raise Invalid(
            t("{word} is not known here. Write one of: {known}", word=strange[0][:40], known=", ".join(sorted(codes))),
            field="hazards",
        )
    return found


def _fund(row: Row) -> int | None:
    ref = row.get("fund")
    if not ref:
        return None
    found = db.scalar(select(Fund.id).where(Fund.ref == ref, Fund.closed_at.is_(None)))
    if found is None:
        raise Invalid(t("There is no such fund."), field="fund")
    return found


def _organisation(row: Row, setting: Setting) -> Organisation:
    """The organisation a row names, or whose file it is; somebody's own file cannot post for others."""
    ref = row.get("organisation")
    own = setting.organisation
    if own is not None and ref in ("", own.ref):
        return own
    found = db.scalar(select(Organisation).where(Organisation.ref == ref)) if ref and own is None else None
    if found is None:
        why = t("There is no such organisation.") if ref else t("Say whose opportunity it is.")
        raise Invalid(why, field="organisation")
    return found


KIND = Kind("opportunities", REQUIRED, OPTIONAL, ("start", "end", "apply_by"), examples, judge, known, keep)
