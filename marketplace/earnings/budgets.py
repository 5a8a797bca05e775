"""The budget of a fund: opened with a first sum by an officer for their own place, raised, and cut where it is free."""

from dataclasses import dataclass, replace

from marketplace.access import Actor
from marketplace.areas import names, offices
from marketplace.earnings import funds, resuming
from marketplace.earnings.funds import FundDraft
from marketplace.i18n import t
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.ledger import NotEnough
from models.earning import Fund
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


def open_with_budget(draft: FundDraft, satang: int, *, office_key: str, key: str, by: Actor) -> Fund:
    """A new fund with its first money; raises Forbidden for a place that is not the officer's own."""
    place = next((one for one in places_of(by) if one.office_key == office_key), None)
    if place is None:
        raise Forbidden(t("This place is outside your own area."))
    fund = funds.open_fund(replace(draft, area_code=place.area_code), by=by, office_key=place.office_key)
    funds.grant(fund, satang, key=key, by=by, note=draft.source[:200])
    return fund


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
