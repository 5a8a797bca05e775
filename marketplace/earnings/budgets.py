"""The budget of a fund: opened with a first sum by an officer for their own place, raised, and cut where it is free.

The first sum is new money, or free money of the fund above it, which then has so much less.
"""

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.areas import names, offices
from marketplace.earnings import allotting, funds, levels, resuming
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.levels import Reach
from marketplace.i18n import t
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.kernel.money import baht
from marketplace.ledger import NotEnough
from marketplace.offers import postings
from models.area import Area
from models.earning import Fund
from models.session import db
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Place:
    """Where an officer may open a fund: the office that keeps it and an area of that office."""

    office_key: str
    area_code: str
    name: str


def places_of(actor: Actor) -> tuple[Place, ...]:
    """The places for which this person is an officer today, offices first."""
    scope = actor.scope(Role.OFFICER)
    keys = {key: _first_area(key) for key in scope.offices}
    for code in scope.prefixes:
        keys[_office_of(code)] = code
    named = offices.office_names(keys)
    return tuple(Place(key, area, named[key]) for key, area in keys.items() if area)


def open_with_budget(
    draft: FundDraft,
    satang: int,
    *,
    office_key: str,
    key: str,
    by: Actor,
    reach: Reach | None = None,
    above: str = "",
) -> Fund:
    """A new fund with its first money: out of the fund `above`, by its number, where it is a part of one.

    One that is set aside for a posting pays it from now on. Raises Forbidden for a place that is not the officer's
    own, Invalid for a reach, a fund above or a sum that cannot be, and for a fund that is open already.
    """
    place = next((one for one in places_of(by) if one.office_key == office_key), None)
    if place is None:
        raise Forbidden(t("This place is outside your own area."))
    settled, posting = levels.settled(replace(draft, area_code=place.area_code), reach or Reach(), by=by)
    _must_be_the_first(settled, place)
    parent = _above(above, by) if above else None
    fund = funds.open_fund(settled, by=by, office_key=place.office_key)
    if parent is None:
        funds.grant(fund, satang, key=key, by=by, note=draft.source[:200])
    else:
        _pass_on(parent, fund, satang, key=key, by=by)
    if posting is not None:
        postings.pay_from(posting, fund, by=by)
    return fund


def _must_be_the_first(draft: FundDraft, place: Place) -> None:
    """Refuse what was opened before: the same name, reach and days in the same place is the same fund."""
    # Whoever opens one in the same area at this moment is waited for.
    db.execute(select(Area.code).where(Area.code == place.area_code).with_for_update(key_share=True))
    same = (
        Fund.office_key == place.office_key,
        func.lower(Fund.name_th) == draft.name_th.lower(),
        Fund.level == draft.level,
        Fund.programme_id == draft.programme_id,
        Fund.opportunity_id == draft.opportunity_id,
        Fund.starts_on == draft.starts_on,
        Fund.ends_on == draft.ends_on,
        Fund.closed_at.is_(None),
    )
    if db.scalar(select(Fund.id).where(*same).limit(1)) is not None:
        raise Invalid(
            t("A fund of this name for these days is open here already. Look at it in the list of funds;"
              " if this is another one, give it another name."), field="name_th",
        )  # fmt: skip


def _above(ref: str, by: Actor) -> Fund:
    found = next((one for one in levels.above_for(by) if one.ref == ref), None)
    if found is None:
        raise Invalid(t("Only an officer of that fund passes its money on."), field="parent")
    return found


def _pass_on(parent: Fund, fund: Fund, satang: int, *, key: str, by: Actor) -> None:
    """Make a new fund a part of another and give it its first money from there."""
    allotting.place_under(fund, parent, by=by)
    try:
        allotting.allot(fund, satang, key=key, by=by, note=fund.source[:200])
    except Invalid as refusal:
        free = baht(funds.available(parent.id))
        raise Invalid(t("The fund above has {sum} baht free.", sum=free), field="budget") from refusal


def change(fund: Fund, *, up: bool, satang: int, note: str, key: str, by: Actor) -> None:
    """Raise the budget, which first reaches what waits, or cut it; raises Invalid when more is cut than is free."""
    if up:
        funds.grant(fund, satang, key=key, by=by, note=note)
        resuming.resume(fund, by=by)
        return
    try:
        funds.cut(fund, satang, key=key, by=by, note=note)
    except NotEnough as short:
        raise Invalid(t("Only what is free can be taken out."), field="amount") from short


def _first_area(office_key: str) -> str:
    kind, _, code = office_key.partition(":")
    return code if kind == "d" else next(iter(offices.areas_of(office_key)), "")


def _office_of(code: str) -> str:
    if len(code) == 6 and names.exists(code):
        return offices.office_key_for(code)
    return f"d:{code}" if len(code) == 4 else f"p:{code}"
