"""What a young person wishes of a mentor, and the wait list: first come, first thought of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, AreaScope, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.mentoring.states import LIVE
from marketplace.people import guardians
from models.mentoring import MentorBar, MentorMatch, MentorWish
from models.resource import Resource
from models.session import db
from models.vocabulary import Gender, Language, Role
from models.youth import Youth

OFFICE = (Role.OFFICER, Role.CASEWORKER)
BARS = ("kin", "concern", "ended_badly")


@dataclass(frozen=True, slots=True)
class Wish:
    """Languages to talk in (any of them), a mentor's gender where it matters, and how far away they may live."""

    languages: tuple[str, ...] = ()
    gender: str | None = None
    km_most: int | None = None


def can_open(actor: Actor) -> Verdict:
    """Officers and case workers, for the young people of their place."""
    return Verdict.when(bool(scope_of(actor)))


def can_match(actor: Actor, youth: Youth) -> Verdict:
    """An officer or case worker of the young person's place."""
    return Verdict.when(scope_of(actor).covers(youth.area_code, youth.office_key))


def scope_of(actor: Actor) -> AreaScope:
    """The places an office works for, those in which their people stand in for it included."""
    return actor.acting(*OFFICE)


def of(youth_id: int) -> MentorWish | None:
    """What a young person wished, if they did."""
    return db.get(MentorWish, youth_id)


def tell(youth: Youth, wish: Wish, *, by: Actor) -> MentorWish:
    """Keep what is wished; raises Invalid for a language or gender nobody knows or a distance that is none."""
    if any(one not in tuple(Language) for one in wish.languages):
        raise Invalid(t("Choose from the list."), field="languages")
    if wish.gender is not None and wish.gender not in tuple(Gender):
        raise Invalid(t("Choose from the list."), field="gender")
    if wish.km_most is not None and not 1 <= wish.km_most <= 500:
        raise Invalid(t("Write a whole number from {least} to {most}.", least=1, most=500), field="km_most")
    row = of(youth.id) or MentorWish(youth_id=youth.id)
    row.languages, row.gender, row.km_most = list(wish.languages), wish.gender, wish.km_most
    db.add(row)
    db.flush()
    record(by, "mentor.wish", youth)
    return row


def wait(youth: Youth, *, by: Actor, enrolment_id: int | None = None) -> MentorWish:
    """Stand on the wait list; under 20 only through an approved mentorship, to which the guardian agreed.

    Raises Conflict when there is a mentor already, or the guardian's part is missing.
    """
    if enrolment_id is None and guardians.is_needed(youth, clock.today()):
        raise Conflict(t("Your guardian has to agree first. Ask for a mentorship below, and they can sign."))
    if live_of([youth.id]):
        raise Conflict(t("You have a mentor already, or one has just been asked."))
    row = of(youth.id) or tell(youth, Wish(tuple(youth.languages or ())), by=by)
    row.waits_since = row.waits_since or clock.now()
    row.enrolment_id = enrolment_id or row.enrolment_id
    db.flush()
    record(by, "mentor.wait", youth)
    return row


def stop_waiting(youth_id: int) -> None:
    """Leave the wait list, because a mentor was found or none is wanted any more."""
    row = of(youth_id)
    if row is not None:
        row.waits_since = None
        db.flush()


def waiting(actor: Actor) -> Sequence[MentorWish]:
    """Everybody on the wait list of the actor's places without a live match, longest first."""
    thought_of = select(MentorMatch.youth_id).where(MentorMatch.state.in_(LIVE))
    wanted = (
        select(MentorWish)
        .join(Youth, Youth.id == MentorWish.youth_id)
        .where(MentorWish.waits_since.is_not(None), MentorWish.youth_id.not_in(thought_of), _within(actor))
        .options(joinedload(MentorWish.youth))
    )
    return db.scalars(wanted.order_by(MentorWish.waits_since, MentorWish.youth_id)).all()


def live_of(youth_ids: Collection[int]) -> Sequence[MentorMatch]:
    """Matches of these young people that are thought of or running."""
    wanted = select(MentorMatch).where(MentorMatch.youth_id.in_(youth_ids), MentorMatch.state.in_(LIVE))
    return db.scalars(wanted.order_by(MentorMatch.id)).all()


def bar(youth: Youth, resource: Resource, reason: str, *, by: Actor) -> None:
    """Never match these two (again); raises Invalid for a reason that is none."""
    if reason not in BARS:
        raise Invalid(t("Choose a reason."), field="reason")
    if db.get(MentorBar, (youth.id, resource.id)) is None:
        db.add(
            MentorBar(
                youth_id=youth.id, resource_id=resource.id, reason=reason, set_by_id=by.account_id, set_at=clock.now()
            )
        )
        db.flush()
        record(by, "mentor.bar", youth, mentor=resource.ref, reason=reason)


def bars(youth_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Pairs of young person and pledge that must not be matched."""
    wanted = select(MentorBar.youth_id, MentorBar.resource_id).where(MentorBar.youth_id.in_(youth_ids))
    return frozenset((youth_id, resource_id) for youth_id, resource_id in db.execute(wanted))


def _within(actor: Actor) -> ColumnElement[bool]:
    return scope_of(actor).condition(Youth.area_code, Youth.office_key)
