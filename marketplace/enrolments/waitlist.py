"""The wait list: a freed seat is offered in order, for a while, and then to the next."""

from collections.abc import Collection

from sqlalchemy import Select, select

from marketplace.access import SYSTEM, Actor
from marketplace.areas.settings import setting_of
from marketplace.audit.moves import advance
from marketplace.enrolments import due_days, pauses, rules, seats, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import ENROLMENT
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers import coming, standing
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityState

STILL_ON = (OpportunityState.PUBLISHED, OpportunityState.CLOSED)
AT_ONCE = 200
_END_OF_DAY = 24 * 60
FOR_SEATS = ("full", "seats_promised")
PASSED = "passed"
"""Kept on whoever let an offer go: they wait on, and are asked again only when another seat is freed."""


def give_back(opportunity_id: int, *, passed: Collection[int] = ()) -> None:
    """Free one seat and offer it to whoever has waited longest, leaving out who just `passed`."""
    # Freeing first locks the opportunity, so two freed seats can never go to the same person.
    seats.release(opportunity_id)
    offer_free_seats(opportunity_id, passed=passed)


def offer_free_seats(opportunity_id: int, *, passed: Collection[int] = ()) -> int:
    """Offer every free seat in order of waiting; returns how many were offered.

    Whoever could not be approved before the last session is left out, and nobody has longer than that to take it.
    """
    opportunity = db.get_one(Opportunity, opportunity_id)
    if opportunity.state not in STILL_ON or opportunity.ends_on < clock.today():
        return 0
    if standing.stopped_since(opportunity_id) is not None:
        return 0
    offered, span, left_out = 0, coming.of(opportunity), set(passed)
    while (first := _longest_waiting(opportunity_id, left_out)) is not None:
        last = span.reached_until(setting_of(first.office_key).office_days)
        if last < clock.today():
            left_out.add(first.id)
            continue
        if not seats.take(opportunity_id):
            break
        until = min(due_days.due(clock.now(), rules.number("offer_days")), clock.instant(last, _END_OF_DAY))
        advance(ENROLMENT, first, "offer", by=SYSTEM, holds_seat=True, offer_until=until, due_at=until)
        telling.seat_offered(first)
        offered += 1
    return offered


def accept_offer(enrolment: Enrolment, *, by: Actor) -> None:
    """Take the seat that is held; raises Conflict when the offer has run out or nothing begins there now."""
    if enrolment.offer_until is not None and enrolment.offer_until < clock.now():
        raise Conflict(t("The offer has run out. You are still on the wait list."))
    standing.check_goes_on(enrolment.opportunity_id)
    due = due_days.due(clock.now(), setting_of(enrolment.office_key).officer_days)
    advance(ENROLMENT, enrolment, "take_offer", by=by, due_at=due, offer_until=None, changed_at=clock.now())
    enrolment.reason, enrolment.reason_note = "", ""
    note_flags(enrolment)
    telling.office_asked(enrolment)


def let_pass(enrolment: Enrolment, *, by: Actor, note: str = "") -> None:
    """Leave the offered seat to the next and go to the end of the list."""
    now = clock.now()
    advance(
        ENROLMENT,
        enrolment,
        "lapse",
        by=by,
        note=note,
        holds_seat=False,
        offer_until=None,
        due_at=None,
        waits_since=now,
        changed_at=now,
    )
    enrolment.reason, enrolment.reason_note = PASSED, ""
    db.flush()
    give_back(enrolment.opportunity_id, passed=(enrolment.id,))


def pass_on_expired() -> int:
    """Pass on every offer that has run out, and offer seats that were added; returns how many offers ended."""
    expired = db.scalars(
        select(Enrolment)
        .where(Enrolment.state == EnrolmentState.OFFERED, Enrolment.offer_until < clock.now(), ~pauses.stand_still())
        .order_by(Enrolment.offer_until, Enrolment.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for enrolment in expired:
        let_pass(enrolment, by=SYSTEM)
        telling.offer_passed(enrolment)
    for opportunity_id in _with_added_seats():
        offer_free_seats(opportunity_id)
    return len(expired)


def place_in_line(enrolment: Enrolment) -> int | None:
    """How many stand before, plus one; None when not on the list."""
    if enrolment.state != EnrolmentState.WAITLISTED:
        return None
    line = db.scalars(_line(enrolment.opportunity_id)).all()
    return 1 + [found.id for found in line].index(enrolment.id)


def _with_added_seats() -> list[int]:
    """Opportunities with a free seat and somebody who waits only because there was none."""
    wanted = (
        select(Opportunity.id)
        .join(Enrolment, Enrolment.opportunity_id == Opportunity.id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(
            Enrolment.state == EnrolmentState.WAITLISTED,
            Enrolment.reason.in_(FOR_SEATS),
            Opportunity.seats_taken < Opportunity.seats,
            Opportunity.state.in_(STILL_ON),
            Opportunity.ends_on >= clock.today(),
            Organisation.suspended_at.is_(None),
        )
        .distinct()
        .order_by(Opportunity.id)
        .limit(AT_ONCE)
    )
    return list(db.scalars(wanted))


def _longest_waiting(opportunity_id: int, passed: Collection[int]) -> Enrolment | None:
    wanted = _line(opportunity_id).where(Enrolment.id.not_in(tuple(passed))) if passed else _line(opportunity_id)
    return db.scalars(
        wanted.limit(1).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).first()


def _line(opportunity_id: int) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .where(Enrolment.opportunity_id == opportunity_id, Enrolment.state == EnrolmentState.WAITLISTED)
        .order_by(Enrolment.waits_since, Enrolment.id)
    )
