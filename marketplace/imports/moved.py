"""Rows of people who are here already and live elsewhere by the row: a file moves nobody, and the row says how to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas import names
from marketplace.i18n import Text, t
from marketplace.imports import cells
from marketplace.imports.kinds import Setting
from marketplace.imports.sheets import Row
from marketplace.imports.verdicts import Outcome, Verdict
from marketplace.kernel.errors import Invalid
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

AT_ONCE = 500
_GONE = t("They live elsewhere now and are with another office.")


@dataclass(frozen=True, slots=True)
class _Kept:
    """Somebody who came by a file of the same office, and whether they are still with whoever brings this one."""

    ref: str
    area_code: str | None
    is_here: bool


def told(rows: Sequence[tuple[Row, Verdict]], setting: Setting) -> list[Verdict]:
    """The same verdicts; whose reference is known and who lives elsewhere by this row is known, with what to do."""
    wanted = {index: area for index, (row, verdict) in enumerate(rows) if (area := _area(row, verdict)) is not None}
    kept = _kept(sorted({_ref(rows[index][0]) for index in wanted}), setting)
    said = [verdict for _, verdict in rows]
    for index, area in wanted.items():
        row, verdict = rows[index]
        one = kept.get(_ref(row))
        if one is not None and not (one.is_here and one.area_code == area):
            said[index] = replace(verdict, outcome=Outcome.KNOWN, problems=(("area", _why(one)),))
    return said


def _why(one: _Kept) -> Text:
    if not one.is_here:
        return _GONE
    return t(
        "Kept in {place}. If they have moved, open {ref} and write down what has changed.",
        place=names.address(one.area_code) if one.area_code else t("no place yet"),
        ref=one.ref,
    )


def _area(row: Row, verdict: Verdict) -> str | None:
    """The subdistrict of a row that is known, or refused for nothing but its place."""
    if verdict.outcome != Outcome.KNOWN and [field for field, _ in verdict.problems] != ["area"]:
        return None
    try:
        return cells.subdistrict(row)
    except Invalid:
        return None


def _ref(row: Row) -> str:
    return " ".join(row.get("ref").split())


def _kept(refs: Sequence[str], setting: Setting) -> dict[str, _Kept]:
    """Whom the offices of whoever brings the file know by these references; of several the one who is still here."""
    found: dict[str, _Kept] = {}
    columns = (Youth.ref, Youth.external_ref, Youth.external_from, Youth.area_code, Youth.office_key)
    scope = setting.by.scope(Role.CASEWORKER, Role.OFFICER)
    for first in range(0, len(refs), AT_ONCE):
        wanted = select(*columns).where(Youth.external_ref.in_(refs[first : first + AT_ONCE])).order_by(Youth.id)
        for ref, known_as, by_office, area, office in db.execute(wanted):
            is_here = setting.by is SYSTEM or bool(scope.covers(area, office))
            if known_as and (is_here or (by_office in scope.offices and known_as not in found)):
                found[known_as] = _Kept(ref, area, is_here)
    return found
