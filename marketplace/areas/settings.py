"""How each office works: one review or two, days to answer. An office without its own row follows the country's."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.areas import names, offices
from marketplace.audit import record
from marketplace.kernel.errors import NotFound
from models.area import AreaSetting
from models.session import db

EVERYWHERE = "*"
_SETTINGS = "settings of offices"
_FILE = Path(__file__).parent / "data" / "settings.csv"


class OfficeSetting(NamedTuple):
    """What an office has decided about its own work."""

    two_step_review: bool
    provider_days: int
    officer_days: int

    @property
    def second_days(self) -> int:
        """Working days of the second look; none where the office decides alone."""
        return self.officer_days if self.two_step_review else 0

    @property
    def office_days(self) -> int:
        """Working days until the office has decided, the second look included."""
        return self.officer_days + self.second_days


@dataclass(frozen=True, slots=True)
class Desk:
    """An office whose work can be decided on, and the province it lies in."""

    key: str
    province: str
    number: int


@dataclass(frozen=True, slots=True)
class _Changed:
    """What the audit trail is told about: settings are kept by office, not by number."""

    id: int
    __tablename__ = AreaSetting.__tablename__


def setting_of(office_key: str) -> OfficeSetting:
    """The office's own setting, else the country's."""
    return settings_of([office_key])[office_key]


def settings_of(office_keys: Iterable[str]) -> Mapping[str, OfficeSetting]:
    """The settings of many offices at once."""
    wanted = tuple(office_keys)
    found = db.scalars(select(AreaSetting).where(AreaSetting.office_key.in_((*wanted, EVERYWHERE))))
    rows = {row.office_key: _read(row) for row in found}
    return {key: rows.get(key) or rows[EVERYWHERE] for key in wanted}


def _read(row: AreaSetting) -> OfficeSetting:
    return OfficeSetting(row.two_step_review, row.provider_days, row.officer_days)


def desk(_actor: Actor, office_key: str) -> Desk:
    """An office by its key; raises NotFound for what answers for no subdistrict."""
    kind, _, code = office_key.partition(":")
    if kind == "la":
        found = offices.authority(code)
        return Desk(office_key, found.province_code, found.id)
    if kind == "d" and len(code) == 4 and names.exists(code):
        return Desk(office_key, code[:2], int(code))
    raise NotFound


def answer_days(office_key: str) -> int:
    """Working days the provider and this office have together, for somebody of whom no more is known."""
    setting = known_setting(office_key)
    return setting.provider_days + setting.officer_days


def known_setting(office_key: str) -> OfficeSetting:
    """The same as `setting_of`, asked of the database once a session; no days where nothing was ever set."""
    known: dict[str, OfficeSetting] | None = db.info.get(_SETTINGS)
    if known is None:
        known = db.info[_SETTINGS] = {row.office_key: _read(row) for row in db.scalars(select(AreaSetting))}
    return known.get(office_key) or known.get(EVERYWHERE) or OfficeSetting(False, 0, 0)


def decide(office: Desk, setting: OfficeSetting, *, by: Actor) -> None:
    """Let an office work in another way from now on; what it was and what it is stand in the audit trail."""
    before = setting_of(office.key)
    change_setting(office.key, **setting._asdict())
    record(by, "area_setting.change", _Changed(office.number), office=office.key, left=[*before], entered=[*setting])


def change_setting(office_key: str, *, two_step_review: bool, provider_days: int, officer_days: int) -> None:
    """Write the office's own setting; the database refuses days outside 1 to 90."""
    row = db.get(AreaSetting, office_key)
    if row is None:
        row = AreaSetting(office_key=office_key)
        db.add(row)
    row.two_step_review, row.provider_days, row.officer_days = two_step_review, provider_days, officer_days
    db.flush()
    db.info.pop(_SETTINGS, None)


def load_settings() -> int:
    """Add the settings we ship where an installation has none yet; what an office chose is never overwritten."""
    known = set(db.scalars(select(AreaSetting.office_key)))
    with _FILE.open(encoding="utf-8", newline="") as file:
        new = [row for row in csv.DictReader(file) if row["office_key"] not in known]
    for row in new:
        change_setting(
            row["office_key"],
            two_step_review=row["two_step_review"] == "1",
            provider_days=int(row["provider_days"]),
            officer_days=int(row["officer_days"]),
        )
    return len(new)
