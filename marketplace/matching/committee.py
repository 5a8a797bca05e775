"""What counts how much in one programme or area, as its committee has set it; every version is kept.

The smallest place that has decided speaks: an area before a programme, a smaller area before a larger, and the country
where nobody has.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.matching.places import Place
from marketplace.matching.weights import Part, Weights, national
from models.account import Account
from models.area import Programme, ProgrammeArea
from models.matching import MatchWeights
from models.session import db

WHOLE: Final = 100
LONGEST: Final = 500
MOST_FEW_FIRST: Final = 10


class Decision(NamedTuple):
    """One version of a place's weights, with the name of who set it."""

    row: MatchWeights
    name: str


def weights_for(area_code: str | None, day: date) -> Weights:
    """The weights in force for whoever lives in an area."""
    return _in_force(area_code or "", day)


def before(where: Place, day: date) -> Weights:
    """The weights that hold in a place as long as it has none of its own."""
    return national(day) if where.is_programme else _in_force(where.key, day, without=where.key)


def current(where: Place, day: date) -> Weights:
    """The weights of a place: its own, or else what holds without them."""
    newest = next(iter(versions(where)), None)
    if newest is None or newest.withdrawn:
        return before(where, day)
    return national(day).with_shares(shares_of(newest), f"{where.key}:{newest.version}", newest.few_first)


def _in_force(area_code: str, day: date, *, without: str = "") -> Weights:
    """Those of the smallest area around that has decided, else of a programme it is in, else of the country."""
    around = [area_code[:length] for length in (6, 4, 2) if length <= len(area_code)]
    rows = db.execute(
        select(MatchWeights, Programme.slug, ProgrammeArea.area_code)
        .outerjoin(Programme, Programme.id == MatchWeights.programme_id)
        .outerjoin(ProgrammeArea, ProgrammeArea.programme_id == MatchWeights.programme_id)
        .where(or_(MatchWeights.area_code.in_(around), ProgrammeArea.area_code.in_(around)))
        .order_by(MatchWeights.version, MatchWeights.id)
    ).all()
    rest = [row for row in rows if not without or row[0].area_code != without]
    newest = {slug or held.area_code: (held, slug, of) for held, slug, of in rest}
    spoken = [row for row in newest.values() if not row[0].withdrawn]
    if not spoken:
        return national(day)
    held, slug, _ = max(spoken, key=lambda row: (not row[1], len(row[0].area_code or row[2]), row[0].version))
    return national(day).with_shares(shares_of(held), f"{slug or held.area_code}:{held.version}", held.few_first)


def set_weights(
    where: Place,
    shares: Mapping[Part, int],
    reason: str,
    *,
    by: Actor,
    seen: int | None = None,
    few_first: int | None = None,
) -> MatchWeights:
    """Decide anew for a place, from now on; without `few_first` it stays what it is there.

    Raises Invalid, and Conflict where somebody else decided after version `seen`.
    """
    few = current(where, clock.today()).few_first if few_first is None else few_first
    errors = {**_wrong(shares, few), **_unsaid(reason)}
    if errors:
        raise Invalid(t("These weights cannot be used yet."), errors=errors)
    row = _decide(where, shares, few, reason, by=by, seen=seen)
    record(by, "match_weights.set", row, place=where.key, version=row.version)
    return row


def withdraw(where: Place, reason: str, *, by: Actor, seen: int | None = None) -> MatchWeights:
    """Have no weights of one's own any more; what holds instead is kept beside it.

    Raises Invalid without a reason, and Conflict where there are none of one's own.
    """
    if errors := _unsaid(reason):
        raise Invalid(t("These weights cannot be used yet."), errors=errors)
    newest = next(iter(versions(where)), None)
    if newest is None or newest.withdrawn:
        raise Conflict(t("This place has no weights of its own."))
    held = before(where, clock.today())
    row = _decide(where, held.by_part, held.few_first, reason, by=by, seen=seen, withdrawn=True)
    record(by, "match_weights.withdraw", row, place=where.key, version=row.version)
    return row


def check(shares: Mapping[Part, int], few_first: int) -> None:
    """Raise Invalid, with a sentence at each wrong part, unless the shares make a whole."""
    if errors := _wrong(shares, few_first):
        raise Invalid(t("These weights cannot be used yet."), errors=errors)


def versions(where: Place) -> Sequence[MatchWeights]:
    """Every version of a place, newest first."""
    return db.scalars(select(MatchWeights).where(_of(where)).order_by(MatchWeights.version.desc())).all()


def history(where: Place) -> Sequence[Decision]:
    """Every version of a place with who set it, newest first."""
    rows = db.execute(
        select(MatchWeights, Account.name)
        .outerjoin(Account, Account.id == MatchWeights.set_by_id)
        .where(_of(where))
        .order_by(MatchWeights.version.desc())
    )
    return [Decision(row, name or SYSTEM.name) for row, name in rows]


def shares_of(row: MatchWeights) -> dict[Part, int]:
    """The shares of a version by part."""
    return {part: getattr(row, part.value) for part in Part}


def _decide(
    where: Place,
    shares: Mapping[Part, int],
    few_first: int,
    reason: str,
    *,
    by: Actor,
    seen: int | None,
    withdrawn: bool = False,
) -> MatchWeights:
    newest = db.scalar(select(func.max(MatchWeights.version)).where(_of(where))) or 0
    if seen is not None and seen != newest:
        raise Conflict(t("Somebody else decided meanwhile. Look at it again."))
    row = MatchWeights(
        programme_id=where.programme_id,
        area_code=None if where.is_programme else where.key,
        version=newest + 1,
        reason=reason.strip(),
        withdrawn=withdrawn,
        few_first=few_first,
        set_by_id=by.account_id,
        set_at=clock.now(),
        **{part.value: shares[part] for part in Part},
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Conflict(t("Somebody else decided meanwhile. Look at it again.")) from error
    return row


def _wrong(shares: Mapping[Part, int], few_first: int) -> dict[str, object]:
    errors: dict[str, object] = {
        part.value: t("Write a whole number from 0 to 100.") for part in Part if not 0 <= shares.get(part, -1) <= WHOLE
    }
    if not errors and sum(shares.values()) != WHOLE:
        errors[Part.MONEY.value] = t("Together they must be 100; now they are {sum}.", sum=sum(shares.values()))
    if not 0 <= few_first <= MOST_FEW_FIRST:
        errors["few_first"] = t("Write a whole number from 0 to {most}.", most=MOST_FEW_FIRST)
    return errors


def _unsaid(reason: str) -> dict[str, object]:
    if reason.strip() and len(reason.strip()) <= LONGEST:
        return {}
    return {"reason": t("Say why, in at most {count} characters.", count=LONGEST)}


def _of(where: Place) -> ColumnElement[bool]:
    if where.is_programme:
        return MatchWeights.programme_id == where.programme_id
    return MatchWeights.area_code == where.key
