"""Asking and taking back: one live request per person and opportunity, and always a way out."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor
from marketplace.agreements import lawful
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import setting_of
from marketplace.audit.moves import advance
from marketplace.enrolments import commitments, due_days, milestones, reasons, rules, telling, waitlist
from marketplace.enrolments.states import ENROLMENT, OVER
from marketplace.i18n import Text, t
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, TooMany
from marketplace.labour.limits import limits_on
from marketplace.mentoring import matches
from marketplace.offers import coming, standing
from marketplace.offers.states import KNOWN
from marketplace.people import guardian_cases, guardians
from marketplace.resources import bundles
from marketplace.resources.reservations import Ask
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityState
from models.youth import Youth

NOTE_MOST = 400
_NOT_OPEN = t("This is not open for applications now.")


def apply(
    opportunity: Opportunity, youth: Youth, *, by: Actor, note: str = "", help_asked: Sequence[Ask] = ()
) -> Enrolment:
    """Ask for a place; goes to the guardian first where one takes part, else straight to the provider.

    `help_asked` is held with it, all of it or the request is not made. Raises Conflict when it is not open, asked for
    already or a part of the help is gone, Invalid when the profile or the law stands in the way,
    TooMany beyond the day's number of applications.
    """
    _check_open(opportunity)
    _check_youth(opportunity, youth)
    _check_first(opportunity, youth)
    enrolment = _draft(opportunity, youth, by, note.strip()[:NOTE_MOST])
    if help_asked:
        bundles.hold(enrolment, help_asked, by=by)
    path = guardians.path_for(youth, clock.today())
    if path.needed:
        due = due_days.due(clock.now(), rules.number("guardian_days"))
        advance(ENROLMENT, enrolment, "ask_guardian", by=by, due_at=due)
        if not path.through_case_worker:
            telling.guardian_asked(enrolment)
        elif not guardians.gives_link(path, youth) or guardian_cases.kept_from_guardians([youth.id]):
            telling.case_worker_asked(enrolment)
        else:
            telling.link_awaited(enrolment)
    else:
        advance(ENROLMENT, enrolment, "submit", by=by)
        hand_over(enrolment, by=by)
    telling.sent(enrolment)
    return enrolment


def hand_over(enrolment: Enrolment, *, by: Actor) -> None:
    """Put a complete request before the provider and start its clock."""
    now = clock.now()
    office = db.get_one(Opportunity, enrolment.opportunity_id).office_key
    due = due_days.due(now, setting_of(office).provider_days)
    advance(ENROLMENT, enrolment, "hand_over", by=by, due_at=due, changed_at=now)
    telling.provider_asked(enrolment)


def withdraw(enrolment: Enrolment, *, by: Actor, reason: str = "", note: str = "") -> None:
    """The young person no longer wants it; seat and money go back, a freed seat is offered on."""
    if reason:
        reasons.checked(reasons.WITHDRAW, reason, note)
    close(enrolment, "withdraw", by=by, reason=reason, note=note)
    telling.withdrawn(enrolment)


def cancel(enrolment: Enrolment, *, by: Actor, reason: str, note: str = "") -> None:
    """Somebody else ends it, with a reason; seat and money go back, a freed seat is offered on."""
    if not (reason or note.strip()):
        raise Invalid(t("Choose a reason."), field="reason")
    close(enrolment, "cancel", by=by, reason=reason, note=note)
    telling.cancelled(enrolment)


def close(enrolment: Enrolment, verb: str, *, by: Actor, reason: str, note: str) -> None:
    """End a request by `verb` and give back what it held."""
    held, reserved = enrolment.holds_seat, enrolment.reserved_satang
    advance(
        ENROLMENT,
        enrolment,
        verb,
        by=by,
        reason=reason,
        note=note,
        holds_seat=False,
        reserved_satang=0,
        due_at=None,
        offer_until=None,
        changed_at=clock.now(),
    )
    telling.silence(enrolment)
    (bundles.finish if verb == "complete" else bundles.release)(enrolment.id, by=by)
    matches.close_for(enrolment.id, by=by)
    milestones.end_all(enrolment, by=by, reason=verb)
    if reserved:
        commitments.release(enrolment, by=by)
    if held:
        waitlist.give_back(enrolment.opportunity_id)


def live_request(youth_id: int, opportunity_id: int) -> Enrolment | None:
    """The request of this person for this opportunity that has not ended, if there is one."""
    return db.scalar(
        select(Enrolment).where(
            Enrolment.youth_id == youth_id,
            Enrolment.opportunity_id == opportunity_id,
            Enrolment.state.not_in(sorted(OVER)),
        )
    )


def asked_for(youth_id: int) -> frozenset[int]:
    """The opportunities this person has a request for that has not ended."""
    wanted = select(Enrolment.opportunity_id).where(
        Enrolment.youth_id == youth_id, Enrolment.state.not_in(sorted(OVER))
    )
    return frozenset(db.scalars(wanted))


def closed(opportunity: Opportunity) -> Text | None:
    """Why nobody can ask for it today; None while it is open."""
    if opportunity.state != OpportunityState.PUBLISHED:
        return _NOT_OPEN
    organisation = db.get_one(Organisation, opportunity.organisation_id)
    if organisation.suspended_at is not None:
        return standing.STOPPED
    if organisation.state not in KNOWN:
        return _NOT_OPEN
    if opportunity.apply_by < clock.today():
        return t("Applications closed on {day}.", day=long_date(opportunity.apply_by))
    return coming.NOBODY_NEW if coming.of(opportunity).first is None else None


def _check_open(opportunity: Opportunity) -> None:
    if (why := closed(opportunity)) is not None:
        raise Conflict(why)


def _check_youth(opportunity: Opportunity, youth: Youth) -> None:
    if youth.birth_date is None:
        raise Invalid(t("Tell us the birth date first."), field="birth_date")
    if youth.area_code is None:
        raise Invalid(t("Tell us the home subdistrict first."), field="area")
    _check_law(opportunity, youth)
    midnight = clock.instant(clock.today(), 0)
    most = rules.number("applications_per_day")
    count = select(func.count()).where(Enrolment.youth_id == youth.id, Enrolment.created_at >= midnight)
    if db.scalars(count).one() >= most:
        raise TooMany(t("At most {most} applications a day. Please go on tomorrow.", most=most))


def _check_law(opportunity: Opportunity, youth: Youth) -> None:
    """The law of labour for this person, before anybody spends time on the request."""
    blocking = lawful.judge_placement(opportunity, youth).blocking
    if any(broken.number == "LW01" for broken in blocking):
        employable = limits_on(opportunity.starts_on).employable_age
        raise Invalid(t("The law allows work from age {age}. Courses are open now.", age=employable))
    if blocking:
        raise Invalid(t("The law does not allow this work yet: {why}", why=blocking[0].text))


def _check_first(opportunity: Opportunity, youth: Youth) -> None:
    if live_request(youth.id, opportunity.id) is not None:
        raise _asked_already()


def _draft(opportunity: Opportunity, youth: Youth, by: Actor, note: str) -> Enrolment:
    now = clock.now()
    enrolment = Enrolment(
        ref=ids.new_ref("E"),
        youth_id=youth.id,
        opportunity_id=opportunity.id,
        area_code=youth.area_code,
        office_key=youth.office_key or office_key_for(youth.area_code or ""),
        state=EnrolmentState.DRAFT,
        applied_by_id=by.account_id,
        note=note,
        rules_version=rules.VERSION,
        created_at=now,
        changed_at=now,
    )
    try:
        with db.begin_nested():
            db.add(enrolment)
    except IntegrityError as error:
        raise _asked_already() from error
    return enrolment


def _asked_already() -> Conflict:
    return Conflict(t("There is already a request for this. See it under applications."))
