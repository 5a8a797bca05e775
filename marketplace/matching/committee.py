"""What counts how much in one programme or area, as its committee has set it; every version is kept.

The smallest place that has decided speaks: an area before a programme, a smaller area before a larger, and the country
where nobody has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor
from marketplace.areas import names
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.matching.weights import Part, Weights, national
from models.area import Programme, ProgrammeArea
from models.matching import MatchWeights
from models.session import db

WHOLE: Final = 100
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A programme (by its slug) or an area (by its code), with the areas it is made of."""

    key: str
    areas: tuple[str, ...]
    programme_id: int | None = None

    @property
    def is_programme(self) -> bool:
        """Whether it is a programme."""
        return self.programme_id is not None


def place(key: str) -> Place:
    """The place of a programme's slug or an area's code; raises NotFound."""
    if key.isdecimal():
        if not names.exists(key):
            raise NotFound
        return Place(key, (key,))
    programme = db.scalar(select(Programme.id).where(Programme.slug == key))
    if programme is None:
        raise NotFound
    codes = db.scalars(select(ProgrammeArea.area_code).where(ProgrammeArea.programme_id == programme))
    return Place(key, tuple(sorted(codes)), programme)


def weights_for(area_code: str | None, day: date) -> Weights:
    """The weights in force for whoever lives in an area."""
    if not area_code:
        return national(day)
    around = [area_code[:length] for length in (6, 4, 2) if length <= len(area_code)]
    rows = db.execute(
        select(MatchWeights, Programme.slug, ProgrammeArea.area_code)
        .outerjoin(Programme, Programme.id == MatchWeights.programme_id)
        .outerjoin(ProgrammeArea, ProgrammeArea.programme_id == MatchWeights.programme_id)
        .where(or_(MatchWeights.area_code.in_(around), ProgrammeArea.area_code.in_(around)))
        .order_by(MatchWeights.version, MatchWeights.id)
    ).all()
    if not rows:
        return national(day)
    held, slug, _ = max(rows, key=lambda row: (not row[1], len(row[0].area_code or row[2]), row[0].version))
    return national(day).with_shares(shares_of(held), f"{slug or held.area_code}:{held.version}")


def set_weights(where: Place, shares: Mapping[Part, int], reason: str, *, by: Actor) -> MatchWeights:
    """Decide anew for a place, from now on; raises Invalid, and Conflict where somebody else decided meanwhile."""
    _check(shares, reason)
    newest = db.scalar(select(func.max(MatchWeights.version)).where(_of(where))) or 0
    row = MatchWeights(
        programme_id=where.programme_id,
        area_code=None if where.is_programme else where.key,
        version=newest + 1,
        reason=reason.strip(),
        set_by_id=by.account_id,
        set_at=clock.now(),
        **{part.value: shares[part] for part in Part},
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Conflict(t("Somebody else decided meanwhile. Look at it again.")) from error
    record(by, "match_weights.set", row, place=where.key, version=row.version)
    return row


def versions(where: Place) -> Sequence[MatchWeights]:
    """Every version of a place, newest first."""
    return db.scalars(select(MatchWeights).where(_of(where)).order_by(MatchWeights.version.desc())).all()


def shares_of(row: MatchWeights) -> dict[Part, int]:
    """The shares of a version by part."""
    return {part: getattr(row, part.value) for part in Part}


def _check(shares: Mapping[Part, int], reason: str) -> None:
    errors: dict[str, object] = {
        part.value: t("Write a whole number from 0 to 100.") for part in Part if not 0 <= shares.get(part, -1) <= WHOLE
    }
    if not errors and sum(shares.values()) != WHOLE:
        errors[Part.MONEY.value] = t("Together they must be 100; now they are {sum}.", sum=sum(shares.values()))
    if not reason.strip() or len(reason.strip()) > LONGEST:
        errors["reason"] = t("Say why, in at most {count} characters.", count=LONGEST)
    if errors:
        raise Invalid(t("These weights cannot be used yet."), errors=errors)


def _of(where: Place) -> ColumnElement[bool]:
    if where.is_programme:
        return MatchWeights.programme_id == where.programme_id
    return MatchWeights.area_code == where.key
