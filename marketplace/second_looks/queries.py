"""Rounds and second looks as those who may see them find them, and what the public reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.second_looks import policy
from marketplace.second_looks.estimating import Estimate, Stratum, false_rate
from models.enrolment import Claim, Enrolment
from models.offer import Opportunity
from models.second_look import LookRound, SecondLook
from models.session import db
from models.vocabulary import ClaimState, LookRisk, LookState, RoundState
from models.youth import Youth

PAGE = 20
OTHERS_SINCE = timedelta(days=365)
"""How far back other claims are held against those of a round."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a round found so far."""

    size: int
    drawn: int
    waiting: int
    true: int
    false: int
    unclear: int
    estimate: Estimate | None


def verified(area_code: str, first_on: date, last_on: date) -> Sequence[Claim]:
    """Verified completions of an area claimed in a time, none of them drawn before."""
    wanted = select(Claim).join(Enrolment, Enrolment.id == Claim.enrolment_id)
    wanted = wanted.where(
        _under(area_code),
        Claim.state == ClaimState.VERIFIED,
        Claim.created_at >= clock.instant(first_on, 0),
        Claim.created_at < clock.instant(last_on + timedelta(days=1), 0),
    )
    return db.scalars(wanted.order_by(Claim.id)).all()


def others(area_code: str, claims: Sequence[Claim]) -> Sequence[Claim]:
    """Completions of the area that are not among these, for what they have in common with them."""
    known, since = {one.id for one in claims}, min(one.created_at for one in claims) - OTHERS_SINCE
    wanted = select(Claim).join(Enrolment, Enrolment.id == Claim.enrolment_id)
    found = db.scalars(wanted.where(_under(area_code), Claim.created_at >= since).order_by(Claim.id))
    return [one for one in found if one.id not in known]


def rounds(actor: Actor) -> Sequence[LookRound]:
    """Rounds of the reader's areas, the newest first."""
    scope = actor.scope(*policy.DRAWERS, *policy.SEERS).condition(LookRound.area_code, LookRound.area_code)
    wanted = select(LookRound).where(scope).options(selectinload(LookRound.looks))
    return db.scalars(wanted.order_by(LookRound.drawn_at.desc(), LookRound.id.desc()).limit(PAGE)).all()


def one_round(actor: Actor, ref: str) -> LookRound:
    """A round somebody may see; raises NotFound."""
    found = db.scalars(select(LookRound).where(LookRound.ref == ref).options(selectinload(LookRound.looks))).first()
    if found is None or not policy.can_see_round(actor, found):
        raise NotFound
    return found


def waiting_for(actor: Actor, *, page: int = 1, size: int = PAGE) -> tuple[Sequence[SecondLook], int]:
    """Looks of open rounds that wait for the reader: of their places and not their own work, most signs first."""
    base = _looks().where(
        actor.scope(*policy.LOOKERS).condition(Enrolment.area_code, Claim.office_key),
        SecondLook.state.in_((LookState.WAITING, LookState.UNCLEAR)),
        LookRound.state == RoundState.OPEN,
        Claim.claimed_by_id.is_distinct_from(actor.account_id),
        Claim.verified_by_id.is_distinct_from(actor.account_id),
    )
    total = db.scalar(select(func.count()).select_from(base.with_only_columns(SecondLook.id).subquery())) or 0
    ordered = base.order_by(SecondLook.state.desc(), SecondLook.risk, SecondLook.id)
    return db.scalars(ordered.limit(size).offset(size * (max(page, 1) - 1))).all(), total


def one_look(actor: Actor, ref: str) -> SecondLook:
    """A second look somebody may see; raises NotFound."""
    found = db.scalars(_looks().where(SecondLook.ref == ref)).first()
    if found is None or not policy.can_see_look(actor, found):
        raise NotFound
    return found


def published() -> Sequence[LookRound]:
    """What every round that is published found, the newest first."""
    wanted = select(LookRound).where(LookRound.state == RoundState.PUBLISHED).options(selectinload(LookRound.looks))
    return db.scalars(wanted.order_by(LookRound.published_at.desc(), LookRound.id.desc()).limit(100)).all()


def found(drawn: LookRound) -> Found:
    """The counts of a round and its estimate; what stayed unclear counts as not looked at."""
    states = [look.state for look in drawn.looks]
    sizes = {risk: int(str(drawn.sizes.get(risk, 0))) for risk in LookRisk}
    strata = [
        Stratum(
            size,
            sum(look.risk == risk and look.state in (LookState.TRUE, LookState.FALSE) for look in drawn.looks),
            sum(look.risk == risk and look.state == LookState.FALSE for look in drawn.looks),
        )
        for risk, size in sizes.items()
    ]
    return Found(
        size=sum(sizes.values()),
        drawn=len(states),
        waiting=states.count(LookState.WAITING),
        true=states.count(LookState.TRUE),
        false=states.count(LookState.FALSE),
        unclear=states.count(LookState.UNCLEAR),
        estimate=false_rate(strata),
    )


def _under(area_code: str) -> ColumnElement[bool]:
    return Enrolment.area_code.between(area_code, area_code + "99999")


def _looks() -> Select[SecondLook]:
    return (
        select(SecondLook)
        .join(LookRound, LookRound.id == SecondLook.round_id)
        .join(Claim, Claim.id == SecondLook.claim_id)
        .join(Enrolment, Enrolment.id == Claim.enrolment_id)
        .options(
            joinedload(SecondLook.round),
            joinedload(SecondLook.claim)
            .joinedload(Claim.enrolment)
            .joinedload(Enrolment.opportunity)
            .joinedload(Opportunity.organisation),
            joinedload(SecondLook.claim)
            .joinedload(Claim.enrolment)
            .joinedload(Enrolment.youth)
            .selectinload(Youth.guardians),
            joinedload(SecondLook.claim).selectinload(Claim.evidence),
        )
    )
