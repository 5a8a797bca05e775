"""Young people by file: each row becomes somebody without an account, known by the reference of the file's owner.

A reference is its office's own: the same one under another office is somebody else.

Nothing is asked for twice: what a row does not say stays open. A national number that belongs to another record is
refused in words that do not tell whose it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.imports import cells, coordinates, moved
from marketplace.imports.cells import Era, Reading
from marketplace.imports.kinds import LONGEST_REF, Judged, Kind, Setting
from marketplace.imports.sheets import Row
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Invalid
from marketplace.people import alike, answers, civil_law, contact, identity, spelled
from marketplace.people import youth as young
from marketplace.people.answers import Answers
from marketplace.people.civil_law import Known
from marketplace.people.youth import NewYouth
from models.session import db
from models.vocabulary import CivilProof, CivilStatus, Field, Language, Role, Support, Transport
from models.youth import Youth

REQUIRED = (
    "ref", "birth_date", "area", "lat", "lon", "free", "level", "languages", "interests", "skills", "support_needs",
    "has_documents", "transport", "travel_minutes_max", "cost_per_month_max", "need_per_month", "priority",
)  # fmt: skip
OPTIONAL = (
    "nickname", "first_name", "last_name", "sex", "national_id", "phone", "address", "civil_status",
    "civil_proof", "civil_number", "civil_since", "somebody_else",
)  # fmt: skip
_COLUMN_OF = {
    "area_code": "area", "cost_per_month_max_satang": "cost_per_month_max", "need_per_month_satang": "need_per_month",
}  # fmt: skip
_ZERO_BACK = t("The 0 in front of the number was missing. It is put back; check that the number is right.")


@dataclass(frozen=True)
class Found:
    """Somebody as a row tells of them."""

    ref: str
    facts: NewYouth
    told: Answers
    lat: float | None
    lon: float | None
    priority: int
    is_somebody_else: bool


def judge(row: Row, _era: Era, setting: Setting) -> Judged:
    """The young person a row tells of; raises Invalid naming every column that is wrong."""
    reading = Reading()
    ref = reading(lambda: cells.needed(row, "ref") and cells.line(row, "ref", LONGEST_REF))
    area = reading(lambda: _area(row, setting))
    changes = _changes(row, area, reading)
    lat, lon = coordinates.read(row, area, reading)
    priority = reading(lambda: cells.number(row, "priority", least=1, most=100, otherwise=1))
    other = reading(lambda: cells.yes(row, "somebody_else") if row.get("somebody_else") else False)
    facts = _facts(row, changes, area, reading)
    told = reading(lambda: _told(changes)) if not reading.errors else answers.NONE_YET
    reading.end()
    notes = (("phone", _ZERO_BACK),) if contact.lost_its_zero(row.get("phone")) else ()
    return Judged((setting.office_of(area), ref), Found(ref, facts, told, lat, lon, priority, other), notes)


def known(refs: Sequence[str]) -> set[tuple[object, ...]]:
    """Which office's references are there already."""
    columns = (Youth.external_from, Youth.external_ref)
    return {tuple(row) for row in db.execute(select(*columns).where(Youth.external_ref.in_(refs)))}


def maybe_here(found: Sequence[Found], setting: Setting) -> list[Text | None]:
    """For each row whom it may tell of again, of the area or an earlier row; None where it says it is somebody else."""
    here, said = alike.of_many([one.facts for one in found], by=setting.by), list[Text | None]()
    rows: dict[object, list[Found]] = {}
    for one, known_as in zip(found, here, strict=True):
        earlier = rows.setdefault(one.facts.birth_date, [])
        twin = next((other for other in earlier if alike.is_alike(one.facts, other.facts)), None)
        earlier.append(one)
        if one.is_somebody_else or setting.alike_too or (known_as is None and twin is None):
            said.append(None)
        elif known_as is not None:
            day = FullDay(clock.bangkok(known_as.created_at).date())
            said.append(t("May be {ref}, registered {day}: same name and birth date", ref=known_as.ref, day=day))
        else:
            said.append(t("May be the same person as in {ref} of this file", ref=twin.ref if twin else ""))
    return said


def keep(found: Found, setting: Setting) -> None:
    """Register somebody and remember what they told."""
    youth = young.register_found(found.facts, by=setting.by)
    youth.external_ref, youth.external_from, youth.priority = found.ref, youth.office_key, found.priority
    youth.lat, youth.lon = found.lat, found.lon
    if not setting.by.has(Role.CASEWORKER):
        youth.case_worker_id = None
    # The subdistrict is known already, so keeping the answers leaves the point where it is.
    answers.keep(youth, found.told, by=setting.by)


def examples(today: date) -> Sequence[Mapping[str, str]]:
    """Two rows as they may look."""
    shared = {"area": "950101", "languages": "thai;malay", "priority": "1", "has_documents": "1"}
    first = {
        "ref": "Y-001", "birth_date": f"14/3/{today.year - 16 + 543}", "free": "mon 12:00-21:00;sat 08:00-18:00",
        "level": "2", "interests": "cooking;craft", "skills": "ทำขนม", "support_needs": "meal", "transport": "public",
        "travel_minutes_max": "45", "cost_per_month_max": "0.00", "need_per_month": "2000.00", "nickname": "ดา",
        "sex": "f",
    }  # fmt: skip
    second = {
        "ref": "Y-002", "birth_date": f"2/11/{today.year - 18 + 543}", "free": "mon 07:00-21:00;tue 07:00-21:00",
        "level": "3", "interests": "repair", "transport": "motorbike", "travel_minutes_max": "60", "priority": "2",
        "nickname": "บอย", "sex": "m",
    }  # fmt: skip
    return ({**shared, **first}, {**shared, **second})


def _is_of(setting: Setting, area: str) -> bool:
    return setting.by.scope(Role.CASEWORKER, Role.OFFICER).covers(area, setting.office_of(area))


def _area(row: Row, setting: Setting) -> str:
    area = cells.subdistrict(row)
    if setting.by is not SYSTEM and not _is_of(setting, area):
        raise Invalid(t("Register young people of your own area."), field="area")
    return area


def _changes(row: Row, area: str, reading: Reading) -> dict[str, Any]:
    """What the cells say, as answers."""
    slots = reading(lambda: cells.times(row, "free"))
    readers: dict[str, Callable[[], object]] = {
        "birth_date": lambda: cells.birthday(row, "birth_date"),
        "area_code": lambda: area,
        "free": lambda: week.mask_within(slots) if slots else None,
        "interests": lambda: cells.several(row, "interests", Field),
        "skills": lambda: cells.shown_list(row, "skills"),
        "support_needs": lambda: cells.several(row, "support_needs", Support),
        "travel_minutes_max": lambda: cells.maybe(row, "travel_minutes_max"),
        "cost_per_month_max_satang": lambda: (
            cells.satang(row, "cost_per_month_max") if row.get("cost_per_month_max") else None
        ),
        "need_per_month_satang": lambda: cells.satang(row, "need_per_month"),
        "level": lambda: cells.maybe(row, "level", most=answers.HIGHEST_LEVEL),
        "languages": lambda: cells.several(row, "languages", Language) or None,
        "has_documents": lambda: cells.yes(row, "has_documents") if row.get("has_documents") else None,
        "transport": lambda: cells.one(row, "transport", Transport).value if row.get("transport") else None,
    }
    return {name: reading(read) for name, read in readers.items()}


def _told(changes: Mapping[str, Any]) -> Answers:
    """The answers, judged by the same rules as on a page."""
    try:
        return answers.given(answers.NONE_YET, answers.QUESTIONS, **changes)
    except Invalid as refusal:
        errors = {_COLUMN_OF.get(name, name): why for name, why in refusal.errors.items()}
        raise Invalid(refusal.message, errors=errors) from refusal


def _facts(row: Row, changes: Mapping[str, Any], area: str, reading: Reading) -> NewYouth:
    sex = row.get("sex").lower()
    if sex not in ("", "m", "f", "x"):
        reading.errors["sex"] = t("Write m, f or x.")
    return NewYouth(
        nickname=reading(lambda: _nickname(row)),
        first_name=reading(lambda: _on_a_card(row, "first_name")),
        last_name=reading(lambda: _on_a_card(row, "last_name")),
        birth_date=changes["birth_date"],
        sex=sex or None,
        area_code=area,
        national_id=reading(lambda: identity.national_id(row.get("national_id"))) or "",
        phone=reading(lambda: _phone(row)),
        address=reading(lambda: cells.line(row, "address", 300)),
        civil=reading(lambda: _civil(row, changes["birth_date"])),
    )


def _nickname(row: Row) -> str:
    called = row.get("nickname")
    if called and (refusal := spelled.not_a_nickname(called)) is not None:
        raise Invalid(refusal, field="nickname")
    return cells.shown_line(row, "nickname", young.NICKNAME_LONGEST)


def _on_a_card(row: Row, column: str) -> str:
    """A part of the name on the ID card, or nothing from an empty cell."""
    named = row.get(column)
    if named and (refusal := young.card_refusal(column, named)) is not None:
        raise Invalid(refusal, field=column)
    return cells.line(row, column, young.NAME_LONGEST)


def _phone(row: Row) -> str:
    """The number, also from a cell that a spreadsheet took for a sum and stripped of its 0."""
    text = row.get("phone")
    return contact.phone(text) if text else ""


def _civil(row: Row, birth_date: date | None) -> Known:
    """The civil status with the paper it rests on, judged as on a page."""
    status = cells.one(row, "civil_status", CivilStatus, CivilStatus.SINGLE)
    proof = cells.one(row, "civil_proof", CivilProof) if row.get("civil_proof") else None
    since = cells.birthday(row, "civil_since") if row.get("civil_since") else None
    return civil_law.checked(Known(status, proof, row.get("civil_number"), since), birth_date)


KIND = Kind("youth", REQUIRED, OPTIONAL, ("birth_date",), examples, judge, known, keep, maybe_here, moved.told)
