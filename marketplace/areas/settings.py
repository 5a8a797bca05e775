"""How each office works: one review or two, days to answer. An office without its own row follows the country's."""

import csv
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from models.area import AreaSetting
from models.session import db

EVERYWHERE = "*"
_FILE = Path(__file__).parent / "data" / "settings.csv"


class OfficeSetting(NamedTuple):
    """What an office has decided about its own work."""

    two_step_review: bool
    provider_days: int
    officer_days: int


def setting_of(office_key: str) -> OfficeSetting:
    """The office's own setting, else the country's."""
    rows = {
        row.office_key: row
        for row in db.scalars(select(AreaSetting).where(AreaSetting.office_key.in_((office_key, EVERYWHERE))))
    }
    row = rows.get(office_key) or rows[EVERYWHERE]
    return OfficeSetting(row.two_step_review, row.provider_days, row.officer_days)


def change_setting(office_key: str, *, two_step_review: bool, provider_days: int, officer_days: int) -> None:
    """Write the office's own setting; the database refuses days outside 1 to 90."""
    row = db.get(AreaSetting, office_key)
    if row is None:
        row = AreaSetting(office_key=office_key)
        db.add(row)
    row.two_step_review, row.provider_days, row.officer_days = two_step_review, provider_days, officer_days
    db.flush()


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
