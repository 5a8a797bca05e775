"""How far a fund reaches: a programme, the area of its office, or one posting; and what an officer may choose of each.

A narrower fund may be a part of a wider one. What a programme, an area or a posting is called is said here for every
page that names a fund.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import or_, select

from marketplace.access import Actor
from marketplace.areas import offices, queries
from marketplace.earnings import policy
from marketplace.earnings import queries as money
from marketplace.earnings.funds import FundDraft
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import payers
from models.area import Programme
from models.earning import Fund
from models.offer import Opportunity
from models.session import db
from models.vocabulary import FundLevel, OpportunityState, Role

T = TypeVar("T", Programme, Opportunity)
REACHED = (OpportunityState.SUBMITTED, OpportunityState.IN_REVIEW, OpportunityState.PUBLISHED, OpportunityState.PAUSED)
"""Postings for which money may be set aside: what waits for its review, and what is or may be shown."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an officer says of how far a fund reaches, by the address of the programme or the number of the posting."""

    level: FundLevel = FundLevel.AREA
    programme: str = ""
    posting: str = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """What a fund is for: the office that keeps it, and the programme or the posting it is set aside for."""

    office: str
    programme: Programme | None = None
    posting: Opportunity | None = None


def programmes_for(actor: Actor) -> list[Programme]:
    """The programmes that hold something of what the reader is an officer for."""
    scope = actor.scope(Role.OFFICER)
    codes = [*scope.prefixes, *(code for key in scope.offices for code in _areas_of(key))]
    found = {one.id: one for code in codes for one in queries.programmes_of(code)}
    return sorted(found.values(), key=lambda one: (one.kind, one.slug))


def may_have_its_own(posting: Opportunity) -> bool:
    """Whether a fund may be opened for a posting: it has none of its own yet, and is not over."""
    if (
        posting.replaces_id is not None
        or posting.state not in REACHED
        or posting.ends_on < clock.today()
        or not payers.promises(posting)
    ):
        return False
    return db.scalar(select(Fund.id).where(Fund.opportunity_id == posting.id)) is None


def postings_for(actor: Actor) -> Sequence[Opportunity]:
    """The postings of the reader's areas whose promises a fund has to keep and that have no fund of their own yet."""
    taken = select(Fund.opportunity_id).where(Fund.opportunity_id.is_not(None))
    promised = or_(*(getattr(Opportunity, name) > 0 for name in payers.FROM_A_FUND))
    wanted = select(Opportunity).where(
        actor.scope(Role.OFFICER).condition(Opportunity.area_code, Opportunity.office_key),
        Opportunity.state.in_(REACHED),
        Opportunity.ends_on >= clock.today(),
        Opportunity.id.not_in(taken),
        promised,
    )
    return db.scalars(wanted.order_by(Opportunity.title_th, Opportunity.id)).all()


def above_for(actor: Actor) -> list[Fund]:
    """The funds whose money the reader may pass on to a part of them."""
    today = clock.today()
    return [
        one
        for one in money.funds_of(actor)
        if one.closed_at is None and one.ends_on >= today and policy.can_manage_fund(actor, one)
    ]


def settled(draft: FundDraft, reach: Reach, *, by: Actor) -> tuple[FundDraft, Opportunity | None]:
    """The draft with what it is set aside for, and the posting it pays; raises Invalid for what is not the officer's.

    What is said of another level than the chosen one counts for nothing.
    """
    if reach.level == FundLevel.PROGRAMME:
        programme = next((one for one in programmes_for(by) if one.slug == reach.programme), None)
        if programme is None:
            raise Invalid(t("Choose the programme."), field="programme")
        return replace(draft, level=FundLevel.PROGRAMME, programme_id=programme.id), None
    if reach.level == FundLevel.OPPORTUNITY:
        posting = next((one for one in postings_for(by) if one.ref == reach.posting), None)
        if posting is None:
            raise Invalid(t("Choose the posting."), field="posting")
        return replace(draft, level=FundLevel.OPPORTUNITY, opportunity_id=posting.id), posting
    return draft, None


def whose(funds: Collection[Fund]) -> Mapping[int, Whose]:
    """What each of these funds is for, by its id."""
    programmes = _by_id(Programme, {one.programme_id for one in funds})
    postings = _by_id(Opportunity, {one.opportunity_id for one in funds})
    named = offices.office_names({one.office_key for one in funds})
    return {
        one.id: Whose(
            office=named[one.office_key],
            programme=programmes.get(one.programme_id or 0),
            posting=postings.get(one.opportunity_id or 0),
        )
        for one in funds
    }


def _areas_of(office_key: str) -> list[str]:
    kind, _, code = office_key.partition(":")
    return offices.areas_of(office_key) if kind == "la" else [code]


def _by_id(table: type[T], wanted: Collection[int | None]) -> dict[int, T]:
    keys = [key for key in wanted if key is not None]
    return {one.id: one for one in db.scalars(select(table).where(table.id.in_(keys)))} if keys else {}
